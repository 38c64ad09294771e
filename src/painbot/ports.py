"""The contracts between the dialogue and the world outside it.

This module knows what a store and a platform must be able to do, and the small
values that cross those borders. It knows no Redis, no Telegram, no Slack and no
terminal: those live behind it and are blind to each other.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol

from painbot.dialogue.events import Event

REVISION_BYTES = 12


def new_revision() -> bytes:
    """Draw a random revision; no two commits of one conversation ever share one."""
    return secrets.token_bytes(REVISION_BYTES)


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """Say whose conversation is meant; made from platform data only, never from a button.

    Only a store turns it into text, and then only after hashing it.
    """

    platform: str
    workspace: str
    chat: str
    user: str


@dataclass(frozen=True, slots=True)
class Stored:
    """Hold what a store has of one conversation.

    `revision` is random and new with every commit, so an old copy always loses.
    `session` is the bytes of a session, as they were committed.
    """

    revision: bytes
    session: bytes


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """Hold one reply that was committed and not yet confirmed as sent."""

    id: str
    reply: bytes


@dataclass(frozen=True, slots=True)
class Commit:
    """Ask for one turn to be written whole or not at all.

    `read` is the revision the turn was computed from (None: there was no session), and
    `writes` the one it leaves: drawn once per value, so that the same value tried again
    is known as itself and a second delivery of the same message is not.
    `event_id` names the incoming message; a second commit of it writes nothing.
    `session` None deletes the session (forget me). `replies` go to the outbox in order.
    `lease` is the sender's own random name and `lease_seconds` how long it may send.
    """

    read: bytes | None
    event_id: str
    session: bytes | None
    replies: tuple[bytes, ...] = ()
    lease: str = ""
    lease_seconds: float = 30.0
    writes: bytes = field(default_factory=new_revision)


@dataclass(frozen=True, slots=True)
class Committed:
    """Say that the turn is written, or had been written by this very commit before.

    `to_send` holds the whole outbox in order when `leased`; else another sender has it, or
    there is nothing to send. `revision` is what the next commit reads, or None after one
    that deleted the session. `repeated` is true when this commit had been written before and
    only its answer was lost; `revision` is still its own, which others may have overtaken.
    """

    revision: bytes | None
    leased: bool
    to_send: tuple[OutboxEntry, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Raced:
    """Say that somebody else committed first: load again and step again."""


@dataclass(frozen=True, slots=True)
class AlreadySeen:
    """Say that this event was committed before, by another delivery of the same message."""


class StoreUnavailable(Exception):
    """The session store cannot be reached."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from a platform: whose it is, its id there, and what it says.

    `event_id` must be the same for every delivery of the same message.
    """

    key: ConversationKey
    event_id: str
    event: Event


class SessionStore(Protocol):
    """Keep sessions, seen event ids and the outbox; every key it writes has a time to live."""

    async def load(self, key: ConversationKey) -> Stored | None:
        """Return the session, or None; raise StoreUnavailable when the store is away."""
        ...

    async def commit(self, key: ConversationKey, commit: Commit) -> Committed | Raced | AlreadySeen:
        """Write one turn atomically; safe to call again with the same `commit` value."""
        ...

    async def sent(
        self, key: ConversationKey, lease: str, ids: tuple[str, ...], lease_seconds: float = 30.0
    ) -> tuple[OutboxEntry, ...]:
        """Remove exactly these replies; return what is left and renew the lease, or free it."""
        ...

    async def take_outbox(
        self, key: ConversationKey, lease: str, lease_seconds: float
    ) -> tuple[OutboxEntry, ...]:
        """Take or renew the lease and return the outbox in order; empty if another has it."""
        ...

    async def set_aside(self, key: ConversationKey, stored: Stored) -> str:
        """Move an unreadable session under another key with a TTL; return an id for the log."""
        ...

    async def forget(self, key: ConversationKey) -> None:
        """Delete everything of this conversation except the seen event ids, which lapse."""
        ...

    def sessions(self) -> AsyncIterator[bytes]:
        """Yield every session that is kept, once and nameless; only reads, a batch at a time.

        One that is begun, changed or forgotten meanwhile may be missing or as it was before.
        """
        ...

    async def aclose(self) -> None:
        """Let go of connections, and of a private server if this was its last user."""
        ...


__all__ = [
    "REVISION_BYTES",
    "AlreadySeen",
    "Commit",
    "Committed",
    "ConversationKey",
    "Incoming",
    "OutboxEntry",
    "Raced",
    "SessionStore",
    "StoreUnavailable",
    "Stored",
    "new_revision",
]

"""What a store of sessions must be able to do."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from typing import Protocol

import msgspec

from painbot.ports.receiving import ConversationKey
from painbot.ports.sending import NOTHING_SHOWN, Part, Shown

REVISION_BYTES = 12


def new_revision() -> bytes:
    """Draw a random revision; no two commits of one conversation ever share one."""
    return secrets.token_bytes(REVISION_BYTES)


class Stored(msgspec.Struct, frozen=True):
    """Hold what a store has of one conversation.

    `revision` is random and new with every commit, so an old copy always loses.
    `session` is the bytes of a session, as they were committed. `shown` is where the last
    question stands on the person's screen; sending changes it without a new revision.
    """

    revision: bytes
    session: bytes
    shown: Shown = NOTHING_SHOWN


class OutboxEntry(msgspec.Struct, frozen=True):
    """Hold one call that was committed and not yet confirmed as done."""

    id: str
    part: Part


class Commit(msgspec.Struct, frozen=True):
    """Ask for one turn to be written whole or not at all.

    `read` is the revision the turn was computed from (None: there was no session), and
    `writes` the one it leaves: drawn once per value, so that the same value tried again
    is known as itself and a second delivery of the same message is not.
    `event_id` names the incoming message; a second commit of it writes nothing.
    `session` None deletes the session. `parts` go to the outbox in order; with `erase`,
    everything else that is kept of the conversation goes first, but for the seen event ids.
    `lease` is the sender's own random name and `lease_seconds` how long it may send.
    """

    read: bytes | None
    event_id: str
    session: bytes | None
    parts: tuple[Part, ...] = ()
    lease: str = ""
    lease_seconds: float = 30.0
    erase: bool = False
    writes: bytes = msgspec.field(default_factory=new_revision)


class Committed(msgspec.Struct, frozen=True):
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
    shown: Shown = NOTHING_SHOWN


class Raced(msgspec.Struct, frozen=True):
    """Say that somebody else committed first: load again and step again."""


class AlreadySeen(msgspec.Struct, frozen=True):
    """Say that this event was committed before, by another delivery of the same message."""


class Waiting(msgspec.Struct, frozen=True):
    """What the holder of a send lease is to send, in order, and where the last question is."""

    entries: tuple[OutboxEntry, ...] = ()
    shown: Shown = NOTHING_SHOWN


class StoreUnavailable(Exception):
    """The session store cannot be reached."""


class SessionStore(Protocol):
    """Keep sessions, seen event ids and the outbox; every key it writes has a time to live.

    Every method raises StoreUnavailable when the store is away.
    """

    async def load(self, key: ConversationKey) -> Stored | None:
        """Return the session, or None when there is none."""
        ...

    async def commit(self, key: ConversationKey, commit: Commit) -> Committed | Raced | AlreadySeen:
        """Write one turn atomically; safe to call again with the same `commit` value."""
        ...

    async def sent(
        self,
        key: ConversationKey,
        lease: str,
        ids: tuple[str, ...],
        lease_seconds: float = 30.0,
        shown: Shown | None = None,
    ) -> Waiting:
        """Remove exactly these parts, and note where the last question is, unless None.

        Return what is left and renew the lease, or free it; empty if another has it.
        """
        ...

    async def take_outbox(self, key: ConversationKey, lease: str, lease_seconds: float) -> Waiting:
        """Take or renew the lease and return the outbox in order; empty if another has it."""
        ...

    async def let_go(self, key: ConversationKey, lease: str, seconds: float = 0.0) -> None:
        """Free the lease; after so many seconds any process may find what is left as overdue."""
        ...

    async def overdue(self, most: int = 100) -> Overdue:
        """Return conversations with parts in their outbox that nobody has a lease on."""
        ...

    async def set_aside(self, key: ConversationKey, stored: Stored) -> str:
        """Move an unreadable session under another key with a TTL; return an id for the log."""
        ...

    async def forget(self, key: ConversationKey) -> None:
        """Delete everything of this conversation except the seen event ids, which lapse."""
        ...

    async def forget_all(self, platform: str, workspace: str) -> None:
        """Forget every conversation of a workspace; one that is begun meanwhile may stay."""
        ...

    def sessions(self) -> AsyncIterator[bytes]:
        """Yield every session that is kept, once and nameless; only reads, a batch at a time.

        One that is begun, changed or forgotten meanwhile may be missing or as it was before;
        one that cannot be opened is empty.
        """
        ...

    async def claim(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew something only one process may do; False if another holder has it."""
        ...

    async def release(self, name: str, holder: str) -> None:
        """Give back what was claimed, if it is still ours."""
        ...

    async def keep(self, name: str, value: bytes, seconds: float) -> None:
        """Keep something that is no conversation, sealed, for so long."""
        ...

    async def fetch(self, name: str) -> bytes | None:
        """Return what is kept under this name, or None; also if it cannot be opened."""
        ...

    async def take_out(self, name: str) -> bytes | None:
        """Return what is kept under this name and delete it, at once."""
        ...

    async def ping(self) -> None:
        """Return when the store answers and takes writes."""
        ...

    async def describe(self) -> Mapping[str, str]:
        """Return what the store says of itself, for whoever looks after it; what it may say.

        The names are `version`, `replicas`, `appendonly`, `appendfsync` and `maxmemory-policy`.
        """
        ...

    async def aclose(self) -> None:
        """Let go of connections, and of a private server if this was its last user."""
        ...


class Overdue(msgspec.Struct, frozen=True):
    """Conversations whose replies wait for a sender, and how long the longest has waited."""

    keys: tuple[ConversationKey, ...] = ()
    oldest_seconds: float = 0.0


__all__ = [
    "REVISION_BYTES",
    "AlreadySeen",
    "Commit",
    "Committed",
    "OutboxEntry",
    "Overdue",
    "Raced",
    "SessionStore",
    "StoreUnavailable",
    "Stored",
    "Waiting",
    "new_revision",
]

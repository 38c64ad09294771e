"""The one use case: a turn. Load, step, commit, acknowledge, send.

It knows the order in which things must happen so that nothing is lost; it knows neither
Redis nor any platform.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import msgspec

from painbot.dialogue.engine import step
from painbot.dialogue.replies import Effect, Outcome, Reply, Saying, from_bytes, to_bytes
from painbot.dialogue.session import CorruptSession, Session
from painbot.flow.model import Library
from painbot.ports import (
    AlreadySeen,
    Commit,
    Committed,
    ConversationKey,
    Incoming,
    OutboxEntry,
    SessionStore,
)

MAX_RACES: Final = 20
LEASE_SECONDS: Final = 30.0
_LOG = logging.getLogger(__name__)

Send = Callable[[Reply], Awaitable[None]]
Acknowledge = Callable[[], Awaitable[None]]
Perform = Callable[[Effect], Awaitable[None]]


class TooManyRaces(Exception):
    """One conversation was written by others again and again; the platform delivers it again."""


async def _nothing() -> None:
    """Acknowledge nothing: this platform has nobody to tell."""


async def _no_effect(effect: Effect) -> None:
    """Perform nothing: this platform shows no trace of an answered question."""


@dataclass(frozen=True, slots=True)
class Service:
    """Take turns for any platform.

    `library` returns the library in use, so that a reload is one swapped reference.
    `lease_seconds` is how long a sender that died keeps others from sending.
    """

    library: Callable[[], Library]
    store: SessionStore
    lease_seconds: float = LEASE_SECONDS

    async def take(
        self,
        incoming: Incoming,
        send: Send,
        acknowledge: Acknowledge = _nothing,
        *,
        perform: Perform = _no_effect,
    ) -> None:
        """Take one message: commit first, then acknowledge, then send what is due.

        `perform` gets the effects of this message before the replies are sent. Raises
        StoreUnavailable when nothing could be written; then nothing was acknowledged.
        """
        done = await self._commit(incoming)
        await acknowledge()
        if done is None:  # taken before, by a process that may have died before it sent
            await self.flush(incoming.key, send)
            return
        for effect in done.effects:
            await perform(effect)
        if done.leased:
            await self._send(incoming.key, done.lease, done.to_send, send)

    async def flush(self, key: ConversationKey, send: Send) -> None:
        """Send what was committed and never confirmed as sent, as after a crash."""
        lease = _lease()
        entries = await self.store.take_outbox(key, lease, self.lease_seconds)
        await self._send(key, lease, entries, send)

    async def _commit(self, incoming: Incoming) -> _Leased | None:
        """Step and commit until it is ours; None when this message was taken before."""
        for _ in range(MAX_RACES):
            before = await self._read(incoming.key)
            library = self.library()
            outcome = step(library, before.session, incoming.event)
            commit = self._as_commit(incoming.event_id, before, outcome, library)
            done = await self.store.commit(incoming.key, commit)
            if isinstance(done, Committed):
                return _Leased(commit.lease, done.leased, done.to_send, outcome.effects)
            if isinstance(done, AlreadySeen):
                return None
        raise TooManyRaces

    async def _read(self, key: ConversationKey) -> _Before:
        """Read the session; bytes that are none are kept aside, named by an id only."""
        stored = await self.store.load(key)
        if stored is None:
            return _Before(None, None)
        try:
            return _Before(stored.revision, Session.from_bytes(stored.session))
        except CorruptSession:
            name = await self.store.set_aside(key, stored)
            _LOG.warning("a session could not be read; its bytes are kept as %s", name)
            return _Before(None, None, lost=True)

    async def _send(
        self, key: ConversationKey, lease: str, entries: tuple[OutboxEntry, ...], send: Send
    ) -> None:
        """Send in order, confirm, and go on with what arrived meanwhile."""
        while entries:
            for entry in entries:
                reply = _reply(entry)
                if reply is not None:
                    await send(reply)
            ids = tuple(entry.id for entry in entries)
            entries = await self.store.sent(key, lease, ids, self.lease_seconds)

    def _as_commit(
        self, event_id: str, before: _Before, outcome: Outcome, library: Library
    ) -> Commit:
        replies = outcome.replies
        if before.lost:
            replies = (Saying((library.phrases["lost"],)), *replies)
        return Commit(
            read=before.revision,
            event_id=event_id,
            session=outcome.session.to_bytes() if outcome.session is not None else None,
            replies=tuple(to_bytes(reply) for reply in replies),
            lease=_lease(),
            lease_seconds=self.lease_seconds,
        )


@dataclass(frozen=True, slots=True)
class _Before:
    """What a turn begins from; `lost` when what was stored could not be read."""

    revision: bytes | None
    session: Session | None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class _Leased:
    """Who may send, and what."""

    lease: str
    leased: bool
    to_send: tuple[OutboxEntry, ...]
    effects: tuple[Effect, ...]


def _reply(entry: OutboxEntry) -> Reply | None:
    """Return the reply; one that another version wrote and none can read is passed over."""
    try:
        return from_bytes(entry.reply)
    except msgspec.DecodeError:
        _LOG.warning("a reply could not be read and was not sent; its id is %s", entry.id)
        return None


def _lease() -> str:
    return secrets.token_hex(8)

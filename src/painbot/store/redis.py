"""Sessions, seen events and outboxes in Redis.

This module knows what is written where, and for how long. It does not know what is in a session
or a reply, nor how the server is reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from painbot.ports import (
    REVISION_BYTES,
    AlreadySeen,
    Commit,
    Committed,
    ConversationKey,
    OutboxEntry,
    Raced,
    Stored,
)
from painbot.store.keys import ID_LENGTH, Naming, entries
from painbot.store.wire import PrivateServer, Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HOUR = 3600
DAY = 24 * HOUR
# Keys a server looks at in one go while all sessions are read, so that nobody waits for it long.
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Say after how many seconds what is written lapses.

    Telegram repeats a message for 24 hours, so the events seen are kept a little longer.
    """

    session: int = 7 * DAY
    seen: int = 25 * HOUR
    aside: int = 30 * DAY


class RedisStore:
    """Keep sessions in one Redis server; `SessionStore` says what each method promises."""

    def __init__(
        self,
        url: str,
        *,
        prefix: str = "pb",
        secret: bytes = b"",
        lifetimes: Lifetimes | None = None,
        server: PrivateServer | None = None,
    ) -> None:
        self._wire = Wire(url, server)
        self._naming = Naming(prefix, secret)
        self._lifetimes = lifetimes or Lifetimes()

    async def load(self, key: ConversationKey) -> Stored | None:
        """Return the session, or None when there is none."""
        value = cast("bytes | None", await self._wire.ask("GET", self._naming.keys(key).session))
        if value is None:
            return None
        return Stored(value[:REVISION_BYTES], value[REVISION_BYTES:])

    async def commit(self, key: ConversationKey, commit: Commit) -> Committed | Raced | AlreadySeen:
        """Write one turn in one script."""
        keys = self._naming.keys(key)
        verdict, *outbox = await self._wire.run(
            ("lease", "commit"),
            (keys.session, keys.seen, keys.outbox, keys.lease),
            commit.read or b"",
            commit.writes,
            self._naming.event(commit.event_id),
            int(commit.session is not None),
            commit.session or b"",
            commit.lease,
            _milliseconds(commit.lease_seconds),
            self._lifetimes.session,
            self._lifetimes.seen,
            *entries(commit),
        )
        return _answer(commit, verdict, outbox)

    async def sent(
        self, key: ConversationKey, lease: str, ids: tuple[str, ...], lease_seconds: float = 30.0
    ) -> tuple[OutboxEntry, ...]:
        """Remove exactly these replies; return what is left and renew the lease, or free it."""
        keys = self._naming.keys(key)
        left = await self._wire.run(
            ("lease", "outbox"),
            (keys.outbox, keys.lease),
            lease,
            _milliseconds(lease_seconds),
            ID_LENGTH,
            *ids,
        )
        return _outbox(left)

    async def take_outbox(
        self, key: ConversationKey, lease: str, lease_seconds: float
    ) -> tuple[OutboxEntry, ...]:
        """Take or renew the lease and return the outbox in order; empty if another has it."""
        return await self.sent(key, lease, (), lease_seconds)

    async def set_aside(self, key: ConversationKey, stored: Stored) -> str:
        """Move an unreadable session to its conversation's `aside` hash; return the field."""
        keys = self._naming.keys(key)
        field = stored.revision.hex() or "empty"
        await self._wire.run(
            ("set_aside",),
            (keys.session, keys.aside),
            stored.revision,
            field,
            self._lifetimes.aside,
        )
        return field

    async def forget(self, key: ConversationKey) -> None:
        """Delete everything but the seen events, without which a redelivery would revive it."""
        keys = self._naming.keys(key)
        await self._wire.ask("DEL", keys.session, keys.outbox, keys.lease, keys.aside)

    async def sessions(self) -> AsyncIterator[bytes]:
        """Yield every session of this server once; SCAN may name a key several times."""
        pattern, cursor, seen = self._naming.sessions, 0, set[bytes]()
        while True:
            answer = await self._wire.ask("SCAN", cursor, "MATCH", pattern, "COUNT", BATCH)
            cursor, names = cast("tuple[int, list[bytes]]", answer)
            fresh = [name for name in dict.fromkeys(names) if name not in seen]
            seen.update(fresh)
            for value in await self._values(fresh):
                yield value[REVISION_BYTES:]
            if cursor == 0:
                return

    async def _values(self, names: list[bytes]) -> list[bytes]:
        """Return what is kept under these keys; some may have lapsed just now."""
        found = await self._wire.ask("MGET", *names) if names else []
        return [value for value in cast("list[bytes | None]", found) if value is not None]

    async def aclose(self) -> None:
        """Close the connections, and stop the private server if this was its last user."""
        await self._wire.aclose()


def _answer(commit: Commit, verdict: bytes, outbox: list[bytes]) -> Committed | Raced | AlreadySeen:
    if verdict == b"raced":
        return Raced()
    if verdict == b"seen":
        return AlreadySeen()
    return Committed(
        revision=None if commit.session is None else commit.writes,
        leased=bool(outbox),
        to_send=_outbox(outbox),
        repeated=verdict == b"repeated",
    )


def _outbox(entries: list[bytes]) -> tuple[OutboxEntry, ...]:
    return tuple(OutboxEntry(entry[:ID_LENGTH].decode(), entry[ID_LENGTH:]) for entry in entries)


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))


__all__ = ["Lifetimes", "RedisStore"]

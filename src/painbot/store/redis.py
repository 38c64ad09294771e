"""Sessions in Redis, or in any server that speaks like it.

This module knows which script does what. It does not know where the server is or how it is
reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from painbot.ports import (
    AlreadySeen,
    Commit,
    Committed,
    ConversationKey,
    OutboxEntry,
    Overdue,
    Raced,
    Shown,
    Stored,
    Waiting,
)
from painbot.store.describing import describe
from painbot.store.keys import Keys, Naming
from painbot.store.lifetimes import Lifetimes
from painbot.store.outboxes import Outboxes
from painbot.store.reading import all_names, all_values
from painbot.store.seal import Seals
from painbot.store.values import Values, identified
from painbot.store.wire import PrivateServer, Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence


class RedisStore:
    """Keep sessions in Redis; `SessionStore` says what each method promises.

    With `keys` every value is sealed: the first key seals, all of them open. With `replicas`,
    what is written is answered only when so many replicas have it too.
    """

    def __init__(  # noqa: PLR0913 - each is one thing an operator may set
        self,
        url: str,
        *,
        prefix: str = "pb",
        secret: bytes = b"",
        keys: Sequence[bytes] = (),
        lifetimes: Lifetimes | None = None,
        replicas: int = 0,
        server: PrivateServer | None = None,
    ) -> None:
        self._lifetimes = lifetimes or Lifetimes()
        self._values = Values(Seals(keys))
        self._naming = Naming(prefix, secret)
        self._wire = Wire(url, server, replicas)
        self._outboxes = Outboxes(self._wire, self._naming, self._values, self._lifetimes)

    async def load(self, key: ConversationKey) -> Stored | None:
        """Return the session, or None when there is none."""
        keys = self._naming.keys(key)
        found = await self._wire.ask("MGET", keys.session, keys.shown)
        session, shown = cast("list[bytes | None]", found)
        return None if session is None else self._values.stored(keys, session, shown)

    async def commit(self, key: ConversationKey, commit: Commit) -> Committed | Raced | AlreadySeen:
        """Write one turn in one script."""
        keys = self._naming.keys(key)
        verdict, *outbox = await self._commit(keys, key, commit)
        if verdict == b"raced":
            return Raced()
        if verdict == b"seen":
            return AlreadySeen()
        own = {name: OutboxEntry(name, part) for name, part in identified(commit)}
        waiting = await self._outboxes.waiting(
            keys, outbox, commit.lease, commit.lease_seconds, own
        )
        return Committed(
            revision=None if commit.session is None else commit.writes,
            leased=bool(waiting.entries),
            to_send=waiting.entries,
            repeated=verdict == b"repeated",
            shown=waiting.shown,
        )

    async def _commit(self, keys: Keys, key: ConversationKey, commit: Commit) -> list[bytes]:
        keep = commit.session is not None
        return await self._outboxes.run(
            "commit",
            keys,
            self._lifetimes.seen,
            commit.read or b"",
            commit.writes,
            self._naming.event(commit.event_id),
            int(keep),
            int(commit.erase),
            self._values.session(keys, commit.session or b"") if keep else b"",
            *self._values.outbox(keys, key, commit),
            lease=commit.lease,
            lease_seconds=commit.lease_seconds,
        )

    async def sent(
        self,
        key: ConversationKey,
        lease: str,
        ids: tuple[str, ...],
        lease_seconds: float = 30.0,
        shown: Shown | None = None,
    ) -> Waiting:
        """Remove exactly these parts; return what is left and renew the lease, or free it."""
        keys = self._naming.keys(key)
        return await self._outboxes.sent(keys, ids, lease, lease_seconds, shown)

    async def take_outbox(self, key: ConversationKey, lease: str, lease_seconds: float) -> Waiting:
        """Take or renew the lease and return the outbox in order; empty if another has it."""
        return await self._outboxes.sent(self._naming.keys(key), (), lease, lease_seconds)

    async def let_go(self, key: ConversationKey, lease: str, seconds: float = 0.0) -> None:
        """Free the lease, unless another has it; what is left is overdue after so long."""
        keys = self._naming.keys(key)
        await self._outboxes.run("let_go", keys, lease=lease, lease_seconds=seconds)

    async def overdue(self, most: int = 100) -> Overdue:
        """Return conversations with parts that nobody has a lease on, the longest waiting first."""
        return await self._outboxes.overdue(most)

    async def set_aside(self, key: ConversationKey, stored: Stored) -> str:
        """Move an unreadable session to its conversation's `aside` hash; return the field."""
        keys, field = self._naming.keys(key), stored.revision.hex() or "empty"
        await self._outboxes.run("set_aside", keys, stored.revision, field, self._lifetimes.aside)
        return field

    async def forget(self, key: ConversationKey) -> None:
        """Delete everything but the seen events, without which a redelivery would revive it."""
        await self._outboxes.run("forget", self._naming.keys(key))

    async def forget_all(self, platform: str, workspace: str) -> None:
        """Forget every conversation of a workspace."""
        pattern = self._naming.everything_of(self._naming.workspace(platform, workspace))
        async for names in all_names(self._wire, pattern):
            for keys in {keys.name: keys for keys in map(self._naming.found, names)}.values():
                await self._outboxes.run("forget", keys)

    async def sessions(self) -> AsyncIterator[bytes]:
        """Yield every session once; one that cannot be opened as nothing, which is no session."""
        async for name, kept in all_values(self._wire, self._naming.sessions):
            yield self._values.nameless(name, kept) or b""

    async def claim(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew something only one process may do; False if another holder has it."""
        keys, milliseconds = (self._naming.claim(name),), max(1, round(seconds * 1000))
        return bool(await self._wire.run(("claim",), keys, holder, milliseconds))

    async def release(self, name: str, holder: str) -> None:
        """Give back what was claimed, if it is still ours."""
        await self._wire.run(("release",), (self._naming.claim(name),), holder)

    async def keep(self, name: str, value: bytes, seconds: float) -> None:
        """Keep something that is no conversation, sealed, for so long."""
        key, milliseconds = self._naming.thing(name), max(1, round(seconds * 1000))
        value = self._values.thing(key, value)
        await self._wire.ask("SET", key, value, "PX", milliseconds, writes=True)

    async def fetch(self, name: str) -> bytes | None:
        """Return what is kept under this name, or None; also if it cannot be opened."""
        key = self._naming.thing(name)
        return self._values.read_thing(key, cast("bytes | None", await self._wire.ask("GET", key)))

    async def take_out(self, name: str) -> bytes | None:
        """Return what is kept under this name and delete it, at once."""
        key = self._naming.thing(name)
        (kept,) = await self._wire.run(("take_out",), (key,))
        return self._values.read_thing(key, kept or None)

    async def ping(self) -> None:
        """Return when the store answers and takes writes."""
        await self._wire.ask("SET", self._naming.ping, b"", "EX", self._lifetimes.ping)

    async def describe(self) -> dict[str, str]:
        """Return what the server says of itself: version, replicas and how it keeps things."""
        return await describe(self._wire)

    async def aclose(self) -> None:
        """Close the connections, and stop the private server if this was its last user."""
        await self._wire.aclose()


__all__ = ["Lifetimes", "RedisStore"]

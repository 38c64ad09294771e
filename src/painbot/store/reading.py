"""Every session that is kept, read a batch at a time and without changing anything.

This module knows how a server's keys are walked through. It does not know what a value means.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from painbot.store.wire import Wire

# Keys a server looks at in one go while all sessions are read, so that nobody waits for it long.
BATCH = 1000


async def all_values(wire: Wire, pattern: str) -> AsyncIterator[tuple[bytes, bytes]]:
    """Yield the key and value of every string whose key has this pattern, once."""
    seen = set[bytes]()
    async for names in all_names(wire, pattern):
        fresh = [name for name in dict.fromkeys(names) if name not in seen]
        seen.update(fresh)
        for name, value in await _values(wire, fresh):
            yield name, value


async def all_names(wire: Wire, pattern: str) -> AsyncIterator[list[bytes]]:
    """Yield the keys of this pattern, a batch at a time; SCAN may yield one several times."""
    for server in await wire.servers():
        cursor: bytes | None = b"0"
        while cursor:
            answer = await wire.ask_at(server, "SCAN", cursor, "MATCH", pattern, "COUNT", BATCH)
            after, names = cast("tuple[bytes, list[bytes]]", answer)
            yield names
            cursor = None if after == b"0" else after


async def _values(wire: Wire, names: list[bytes]) -> list[tuple[bytes, bytes]]:
    """Return what is kept under these names; some may have lapsed just now."""
    ordered = sorted(names, key=_shard)
    groups = [tuple(group) for _, group in groupby(ordered, key=_shard)]
    answers = await wire.ask_all([("MGET", *group) for group in groups])
    found = [value for answer in answers for value in cast("list[bytes | None]", answer)]
    return [(name, value) for name, value in zip(ordered, found, strict=True) if value is not None]


def _shard(name: bytes) -> bytes:
    """Return the tag that decides on which server a name is."""
    return name[: name.index(b"}")]


__all__ = ["all_names", "all_values"]

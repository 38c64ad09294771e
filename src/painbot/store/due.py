"""Conversations whose replies nobody is sending, found by the indexes of all shards.

This module knows how the indexes are read. What goes into them is up to the scripts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from painbot.store.keys import Keys, Naming
    from painbot.store.wire import Wire


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A conversation nobody sends to: its keys, for how long, and its first entry if any."""

    keys: Keys
    seconds: float
    entry: bytes | None


async def lapsed(wire: Wire, naming: Naming, most: int) -> list[Lapsed]:
    """Return whom the indexes of all shards name, the longest waiting first."""
    found = await _named(wire, naming, most)
    entries = await wire.ask_all([("LINDEX", keys.outbox, 0) for _, keys in found])
    return [
        Lapsed(keys, seconds, cast("bytes | None", entry))
        for (seconds, keys), entry in zip(found, entries, strict=True)
    ]


async def _named(wire: Wire, naming: Naming, most: int) -> list[tuple[float, Keys]]:
    seconds, micros = cast("list[bytes]", await wire.ask("TIME"))
    now = int(seconds) * 1000 + int(micros) // 1000
    answers = await wire.ask_all(
        [("ZRANGEBYSCORE", due, 0, now, "WITHSCORES", "LIMIT", 0, most) for due in naming.dues]
    )
    found = [
        ((now - float(since)) / 1000, naming.named(shard, name.decode()))
        for shard, answer in enumerate(cast("list[list[bytes]]", answers))
        for name, since in zip(answer[::2], answer[1::2], strict=True)
    ]
    return sorted(found, key=lambda one: -one[0])[:most]


__all__ = ["Lapsed", "lapsed"]

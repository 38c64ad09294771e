"""What a version of the flows would mean to those who are in the middle of a conversation."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from painbot.app.store import opened
from painbot.dialogue.session import CorruptSession, Session
from painbot.flow.model import Library
from painbot.proof.waiting import Fate, fates
from painbot.settings import Settings

GONE = "flows that are gone"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many conversations of each flow would go on how, and how many cannot be read."""

    flows: Mapping[str, Counter[Fate]]
    unreadable: int


def replay_waiting(settings: Settings, library: Library, at: datetime) -> Waiting:
    """Replay copies of the conversations in the store through a library; change nothing there.

    Raises StoreUnavailable, with one plain sentence, when the store cannot be read.
    """
    kept = asyncio.run(_sessions(settings))
    found = fates(library, _readable(kept), at)
    named: dict[str, Counter[Fate]] = {}
    for flow, counts in sorted(found.items()):
        named.setdefault(flow if flow in library.flows else GONE, Counter()).update(counts)
    return Waiting(named, len(kept) - sum(counts.total() for counts in named.values()))


async def _sessions(settings: Settings) -> list[bytes]:
    async with opened(settings) as store:
        return [session async for session in store.sessions()]


def _readable(kept: Iterable[bytes]) -> Iterator[Session]:
    for session in kept:
        try:
            yield Session.from_bytes(session)
        except CorruptSession:
            continue


__all__ = ["GONE", "Waiting", "replay_waiting"]

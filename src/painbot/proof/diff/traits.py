"""The trait of conversations that another version ends otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from painbot.dialogue.session import Answered
from painbot.flow.levels import Level
from painbot.flow.model import Library
from painbot.flow.text import Known, Sight
from painbot.proof.diff.retold import Told, told_by
from painbot.proof.explore.lookouts import Lookouts
from painbot.proof.explore.search import End, Here
from painbot.proof.explore.traits import NOTHING, gave, sees_fit


@dataclass(frozen=True)
class ToldLower:
    """The other version gives such a conversation a lower level."""

    other: Library
    lookouts: Lookouts
    counts: bool = False

    @property
    def sights(self) -> frozenset[Sight]:
        return NOTHING

    def holds(self, end: End) -> bool:
        told = retold(self.other, end)
        return told is not None and told.level < end.view.level

    def why_not(self, end: End) -> frozenset[Sight]:
        told = retold(self.other, end)
        return NOTHING if told is None else gave(told.walk.view, end.view.level, self.lookouts)

    def hopeless(self, known: Known, here: Here) -> bool:
        return False


@dataclass(frozen=True)
class ToldOtherCause:
    """The other version gives it the same level and another first cause."""

    other: Library
    cause: str
    counts: bool = False

    @property
    def sights(self) -> frozenset[Sight]:
        return NOTHING

    def holds(self, end: End) -> bool:
        told = retold(self.other, end)
        return told is not None and told.level == end.view.level and told.cause != self.cause

    def why_not(self, end: End) -> frozenset[Sight]:
        told = retold(self.other, end)
        if told is None:
            return NOTHING
        flow = self.other.flows[told.walk.path[-1]]
        place = next((n for n, fit in enumerate(flow.causes) if fit.cause == told.cause), None)
        before = flow.causes if place is None else flow.causes[: place + 1]
        return NOTHING.union(*(sees_fit(fit) for fit in before))

    def hopeless(self, known: Known, here: Here) -> bool:
        return here.certain >= Level.TODAY


def retold(other: Library, end: End) -> Told | None:
    """Return what the other version tells somebody who says the same."""
    picks = tuple((k, p, end.view.doubts.get(k, ())) for k, p in end.view.picks.items())
    return _retold(_Same(other), end.path[0], picks)


class _Same:
    """A library as itself: what it holds cannot be hashed."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.library is self.library

    def __hash__(self) -> int:
        return id(self.library)


@lru_cache(maxsize=100_000)
def _retold(
    other: _Same, flow: str, said: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
) -> Told | None:
    return told_by(other.library, flow, [Answered(*each) for each in said])

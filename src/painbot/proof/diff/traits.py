"""The trait of conversations that another version ends otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from painbot.dialogue.session import Answered
from painbot.flow.levels import Level
from painbot.flow.model import Library
from painbot.flow.text import Known, Sight
from painbot.proof.explore.hangs import hangs, with_hangs
from painbot.proof.explore.lookouts import Lookouts
from painbot.proof.explore.retold import Told, told_by
from painbot.proof.explore.search import End, Here
from painbot.proof.explore.traits import NOTHING, BaseTrait, gave, sees_fit


class Version:
    """A version of the flows, with what the traits of another version's conversations need."""

    def __init__(self, library: Library) -> None:
        """Work out what it hangs on whether something is asked."""
        self.library = library
        self.lookouts = Lookouts(library)
        self.hanging = hangs(library)

    def seen(self, sights: frozenset[Sight]) -> frozenset[Sight]:
        """Return sights with all that decides whether this version asks what they look at."""
        return with_hangs(sights, self.hanging)


@dataclass(frozen=True)
class ToldLower(BaseTrait):
    """The other version gives such a conversation a lower level."""

    other: Version

    def holds(self, end: End) -> bool:
        told = retold(self.other.library, end)
        return told is not None and told.level < end.view.level

    def why_not(self, end: End) -> frozenset[Sight]:
        told = retold(self.other.library, end)
        if told is None:
            return NOTHING
        return self.other.seen(gave(told.walk.view, end.view.level, self.other.lookouts))

    def hopeless(self, known: Known, here: Here) -> bool:
        return False


@dataclass(frozen=True)
class ToldOtherCause(BaseTrait):
    """The other version gives it the same level and another first cause."""

    other: Version
    cause: str

    def holds(self, end: End) -> bool:
        told = retold(self.other.library, end)
        return told is not None and told.level == end.view.level and told.cause != self.cause

    def why_not(self, end: End) -> frozenset[Sight]:
        told = retold(self.other.library, end)
        if told is None:
            return NOTHING
        flow = self.other.library.flows[told.walk.path[-1]]
        place = next((n for n, fit in enumerate(flow.causes) if fit.cause == told.cause), None)
        before = flow.causes if place is None else flow.causes[: place + 1]
        return self.other.seen(NOTHING.union(*(sees_fit(fit) for fit in before)))

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

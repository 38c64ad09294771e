"""A walk that writes down what its routing reads: the check on what a proof keeps.

What is read to fold the level is left out, because merged states keep the level itself; so is
what is read to put a reply into words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from painbot.dialogue.session import Session
from painbot.dialogue.view import View
from painbot.dialogue.walk import Walk, resume
from painbot.flow.model import Answer, Library, Question, Tick, TickList

Picks = tuple[str, ...]


@dataclass(slots=True)
class Reads:
    """The keys whose answer was read, and those asked only whether they are answered."""

    values: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    watching: bool = False

    @contextmanager
    def routing(self, *, on: bool = True) -> Iterator[None]:
        """Write down, or not, what is read inside."""
        before, self.watching = self.watching, on
        try:
            yield
        finally:
            self.watching = before


class _Watched(Mapping[str, Picks]):
    """Answers by key that note who looks."""

    def __init__(self, answers: Mapping[str, Picks], reads: Reads) -> None:
        self._answers = answers
        self._reads = reads

    def __getitem__(self, key: str) -> Picks:
        if self._reads.watching:
            seen = self._reads.values if key in self._answers else self._reads.answered
            seen.add(key)
        return self._answers[key]

    def __contains__(self, key: object) -> bool:
        if self._reads.watching:
            self._reads.answered.add(str(key))
        return key in self._answers

    def __iter__(self) -> Iterator[str]:
        if self._reads.watching:
            self._reads.values.update(self._answers)
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)


class _WatchedView(View):
    __slots__ = ("_reads",)

    def __init__(self, walk: WatchedWalk) -> None:
        picks, doubts = _Watched(walk.picks, walk.reads), _Watched(walk.doubts, walk.reads)
        super().__init__(walk.library, walk.path, picks, doubts, walk.alarms)
        self._reads = walk.reads

    def _measure(self) -> None:
        with self._reads.routing(on=False):
            super()._measure()


@dataclass(slots=True)
class WatchedWalk(Walk):
    """A walk whose moves are watched."""

    reads: Reads = field(default_factory=Reads)

    @property
    def view(self) -> View:
        """Return the answers so far, as something that notes who looks."""
        if self._view is None:
            self._view = _WatchedView(self)
        return self._view

    def go_on(self) -> None:
        """Move on, watched."""
        with self.reads.routing():
            Walk.go_on(self)

    def keys_to_ask(self) -> tuple[str, ...]:
        """Return what is asked here, watched."""
        with self.reads.routing():
            return Walk.keys_to_ask(self)

    def shown(self, part: TickList) -> tuple[Tick, ...]:
        """Return the ticks that are shown, watched."""
        with self.reads.routing():
            return Walk.shown(self, part)

    def offered(self, question: Question) -> tuple[Answer, ...]:
        """Return the answers that are offered, watched."""
        with self.reads.routing():
            return Walk.offered(self, question)


def watched(reads: Reads, library: Library, session: Session) -> WatchedWalk:
    """Return the walk standing where the session stands, watched."""
    walk = resume(library, session)
    found = WatchedWalk(walk.library, walk.path, walk.stop, walk.alarms, reads=reads)
    found.answers, found.picks, found.doubts = walk.answers, walk.picks, walk.doubts
    found.kept = walk.kept
    return found

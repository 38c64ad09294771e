"""Walking a flow: fire the machine, reuse kept answers, stop where something must be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from zlib import crc32

from msgspec.structs import replace

from painbot.dialogue.session import Answered, Session
from painbot.dialogue.view import View
from painbot.flow.model import WHO, Answer, Library, Question, Tick, TickList
from painbot.flow.stops import START, Stop, StopKind

MAX_MOVES: Final = 10_000  # a valve: a checked library never comes near it


class LimitHit(Exception):
    """A conversation moved more often than any checked library can make it."""


@dataclass(slots=True)
class Walk:
    """One walk through the flows, in the making. Only this module moves a conversation.

    `trace` holds the keys answered at each stop that was passed with answers.
    """

    library: Library
    path: tuple[str, ...]
    stop: str = START
    alarms: tuple[str, ...] = ()
    answers: dict[str, Answered] = field(default_factory=dict)
    kept: dict[str, Answered] = field(default_factory=dict)
    picks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    trace: list[tuple[str, ...]] = field(default_factory=list)
    _view: View | None = None

    @property
    def view(self) -> View:
        """Return the answers so far as conditions read them."""
        if self._view is None:
            self._view = View(self.library, self.path, self.picks, self.doubts, self.alarms)
        return self._view

    @property
    def here(self) -> Stop:
        """Return the stop the walk stands at."""
        return self.library.routes[self.path[-1]].stops[self.stop]

    @property
    def done(self) -> bool:
        """Return whether the walk has come to a result."""
        return self.here.kind is StopKind.RESULT

    def record(self, answered: Iterable[Answered]) -> None:
        """Take answers; they count from here on."""
        keys = []
        for each in answered:
            self.kept.pop(each.key, None)  # a new answer is not overtaken by an old one
            self.answers[each.key] = each
            self.picks[each.key] = each.picks
            if each.doubts:
                self.doubts[each.key] = each.doubts
            keys.append(each.key)
        self.trace.append(tuple(keys))
        self._view = None

    def refresh(self) -> None:
        """Forget what was computed, after something besides the answers changed."""
        self._view = None

    def go_on(self) -> None:
        """Move to the next stop that has to be asked, or to the result."""
        for _ in range(MAX_MOVES):
            self.stop = self.library.routes[self.path[-1]].move(self.stop, self.view)
            here = self.here
            if here.kind is StopKind.RESULT:
                return
            if here.kind is StopKind.HAND_OVER:
                self.path = (*self.path, here.flow)
                self.stop = START
                self._view = None
            elif here.kind.asks and not self._reuse(here):
                return
        raise LimitHit

    def settle(self) -> None:
        """Stay where the question still has to be asked, or at a result; else go on."""
        here = self.here
        if self.done:
            return
        if not here.kind.asks or here.guard is None or not here.guard.holds(self.view):
            self.go_on()

    def keys_to_ask(self) -> tuple[str, ...]:
        """Return the keys asked at this stop: of several lists only those that still matter."""
        here = self.here
        if here.kind is not StopKind.LISTS:
            return here.keys
        pairs = zip(here.keys, here.each, strict=True)
        return tuple(key for key, guard in pairs if guard.holds(self.view))

    def shown(self, part: TickList) -> tuple[Tick, ...]:
        """Return the ticks of a list that apply to this person."""
        view = self.view
        return tuple(t for t in part.ticks if t.condition is None or t.condition.may(view))

    def offered(self, question: Question) -> tuple[Answer, ...]:
        """Return the answers of a question that apply to this person."""
        view = self.view
        return tuple(a for a in question.answers if a.condition is None or a.condition.may(view))

    def _reuse(self, here: Stop) -> bool:
        """Answer the stop from kept answers if all of them still fit."""
        if not self.kept:
            return False
        keys = self.keys_to_ask()
        found = [self.kept[key] for key in keys if key in self.kept and self._fits(self.kept[key])]
        if len(found) < len(keys):
            return False
        self.record(found)
        return here.kind.asks

    def _fits(self, answered: Answered) -> bool:
        """Return whether a kept answer can still be given, word for word."""
        if answered.key in self.library.lists:
            part = self.library.lists[answered.key]
            return answered.shown == checksum(self.shown(part))
        question = self.library.questions[answered.key]
        offered = {answer.id for answer in self.offered(question)}
        return all(pick in offered for pick in answered.picks) and (
            bool(answered.picks) or question.kind == "any"
        )


def checksum(ticks: Iterable[Tick]) -> int:
    """Return a small checksum of which ticks are shown, whatever their order."""
    return crc32(" ".join(sorted(tick.id for tick in ticks)).encode())


def resume(library: Library, session: Session) -> Walk:
    """Return the walk standing where the session stands."""
    walk = Walk(library, session.path, session.stop, session.alarms)
    for each in session.answers:
        walk.answers[each.key] = each
        walk.picks[each.key] = each.picks
        if each.doubts:
            walk.doubts[each.key] = each.doubts
    walk.kept = {each.key: each for each in session.kept}
    return walk


def replay(library: Library, session: Session, without: Iterable[str] = ()) -> Walk:
    """Return a walk from the beginning that reuses every answer but some.

    A changed `who` clears everything else: the answers were about another person. Alarms
    count from the end only: they ended questions that had been answered before them.
    """
    dropped = frozenset(without)
    walk = Walk(library, (session.began,))
    if WHO not in dropped:
        everything = _under_new_names(library, (*session.kept, *session.answers))
        known = library.questions.keys() | library.lists.keys()
        walk.kept = {e.key: e for e in everything if e.key in known and e.key not in dropped}
    walk.go_on()
    if session.alarms:
        walk.alarms = session.alarms
        walk.refresh()
        walk.settle()
    return walk


def _under_new_names(library: Library, answers: Iterable[Answered]) -> Iterator[Answered]:
    """Yield answers with the keys of questions that were renamed since (`was:`)."""
    renamed = {
        question.key.removesuffix(question.id) + question.was: question.key
        for question in library.questions.values()
        if question.was
    }
    for each in answers:
        yield replace(each, key=renamed.get(each.key, each.key))

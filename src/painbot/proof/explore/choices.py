"""What can be answered where something is asked, one of each kind that anything sees apart.

A list of ten ticks has 59,049 answers with "not sure"; most of them are alike to everything that
looks at them. They are put together tick by tick, so that all of them are never written down.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from painbot.dialogue.session import Answered
from painbot.dialogue.view import tick_levels
from painbot.dialogue.walk import Walk, checksum
from painbot.flow.levels import Level
from painbot.flow.model import UNSURE, Answer, Question, Tick
from painbot.flow.stops import StopKind
from painbot.proof.explore.numbers import Sights

Given = tuple[Answered, ...]  # all answers of one message
OneOf = tuple[Question, tuple[Answer, ...]]
Lists = dict[str, tuple[Tick, ...]]


@dataclass(frozen=True, slots=True)
class Eyes:
    """How routing looks at an answer: by sights, each up to a level, and at the levels reached.

    `sights` are levels, each with the bits of what is seen until it is certain.
    """

    sights: tuple[tuple[int, int], ...]
    levels: tuple[int, ...]
    floor: int
    country: str | None

    def see(self, bits: int, lift: int) -> object:
        """Return what routing sees of what holds, with how many of the levels are reached."""
        floor = max(self.floor, lift)
        seen = 0
        for until, sees in self.sights:
            if until > floor:
                seen |= sees
        return bisect_right(self.levels, floor), bits & seen


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to all that is asked in a message.

    `kind` is all that routing sees of it; `shows` are the bits of other sights that hold.
    """

    given: Given
    kind: object
    shows: int


@dataclass(frozen=True, slots=True)
class _Partly:
    """A list answered as far as some tick; `ended`: a yes to an emergency ends a walk there."""

    given: Given
    lift: int = 0
    doubtful: bool = False
    ended: bool = False


class Offer:
    """What is offered in one message, to eyes that look at it.

    `kind` is all that it hangs on.
    """

    def __init__(self, asked: OneOf | Lists, eyes: Eyes, sights: Sights) -> None:
        """Take a question with its answers, or lists with their ticks."""
        self._asked = asked
        self._eyes = eyes
        self._sights = sights
        self._made: dict[int, tuple[Choice, ...]] = {}
        lists = asked if isinstance(asked, dict) else {asked[0].key: asked[1]}
        ids = ((key, tuple(each.id for each in parts)) for key, parts in lists.items())
        self.kind = (tuple(ids), eyes)

    def choices(self, more: int) -> tuple[Choice, ...]:
        """Return one answer of each kind that routing, or sights of these bits, can tell apart."""
        if more not in self._made:
            sorting = _Sorting(self._eyes, self._sights, more)
            if isinstance(self._asked, dict):
                found = _of_lists(self._asked, sorting)
            else:
                found = _of_question(*self._asked, sorting)
            self._made[more] = sorting.choices(found)
        return self._made[more]


def offered_by(walk: Walk, asked: tuple[str, ...], eyes: Eyes, sights: Sights) -> Offer:
    """Return what is offered where a walk asks these keys."""
    library = walk.library
    if walk.here.kind is StopKind.LISTS:
        return Offer({key: walk.shown(library.lists[key]) for key in asked}, eyes, sights)
    question = library.questions[asked[0]]
    return Offer((question, walk.offered(question)), eyes, sights)


class _Sorting:
    """Sorts answers by all that is seen of them."""

    def __init__(self, eyes: Eyes, sights: Sights, more: int) -> None:
        self.eyes = eyes
        self._sights = sights
        self._more = more

    def distinct(self, partlies: Iterable[_Partly]) -> list[_Partly]:
        """Return one of each kind, when more is still to be answered."""
        found: dict[object, _Partly] = {}
        for partly in partlies:
            found.setdefault((self._see(partly), partly.doubtful, partly.ended), partly)
        return list(found.values())

    def choices(self, partlies: Iterable[_Partly]) -> tuple[Choice, ...]:
        """Return one of each kind."""
        found: dict[object, Choice] = {}
        for partly in partlies:
            kind, shows = seen = self._see(partly)
            if seen not in found:
                found[seen] = Choice(partly.given, kind, shows)
        return tuple(found.values())

    def _see(self, partly: _Partly) -> tuple[object, int]:
        bits = self._sights.of_answers(partly.given)
        return self.eyes.see(bits, partly.lift), bits & self._more


def _of_question(question: Question, offered: Iterable[Answer], sorting: _Sorting) -> list[_Partly]:
    empty = _Partly((Answered(question.key, ()),))
    if question.kind != "any":
        return [_picking(empty, answer.id) for answer in offered]
    found = [empty]
    for answer in sorted(offered, key=lambda each: each.id == UNSURE):
        found = sorting.distinct(p for each in found for p in (each, _picking(each, answer.id)))
    return found


def _picking(partly: _Partly, answer_id: str) -> _Partly:
    (each,) = partly.given
    return _Partly((Answered(each.key, (*each.picks, answer_id)),))


def _of_lists(lists: Lists, sorting: _Sorting) -> list[_Partly]:
    found = [_Partly(tuple(Answered(k, (), (), checksum(ticks)) for k, ticks in lists.items()))]
    for number, ticks in enumerate(lists.values()):
        for tick in ticks:
            found = sorting.distinct(_with_tick(found, number, tick, sorting.eyes.country))
    return found


def _with_tick(
    partlies: Iterable[_Partly], number: int, tick: Tick, country: str | None
) -> Iterator[_Partly]:
    """Yield no, yes and "not sure" to one more tick.

    Whoever walks a list one tick at a time is asked no more after a yes to an emergency.
    """
    emergency = tick.level is not None and tick.level.lowest == Level.EMERGENCY
    yes, doubt = (_lift(tick, country, doubtful=doubtful) for doubtful in (False, True))
    for partly in partlies:
        yield partly
        if not (emergency and partly.doubtful and partly.ended):
            said = _said(partly, number, tick, yes, doubtful=False)
            yield replace(said, ended=partly.ended or emergency)
        if not partly.ended:
            yield _said(partly, number, tick, doubt, doubtful=True)


def _lift(tick: Tick, country: str | None, *, doubtful: bool) -> int:
    """Return the level that is certain with this tick."""
    levels = tick_levels(tick, doubtful=doubtful)
    if levels is None:
        return 0
    return levels.lowest if country is None else levels.for_country(country)


def _said(partly: _Partly, number: int, tick: Tick, lift: int, *, doubtful: bool) -> _Partly:
    each = partly.given[number]
    if doubtful:
        answered = Answered(each.key, each.picks, (*each.doubts, tick.id), each.shown)
    else:
        answered = Answered(each.key, (*each.picks, tick.id), each.doubts, each.shown)
    given = (*partly.given[:number], answered, *partly.given[number + 1 :])
    lift = max(partly.lift, lift)
    return _Partly(given, lift, partly.doubtful or doubtful, partly.ended)

"""What can be answered where something is asked, one of each kind that anything sees apart.

A list of ten ticks has 59,049 answers with "not sure"; most of them are alike to everything that
looks at them. They are put together tick by tick, so that all of them are never written down.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from painbot.dialogue.session import Answered
from painbot.dialogue.view import tick_levels
from painbot.flow.levels import Level
from painbot.flow.model import UNSURE, Answer, Question, Tick
from painbot.flow.text import Sight

Seen = tuple[object, tuple[bool, ...]]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One answer alone, as a look takes it in."""

    picks: Mapping[str, tuple[str, ...]]
    doubts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    level: int = 0


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks at an answer: routing, by sights that end at a level, and others, by `more`."""

    sights: tuple[Sight, ...]
    untils: tuple[int, ...]
    more: tuple[Sight, ...]
    levels: tuple[int, ...]
    floor: int
    country: str | None

    def see(self, given: tuple[Answered, ...], lift: int) -> Seen:
        """Return what routing sees, with the levels that are reached, and what others see."""
        picks = {each.key: each.picks for each in given}
        doubts = {each.key: each.doubts for each in given if each.doubts}
        glimpse, floor = Glimpse(picks, doubts), max(self.floor, lift)
        pairs = zip(self.sights, self.untils, strict=True)
        seen = tuple(sight.of(glimpse) if until > floor else None for sight, until in pairs)
        others = tuple(sight.of(glimpse) for sight in self.more)
        return (bisect_right(self.levels, floor), seen), others


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to all that is asked in a message.

    `kind` is all that routing sees of it; `shows` is what other sights see.
    """

    given: tuple[Answered, ...]
    kind: object
    shows: tuple[tuple[Sight, bool], ...]


@dataclass(frozen=True, slots=True)
class _Partly:
    """A list answered as far as some tick; `ended`: a yes to an emergency ends a walk there."""

    given: tuple[Answered, ...]
    lift: int = 0
    doubtful: bool = False
    ended: bool = False


def of_question(question: Question, offered: Iterable[Answer], eyes: Eyes) -> tuple[Choice, ...]:
    """Return one answer of each kind to a question."""
    empty = _Partly((Answered(question.key, ()),))
    if question.kind != "any":
        return _choices((_picking(empty, answer.id) for answer in offered), eyes)
    found = [empty]
    for answer in sorted(offered, key=lambda each: each.id == UNSURE):
        found = _distinct([p for each in found for p in (each, _picking(each, answer.id))], eyes)
    return _choices(found, eyes)


def _picking(partly: _Partly, answer_id: str) -> _Partly:
    (each,) = partly.given
    return _Partly((Answered(each.key, (*each.picks, answer_id)),))


def of_lists(
    lists: Mapping[str, tuple[Tick, ...]], shown: Mapping[str, int], eyes: Eyes
) -> tuple[Choice, ...]:
    """Return one answer of each kind to tick lists; `shown` are checksums of what is shown."""
    found = [_Partly(tuple(Answered(key, (), (), shown[key]) for key in lists))]
    for number, ticks in enumerate(lists.values()):
        for tick in ticks:
            found = _distinct(_with_tick(found, number, tick, eyes.country), eyes)
    return _choices(found, eyes)


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


def _distinct(partlies: Iterable[_Partly], eyes: Eyes) -> list[_Partly]:
    found: dict[object, _Partly] = {}
    for partly in partlies:
        kind = eyes.see(partly.given, partly.lift)
        found.setdefault((kind, partly.doubtful, partly.ended), partly)
    return list(found.values())


def _choices(partlies: Iterable[_Partly], eyes: Eyes) -> tuple[Choice, ...]:
    found: dict[object, Choice] = {}
    for partly in partlies:
        seen = eyes.see(partly.given, partly.lift)
        shows = tuple(zip(eyes.more, seen[1], strict=True))
        found.setdefault(seen, Choice(partly.given, seen[0], shows))
    return tuple(found.values())

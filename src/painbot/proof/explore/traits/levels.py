"""Traits of the level: what gives it, what alone decides it, what it stays below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from painbot.dialogue.session import Answered
from painbot.dialogue.view import View
from painbot.flow.levels import Level
from painbot.flow.model import Rule
from painbot.flow.text import Known, Sight
from painbot.proof.explore.lookouts import Lookouts
from painbot.proof.explore.retold import told_by
from painbot.proof.explore.search import End, Here
from painbot.proof.explore.traits.base import NOTHING, BaseTrait


@dataclass(frozen=True)
class Fires(BaseTrait):
    """A rule holds at its end, and gives at least a level there."""

    rule: Rule
    lookouts: Lookouts
    level: int = 0

    @property
    def sights(self) -> frozenset[Sight]:
        own = self.rule.condition.may_see
        return own | self.lookouts.countries if self.rule.level.by_country else own

    def holds(self, end: End) -> bool:
        counts = any(self.rule is rule for rule in end.view.rules())
        there = self.rule.level.for_country(end.view.country())
        return counts and there >= self.level and self.rule.condition.may(end.view)

    def why_not(self, end: End) -> frozenset[Sight]:
        return self.sights

    def hopeless(self, known: Known, here: Here) -> bool:
        return self.rule.condition.fate(known)[0] is False


@dataclass(frozen=True)
class Decides(BaseTrait):
    """Nothing but one rule gives the level that the rule gives."""

    rule: Rule
    lookouts: Lookouts

    def holds(self, end: End) -> bool:
        country = end.view.country()
        level = self.rule.level.for_country(country)
        others = (r for r in end.view.raised() if r.rule is not self.rule)
        return all(r.levels.for_country(country) < level for r in others)

    def why_not(self, end: End) -> frozenset[Sight]:
        level = self.rule.level.for_country(end.view.country())
        if end.certain > level:
            return NOTHING
        return gave(end.view, level, self.lookouts, but=self.rule)

    def hopeless(self, known: Known, here: Here) -> bool:
        return here.certain > self.rule.level.otherwise


@dataclass(frozen=True)
class OneMoreYes(BaseTrait):
    """With one more tick of these lists, and all else said alike, its level would be lower."""

    against: frozenset[Sight]
    everything: frozenset[Sight]

    @property
    def sights(self) -> frozenset[Sight]:
        return self.against

    def holds(self, end: End) -> bool:
        return any(level < end.view.level for level in self._levels(end))

    def _levels(self, end: End) -> Iterator[int]:
        """Yield the level with each tick more, as the walk with it comes to."""
        keys = {key for sight in self.against for key in sight.look.keys}
        for key in sorted(keys & end.library.lists.keys() & end.view.picks.keys()):
            for tick in end.library.lists[key].ticks:
                if tick.id not in end.view.picks[key]:
                    told = told_by(end.library, end.path[0], _with(end.view, key, tick.id))
                    yield told.level if told else end.view.level

    def why_not(self, end: End) -> frozenset[Sight]:
        return self.everything

    def hopeless(self, known: Known, here: Here) -> bool:
        return False


def _with(view: View, key: str, tick: str) -> list[Answered]:
    """Return all answers with one more yes."""
    found = []
    for each, picks in view.picks.items():
        doubts = view.doubts.get(each, ())
        if each == key:
            picks, doubts = (*picks, tick), tuple(d for d in doubts if d != tick)  # noqa: PLW2901
        found.append(Answered(each, picks, doubts))
    return found


@dataclass(frozen=True)
class TicksGive(BaseTrait):
    """Some tick gives at least a level."""

    level: int
    lookouts: Lookouts

    @property
    def sights(self) -> frozenset[Sight]:
        return self._there(None) | self.lookouts.countries

    def _there(self, country: str | None) -> frozenset[Sight]:
        return frozenset({Sight(self.lookouts.gives(self.level, country), surely=True)})

    def holds(self, end: End) -> bool:
        return self.lookouts.gives(self.level, end.view.country()).must(end.view)

    def why_not(self, end: End) -> frozenset[Sight]:
        return self._there(end.view.country()) | self.lookouts.countries

    def hopeless(self, known: Known, here: Here) -> bool:
        return known(self.lookouts.gives(self.level, None))[1] is False


@dataclass(frozen=True)
class Below(BaseTrait):
    """It ends below a level."""

    level: int
    lookouts: Lookouts

    def holds(self, end: End) -> bool:
        return end.view.level < self.level

    def why_not(self, end: End) -> frozenset[Sight]:
        if end.certain >= self.level:
            return NOTHING
        return gave(end.view, self.level, self.lookouts)

    def hopeless(self, known: Known, here: Here) -> bool:
        return here.certain >= self.level


@dataclass(frozen=True)
class AtLeast(BaseTrait):
    """It ends at a level or above."""

    level: int
    lookouts: Lookouts

    def holds(self, end: End) -> bool:
        return end.view.level >= self.level

    def why_not(self, end: End) -> frozenset[Sight]:
        rules = (r for r in end.view.rules() if r.level.otherwise >= self.level)
        sees = (rule.condition.may_see for rule in rules)
        return TicksGive(self.level, self.lookouts).why_not(end).union(*sees)

    def hopeless(self, known: Known, here: Here) -> bool:
        return False


def same_level(end: End, lookouts: Lookouts) -> frozenset[Sight]:
    """Return what has to be seen alike for another conversation to end at the same level."""
    level = end.view.level
    more = AtLeast(level + 1, lookouts).why_not(end) if level < Level.EMERGENCY else NOTHING
    return more if end.certain == level else more | gave(end.view, level, lookouts)


def gave(view: View, level: int, lookouts: Lookouts, but: Rule | None = None) -> frozenset[Sight]:
    """Return what has to be seen alike for something, but for one rule, to give this level."""
    ticks = lookouts.gives(level, view.country())
    if ticks.must(view):
        return frozenset({Sight(ticks, surely=True)}) | lookouts.countries
    found = []
    for rule in view.rules():
        gives = rule.level.for_country(view.country()) >= level
        if gives and rule is not but and rule.condition.may(view):
            by_country = lookouts.countries if rule.level.by_country else NOTHING
            found.append(rule.condition.may_see | by_country)
    return min(found, key=len, default=NOTHING)

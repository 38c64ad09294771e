"""Traits of finished conversations: what was said, the level, its causes, its tips."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from painbot.dialogue.result import shown_causes, shown_tips
from painbot.dialogue.view import View
from painbot.flow.conditions import LEVEL
from painbot.flow.contents import leads_to
from painbot.flow.levels import Level
from painbot.flow.model import CauseFit, Library, Rule, Tip
from painbot.flow.text import Condition, Known, Sight
from painbot.proof.explore.lookouts import Lookouts
from painbot.proof.explore.search import End, Here

NOTHING: frozenset[Sight] = frozenset()


class _Trait:
    """What most traits share: they tell nothing apart at first, and count no answers."""

    counts = False

    @property
    def sights(self) -> frozenset[Sight]:
        """Return what is told apart from the beginning: nothing."""
        return NOTHING


@dataclass(frozen=True)
class EndsIn(_Trait):
    """It ends in one flow."""

    library: Library
    flow: str

    def holds(self, end: End) -> bool:
        return end.path[-1] == self.flow

    def why_not(self, end: End) -> frozenset[Sight]:
        return NOTHING

    def hopeless(self, known: Known, here: Here) -> bool:
        return self.flow not in self._from(here.path[-1])

    def _from(self, flow: str) -> frozenset[str]:
        return self._reachable[flow]

    @cached_property
    def _reachable(self) -> dict[str, frozenset[str]]:
        return {name: reachable(self.library, name) for name in self.library.flows}


def reachable(library: Library, flow: str) -> frozenset[str]:
    """Return the flows that a conversation in this one can come to, itself included."""
    after = (reachable(library, name) for name in leads_to(library.flows[flow]))
    return frozenset({flow}).union(*after)


@dataclass(frozen=True)
class Said(_Trait):
    """A condition is known to hold at its end."""

    condition: Condition
    lookouts: Lookouts

    @property
    def sights(self) -> frozenset[Sight]:
        return frozenset(s for s in self.condition.must_see if LEVEL not in s.look.keys)

    def holds(self, end: End) -> bool:
        return self.condition.must(end.view)

    def why_not(self, end: End) -> frozenset[Sight]:
        sees = self.condition.must_see
        of_level = {sight for sight in sees if LEVEL in sight.look.keys}
        return sees - of_level | _same_level(end, self.lookouts) if of_level else sees

    def hopeless(self, known: Known, here: Here) -> bool:
        return self.condition.fate(known)[1] is False


@dataclass(frozen=True)
class Fires(_Trait):
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
class Decides(_Trait):
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
class OneMoreYes(_Trait):
    """With one more tick, of those that a rule reads after `not`, its level would be lower."""

    rule: Rule
    lookouts: Lookouts

    @property
    def sights(self) -> frozenset[Sight]:
        return self.rule.condition.may_see

    def holds(self, end: End) -> bool:
        return self.lowering(end) is not None

    def lowering(self, end: End) -> tuple[str, int] | None:
        """Return such a tick and the level with it."""
        keys = {key for sight in self.rule.condition.may_see for key in sight.look.keys}
        for key in sorted(keys & end.library.lists.keys() & end.view.picks.keys()):
            for tick in end.library.lists[key].ticks:
                more = (*end.view.picks[key], tick.id)
                doubts = {**end.view.doubts, key: ()}
                view = View(end.library, end.path, {**end.view.picks, key: more}, doubts)
                if view.level < end.view.level:
                    return f"{key}.{tick.id}", view.level
        return None

    def why_not(self, end: End) -> frozenset[Sight]:
        others = (rule.condition.may_see for rule in end.view.rules())
        return NOTHING.union(self.sights, *others)

    def hopeless(self, known: Known, here: Here) -> bool:
        return False


@dataclass(frozen=True)
class TicksGive(_Trait):
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
class Below(_Trait):
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
class AtLeast(_Trait):
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


def _same_level(end: End, lookouts: Lookouts) -> frozenset[Sight]:
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


@dataclass(frozen=True)
class Shows(_Trait):
    """Its result shows a cause, perhaps as the first."""

    cause: str
    lookouts: Lookouts
    first: bool = False

    def holds(self, end: End) -> bool:
        names = _names(end)
        return self.cause in (names[:1] if self.first else names)

    def why_not(self, end: End) -> frozenset[Sight]:
        if end.view.level >= Level.TODAY:
            return Below(Level.TODAY, self.lookouts).why_not(end)
        flow = end.library.flows[end.path[-1]]
        own = [why for fit in flow.causes if fit.cause == self.cause and (why := _unfit(fit, end))]
        fitting = len(own) < sum(fit.cause == self.cause for fit in flow.causes)
        if not fitting and flow.otherwise_cause != self.cause:
            return NOTHING.union(*own)
        before = [fit for fit in flow.causes if fit.cause in _names(end)]
        return NOTHING.union(*own, *(sees_fit(fit) for fit in before))

    def hopeless(self, known: Known, here: Here) -> bool:
        return here.certain >= Level.TODAY


def _unfit(fit: CauseFit, end: End) -> frozenset[Sight] | None:
    """Return why a cause does not fit; None if it does."""
    if fit.but_not_if and fit.but_not_if.may(end.view):
        return fit.but_not_if.may_see
    tests = [condition for condition in (fit.fits, fit.may_fit) if condition]
    if any(condition.must(end.view) for condition in tests):
        return None
    return NOTHING.union(*(condition.must_see for condition in tests))


@dataclass(frozen=True)
class Advises(_Trait):
    """Its result shows a tip."""

    tip: Tip
    lookouts: Lookouts

    @property
    def sights(self) -> frozenset[Sight]:
        only, hide = self.tip.only_if, self.tip.hide_if
        return (only.must_see if only else NOTHING) | (hide.may_see if hide else NOTHING)

    def holds(self, end: End) -> bool:
        return self.tip.id in tips_of(end)

    def why_not(self, end: End) -> frozenset[Sight]:
        if end.view.level >= Level.TODAY:
            return Below(Level.TODAY, self.lookouts).why_not(end)
        if not self._safe(end):
            return self.sights
        flow = end.library.flows[end.path[-1]]
        carriers = [f for f in flow.causes if self.tip.id in end.library.causes[f.cause].tips]
        shown = [fit for fit in flow.causes if fit.cause in _names(end)]
        others = (end.library.tips[name] for name in tips_of(end))
        sees = [Advises(tip, self.lookouts).sights for tip in others]
        return NOTHING.union(*(sees_fit(fit) for fit in (*carriers, *shown)), *sees)

    def _safe(self, end: End) -> bool:
        only, hide = self.tip.only_if, self.tip.hide_if
        return not (only and not only.must(end.view)) and not (hide and hide.may(end.view))

    def hopeless(self, known: Known, here: Here) -> bool:
        only, hide = self.tip.only_if, self.tip.hide_if
        unsafe = (only and only.fate(known)[1] is False) or (hide and hide.fate(known)[0])
        return here.certain >= Level.TODAY or bool(unsafe)


@dataclass(frozen=True)
class NoTip(_Trait):
    """Its result is calm and shows no tip."""

    lookouts: Lookouts

    def holds(self, end: End) -> bool:
        return end.view.level < Level.TODAY and not tips_of(end)

    def why_not(self, end: End) -> frozenset[Sight]:
        if end.view.level >= Level.TODAY:
            return Below(Level.TODAY, self.lookouts).why_not(end)
        flow = end.library.flows[end.path[-1]]
        tips = {name: end.library.tips[name] for name in tips_of(end)}
        own = [Advises(tips[name], self.lookouts).sights for name in flow.tips if name in tips]
        if own:
            return min(own, key=len)
        shown = (sees_fit(fit) for fit in flow.causes if fit.cause in _names(end))
        return NOTHING.union(*shown, *(Advises(t, self.lookouts).sights for t in tips.values()))

    def hopeless(self, known: Known, here: Here) -> bool:
        return here.certain >= Level.TODAY


@dataclass(frozen=True)
class Longer(_Trait):
    """It took more than so many answers."""

    than: int
    counts = True

    def holds(self, end: End) -> bool:
        return end.asked > self.than

    def why_not(self, end: End) -> frozenset[Sight]:
        return NOTHING

    def hopeless(self, known: Known, here: Here) -> bool:
        return here.asked + here.state.left <= self.than


def tips_of(end: End) -> tuple[str, ...]:
    """Return the tips that the result shows."""
    if end.view.level >= Level.TODAY:
        return ()
    flow = end.library.flows[end.path[-1]]
    causes = shown_causes(end.view, flow)
    return tuple(tip.id for tip in shown_tips(end.view, flow, causes))


def _names(end: End) -> list[str]:
    if end.view.level >= Level.TODAY:
        return []
    return [each.cause.id for each in shown_causes(end.view, end.library.flows[end.path[-1]])]


def sees_fit(fit: CauseFit) -> frozenset[Sight]:
    """Return all that decides whether a cause fits."""
    fits = (fit.fits, fit.may_fit)
    sees = NOTHING.union(*(condition.must_see for condition in fits if condition))
    return sees | fit.but_not_if.may_see if fit.but_not_if else sees

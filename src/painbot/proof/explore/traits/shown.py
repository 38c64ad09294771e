"""Traits of the result: its causes and its tips."""

from __future__ import annotations

from dataclasses import dataclass

from painbot.dialogue.result import MAX_CAUSES, shown_causes, shown_tips
from painbot.flow.contents import leads_to
from painbot.flow.levels import Level
from painbot.flow.model import CauseFit, Flow, Tip
from painbot.flow.text import Known, Sight
from painbot.proof.explore.lookouts import Lookouts
from painbot.proof.explore.search import End, Here
from painbot.proof.explore.traits.base import NOTHING, BaseTrait
from painbot.proof.explore.traits.levels import Below


@dataclass(frozen=True)
class Shows(BaseTrait):
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
        names = {*_names(end), self.cause}
        return NOTHING.union(*(sees_fit(fit) for fit in flow.causes if fit.cause in names))

    def hopeless(self, known: Known, here: Here) -> bool:
        flow = here.state.walk.library.flows[here.path[-1]]
        if here.certain >= Level.TODAY or leads_to(flow):  # another flow has other causes
            return here.certain >= Level.TODAY
        places = [n for n, fit in enumerate(flow.causes) if fit.cause == self.cause]
        if flow.otherwise_cause == self.cause:
            return False
        open_still = [n for n in places if _may_come_to_fit(flow.causes[n], known)]
        if not open_still:
            return True
        before = [fit for fit in flow.causes[: open_still[-1]] if fit.cause != self.cause]
        places_left = 1 if self.first else MAX_CAUSES
        return sum(_fits_for_sure(fit, known) for fit in before) >= places_left


def _may_come_to_fit(fit: CauseFit, known: Known) -> bool:
    tests = [condition for condition in (fit.fits, fit.may_fit) if condition]
    return any(condition.fate(known)[1] is not False for condition in tests)


def _fits_for_sure(fit: CauseFit, known: Known) -> bool:
    barred = fit.but_not_if is not None and fit.but_not_if.fate(known)[0] is not False
    return not barred and fit.fits is not None and fit.fits.fate(known)[1] is True


def _unfit(fit: CauseFit, end: End) -> frozenset[Sight] | None:
    """Return why a cause does not fit; None if it does."""
    if fit.but_not_if and fit.but_not_if.may(end.view):
        return fit.but_not_if.may_see
    tests = [condition for condition in (fit.fits, fit.may_fit) if condition]
    if any(condition.must(end.view) for condition in tests):
        return None
    return NOTHING.union(*(condition.must_see for condition in tests))


@dataclass(frozen=True)
class Advises(BaseTrait):
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
        causes = end.library.causes
        carriers = [f for f in flow.causes if self.tip.id in causes[f.cause].tips]
        own = [_unfit(fit, end) for fit in carriers]
        if self.tip.id in flow.tips or None in own:  # others took its place
            others = (end.library.tips[name] for name in tips_of(end))
            sees = (Advises(tip, self.lookouts).sights for tip in others)
            return _sees_fits(flow).union(*sees)
        instead = flow.otherwise_cause and self.tip.id in causes[flow.otherwise_cause].tips
        return _sees_fits(flow) if instead else NOTHING.union(*(why for why in own if why))

    def _safe(self, end: End) -> bool:
        only, hide = self.tip.only_if, self.tip.hide_if
        return not (only and not only.must(end.view)) and not (hide and hide.may(end.view))

    def hopeless(self, known: Known, here: Here) -> bool:
        only, hide = self.tip.only_if, self.tip.hide_if
        unsafe = (only and only.fate(known)[1] is False) or (hide and hide.fate(known)[0])
        return here.certain >= Level.TODAY or bool(unsafe)


@dataclass(frozen=True)
class NoTip(BaseTrait):
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
        sees = (Advises(tip, self.lookouts).sights for tip in tips.values())
        return _sees_fits(flow).union(*sees)

    def hopeless(self, known: Known, here: Here) -> bool:
        return here.certain >= Level.TODAY


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


def _sees_fits(flow: Flow) -> frozenset[Sight]:
    """Return all that decides which causes of a flow are shown."""
    return NOTHING.union(*(sees_fit(fit) for fit in flow.causes))


def sees_fit(fit: CauseFit) -> frozenset[Sight]:
    """Return all that decides whether a cause fits."""
    fits = (fit.fits, fit.may_fit)
    sees = NOTHING.union(*(condition.must_see for condition in fits if condition))
    return sees | fit.but_not_if.may_see if fit.but_not_if else sees

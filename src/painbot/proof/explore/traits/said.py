"""Traits of what was said: where it ended, what held, how long it took."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from painbot.dialogue.view import View
from painbot.flow.conditions import LEVEL
from painbot.flow.contents import leads_to
from painbot.flow.model import Library, Tick
from painbot.flow.text import Condition, Known, Look, Sight
from painbot.proof.explore.lookouts import Lookouts
from painbot.proof.explore.search import End, Here
from painbot.proof.explore.traits.base import NOTHING, BaseTrait
from painbot.proof.explore.traits.levels import same_level


@dataclass(frozen=True)
class EndsIn(BaseTrait):
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
class Said(BaseTrait):
    """A condition is known to hold at its end."""

    condition: Condition
    lookouts: Lookouts

    @property
    def sights(self) -> frozenset[Sight]:
        return frozenset(s for s in self._sees if LEVEL not in s.look.keys)

    @property
    def _sees(self) -> frozenset[Sight]:
        return self.condition.must_see

    def holds(self, end: End) -> bool:
        return self.condition.must(end.view)

    def why_not(self, end: End) -> frozenset[Sight]:
        of_level = {sight for sight in self._sees if LEVEL in sight.look.keys}
        return self.sights | same_level(end, self.lookouts) if of_level else self._sees

    def hopeless(self, known: Known, here: Here) -> bool:
        return self.condition.fate(known)[1] is False


@dataclass(frozen=True)
class Possible(Said):
    """A condition holds at its end, or would if facts that nobody asked for were told."""

    @property
    def _sees(self) -> frozenset[Sight]:
        return self.condition.must_see | self.condition.may_see

    def holds(self, end: End) -> bool:
        return any(self.condition.must(view) for view in possible_views(self.condition, end.view))


@dataclass(frozen=True)
class Tested(BaseTrait):
    """A condition comes to something at its end, by what may hold or by what surely does."""

    condition: Condition
    surely: bool
    value: bool

    @property
    def sights(self) -> frozenset[Sight]:
        return self.condition.must_see if self.surely else self.condition.may_see

    def holds(self, end: End) -> bool:
        test = self.condition.must if self.surely else self.condition.may
        return test(end.view) is self.value

    def why_not(self, end: End) -> frozenset[Sight]:
        return self.sights

    def hopeless(self, known: Known, here: Here) -> bool:
        return self.condition.fate(known)[self.surely] is (not self.value)


def possible_views(condition: Condition, view: View) -> Iterator[View]:
    """Yield these answers with everything that could be told of facts the condition reads."""
    library = view.library
    facts = [library.facts[key] for key in library.facts if key in condition.reads]
    unknown = [
        [(fact.key, answer.id) for answer in fact.answers]
        for fact in facts
        if fact.key not in view.picks and (fact.condition is None or fact.condition.may(view))
    ]
    for told in product(*unknown):
        picks = {**view.picks, **{key: (answer,) for key, answer in told}}
        yield View(library, view.path, picks, view.doubts)


@dataclass(frozen=True)
class Ticked(BaseTrait):
    """One tick was said yes to, or answered "not sure" if it is `doubtful`."""

    key: str
    tick: Tick
    lookouts: Lookouts
    doubtful: bool = False

    @property
    def _look(self) -> Look:
        return self.lookouts.ticked(self.key, self.tick.id, doubtful=self.doubtful)

    @property
    def sights(self) -> frozenset[Sight]:
        return frozenset({Sight(self._look, surely=True)})

    def holds(self, end: End) -> bool:
        return all(sight.of(end.view) for sight in self.sights)

    def why_not(self, end: End) -> frozenset[Sight]:
        return self.sights

    def hopeless(self, known: Known, here: Here) -> bool:
        return known(self._look)[1] is False


@dataclass(frozen=True)
class Longer(BaseTrait):
    """It took more than so many answers."""

    than: int
    counts = True

    def holds(self, end: End) -> bool:
        return end.asked > self.than

    def why_not(self, end: End) -> frozenset[Sight]:
        return NOTHING

    def hopeless(self, known: Known, here: Here) -> bool:
        return here.asked + here.state.left <= self.than

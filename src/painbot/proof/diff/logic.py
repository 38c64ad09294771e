"""The parts of a version that decide what people are told, as values that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from painbot.flow.contents import owned_rules, screens_of
from painbot.flow.digest import logic_of_flow, logic_of_question, logic_of_screen, shape_of
from painbot.flow.levels import Levels
from painbot.flow.model import (
    CauseFit,
    Flow,
    Group,
    Item,
    Library,
    Question,
    Rule,
    Screen,
    Signpost,
    Tick,
    TickList,
)
from painbot.flow.text import Condition
from painbot.proof.explore.hangs import with_gates
from painbot.proof.explore.traits import reachable


@dataclass(frozen=True)
class Raiser:
    """A tick or a rule: `gives` and `when` are what another version must have the same of."""

    gives: Levels | None
    when: str
    reads: frozenset[str] = frozenset()
    key: str = ""
    tick: Tick | None = field(default=None, compare=False)
    rule: Rule | None = field(default=None, compare=False)

    @property
    def most(self) -> int:
        """Return the highest level it gives; what ticks of follow-ups give, rules decide."""
        return int(self.gives.otherwise) if self.gives else 5


def raisers(library: Library) -> Mapping[tuple[str, str], Raiser]:
    """Return everything that gives a level, by owner and id."""
    found: dict[tuple[str, str], Raiser] = {}
    for screen in library.screens.values():
        for part in screen.lists:
            for tick in part.ticks:
                when = f"{tick.unsure_as} {tick.condition and tick.condition.shape}"
                found[screen.id, tick.id] = Raiser(tick.level, when, frozenset(), part.key, tick)
    for owner, rule in owned_rules(library):
        shape, reads = rule.condition.shape, rule.condition.reads
        found[owner, rule.id] = Raiser(rule.level, shape, reads, rule=rule)
    return found


@dataclass(frozen=True)
class Ways:
    """The ways through the flows without levels and rules.

    `facts` are asked anywhere; `first` is what comes before the topic of each flow, `turnings`
    where it leads. `before` are all flows that lead to a flow or, for a screen, that ask it.
    `asked` says for every key of a flow when it is asked and what is offered, `hangs` which keys
    that hangs on.
    """

    facts: object
    first: Mapping[str, object]
    turnings: Mapping[str, tuple[Turning, ...]]
    before: Mapping[str, frozenset[str]]
    asked: Mapping[str, Mapping[str, object]]
    hangs: Mapping[str, frozenset[str]]

    def same_for(self, other: Ways, owner: str, reads: frozenset[str]) -> bool:
        """Return whether another version asks these keys alike on all ways to a flow or screen."""
        on_the_way = self.before.get(owner, frozenset()) | other.before.get(owner, frozenset())
        if self.facts != other.facts:
            return False
        if any(self._way(each, on_the_way) != other._way(each, on_the_way) for each in on_the_way):
            return False
        here, there = self.asked.get(owner, {}), other.asked.get(owner, {})
        return all(here.get(key) == there.get(key) for key in self._with_their_own(reads))

    def _way(self, flow: str, to: frozenset[str]) -> object:
        """Return what decides who goes through a flow to some others.

        An answer that leads elsewhere takes nobody away who gives another one.
        """
        turnings = self.turnings.get(flow, ())
        return self.first.get(flow), [
            each for each in turnings if each.answer is None or each.to in to
        ]

    def _with_their_own(self, reads: frozenset[str]) -> frozenset[str]:
        found, more = reads, reads
        while more:
            more = frozenset[str]().union(*(self.hangs.get(key, ()) for key in more)) - found
            found |= more
        return found


class Turning(NamedTuple):
    """One way out of a flow, by an answer or without a question, with all its conditions."""

    to: str
    answer: tuple[str, str] | None
    conditions: tuple[str, ...]


def ways(library: Library) -> Ways:
    """Return the ways through the flows of a version."""
    flows = library.flows.values()
    asked: dict[str, dict[str, object]] = {}
    hangs: dict[str, frozenset[str]] = {}
    for flow in flows:
        asked[flow.id] = {}
        for item, gates in with_gates(flow.items):
            shapes = tuple(gate.shape for gate in gates)
            asked[flow.id][item.key] = shapes, logic_of_question(library.questions[item.key])
            own = getattr(item, "condition", None)
            conditions = (*gates, own) if own else gates
            hangs[item.key] = frozenset[str]().union(*(each.reads for each in conditions))
    return Ways(
        [logic_of_question(fact) for fact in library.facts.values()],
        {flow.id: _first(library, flow) for flow in flows},
        {flow.id: tuple(_turnings(flow.items)) for flow in flows},
        _before(library),
        asked,
        hangs,
    )


def _first(library: Library, flow: Flow) -> object:
    screens = [library.screens[name] for name in screens_of(flow)]
    return (
        logic_of_flow(replace(flow, items=(), rules=())),
        [logic_of_screen(_without_levels(screen)) for screen in screens],
    )


def _before(library: Library) -> dict[str, frozenset[str]]:
    """Return, for every flow and screen, the flows on the ways to it."""
    leads = {name: reachable(library, name) for name in library.flows}
    found = {to: frozenset(each for each, far in leads.items() if to in far) for to in leads}
    for screen in library.screens:
        asking = (flow.id for flow in library.flows.values() if screen in screens_of(flow))
        found[screen] = frozenset[str]().union(*(found[flow] for flow in asking))
    return found


def _turnings(items: Iterable[Item], gates: tuple[str, ...] = ()) -> Iterator[Turning]:
    for item in items:
        if isinstance(item, Signpost):
            yield Turning(item.go_to, None, (*gates, shape_of(item.condition)))
        elif isinstance(item, Group):
            yield from _turnings(item.items, (*gates, item.condition.shape))
        elif isinstance(item, Question):
            own = shape_of(item.condition)
            for each in item.answers:
                if each.go_to:
                    key = (item.key, each.id)
                    yield Turning(each.go_to, key, (*gates, own, shape_of(each.condition)))


def _without_levels(screen: Screen) -> Screen:
    return replace(
        screen,
        rules=(),
        lists=tuple(_bare(part) for part in screen.lists),
        then=tuple(_bare(part) for part in screen.then),
    )


def _bare(part: TickList) -> TickList:
    return replace(part, ticks=tuple(replace(t, level=None, unsure_as="") for t in part.ticks))


def causes(library: Library) -> Mapping[str, object]:
    """Return what decides about causes, by flow."""
    return {
        flow.id: (
            flow.otherwise_cause,
            *((fit.cause, *(c and c.shape for c in _parts(fit))) for fit in flow.causes),
        )
        for flow in library.flows.values()
    }


def read_by_causes(flow: Flow) -> frozenset[str]:
    """Return the keys that decide which causes fit."""
    parts = (c for fit in flow.causes for c in _parts(fit) if c)
    return frozenset[str]().union(*(condition.reads for condition in parts))


def _parts(fit: CauseFit) -> tuple[Condition | None, ...]:
    return fit.fits, fit.may_fit, fit.but_not_if

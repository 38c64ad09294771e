"""The parts of a version that decide what people are told, as values that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from painbot.flow.digest import logic_of_flow, logic_of_question, logic_of_screen
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
    Use,
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
    owned = [(each.id, each.rules) for each in library.screens.values()]
    owned += [(each.id, each.rules) for each in library.flows.values()]
    for owner, rules in owned:
        for rule in rules:
            found[owner, rule.id] = Raiser(
                rule.level, rule.condition.shape, rule.condition.reads, rule=rule
            )
    return found


@dataclass(frozen=True)
class Ways:
    """The ways through the flows without levels and rules.

    `screens` is all that comes before topics, `turnings` where each flow leads, `before` which
    flows lead to it. `asked` says for every key of a flow when it is asked and what is offered,
    `hangs` which keys that hangs on.
    """

    screens: object
    turnings: Mapping[str, object]
    before: Mapping[str, frozenset[str]]
    asked: Mapping[str, Mapping[str, object]]
    hangs: Mapping[str, frozenset[str]]

    def same_for(self, other: Ways, flow: str, reads: frozenset[str]) -> bool:
        """Return whether another version asks these keys of the flow's people alike."""
        on_the_way = self.before.get(flow, frozenset()) | other.before.get(flow, frozenset())
        if self.screens != other.screens:
            return False
        if any(self.turnings.get(each) != other.turnings.get(each) for each in on_the_way):
            return False
        here, there = self.asked.get(flow, {}), other.asked.get(flow, {})
        return all(here.get(key) == there.get(key) for key in self._with_their_own(reads))

    def _with_their_own(self, reads: frozenset[str]) -> frozenset[str]:
        found, more = reads, reads
        while more:
            more = frozenset[str]().union(*(self.hangs.get(key, ()) for key in more)) - found
            found |= more
        return found


def ways(library: Library) -> Ways:
    """Return the ways through the flows of a version."""
    questions = (*library.facts.values(), *library.shared.values())
    flows = library.flows.values()
    screens = (
        [logic_of_question(question) for question in questions],
        [logic_of_screen(_without_levels(screen)) for screen in library.screens.values()],
        [logic_of_flow(replace(flow, items=(), rules=())) for flow in flows],
    )
    asked: dict[str, dict[str, object]] = {}
    hangs: dict[str, frozenset[str]] = {}
    for flow in flows:
        asked[flow.id] = {}
        for item, gates in with_gates(flow.items):
            shapes = tuple(gate.shape for gate in gates)
            asked[flow.id][item.key] = (shapes, _logic(item))
            own = getattr(item, "condition", None)
            conditions = (*gates, own) if own else gates
            hangs[item.key] = frozenset[str]().union(*(each.reads for each in conditions))
    turnings = {flow.id: repr(list(_turnings(flow.items))) for flow in flows}
    leads = {flow.id: reachable(library, flow.id) for flow in flows}
    before = {to: frozenset(each for each, far in leads.items() if to in far) for to in leads}
    return Ways(screens, turnings, before, asked, hangs)


def _logic(item: Question | Use) -> object:
    return logic_of_question(item) if isinstance(item, Question) else "asked here"


def _turnings(items: Iterable[Item]) -> Iterator[object]:
    for item in items:
        if isinstance(item, Signpost):
            yield item.go_to, item.condition and item.condition.shape
        elif isinstance(item, Group):
            yield item.condition.shape, *_turnings(item.items)
        elif isinstance(item, Question) and any(each.go_to for each in item.answers):
            yield logic_of_question(item)


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

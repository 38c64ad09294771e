"""The parts of a version that decide what people are told, as values that can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from painbot.flow.digest import digests
from painbot.flow.levels import Levels
from painbot.flow.model import Library, Rule, Screen, Tick, TickList


@dataclass(frozen=True)
class Raiser:
    """A tick or a rule: `gives` and `when` are what another version must have the same of."""

    gives: Levels | None
    when: str
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
                found[screen.id, tick.id] = Raiser(tick.level, when, part.key, tick)
    owned = [(each.id, each.rules) for each in library.screens.values()]
    owned += [(each.id, each.rules) for each in library.flows.values()]
    for owner, rules in owned:
        for rule in rules:
            found[owner, rule.id] = Raiser(rule.level, rule.condition.shape, rule=rule)
    return found


def ways(library: Library) -> Mapping[str, str]:
    """Return the ways through the flows: their digests without levels and rules."""
    bare = {name: _without_levels(screen) for name, screen in library.screens.items()}
    flows = {name: replace(flow, rules=()) for name, flow in library.flows.items()}
    return digests(replace(library, screens=bare, flows=flows))


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
            *(
                (fit.cause, *(c and c.shape for c in (fit.fits, fit.may_fit, fit.but_not_if)))
                for fit in flow.causes
            ),
        )
        for flow in library.flows.values()
    }

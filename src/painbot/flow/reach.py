"""What of a library could still raise the level, and what has to be known for it.

A part's reach is what decides whether it is still asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from painbot.flow.contents import all_rules, leads_to
from painbot.flow.levels import Level, Levels
from painbot.flow.model import (
    WHO,
    Flow,
    Group,
    Item,
    Library,
    Question,
    Rule,
    Screen,
    Signpost,
    TickList,
    Use,
)
from painbot.flow.text import Condition

# What could still raise the level: (list key, or "" for what has no list; level).
Reach = tuple[tuple[str, int], ...]
TODAY: Final = ("", Level.TODAY)


class Reaches:
    """Work out how high each part of one library can still reach."""

    def __init__(self, library: Library) -> None:
        """Index the rules by what they read."""
        self.library = library
        self._flow_reach: dict[str, Reach] = {}
        self._rules_by_key: dict[str, list[Rule]] = {}
        for rule in all_rules(library):
            for key in rule.condition.reads:
                self._rules_by_key.setdefault(key, []).append(rule)
        self._turnings: dict[str, list[str]] = {}
        for flow in library.flows.values():
            self._note_turnings(flow.items, frozenset())

    def _note_turnings(self, items: Sequence[Item], outer: frozenset[str]) -> None:
        """Note which flows hang on the answers that conditions of turnings read."""
        for item in reversed(items):  # a question may lead on through one asked after it
            reads = outer | self.facts_read_by(item)
            if isinstance(item, Group):
                self._note_turnings(item.items, reads)
            elif not isinstance(item, Use):
                for key in reads:
                    self._turnings.setdefault(key, []).extend(self._targets(item))

    def _targets(self, item: Question | Signpost) -> list[str]:
        if isinstance(item, Signpost):
            return [item.go_to]
        own = [answer.go_to for answer in item.answers if answer.go_to]
        return [*own, *self._turnings.get(item.key, ())]

    def reach_of_list(self, key: str) -> int:
        """Return the highest level a list can give, with the follow-ups its ticks can open."""
        part = self.library.lists[key]
        own = self._own_reach(part)
        if part.follow_up:
            return own
        screen = self.library.screens[part.screen]
        return max([own, *(self._own_reach(each) for each in screen.then)])

    def _own_reach(self, part: TickList) -> int:
        """Return the highest level its ticks, or any rule that reads it, can give."""
        levels = [tick.level.otherwise for tick in part.ticks if tick.level is not None]
        rules = self._rules_by_key.get(part.key, ())
        return max([*levels, *(rule.level.otherwise for rule in rules)], default=0)

    def reach_of_flow(self, name: str) -> Reach:
        """Return the lists of a flow, and of those it leads to, with what each can give."""
        if name not in self._flow_reach:
            flow = self.library.flows[name]
            own = [part for g in flow.screens for s in g for part in self._reach_of_screen(s)]
            further = [part for other in leads_to(flow) for part in self.reach_of_flow(other)]
            self._flow_reach[name] = tuple(dict.fromkeys([*own, *further]))
        return self._flow_reach[name]

    def _reach_of_screen(self, name: str) -> Reach:
        screen = self.library.screens[name]
        return tuple((part.key, self.reach_of_list(part.key)) for part in screen.lists)

    def reach_of_question(self, question: Question) -> Reach:
        """Return `today`, and the lists of every flow that its answer can lead to.

        An answer leads there itself, or through a turning whose condition reads it.
        """
        targets = dict.fromkeys(self._targets(question))
        return (TODAY, *(part for name in targets for part in self.reach_of_flow(name)))

    def reach_of_fact(self, flow: Flow, key: str) -> Reach:
        """Return what of the flow still reads the fact, with the level it can give."""
        if key == WHO:
            return (("", Level.EMERGENCY),)
        found: list[tuple[str, int]] = [TODAY]
        for name in (name for group in flow.screens for name in group):
            if key in self.reads_to_ask(self.library.screens[name]):
                found += self._reach_of_screen(name)
        found += [("", r.level.otherwise) for r in flow.rules if key in r.condition.reads]
        found += [part for item in flow.items for part in self._item_reads(item, key)]
        if flow.suits is not None and key in flow.suits.reads:
            found += self.reach_of_flow(flow.otherwise)
        for other in self.library.facts.values():
            if other.condition is not None and key in other.condition.reads:
                found += self.reach_of_fact(flow, other.key)
        return tuple(dict.fromkeys(found))

    def _item_reads(self, item: Item, key: str) -> Reach:
        """Return what an item can still give, if it reads the fact."""
        if isinstance(item, Group):
            inner = [part for each in item.items for part in self._item_reads(each, key)]
            return (*inner, *([TODAY] if key in item.condition.reads else []))
        if key not in self.facts_read_by(item):
            return ()
        if isinstance(item, Signpost):
            return self.reach_of_flow(item.go_to)
        return self.reach_of_question(item) if isinstance(item, Question) else ()

    def reads_to_ask(self, screen: Screen) -> frozenset[str]:
        """Return what must be known before the screen is shown."""
        ticks = (tick.condition for part in screen.lists for tick in part.ticks)
        return _reads([screen.condition, *ticks])

    def facts_read_by(self, item: Item) -> frozenset[str]:
        """Return what an item of a flow reads before it is asked."""
        if isinstance(item, Use):
            return frozenset()
        if isinstance(item, Question):
            return _reads([item.condition, *(answer.condition for answer in item.answers)])
        return _reads([item.condition])

    def asks_country(self, screen: Screen) -> bool:
        """Return whether a level by country can come from this screen."""
        return any(level.by_country for level in _levels_in(screen))

    @property
    def abroad(self) -> frozenset[int]:
        """Return the levels that are given in some countries only."""
        levels = (level for s in self.library.screens.values() for level in _levels_in(s))
        return frozenset(int(level.otherwise) for level in levels if level.by_country)


def _levels_in(screen: Screen) -> list[Levels]:
    levels = [tick.level for part in screen.lists for tick in part.ticks]
    levels += [rule.level for rule in screen.rules]
    return [level for level in levels if level is not None]


def top(reach: Reach) -> int:
    """Return the highest level of a reach."""
    return max((level for _, level in reach), default=0)


def _reads(conditions: Iterable[Condition | None]) -> frozenset[str]:
    return frozenset[str]().union(*(c.reads for c in conditions if c is not None))

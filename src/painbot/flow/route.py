"""A flow as stops in order: the order the operator wrote.

Facts stand just before the first thing that reads one. What could be read before a group was
left again may have been skipped with the group, so after it facts are placed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from painbot.flow.edges import edges_of, with_junctions
from painbot.flow.guards import Guards
from painbot.flow.levels import Level
from painbot.flow.machine import build_machine
from painbot.flow.model import (
    COUNTRY,
    WHO,
    Flow,
    Group,
    Item,
    Library,
    Question,
    Screen,
    Signpost,
    Use,
)
from painbot.flow.reach import top
from painbot.flow.stops import RESULT, START, Guard, Route, Stop, StopKind, any_of


def build_route(library: Library, flow: Flow, guards: Guards) -> Route:
    """Return the stops of a flow and its machine."""
    stops = with_junctions(_Stops(library, flow, guards).all())
    edges = tuple(edges_of(stops, guards.leaving(flow)))
    ends = {edge.target for edge in edges} - {stop.name for stop in stops}
    names = list(dict.fromkeys([*(stop.name for stop in stops), *sorted(ends)]))
    found = {stop.name: stop for stop in stops}
    for end in ends:
        flow_id = end.removeprefix("to:")
        kind = StopKind.RESULT if end == RESULT else StopKind.HAND_OVER
        found[end] = Stop(end, kind, flow="" if end == RESULT else flow_id)
    return Route(flow.id, found, edges, build_machine(names, edges))


class _Stops:
    """Lay out one flow; facts are placed once each."""

    def __init__(self, library: Library, flow: Flow, guards: Guards) -> None:
        self._library = library
        self._flow = flow
        self._guards = guards
        self._placed: set[str] = set()
        self._stops: list[Stop] = [Stop(START, StopKind.START)]
        self._explicit = {item.key for item in flow.items if isinstance(item, Use)}
        self._waiting = [rule.condition.reads for rule in flow.rules]
        own = (library.screens[name] for group in flow.screens for name in group)
        self._rules = [*(rule for screen in own for rule in screen.rules), *flow.rules]

    def all(self) -> list[Stop]:
        """Return the stops in order, the start first."""
        self._facts({WHO})
        suits = self._flow.suits
        self._facts((suits.reads if suits else frozenset()) - self._explicit)
        self._facts_of_flow_rules(())
        for group in self._flow.screens:
            self._screens(group)
        self._items(self._flow.items)
        return self._stops

    def _facts_of_flow_rules(self, keys: Sequence[str]) -> None:
        """Place the facts of every rule that reads one of these keys, or facts alone."""
        facts = self._library.facts
        ready = [r for r in self._waiting if r & frozenset(keys) or r <= facts.keys()]
        self._waiting = [reads for reads in self._waiting if reads not in ready]
        for reads in ready:
            self._facts(reads)

    def _facts(self, keys: set[str] | frozenset[str]) -> None:
        for key, fact in self._library.facts.items():
            if key in keys and key not in self._placed:
                self._placed.add(key)
                if fact.condition is not None:
                    self._facts(fact.condition.reads)
                self._fact(key)

    def _fact(self, key: str) -> None:
        reach = self._guards.reaches.reach_of_fact(self._flow, key)
        guard = self._guards.question(self._library.facts[key], reach)
        again = sum(stop.keys == (key,) for stop in self._stops)
        name = f"fact:{key}:{again + 1}" if again else f"fact:{key}"
        self._stops.append(Stop(name, StopKind.FACT, (key,), guard, reach=top(reach)))

    def _screens(self, group: tuple[str, ...]) -> None:
        screens = [self._library.screens[name] for name in group]
        for screen in screens:
            self._facts(self._guards.reaches.reads_to_ask(screen))
            self._facts_of_flow_rules([part.key for part in (*screen.lists, *screen.then)])
        pages = max(len(screen.lists) for screen in screens)
        for page in range(pages):
            parts = [screen.lists[page] for screen in screens if page < len(screen.lists)]
            self._lists([part.key for part in parts])
        for screen in screens:
            self._facts_after(screen, screen.id)
            for follow_up in screen.then:
                self._lists([follow_up.key])
                self._facts_after(screen, follow_up.key)

    def _facts_after(self, screen: Screen, after: str) -> None:
        """Ask what the level of something just ticked hangs on."""
        keys = {part.key for part in (*screen.lists, *screen.then)}
        rules = [
            r for r in self._rules if r in screen.rules or not keys.isdisjoint(r.condition.reads)
        ]
        guards = {
            key: self._guards.fact_of_rules(fact, rules)
            for key, fact in self._library.facts.items()
            if any(key in rule.condition.reads for rule in rules)
        }
        if COUNTRY in self._library.facts and self._guards.reaches.asks_country(screen):
            both = (*([guards[COUNTRY]] if COUNTRY in guards else []), self._guards.country())
            guards[COUNTRY] = any_of(both)
        for key, guard in guards.items():
            self._late_fact(key, after, guard)

    def _late_fact(self, key: str, after: str, guard: Guard) -> None:
        name = f"fact:{key}:{after}"
        stop = Stop(name, StopKind.FACT, (key,), guard, reach=Level.EMERGENCY)
        self._stops.append(stop)

    def _lists(self, keys: list[str]) -> None:
        reach = max(self._guards.reaches.reach_of_list(key) for key in keys)
        name = "screen:" + "+".join(keys)
        each = self._guards.lists(keys, self._rules)
        stop = Stop(name, StopKind.LISTS, tuple(keys), any_of(each), reach=reach, each=each)
        self._stops.append(stop)

    def _items(self, items: tuple[Item, ...]) -> None:
        for item in items:
            self._facts(self._guards.reaches.facts_read_by(item))
            if isinstance(item, Use):
                self._use(item)
            elif isinstance(item, Signpost):
                self._signpost(item)
            elif isinstance(item, Group):
                self._group(item)
            else:
                self._question(item, certain=item.condition is None)

    def _use(self, item: Use) -> None:
        if item.key in self._library.facts:
            self._facts({item.key})
        else:
            self._question(self._library.shared[item.key], certain=False)

    def _signpost(self, item: Signpost) -> None:
        reach = top(self._guards.reaches.reach_of_flow(item.go_to))
        guard = self._guards.signpost(item)
        stop = Stop(f"to:{item.go_to}", StopKind.HAND_OVER, (), guard, reach=reach)
        self._stops.append(replace(stop, flow=item.go_to))

    def _group(self, item: Group) -> None:
        for question in item.items:
            self._facts(self._guards.reaches.facts_read_by(question))
        place = len(self._stops)
        guard = self._guards.gate(item)
        self._stops.append(Stop(f"gate:{item.id}", StopKind.GATE, (), guard))
        placed, waiting = set(self._placed), self._waiting
        self._items(item.items)
        self._placed, self._waiting = placed, waiting  # the group may be skipped, facts and all
        reach = max(stop.reach for stop in self._stops[place:])
        self._stops[place] = replace(self._stops[place], end=len(self._stops), reach=reach)

    def _question(self, question: Question, *, certain: bool) -> None:
        self._facts_of_flow_rules([question.key])
        reach = self._guards.reaches.reach_of_question(question)
        guard = self._guards.question(question, reach)
        name = f"question:{question.id}"
        kind = StopKind.QUESTION
        self._stops.append(Stop(name, kind, (question.key,), guard, certain, top(reach)))

"""A flow as stops in order, and the edges between them.

The order is the one the operator wrote; facts stand just before the first thing that reads
one. Edges run from a stop to those after it, each guarded, only as far as the next stop
that is certain; a group is one gate, and junctions keep long runs of conditional questions
from being joined each with each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from painbot.flow.guards import Guards, top
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
from painbot.flow.stops import RESULT, START, Edge, Guard, Route, Stop, StopKind

RUN: Final = 6  # conditional stops in a row before a junction


def build_route(library: Library, flow: Flow, guards: Guards) -> Route:
    """Return the stops of a flow and its machine."""
    stops = _with_junctions(_Stops(library, flow, guards).all())
    edges = tuple(_edges(stops, guards.leaving(flow)))
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
            if key in keys and key not in self._placed and key != COUNTRY:
                self._placed.add(key)
                if fact.condition is not None:
                    self._facts(fact.condition.reads)
                self._fact(key)

    def _fact(self, key: str) -> None:
        reach = self._guards.reach_of_fact(self._flow, key)
        guard = self._guards.question(self._library.facts[key], reach)
        self._stops.append(Stop(f"fact:{key}", StopKind.FACT, (key,), guard, reach=top(reach)))

    def _screens(self, group: tuple[str, ...]) -> None:
        screens = [self._library.screens[name] for name in group]
        for screen in screens:
            self._facts(self._guards.reads_to_ask(screen))
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
        for key in self._guards.facts_of_rules(screen):
            guard = self._guards.fact_of_rules(self._library.facts[key], screen)
            self._late_fact(key, after, guard)
        if COUNTRY in self._library.facts and self._guards.asks_country(screen):
            self._late_fact(COUNTRY, after, self._guards.country())

    def _late_fact(self, key: str, after: str, guard: Guard) -> None:
        name = f"fact:{key}:{after}"
        stop = Stop(name, StopKind.FACT, (key,), guard, reach=Level.EMERGENCY)
        self._stops.append(stop)

    def _lists(self, keys: list[str]) -> None:
        reach = max(self._guards.reach_of_list(key) for key in keys)
        name = "screen:" + "+".join(keys)
        each = self._guards.lists(keys)
        stop = Stop(name, StopKind.LISTS, tuple(keys), _any_of(each), reach=reach, each=each)
        self._stops.append(stop)

    def _items(self, items: tuple[Item, ...]) -> None:
        for item in items:
            self._facts(self._guards.facts_read_by(item))
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
        reach = top(self._guards.reach_of_flow(item.go_to))
        guard = self._guards.signpost(item)
        stop = Stop(f"to:{item.go_to}", StopKind.HAND_OVER, (), guard, reach=reach)
        self._stops.append(replace(stop, flow=item.go_to))

    def _group(self, item: Group) -> None:
        for question in item.items:
            self._facts(self._guards.facts_read_by(question))
        place = len(self._stops)
        guard = self._guards.gate(item)
        self._stops.append(Stop(f"gate:{item.id}", StopKind.GATE, (), guard))
        self._items(item.items)
        reach = max(stop.reach for stop in self._stops[place:])
        self._stops[place] = replace(self._stops[place], end=len(self._stops), reach=reach)

    def _question(self, question: Question, *, certain: bool) -> None:
        self._facts_of_flow_rules([question.key])
        reach = self._guards.reach_of_question(question)
        guard = self._guards.question(question, reach)
        name = f"question:{question.id}"
        kind = StopKind.QUESTION
        self._stops.append(Stop(name, kind, (question.key,), guard, certain, top(reach)))


def _any_of(guards: tuple[Guard, ...]) -> Guard:
    if len(guards) == 1:
        return guards[0]
    return lambda view: any(guard(view) for guard in guards)


def _with_junctions(stops: list[Stop]) -> list[Stop]:
    """Put a junction before every turning after a certain stop, and into long runs."""
    found: list[Stop] = []
    ends: dict[int, int] = {}
    run = 0
    passed_certain = False
    for index, stop in enumerate(stops):
        ends[index] = len(found)
        if run >= RUN or (passed_certain and stop.reach > Level.TODAY):
            found.append(Stop(f"junction:{index}", StopKind.JUNCTION))
            run = 0
        passed_certain = passed_certain or stop.certain
        run = 0 if stop.certain or stop.kind is StopKind.GATE else run + 1
        found.append(stop)
    ends[len(stops)] = len(found)
    return [replace(stop, end=ends[stop.end]) if stop.end else stop for stop in found]


def _edges(stops: list[Stop], leaving: Sequence[tuple[str, str, Guard]]) -> Iterator[Edge]:
    """Yield the edges of every stop, in the order they are tried."""
    junctions = _next_junctions(stops)
    for index, stop in enumerate(stops):
        if stop.kind is StopKind.HAND_OVER:
            continue
        for source, target, guard in leaving:
            if source in ("", stop.name) and (stop.kind.asks or stop.kind is StopKind.START):
                yield Edge(stop.name, target, guard)
        yield from _onward(stops, index, junctions)


def _onward(stops: list[Stop], index: int, junctions: Sequence[str]) -> Iterator[Edge]:
    source = stops[index].name
    place = index + 1
    while place < len(stops):
        stop = stops[place]
        if stop.kind is StopKind.JUNCTION:
            yield Edge(source, stop.name)
            return
        yield Edge(source, stop.name, stop.guard)
        if stop.certain:
            yield Edge(source, junctions[place + 1])
            return
        place = stop.end if stop.kind is StopKind.GATE else place + 1
    yield Edge(source, RESULT)


def _next_junctions(stops: list[Stop]) -> Sequence[str]:
    """Return, for every place, the next junction that is not inside a group begun later."""
    found = [RESULT] * (len(stops) + 1)
    for place in range(len(stops) - 1, -1, -1):
        stop = stops[place]
        if stop.kind is StopKind.JUNCTION:
            found[place] = stop.name
        else:
            found[place] = found[stop.end if stop.kind is StopKind.GATE else place + 1]
    return found

"""The machine's edges as chains of tries: what is tried after each stop, and what after that.

A machine needs an edge from every stop to every later one that may come next. Drawn like that,
nobody could read it; but the edges of a stop are tried in order, and almost always what is tried
after something is the same for all who come by. So each try is kept once, with the one after it,
and every edge can be told from that again. A try for which this does not hold is kept apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from painbot.flow.stops import START, Guard, Route, StopKind


class Try(NamedTuple):
    """Whether to go to a stop: one guard before one target."""

    target: str
    guard: Guard | None


class Chains:
    """What is tried in the machine of one flow.

    `tries` holds, for each stop but junctions, all that is tried after it; `anywhere` is what is
    tried first after every answer; `after` holds what is tried when a try fails.
    """

    def __init__(self, route: Route) -> None:
        """Read the edges of a route."""
        self.tries = _through_junctions(route)
        self.anywhere = _anywhere(route, self.tries)
        if self.anywhere is not None:
            leaving = [name for name, each in self.tries.items() if each[:1] == [self.anywhere]]
            self.tries.update((name, self.tries[name][1:]) for name in leaving)
        self.after = _after(route, self.tries)

    def first(self, stop: str) -> Iterator[Try]:
        """Yield what is tried after a stop, up to the first try that says itself what is next."""
        for each in self.tries[stop]:
            yield each
            if each in self.after:
                return

    def sources(self, wanted: Try) -> list[str]:
        """Return the stops after which something is tried, in order."""
        return [name for name, tries in self.tries.items() if wanted in tries]


def _through_junctions(route: Route) -> dict[str, list[Try]]:
    tries: dict[str, list[Try]] = {name: [] for name in route.stops}
    for edge in route.edges:
        tries[edge.source].append(Try(edge.target, edge.guard))
    seen: dict[str, list[Try]] = {}

    def through(name: str) -> list[Try]:
        if name not in seen:
            seen[name] = [found for each in tries[name] for found in open_up(each)]
        return seen[name]

    def open_up(each: Try) -> list[Try]:
        junction = route.stops[each.target].kind is StopKind.JUNCTION
        return through(each.target) if junction and each.guard is None else [each]

    kept = (name for name, stop in route.stops.items() if stop.kind is not StopKind.JUNCTION)
    return {name: list(through(name)) for name in kept}


def _anywhere(route: Route, tries: Mapping[str, Sequence[Try]]) -> Try | None:
    """Return the way out that comes first after the start and every stop that asks, if any."""
    first = next(iter(tries[START]), None)
    if first is None or route.stops[first.target].kind is not StopKind.HAND_OVER:
        return None
    asking = (name for name, stop in route.stops.items() if stop.kind.asks)
    return first if all(tries[name][:1] == [first] for name in asking) else None


def _after(route: Route, tries: Mapping[str, Sequence[Try]]) -> dict[Try, Try]:
    """Return what follows each try that is followed by the same tries wherever it stands."""
    apart = _apart(route, tries)
    found: dict[Try, Try] = {}
    for chain in tries.values():
        usual = True
        for each, then in zip(chain[-2::-1], chain[:0:-1], strict=True):
            usual = usual and then not in apart
            if not usual:
                apart.add(each)
            found[each] = then
    return {each: then for each, then in found.items() if each not in apart}


def _apart(route: Route, tries: Mapping[str, Sequence[Try]]) -> set[Try]:
    """Return the tries that are followed by this here and by that there.

    Also what leaves the flow from one stop only, as an answer does: that is its own arrow; and
    the tries of a stop that has several guards.
    """
    following: dict[Try, list[Try | None]] = defaultdict(list)
    guards: dict[str, set[Guard | None]] = defaultdict(set)
    for chain in tries.values():
        for each, then in zip(chain, [*chain, None][1:], strict=True):
            following[each].append(then)
            guards[each.target].add(each.guard)

    def apart(each: Try) -> bool:
        if len({*following[each]}) > 1:
            return True
        if route.stops[each.target].kind is StopKind.HAND_OVER:
            return len(following[each]) == 1
        return len(guards[each.target]) > 1

    return {each for each in following if apart(each)}

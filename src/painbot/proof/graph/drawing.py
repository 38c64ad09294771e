"""The machine of a flow, made into a picture.

Junctions are seen through, what is tried in turn is drawn as one chain, and what is asked in one
go, one after the other, shares a box. Nothing else is left out: every edge of the machine can be
told from the picture again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from painbot.flow.model import Library
from painbot.flow.stops import START, Route, Stop, StopKind
from painbot.proof.graph.picture import Arrow, Box, Look, Picture, Way
from painbot.proof.graph.tries import Chains, Try
from painbot.proof.graph.words import Words

_SHARED: Final = (Look.FACTS, Look.FOLLOW_UP)


def picture_of(library: Library, flow: str) -> Picture:
    """Return the picture of a flow of the library."""
    sketch = _Sketch(library, library.routes[flow])
    boxes, arrows = _joined(sketch.boxes(), list(sketch.arrows()))
    return Picture(library.flows[flow].title.say, boxes, arrows)


class _Sketch:
    """Every stop as a box, and what is tried as arrows."""

    def __init__(self, library: Library, route: Route) -> None:
        self._route = route
        self._chains = Chains(route)
        self._words = Words(library, route, self._chains)
        self._own = {each.target: each for each in self._chains.after}
        self._ids = {name: f"s{n}" for n, name in enumerate(self._chains.tries)}
        turnings = [e for e in self._chains.after if self._kind(e) is StopKind.HAND_OVER]
        self._turnings = {each: f"t{n}" for n, each in enumerate(turnings)}

    def boxes(self) -> list[Box]:
        """Return a box for each stop but junctions, then those of turnings without a stop."""
        stops = [self._box(self._route.stops[name]) for name in self._ids]
        return [*stops, *(self._turning(each, name) for each, name in self._turnings.items())]

    def arrows(self) -> Iterator[Arrow]:
        """Yield the arrows, those of a box in the order they are tried."""
        if self._chains.anywhere is not None:
            yield self._arrow(START, self._chains.anywhere, Way.ALWAYS)
        for name in self._ids:
            yield from self._onward(self._route.stops[name])
        for each, name in self._turnings.items():
            yield Arrow(name, self._ids[each.target], Way.ON, "yes")
            yield Arrow(name, self._entry(self._chains.after[each]), Way.PAST, "no")

    def _onward(self, stop: Stop) -> Iterator[Arrow]:
        first = list(self._chains.first(stop.name))
        gate = stop.kind is StopKind.GATE
        for each in first[:-1]:
            yield self._arrow(stop.name, each, Way.ON)
        for each in first[-1:]:
            label = "yes" if gate else "otherwise" if len(first) > 1 else ""
            yield self._arrow(stop.name, each, Way.ON, label)
        then = self._past(stop)
        if then is not None and (gate or then != first[-1]):
            yield self._arrow(stop.name, then, Way.PAST, "no" if gate else "")

    def _past(self, stop: Stop) -> Try | None:
        """Return what is tried when this stop is not entered."""
        if stop.kind is StopKind.HAND_OVER or stop.name not in self._own:
            return None
        return self._chains.after[self._own[stop.name]]

    def _arrow(self, source: str, taken: Try, way: Way, label: str = "") -> Arrow:
        if taken not in self._turnings:
            label = label or self._words.way(source, taken)
        return Arrow(self._ids[source], self._entry(taken), way, label)

    def _entry(self, taken: Try) -> str:
        return self._turnings.get(taken) or self._ids[taken.target]

    def _kind(self, taken: Try) -> StopKind:
        return self._route.stops[taken.target].kind

    def _box(self, stop: Stop) -> Box:
        look, passable = self._words.look(stop), self._past(stop) is not None
        lines, only_if = self._words.lines(stop), self._words.only_if(stop)
        return Box(self._ids[stop.name], look, (stop.name,), lines, only_if, passable)

    def _turning(self, taken: Try, name: str) -> Box:
        return Box(name, Look.TURNING, (), (), (self._words.way("", taken),), passable=True)


def _joined(boxes: Iterable[Box], arrows: list[Arrow]) -> tuple[tuple[Box, ...], tuple[Arrow, ...]]:
    """Let boxes of facts, or of what follows a tick, share one if only one leads to the next."""
    found: list[Box] = []
    for box in boxes:
        if found and _one_leads_to(found[-1], box, arrows):
            before = found.pop()
            arrows = [a for a in arrows if a.target != box.id]
            arrows = [replace(a, source=before.id) if a.source == box.id else a for a in arrows]
            lines = tuple(dict.fromkeys((*before.lines, *box.lines)))
            found.append(replace(before, stops=(*before.stops, *box.stops), lines=lines))
        else:
            found.append(box)
    return tuple(found), tuple(arrows)


def _one_leads_to(before: Box, box: Box, arrows: Iterable[Arrow]) -> bool:
    alike = box.look is before.look in _SHARED and box.only_if == before.only_if
    if not (alike and box.passable and before.passable):
        return False
    touching = [a for a in arrows if a.source == before.id or a.target == box.id]
    return [(a.source, a.target) for a in touching] == [(before.id, box.id)]

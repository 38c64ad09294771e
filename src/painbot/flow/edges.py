"""The edges between the stops of a flow, in the order they are tried.

Edges run from a stop to those after it, each guarded, only as far as the next stop that is
certain; a group is one gate, and junctions keep long runs of conditional questions from
being joined each with each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from painbot.flow.levels import Level
from painbot.flow.stops import RESULT, Edge, Guard, Stop, StopKind

RUN: Final = 6  # conditional stops in a row before a junction


def with_junctions(stops: list[Stop]) -> list[Stop]:
    """Put a junction before every turning after a certain stop, and into long runs.

    A group is one step of the run it stands in, and has a run of its own.
    """
    found: list[Stop] = []
    moved: dict[int, int] = {}
    runs, ends = [0], [len(stops)]
    passed_certain = False
    for index, stop in enumerate(stops):
        while index >= ends[-1]:
            runs.pop()
            ends.pop()
        moved[index] = len(found)
        if runs[-1] >= RUN or (passed_certain and stop.reach > Level.TODAY):
            found.append(Stop(f"junction:{index}", StopKind.JUNCTION))
            runs[-1] = 0
        passed_certain = passed_certain or stop.certain
        runs[-1] = 0 if stop.certain else runs[-1] + 1
        if stop.kind is StopKind.GATE:
            runs.append(0)
            ends.append(stop.end)
        found.append(stop)
    moved[len(stops)] = len(found)
    return [replace(stop, end=moved[stop.end]) if stop.end else stop for stop in found]


def edges_of(stops: list[Stop], leaving: Sequence[tuple[str, str, Guard]]) -> Iterator[Edge]:
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

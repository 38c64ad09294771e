"""`painbot graph`: the picture of a flow is its machine, in the operator's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from painbot.flow.model import Library
from painbot.flow.stops import START, Route, StopKind
from painbot.pictures import DRAW
from painbot.proof.graph import Box, Look, Picture, Way, mermaid, picture_of
from tests import shipped, tiny

# Two turnings to one flow, one of them in a group; an answer that leads there; a flow not for all.
BENDS = """
for: who is me
otherwise go to: other
screens: [signs]
questions:
  first: {ask: First?, answers: {a: A, b: B, c: C}}
  group:
    if: first is a
    questions:
      inner: {ask: Inner?, if: first is not b, answers: {a: A, b: {say: Off you go, go to: third}}}
      inside: {if: inner is a, go to: third}
  outside: {if: first is c, go to: third}
  last: {ask: Last?, answers: {a: A, b: B}}
"""
NASTY = 'Is it "so"; #1 <b>&amp;</b> `x` [y] {z} |p| *q* _r_ $s$ %%{init} \\n é — 痛?'


class Told:
    """What a person can tell from a picture: what is tried after each stop, in order."""

    def __init__(self, picture: Picture) -> None:
        self.boxes = {box.id: box for box in picture.boxes}
        self.arrows = picture.arrows
        (self.start,) = (box for box in picture.boxes if START in box.stops)

    def tries(self) -> dict[str, list[str]]:
        return {stop: [*self._after(box, at)] for box, at, stop in self._stops()}

    def _stops(self) -> Iterator[tuple[Box, int, str]]:
        for box in self.boxes.values():
            yield from ((box, at, stop) for at, stop in enumerate(box.stops))

    def _after(self, box: Box, at: int) -> Iterator[str]:
        if box.look not in (Look.TURNING, Look.HAND_OVER, Look.RESULT):
            yield from (s for to in self._targets(self.start, Way.ALWAYS) for s in to.stops)
        more = box.stops[at + 1 :]
        yield from more
        yield from self._past(box) if more else self._chain(self._targets(box, Way.ON))

    def _chain(self, boxes: list[Box]) -> Iterator[str]:
        for box in boxes:
            yield from box.stops or self._targets(box, Way.ON)[0].stops
            if box.passable:
                yield from self._past(box)

    def _past(self, box: Box) -> Iterator[str]:
        past = self._targets(box, Way.PAST) or self._targets(box, Way.ON)[-1:]
        return self._chain(past)

    def _targets(self, box: Box, way: Way) -> list[Box]:
        return [self.boxes[a.target] for a in self.arrows if a.source == box.id and a.way is way]


def tried(route: Route) -> dict[str, list[str]]:
    """Return what the machine tries after each stop, in order, junctions seen through."""

    def after(name: str) -> Iterator[str]:
        for edge in route.edges:
            if edge.source == name:
                junction = route.stops[edge.target].kind is StopKind.JUNCTION
                yield from after(edge.target) if junction else [edge.target]

    kept = (name for name, stop in route.stops.items() if stop.kind is not StopKind.JUNCTION)
    return {name: [*after(name)] for name in kept}


def bends(**changes: str) -> Library:
    text = BENDS
    for old, new in changes.items():
        text = text.replace(f"{old}?", new)
    others = {name: tiny.flow("", name) for name in ("other", "third")}
    signs = tiny.screen("level: today\nticks: {a: Sign a, b: Sign b}\n")
    return tiny.library(start=tiny.flow(text), signs=signs, **others)


def test_every_stop_and_every_edge_of_the_machine_can_be_told_from_the_picture() -> None:
    library = shipped.library()
    assert library.routes
    for flow, route in library.routes.items():
        assert Told(picture_of(library, flow)).tries() == tried(route)


def test_so_can_turnings_that_share_a_target() -> None:
    library = bends()
    assert Told(picture_of(library, "start")).tries() == tried(library.routes["start"])


@pytest.mark.parametrize("flow", ["leg-pain-at-night", "start"])
def test_a_wrong_route_shows(flow: str) -> None:
    library = shipped.library()
    right, route = picture_of(library, flow), library.routes[flow]
    for index in range(0, len(route.edges), 7):
        wrong = replace(route, edges=(*route.edges[:index], *route.edges[index + 1 :]))
        shown = picture_of(replace(library, routes={**library.routes, flow: wrong}), flow)
        assert shown != right, route.edges[index]
        assert Told(shown).tries() == tried(wrong)


def test_ways_out_say_what_they_are_taken_for() -> None:
    picture = picture_of(bends(), "start")
    said = {box.id: " ".join((*box.lines, *box.only_if)) for box in picture.boxes}
    ways = {(said[a.source], a.label, said[a.target]) for a in picture.arrows if a.label}
    turnings = {"inner is a", "first is c"}
    assert ways == {
        ("Start", "at any time, unless who is me", "Go on with other"),
        ("Inner? first is not b", "Off you go", "Go on with third"),
        ("Inner? first is not b", "otherwise", "inner is a"),
        ("first is a", "yes", "Inner? first is not b"),
        ("first is a", "no", "first is c"),
        *((each, "yes", "Go on with third") for each in turnings),
        ("inner is a", "no", "first is c"),
        ("first is c", "no", "Last?"),
    }


def test_it_speaks_the_words_of_the_flows() -> None:
    text = mermaid(picture_of(shipped.library(), "leg-pain-at-night"))
    assert text.startswith('---\ntitle: "Leg pain at night"\n---\nflowchart TB\n')
    assert '["Injury<br>Signs of infection<br>up to emergency"]' in text
    assert '{{"if feel has toes"}}' in text
    assert "junction" not in text


def test_no_letter_means_anything_to_mermaid() -> None:
    text = mermaid(picture_of(bends(First=repr_yaml(NASTY), Last=repr_yaml("1. One?")), "start"))
    assert re.search(r'\["Is it #34;so#34;#59; #35;1 .* é — 痛\?"\]', text)
    assert '["#49;. One?"]' in text
    for quoted in re.findall(r'"(.*?)"', text.split("flowchart TB")[1]):
        assert not re.search(r'["<>&`*_$%\\{}|]|#(?!\d+;)|(?<!\d);', quoted.replace("<br>", ""))


def repr_yaml(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def test_the_same_flow_gives_the_same_picture() -> None:
    for draw in (lambda p: mermaid(p).encode(), *DRAW.values()):
        once, again = (draw(picture_of(shipped.library(), "start")) for _ in range(2))
        assert once == again

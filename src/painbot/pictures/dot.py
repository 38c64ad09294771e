"""A picture as text for Graphviz."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Final

from painbot.proof.graph import Arrow, Box, Look, Picture, Way
from painbot.proof.graph.style import COLOURS, LEGEND, dashed, ink, said, solid

# How many letters a line has.
_WIDE: Final = 46
_NARROW: Final = 34  # in shapes that taper
_LABEL: Final = 26
_LEGEND: Final = 100
_MANY: Final = 5  # arrows
# Helvetica: Graphviz knows how wide its letters are, and every computer has one that is as wide.
_HEAD: Final = (
    'graph [labelloc=t, ranksep=0.3, nodesep=0.35, pad=0.3, fontname="Helvetica-Bold"]',
    'node [fontname=Helvetica, fontsize=12, penwidth=1.4, width=3.9, margin="0.15,0.09"]',
    'edge [fontname=Helvetica, fontsize=11, color="#4b5563", fontcolor="#374151", penwidth=1.2]',
)
_FOOT: Final = (
    'graph [labelloc=b, peripheries=0, fontname=Helvetica, fontsize=10, fontcolor="#4b5563"]'
)
_SHAPES: Final = {
    Look.TURNING: "shape=hexagon, margin=0.02",
    Look.HAND_OVER: 'shape=cds, width=2.9, height=0.6, margin="0.25,0.09"',
}


def dot(picture: Picture) -> str:
    """Return what Graphviz draws; the same picture gives the same text."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    yield "digraph {"
    yield from _HEAD
    yield f"graph [fontsize=20, label={_text((picture.title,), _LEGEND)}]"
    yield "subgraph cluster {"  # only to have a second text: the legend below
    yield _FOOT
    yield f"graph [label={_text(LEGEND, _LEGEND)}]"
    yield from (_box(box) for box in picture.boxes)
    lanes = _lanes(picture)
    joined = {arrow for lane in lanes for arrow in lane}
    yield from (_arrow(each) for each in picture.arrows if each not in joined)
    yield from (line for lane in lanes for line in _lane(lane))
    yield "}}"


def _lanes(picture: Picture) -> list[list[Arrow]]:
    """Return the dotted arrows of which so many lead to one box that they share a way."""
    found: dict[str, list[Arrow]] = {}
    for arrow in picture.arrows:
        if arrow.way is Way.PAST and not solid(arrow):
            found.setdefault(arrow.target, []).append(arrow)
    return [lane for lane in found.values() if len(lane) >= _MANY]


def _lane(arrows: list[Arrow]) -> Iterator[str]:
    """Yield one dotted way down to a box, which others join; each for itself takes minutes."""
    lane, target = arrows[0].source, arrows[0].target
    for source in (arrow.source for arrow in arrows[1:]):
        joint = f"{source}_past"
        yield f"{joint} [shape=point, width=0.03]"
        yield f"{{rank=same {source} {joint}}}"
        yield f"{lane} -> {joint} [style=dotted, arrowhead=none]"
        yield f"{source} -> {joint} [style=dotted, arrowhead=none]"
        lane = joint
    yield f"{lane} -> {target} [style=dotted]"


def _box(box: Box) -> str:
    fill, line = COLOURS[box.look]
    style = "rounded,filled,dashed" if dashed(box) else "rounded,filled"
    return (
        f'{box.id} [label={_label(box)}, style="{style}", fillcolor="{fill}", color="{line}", '
        f'fontcolor="{ink(box)}", {_SHAPES.get(box.look, "shape=box")}]'
    )


def _label(box: Box) -> str:
    if box.look is Look.FOLLOW_UP:
        return _text(said(box), _WIDE, end=r"\l")
    return _text(said(box), _NARROW if box.look in _SHAPES else _WIDE)


def _arrow(arrow: Arrow) -> str:
    line = "solid" if solid(arrow) else "dashed" if arrow.way is Way.ALWAYS else "dotted"
    if arrow.label:
        return f"{arrow.source} -> {arrow.target} [style={line}, label={_beside(arrow.label)}]"
    weight = 20 if solid(arrow) else 1  # what is usual goes straight down
    return f"{arrow.source} -> {arrow.target} [style={line}, weight={weight}]"


def _beside(label: str) -> str:
    """Return the label of an arrow, with room on both sides."""
    return _quoted(f" {part} " for part in wrap(label, _LABEL, break_on_hyphens=False))


def _text(lines: Iterable[str], wide: int, end: str = r"\n") -> str:
    """Return lines, wrapped, as a quoted text of Graphviz."""
    parts = (
        wrap(line, wide, break_on_hyphens=False, subsequent_indent="   " if line[0] == "•" else "")
        for line in lines
    )
    return _quoted((part for each in parts for part in each), end)


def _quoted(lines: Iterable[str], end: str = r"\n") -> str:
    """Return lines as a quoted text of which Graphviz draws every letter."""
    safe = (each.replace("&", "&amp;").replace("\\", r"\\").replace('"', r"\"") for each in lines)
    return f'"{"".join(f"{each}{end}" for each in safe)}"'

"""A picture as Mermaid text, which GitHub and many editors draw."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from painbot.proof.graph.picture import Arrow, Box, Look, Picture
from painbot.proof.graph.style import COLOURS, LEGEND, dashed, ink, said, solid

_SHAPES: Final = {
    Look.START: ("([", "])"),
    Look.RESULT: ("([", "])"),
    Look.TURNING: ("{{", "}}"),
    Look.HAND_OVER: ("[/", "/]"),
}
# What means something in a quoted text of Mermaid, in its Markdown, its icons or in HTML. A text
# with `style` or `classDef` in it would lose its last semicolon.
_SPECIAL: Final = re.compile(
    r'["#;<>&%`*_~\\$\[\]{}|]|^[-+]|^\d+(?=[.)])|:(?=fa)|s(?=tyle)|c(?=lassDef)'
)


def mermaid(picture: Picture) -> str:
    """Return the text of a flowchart; the same picture gives the same text."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    yield from ("---", f"title: {json.dumps(picture.title)}", "---", "flowchart TB")
    yield from (f"  {_box(box)}" for box in picture.boxes)
    yield from (f"  {_arrow(arrow)}" for arrow in picture.arrows)
    yield f"  legend[{_text(LEGEND)}]"
    yield "  classDef legend fill:none,stroke:none"
    yield "  class legend legend"
    yield from _colours(picture.boxes)


def _box(box: Box) -> str:
    left, right = _SHAPES.get(box.look, ("[", "]"))
    return f"{box.id}{left}{_text(said(box))}{right}"


def _arrow(arrow: Arrow) -> str:
    line = "-->" if solid(arrow) else "-.->"
    label = f"|{_text([arrow.label])}|" if arrow.label else ""
    return f"{arrow.source} {line}{label} {arrow.target}"


def _colours(boxes: tuple[Box, ...]) -> Iterator[str]:
    for look, (fill, line) in COLOURS.items():
        alike = [box for box in boxes if box.look is look]
        if alike:
            yield f"  classDef {look.value} fill:{fill},stroke:{line},color:{ink(alike[0])}"
            yield f"  class {','.join(box.id for box in alike)} {look.value}"
    conditional = [box.id for box in boxes if dashed(box)]
    if conditional:
        yield "  classDef conditional stroke-dasharray:5 4"
        yield f"  class {','.join(conditional)} conditional"


def _text(lines: Iterable[str]) -> str:
    return f'"{"<br>".join(map(_escaped, lines))}"'


def _escaped(text: str) -> str:
    """Return a line in which no letter means more to Mermaid than itself."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return _SPECIAL.sub(lambda found: "".join(f"#{ord(c)};" for c in found[0]), shown)

"""What the drawn picture and the Mermaid text have in common: colours, lines, words of a box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from painbot.proof.graph.picture import Arrow, Box, Look, Way

DARK: Final = "#111827"
# The fill and the border of each kind of box; the text is dark, in the first box white.
COLOURS: Final[Mapping[Look, tuple[str, str]]] = {
    Look.START: (DARK, DARK),
    Look.FACTS: ("#e0f2fe", "#0369a1"),
    Look.SIGNS: ("#fee2e2", "#b91c1c"),
    Look.FOLLOW_UP: ("#ffffff", "#b91c1c"),
    Look.QUESTION: ("#dbeafe", "#1d4ed8"),
    Look.TURNING: ("#fef3c7", "#b45309"),
    Look.HAND_OVER: ("#ede9fe", "#6d28d9"),
    Look.RESULT: ("#dcfce7", "#15803d"),
}
LEGEND: Final = (
    "Dashed border: asked only on that condition, else passed by.",
    "Dotted arrow: passed by when nothing worse is left to ask there.",
    "Nothing is asked twice, and no list that cannot give more than is certain already.",
)


def ink(box: Box) -> str:
    """Return the colour of the text in a box."""
    return "#ffffff" if box.look is Look.START else DARK


def dashed(box: Box) -> bool:
    """Return whether a box has a dashed border: a turning shows its condition as what it says."""
    return bool(box.only_if) and box.look is not Look.TURNING


def solid(arrow: Arrow) -> bool:
    """Return whether an arrow is taken for what was answered, and not for the level."""
    return arrow.way is Way.ON or (arrow.way is Way.PAST and arrow.label != "")


def said(box: Box) -> tuple[str, ...]:
    """Return the lines of a box; a turning is nothing but its condition."""
    if box.look is Look.TURNING:
        return tuple(f"if {each}" for each in box.only_if)
    if box.look is Look.FOLLOW_UP:
        return (*(f"only if {each}:" for each in box.only_if), *(f"• {line}" for line in box.lines))
    return (*box.lines, *(f"only if {each}" for each in box.only_if))

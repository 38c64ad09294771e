"""A flow as a picture, before anything is drawn: boxes, arrows and the words on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Look(Enum):
    """What kind of thing a box stands for."""

    START = "start"
    FACTS = "facts"
    SIGNS = "signs"
    FOLLOW_UP = "follow-up"
    QUESTION = "question"
    TURNING = "turning"
    HAND_OVER = "hand-over"
    RESULT = "result"


class Way(Enum):
    """Why an arrow is taken.

    `PAST` leaves a box that was passed by: its condition does not hold, or nothing worse is left
    to ask. `ALWAYS` is taken from wherever one stands.
    """

    ON = "on"
    PAST = "past"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Box:
    """One box: the stops of the machine that it stands for, in their order, and what it says.

    A box with `only_if` or without stops asks nobody for whom that does not hold. One that is
    `passable` may be passed by: then its `PAST` arrow leads on or, without one, its last `ON`.
    """

    id: str
    look: Look
    stops: tuple[str, ...]
    lines: tuple[str, ...]
    only_if: tuple[str, ...] = ()
    passable: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow between two boxes; those that leave a box are tried in order."""

    source: str
    target: str
    way: Way
    label: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole picture; its first box is where one begins."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

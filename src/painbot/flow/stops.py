"""Where a conversation can stand in a flow: the states of its machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Protocol

from painbot.flow.text import Known, Sight, View

START: Final = "start"
RESULT: Final = "result"


class StopKind(Enum):
    """What happens at a stop."""

    FACT = "fact"
    LISTS = "lists"
    QUESTION = "question"
    GATE = "gate"
    JUNCTION = "junction"
    HAND_OVER = "hand-over"
    START = "start"
    RESULT = "result"

    @property
    def asks(self) -> bool:
        """Return whether the person is asked something here."""
        return self in (StopKind.FACT, StopKind.LISTS, StopKind.QUESTION)


class RouteView(View, Protocol):
    """What routing looks at besides answers."""

    @property
    def floor(self) -> int:
        """Return the level that is certain whatever facts still to be asked turn out to be."""
        ...

    @property
    def abroad(self) -> int:
        """Return the highest level that was given in some country only."""
        ...

    def opened(self, keys: frozenset[str], /) -> RouteView:
        """Return this view with these follow-up lists counting as unknown."""
        ...


def stays_open(_known: Known) -> None:
    """Return that nothing is settled, whatever is known."""
    return


@dataclass(frozen=True, slots=True, eq=False)
class Guard:
    """When a stop may be entered.

    Beside answered keys and levels by country it reads only this: what it `sees`, and whether
    the certain level reaches one of `levels`; from the highest of them up it never holds.
    `fate` is False where it can never hold again, whatever is not settled yet.
    """

    holds: Callable[[RouteView], bool]
    sees: frozenset[Sight] = frozenset()
    levels: frozenset[int] = frozenset()
    fate: Callable[[Known], bool | None] = stays_open


def any_of(guards: Sequence[Guard]) -> Guard:
    """Return a guard that holds while one of these does."""
    if len(guards) == 1:
        return guards[0]
    tests = [guard.holds for guard in guards]
    return Guard(
        lambda view: any(holds(view) for holds in tests),
        frozenset[Sight]().union(*(guard.sees for guard in guards)),
        frozenset[int]().union(*(guard.levels for guard in guards)),
        lambda known: False if all(g.fate(known) is False for g in guards) else None,
    )


@dataclass(frozen=True, slots=True)
class Stop:
    """One state: what is asked there (`keys`) and when it may be entered (`guard`).

    Several lists may share a message: `each` tells, list by list, which are shown.

    `certain` stops are passed only because of the level. `reach` is the highest level that
    anything from this stop can still give. A gate's group ends before stop number `end`.
    """

    name: str
    kind: StopKind
    keys: tuple[str, ...] = ()
    guard: Guard | None = field(default=None, compare=False)
    certain: bool = False
    reach: int = 0
    end: int = 0
    each: tuple[Guard, ...] = field(default=(), compare=False)
    flow: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a stop to another; without a guard it is always open."""

    source: str
    target: str
    guard: Guard | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Route:
    """The stops of one flow and the machine that moves between them.

    `move(stop, view)` fires the machine once and returns the next stop's name.
    """

    flow: str
    stops: Mapping[str, Stop]
    edges: tuple[Edge, ...]
    move: Callable[[str, RouteView], str] = field(compare=False)

"""A flow's edges as one shared `transitions.Machine`. The only importer of `transitions`.

The machine has no model: a turn hands it a throw-away cursor. Guards are closures made
from checked conditions; no text of a file ever reaches a callback, because that library
would import and call it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from transitions import EventData, Machine

from painbot.flow.stops import START, Edge, Guard, RouteView

_TRIGGER = "go_on"


class _Cursor:
    """Stand at a stop for one move."""

    __slots__ = ("state", "view")

    def __init__(self, state: str, view: RouteView) -> None:
        self.state = state
        self.view = view


def build_machine(stops: Sequence[str], edges: Sequence[Edge]) -> Callable[[str, RouteView], str]:
    """Return the move of a machine with these states and edges.

    Edges of one source are tried in order. The machine is built once per flow version and
    shared by every conversation; moving changes only the cursor.
    """
    machine: Machine = Machine(
        model=None,
        states=list(stops),
        initial=START,
        auto_transitions=False,
        send_event=True,
        queued=False,
    )
    for edge in edges:
        machine.add_transition(_TRIGGER, edge.source, edge.target, _condition(edge.guard))
    trigger = machine.events[_TRIGGER].trigger

    def move(stop: str, view: RouteView) -> str:
        cursor = _Cursor(stop, view)
        trigger(cursor)
        return cursor.state

    return move


def _condition(guard: Guard | None) -> Callable[[EventData], bool] | None:
    if guard is None:
        return None

    holds = guard.holds

    def condition(event: EventData) -> bool:
        cursor = event.model
        return isinstance(cursor, _Cursor) and holds(cursor.view)

    return condition

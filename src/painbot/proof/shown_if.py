"""The conditions of what is shown to some people and not to others."""

from __future__ import annotations

from collections.abc import Iterator

from painbot.flow.contents import used_screens
from painbot.flow.model import Flow, Library
from painbot.flow.text import Condition, Place

ShownIf = tuple[str, Condition, bool, Place]


def shown_if(library: Library) -> Iterator[ShownIf]:
    """Yield conditions: what they are, whether only what is known counts, and their place."""
    every = (_screens, _tips, _flows)
    for what, condition, surely, at in (each for part in every for each in part(library)):
        if condition is not None:
            yield what, condition, surely, at


def _screens(library: Library) -> Iterator[tuple[str, Condition | None, bool, Place]]:
    for name in sorted(used_screens(library)):
        screen = library.screens[name]
        yield f"`if` of the screen `{name}`", screen.condition, False, screen.at


def _tips(library: Library) -> Iterator[tuple[str, Condition | None, bool, Place]]:
    for tip in library.tips.values():
        yield f"`only if` of the tip `{tip.id}`", tip.only_if, True, tip.at
        yield f"`hide if` of the tip `{tip.id}`", tip.hide_if, False, tip.at


def _flows(library: Library) -> Iterator[tuple[str, Condition | None, bool, Place]]:
    for flow in library.flows.values():
        yield f"`for` of the flow `{flow.id}`", flow.suits, False, flow.at
        yield from _of_flow(flow)


def _of_flow(flow: Flow) -> Iterator[tuple[str, Condition | None, bool, Place]]:
    for fit in flow.causes:
        what = f"`but not if` of the cause `{fit.cause}` in the flow `{flow.id}`"
        yield what, fit.but_not_if, False, fit.at
    for sign in flow.urgent_signs:
        what = f"`if` of the urgent sign `{sign.id}` in the flow `{flow.id}`"
        yield what, sign.only_if, False, flow.at

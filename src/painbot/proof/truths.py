"""Which conditions of what is asked were seen to hold, and which not to, over all conversations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from painbot.dialogue.view import View
from painbot.dialogue.walk import resume
from painbot.flow.contents import all_questions
from painbot.flow.model import Flow, Group, Item, Library, Signpost
from painbot.flow.text import Condition, Place
from painbot.proof.explore.graph import Graph

Truth = tuple[str, bool]  # what a condition belongs to, and whether it held


def truths(graph: Graph) -> frozenset[Truth]:
    """Return for every condition of what is asked how it was seen."""
    library = graph.library
    stops = {name: dict(_of_stops(flow)) for name, flow in library.flows.items()}
    order = {name: list(route.stops) for name, route in library.routes.items()}
    offers = {name: condition for name, (condition, _) in _of_offers(library).items()}
    found: set[Truth] = set()
    for move in graph.moves:
        before, after = move.before.session, move.session
        flow = after.flow
        first = order[flow].index(before.stop) if before.flow == flow else 0
        last = order[flow].index(after.stop)
        view = resume(library, after).view
        for stop in order[flow][first + 1 : last + 1]:
            asks = library.routes[flow].stops[stop].reach > view.floor  # else passed for the level
            if asks and stop in stops[flow]:
                found.add((f"{flow} {stop}", stops[flow][stop].may(view)))
    for state in graph.states:
        if not state.done:
            found.update(_offered(state.walk.keys_to_ask(), state.walk.view, offers))
    return frozenset(found)


def _offered(keys: tuple[str, ...], view: View, offers: Mapping[str, Condition]) -> Iterator[Truth]:
    for name, condition in offers.items():
        if name.rsplit(" ", 1)[0] in keys:
            yield name, condition.may(view)


def conditions(library: Library) -> Iterator[tuple[str, str, Place]]:
    """Yield every condition of what is asked: its name here, what it is for, its place."""
    for flow in library.flows.values():
        places = {f"question:{q.id}": q.at for q in all_questions(flow.items)}
        places |= {f"to:{item.go_to}": item.at for item in flow.items if isinstance(item, Signpost)}
        for stop, _ in _of_stops(flow):
            what = f"The condition of `{stop.split(':', 1)[1]}` in the flow `{flow.id}`"
            yield f"{flow.id} {stop}", what, places.get(stop, flow.at)
    for name, (_, place) in _of_offers(library).items():
        key, each = name.rsplit(" ", 1)
        yield name, f"The condition of `{each}` of `{key}`", place


def _of_stops(flow: Flow) -> Iterator[tuple[str, Condition]]:
    for item in _items(flow.items):
        condition = getattr(item, "condition", None)
        if condition is not None:
            yield _STOP[type(item).__name__](item), condition


def _items(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from _items(item.items)


_STOP = {
    "Question": lambda item: f"question:{item.id}",
    "Group": lambda item: f"gate:{item.id}",
    "Signpost": lambda item: f"to:{item.go_to}",
}


def _of_offers(library: Library) -> dict[str, tuple[Condition, Place]]:
    """Return the conditions of ticks and answers, by `key id`."""
    found: dict[str, tuple[Condition, Place]] = {}
    for key, part in library.lists.items():
        for tick in part.ticks:
            if tick.condition is not None:
                found[f"{key} {tick.id}"] = tick.condition, tick.at
    for key, question in library.questions.items():
        for answer in question.answers:
            if answer.condition is not None:
                found[f"{key} {answer.id}"] = answer.condition, question.at
    return found

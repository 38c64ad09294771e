"""What stands in a flow or a library: its rules, its questions, where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from painbot.flow.model import Flow, Group, Item, Library, Question, Rule, Signpost


def leads_to(flow: Flow) -> tuple[str, ...]:
    """Return the flows this one can hand over to, in order, without doubles."""
    found = [flow.otherwise] if flow.otherwise else []
    return tuple(dict.fromkeys([*found, *_turnings(flow.items)]))


def _turnings(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Signpost):
            yield item.go_to
        elif isinstance(item, Group):
            yield from _turnings(item.items)
        elif isinstance(item, Question):
            yield from (answer.go_to for answer in item.answers if answer.go_to)


def all_questions(items: tuple[Item, ...]) -> list[Question]:
    """Return a flow's own questions, those in groups too, in order."""
    found: list[Question] = []
    for item in items:
        if isinstance(item, Question):
            found.append(item)
        elif isinstance(item, Group):
            found.extend(all_questions(item.items))
    return found


def all_rules(library: Library) -> Iterator[Rule]:
    """Return every rule of the library, those of screens first."""
    for screen in library.screens.values():
        yield from screen.rules
    for flow in library.flows.values():
        yield from flow.rules

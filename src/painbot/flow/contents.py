"""What stands in a flow or a library: its rules, its questions, where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from painbot.flow.model import Flow, Group, Item, Library, Question, Rule, Signpost


def leads_to(flow: Flow) -> tuple[str, ...]:
    """Return the flows this one can hand over to, in order, without doubles."""
    found = [flow.otherwise] if flow.otherwise else []
    return tuple(dict.fromkeys([*found, *_turnings(flow.items)]))


def offered(library: Library) -> dict[str, frozenset[str]]:
    """Return the ids of the ticks of every list, and of the answers of every question, by key."""
    ticks = {key: frozenset(tick.id for tick in part.ticks) for key, part in library.lists.items()}
    answers = {
        key: frozenset(answer.id for answer in question.answers)
        for key, question in library.questions.items()
    }
    return ticks | answers


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


def screens_of(flow: Flow) -> Iterator[str]:
    """Yield the ids of a flow's screens, in order."""
    return chain.from_iterable(flow.screens)


def used_screens(library: Library) -> frozenset[str]:
    """Return the ids of the screens that some flow asks."""
    return frozenset(name for flow in library.flows.values() for name in screens_of(flow))


def owned_rules(library: Library) -> Iterator[tuple[str, Rule]]:
    """Yield every rule of the library with the id of its screen or flow, those of screens first."""
    for screen in library.screens.values():
        yield from ((screen.id, rule) for rule in screen.rules)
    for flow in library.flows.values():
        yield from ((flow.id, rule) for rule in flow.rules)


def all_rules(library: Library) -> Iterator[Rule]:
    """Yield every rule of the library, those of screens first."""
    return (rule for _, rule in owned_rules(library))


def rules_of(library: Library, flows: Iterable[str]) -> Iterator[Rule]:
    """Yield the rules of these flows and of their screens, each once."""
    seen: set[str] = set()
    for name in dict.fromkeys(flows):
        flow = library.flows[name]
        for screen in screens_of(flow):
            if screen not in seen:
                seen.add(screen)
                yield from library.screens[screen].rules
        yield from flow.rules

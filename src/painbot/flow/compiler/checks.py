"""What must hold of a library as a whole, beyond each part being well formed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from painbot.flow.compiler.draft import NOWHERE, Draft
from painbot.flow.kinds import Record
from painbot.flow.model import UNSURE, Flow, Group, Item, Library, Question, Rule, Screen, Signpost
from painbot.flow.reader import Scalar


def check(draft: Draft, library: Library) -> None:
    """Note every finding about the library as a whole."""
    _no_circles(draft, library)
    for rule in _rules(library):
        _doubts_are_declared(draft, library, rule)
    for screen in library.screens.values():
        _follow_ups_are_read(draft, screen)
    _rows_are_covered(draft, library)
    for head in ("flow", "screen", "facts", "questions", "tips", "cause"):
        for record in draft.records(head):
            _old_ids_are_free(draft, record)


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


def _no_circles(draft: Draft, library: Library) -> None:
    for flow in library.flows.values():
        path = _circle(library, [flow.id])
        if path and path[0] == min(path):
            draft.findings.add("PB034", flow.at, path=" -> ".join([*path, path[0]]))


def _circle(library: Library, path: list[str]) -> list[str] | None:
    """Return the first circle through the first flow of the path, if there is one."""
    stack = [path]
    seen: set[str] = set()
    while stack:
        here = stack.pop()
        for name in leads_to(library.flows[here[-1]]):
            if name == path[0]:
                return here
            if name in library.flows and name not in seen:
                seen.add(name)
                stack.append([*here, name])
    return None


def _rules(library: Library) -> Iterator[Rule]:
    for screen in library.screens.values():
        yield from screen.rules
    for flow in library.flows.values():
        yield from flow.rules


def _doubts_are_declared(draft: Draft, library: Library, rule: Rule) -> None:
    for key in sorted(rule.condition.reads):
        question = library.questions.get(key)
        if question is None or question.fact or question.answer(UNSURE) is None:
            continue
        if not question.unsure_as:
            draft.findings.add("PB031", question.at, rule=rule.id, name=question.id)
        elif question.unsure_as == "no":
            draft.findings.add("PB037", question.at, rule=rule.id, name=question.id)


def _follow_ups_are_read(draft: Draft, screen: Screen) -> None:
    read = frozenset[str]().union(*(rule.condition.reads for rule in screen.rules))
    for follow_up in screen.then:
        if follow_up.key not in read:
            name = follow_up.key.split(".")[-1]
            draft.findings.add("PB046", follow_up.ticks[0].at, name=name)


def _rows_are_covered(draft: Draft, library: Library) -> None:
    left_out: dict[str, Scalar] = {}
    for record in draft.records("flow"):
        pairs = record.get("leaves out", ())
        draft.known("row", [name for name, _ in pairs], library.rows)
        left_out.update({name.value: name for name, _ in pairs})
    for row, name in left_out.items():
        if row in draft.covered:
            draft.findings.add("PB036", name.at, row=row, where=draft.covered[row])
    at = {n.value: n.at for r in draft.records("rows") for n, _ in r.get("rows", ())}
    for row, title in library.rows.items():
        if row not in draft.covered and row not in left_out:
            draft.findings.add("PB035", at.get(row, NOWHERE), row=row, title=title)


def _old_ids_are_free(draft: Draft, record: Record) -> None:
    for value in record.values.values():
        if isinstance(value, Record):
            _old_ids_are_free(draft, value)
        elif isinstance(value, list):
            _among_siblings(draft, value)


def _among_siblings(draft: Draft, pairs: list[Any]) -> None:
    entries = [pair for pair in pairs if isinstance(pair, tuple)]
    names = {name.value for name, _ in entries}
    for _, value in entries:
        if not isinstance(value, Record):
            continue
        old = value.get("was")
        if isinstance(old, Scalar) and old.value in names:
            draft.findings.add("PB047", old.at, old=old.value)
        _old_ids_are_free(draft, value)

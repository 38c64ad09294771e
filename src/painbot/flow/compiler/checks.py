"""What must hold of a library as a whole, beyond each part being well formed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from painbot.flow.compiler.draft import NOWHERE, Draft
from painbot.flow.contents import leads_to
from painbot.flow.kinds import Record
from painbot.flow.model import UNSURE, Flow, Library, Rule
from painbot.flow.reader import Scalar
from painbot.flow.text import Place

GO_TO: Final = ("go to", "otherwise go to")
_NO_PAIRS: Final = frozenset({"also", "covers", "duration", "screens", "sources", "tips"})


def check(draft: Draft, library: Library) -> None:
    """Note every finding about the library as a whole."""
    _no_circles(draft, library)
    for rule in _rules(library):
        _doubts_are_declared(draft, library, rule)
    _rows_are_covered(draft, library)
    for head in ("flow", "screen", "facts", "questions", "tips", "cause"):
        for record in draft.records(head):
            _old_ids_are_free(draft, record)
    for record in draft.records("cause"):
        old = record.get("was")
        if old is not None and old.value in library.causes:
            draft.findings.add("PB047", old.at, old=old.value)


def _no_circles(draft: Draft, library: Library) -> None:
    for flow in library.flows.values():
        path = _circle(library, [flow.id])
        if path and path[0] == min(path):
            at = _turning(draft, flow, [*path, path[0]][1])
            draft.findings.add("PB034", at, path=" -> ".join([*path, path[0]]))


def _turning(draft: Draft, flow: Flow, target: str) -> Place:
    """Return where a flow names the flow it hands over to."""
    records = (record for record in draft.records("flow") if record.line("flow") == flow.id)
    return next((at for record in records for at in _places(record, target)), flow.at)


def _places(record: Record, target: str) -> Iterator[Place]:
    for key, value in record.values.items():
        if key in GO_TO and value.value == target:
            yield value.at
        for _, inner in value if isinstance(value, list) and key not in _NO_PAIRS else ():
            if isinstance(inner, Record):
                yield from _places(inner, target)


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


def _rows_are_covered(draft: Draft, library: Library) -> None:
    left_out: dict[str, Scalar] = {}
    for record in draft.records("flow"):
        pairs = record.get("leaves out", ())
        draft.known("row", [name for name, _ in pairs], library.rows)
        left_out.update({name.value: name for name, _ in pairs})
    for row, name in left_out.items():
        if row in draft.covered:
            draft.findings.add("PB036", name.at, row=row, where=draft.covered[row])
    if draft.findings.lost:
        return  # what could not be read may cover them
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

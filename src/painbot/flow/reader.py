"""YAML text to a tree of positioned strings.

It reads parser events and builds every value from the text as typed, so that `no`, `012`
and `12:30` stay what the operator wrote. What YAML would swallow silently is a finding.
It knows nothing of flows. This is the only module that imports yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NoReturn

import yaml

from painbot.flow.decoding import decode, seems_to_declare
from painbot.flow.findings import Findings
from painbot.flow.slips import slip
from painbot.flow.text import Place

MAX_DEPTH: Final = 16
BEGIN: Final = "Begin with `format: 1`, then a key such as `flow:`, `screen:` or `cause:`."
_Loader = getattr(yaml, "CLoader", yaml.Loader)  # the C parser where PyYAML was built with it


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text, as typed."""

    value: str
    at: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    at: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in file order; keys are unique. `empty` names keys without a value."""

    entries: tuple[tuple[Scalar, Node], ...]
    at: Place
    empty: tuple[str, ...] = ()


Node = Scalar | Sequence | Mapping


def inside(node: Node) -> Iterator[str]:
    """Yield the words directly inside a node: its own, or its keys."""
    if isinstance(node, Scalar):
        yield node.value
    elif isinstance(node, Mapping):
        yield from (name.value for name, _ in node.entries)


class _Refused(Exception):
    """The rest of this file cannot be read; the finding is noted already."""


def read(name: str, data: bytes, findings: Findings) -> Mapping | None:
    """Return the tree of one file, or None when it cannot be read (findings say why).

    `name` is how places call the file. Nothing in the text is evaluated or resolved.
    """
    text = decode(name, data, findings)
    if text is None:
        return None
    findings.keep(name, text)
    try:
        return _Reader(name, text, findings).document()
    except _Refused:
        findings.lose(*seems_to_declare(text))
        return None


class _Reader:
    def __init__(self, name: str, text: str, findings: Findings) -> None:
        self._name = name
        self._top = Place(name, 1, 1)
        self._lines = text.splitlines()
        self._hashes = {number for number, line in enumerate(self._lines) if "#" in line}
        self._parser = _Loader(text)
        self._findings = findings
        self._cut: Place | None = None

    def document(self) -> Mapping:
        """Read the one document; a second one is a finding."""
        event = self._next()
        while not isinstance(event, yaml.MappingStartEvent):
            if isinstance(event, yaml.StreamEndEvent | yaml.SequenceStartEvent | yaml.ScalarEvent):
                self._refuse("PB010", self._top, hint=BEGIN)
            event = self._next()
        tree = self._mapping(event, 1)
        self._next()
        if not isinstance(after := self._next(), yaml.StreamEndEvent):
            why = "a second document begins with `---`"
            self._refuse("PB002", self._at(after), why=why, hint="Make it a file of its own.")
        return tree

    def _next(self) -> yaml.Event:
        try:
            event: yaml.Event = self._parser.get_event()
            return event  # noqa: TRY300 - the other ways out refuse
        except yaml.MarkedYAMLError as error:
            self._stumbled(error)
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
            hint = "Save it as plain text."
            self._refuse("PB002", self._top, why="unexpected characters", hint=hint)

    def _stumbled(self, error: yaml.MarkedYAMLError) -> NoReturn:
        mark = error.problem_mark
        sign = ""
        if mark is not None and mark.line < len(self._lines):
            sign = self._lines[mark.line][mark.column : mark.column + 1]
        found, begun = slip(f"{error.context or ''} {error.problem}".strip(), sign)
        mark = error.context_mark if begun and error.context_mark else mark
        at = Place(self._name, mark.line + 1, mark.column + 1) if mark else self._top
        self._refuse(found.code, at, why=found.why, hint=found.hint)

    def _refuse(self, code: str, at: Place, **slots: object) -> NoReturn:
        self._findings.add(code, at, **slots)
        raise _Refused

    def _at(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self._name, mark.line + 1, mark.column + 1) if mark else self._top

    def _node(self, event: yaml.Event, depth: int) -> Node:
        at = self._at(event)
        self._plain_words_only(event, at)
        if depth > MAX_DEPTH:
            self._refuse("PB009", at, why=f"more than {MAX_DEPTH} levels")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(at, depth)
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse("PB004", at)
        return self._scalar(event, at)

    def _plain_words_only(self, event: yaml.Event, at: Place) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse("PB004", at)
        if getattr(event, "anchor", None) is not None:
            self._findings.add("PB004", at)
        if getattr(event, "tag", None) is not None:
            self._findings.add("PB005", at)

    def _scalar(self, event: yaml.ScalarEvent, at: Place) -> Scalar:
        if self._hashes and not event.style:  # plain: None from one parser, "" from the other
            self._cut_by_comment(event, at)
        return Scalar(event.value, at)

    def _cut_by_comment(self, event: yaml.ScalarEvent, at: Place) -> None:
        """Notice `Room #2`: a real comment has a space after its #."""
        end = event.end_mark
        if end is None or end.line not in self._hashes:
            return
        rest = self._lines[end.line][end.column :]
        comment = rest.lstrip(" ")
        if comment.startswith("#") and comment[1:2] not in ("", " ", "#"):
            self._findings.add("PB006", at, cut=comment)
            self._cut = at

    def _sequence(self, at: Place, depth: int) -> Sequence:
        items = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            node = self._node(event, depth + 1)
            if isinstance(node, Scalar) and not node.value and node.at != self._cut:
                self._findings.add("PB008", node.at, key="-")
            items.append(node)
        return Sequence(tuple(items), at)

    def _mapping(self, start: yaml.MappingStartEvent, depth: int) -> Mapping:
        at = self._at(start)
        self._plain_words_only(start, at)
        entries: dict[str, tuple[Scalar, Node]] = {}
        empty: list[str] = []
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._good_key(self._node(event, depth + 1), entries)
            value = self._node(self._next(), depth + 1)
            if key is None:
                continue
            if self._has_value(start, key, value):
                entries[key.value] = (key, value)
            else:
                empty.append(key.value.split(":")[0])
                self._findings.lose(key.value)
        return Mapping(tuple(entries.values()), at, tuple(empty))

    def _good_key(self, key: Node, entries: dict[str, tuple[Scalar, Node]]) -> Scalar | None:
        if not isinstance(key, Scalar):
            hint = "Remove the `?` or the brackets."
            self._findings.add(
                "PB013", key.at, key="A key", expected="a word", found="more than a word", hint=hint
            )
            return None
        if key.value == "<<":
            self._findings.add("PB005", key.at)
            return None
        if key.value in entries:
            first = entries[key.value][0].at.line
            self._findings.add("PB003", key.at, key=key.value, line=first)
            return None
        return key

    def _has_value(self, start: yaml.MappingStartEvent, key: Scalar, value: Node) -> bool:
        if not isinstance(value, Scalar) or value.value or self._quoted(value):
            return True
        if start.flow_style and ":" in key.value:
            why, hint = f"`{key.value}` has no space after its colon", "Write one there."
            self._findings.add("PB002", key.at, why=why, hint=hint)
        elif value.at != self._cut:
            self._findings.add("PB007" if start.flow_style else "PB008", key.at, key=key.value)
        return False

    def _quoted(self, value: Scalar) -> bool:
        line = self._lines[value.at.line - 1] if value.at.line <= len(self._lines) else ""
        return line[value.at.column - 1 : value.at.column] in ("'", '"')

"""Kinds of value a key can hold, and how a node is read as one.

A shape is data, so the same declaration checks a file and writes the JSON Schema. Every
reader notes findings and returns None instead of raising.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeAlias

from painbot.flow.findings import Findings, did_you_mean
from painbot.flow.reader import Mapping as MappingNode
from painbot.flow.reader import Node, Scalar, Sequence
from painbot.flow.text import Place, Text

ID = re.compile(r"[a-z][a-z0-9-]{0,62}\Z")
_DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z")
# What a kind reads: a scalar, a Text, a number, a list, pairs or a Record; each kind says which.
Value: TypeAlias = Any
_FOUND = {Scalar: "a text", Sequence: "a list", MappingNode: "keys with values"}


class Kind(Protocol):
    """Read a node as one kind of value."""

    @property
    def expected(self) -> str:
        """Return what this kind is called in a finding."""
        ...

    def read(self, key: str, node: Node, findings: Findings) -> Value:
        """Return the value, or None with a finding."""
        ...

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema (draft-07) of this kind."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """One text; it is returned as the positioned scalar it is."""

    expected: str = "a text"
    empty: bool = False

    def read(self, key: str, node: Node, findings: Findings) -> Scalar | None:
        """Return the scalar."""
        if not isinstance(node, Scalar):
            _mistyped(self, key, node, findings)
            return None
        if not node.value.strip() and not self.empty:
            findings.add("PB008", node.at, key=key)
            return None
        return node

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a line."""
        return {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True, slots=True)
class Id:
    """An id."""

    expected: str = "an id"

    def read(self, key: str, node: Node, findings: Findings) -> Scalar | None:
        """Return the scalar if it is a good id."""
        if not isinstance(node, Scalar):
            _mistyped(self, key, node, findings)
            return None
        if not ID.match(node.value):
            findings.add("PB014", node.at, id=node.value)
            return None
        return node

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of an id."""
        return {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]
    expected: str = "a word"

    def read(self, key: str, node: Node, findings: Findings) -> Scalar | None:
        """Return the scalar if it is one of the words."""
        if not isinstance(node, Scalar):
            _mistyped(self, key, node, findings)
            return None
        if node.value not in self.words:
            hint = did_you_mean(node.value, self.words)
            findings.add("PB015", node.at, key=key, value=node.value, hint=hint)
            return None
        return node

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema: the words; an editor takes `1` for a number."""
        numbers = [int(word) for word in self.words if word.isdigit()]
        return {"enum": [*self.words, *numbers]}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    expected: str = "a whole number"

    def read(self, key: str, node: Node, findings: Findings) -> int | None:
        """Return the number."""
        if not isinstance(node, Scalar):
            _mistyped(self, key, node, findings)
            return None
        if not re.fullmatch(r"[0-9]{1,6}", node.value):
            what, hint = f"a whole number, which `{key}` needs", "Write digits only."
            findings.add("PB016", node.at, key=what, value=node.value, hint=hint)
            return None
        return int(node.value)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a whole number."""
        return {"type": "integer", "minimum": 0}


@dataclass(frozen=True, slots=True)
class Date:
    """A day, as 2026-11-22."""

    expected: str = "a date"

    def read(self, key: str, node: Node, findings: Findings) -> Scalar | None:
        """Return the scalar if it is a date."""
        if not isinstance(node, Scalar):
            _mistyped(self, key, node, findings)
            return None
        if not _is_day(node.value):
            findings.add("PB017", node.at, value=node.value)
            return None
        return node

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a date."""
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, or two: `{say, them}`."""

    expected: str = "a text, or say and them"

    def read(self, key: str, node: Node, findings: Findings) -> Text | None:
        """Return the text; without `them` both wordings are the same."""
        if not isinstance(node, MappingNode):
            line = Line().read(key, node, findings)
            return Text(line.value, line.value) if line else None
        record = _WORDINGS.read(key, node, findings)
        if record is None or "say" not in record.values:
            return None
        say = record.values["say"].value
        them = record.values.get("them")
        return Text(say, them.value if them else say)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema: a line or two wordings."""
        return {"anyOf": [Line().schema(), _WORDINGS.schema()]}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one kind."""

    item: Kind
    expected: str = "a list"

    def read(self, key: str, node: Node, findings: Findings) -> list[Any] | None:
        """Return the values that could be read."""
        if not isinstance(node, Sequence):
            _mistyped(self, key, node, findings)
            return None
        values = (self.item.read(key, item, findings) for item in node.items)
        return [value for value in values if value is not None]

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the list."""
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True, slots=True)
class MapOf:
    """Values of one kind by key; `key` is the kind of the keys."""

    value: Kind
    key: Kind = field(default_factory=Id)
    expected: str = "keys with values"

    def read(self, key: str, node: Node, findings: Findings) -> list[tuple[Scalar, Any]] | None:
        """Return (key, value) pairs in file order."""
        if not isinstance(node, MappingNode):
            _mistyped(self, key, node, findings)
            return None
        pairs = []
        for name, value in node.entries:
            good = self.key.read(key, name, findings)
            read = self.value.read(name.value, value, findings)
            if good is not None and read is not None:
                pairs.append((name, read))
            else:
                findings.lose(name.value)
        return pairs

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the map."""
        return {"type": "object", "additionalProperties": self.value.schema()}


@dataclass(frozen=True, slots=True)
class Record:
    """The values of a shape that were there and could be read.

    `faulty` names the keys that are there and could not.
    """

    at: Place
    values: Mapping[str, Any]
    faulty: frozenset[str] = frozenset()

    def has(self, key: str) -> bool:
        """Return whether the key is there, readable or not."""
        return key in self.values or key in self.faulty

    def get(self, key: str, default: Value = None) -> Value:
        """Return the value of a key, or the default."""
        return self.values.get(key, default)

    def line(self, key: str) -> str:
        """Return a scalar's text, or an empty text."""
        found = self.values.get(key)
        return found.value if isinstance(found, Scalar) else ""

    def wording(self) -> Text:
        """Return the text said under `say` and, for someone else, under `them`."""
        return Text(self.line("say"), self.line("them") or self.line("say"))


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a shape."""

    name: str
    kind: Kind
    required: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping with declared keys."""

    what: str
    keys: tuple[Key, ...]
    expected: str = "keys with values"

    def read(self, key: str, node: Node, findings: Findings) -> Record | None:
        """Return a record of the declared keys; unknown and missing ones are findings."""
        if not isinstance(node, MappingNode):
            _mistyped(self, key, node, findings)
            return None
        kinds = {each.name: each.kind for each in self.keys}
        values: dict[str, Any] = {}
        faulty = set(node.empty)
        for name, value in node.entries:
            kind = kinds.get(name.value)
            if kind is None:
                self._unknown(name, findings)
            elif (read := kind.read(name.value, value, findings)) is not None:
                values[name.value] = read
            else:
                faulty.add(name.value)
        self._missing(key, node, findings)
        return Record(node.at, values, frozenset(faulty))

    def _unknown(self, name: Scalar, findings: Findings) -> None:
        hint = did_you_mean(name.value, (each.name for each in self.keys))
        findings.add("PB011", name.at, key=name.value, what=self.what, hint=hint)

    def _missing(self, key: str, node: MappingNode, findings: Findings) -> None:
        there = {*node.empty, *(name.value for name, _ in node.entries)}
        missing = [each.name for each in self.keys if each.required and each.name not in there]
        what = self.what[0].upper() + self.what[1:]
        what += "" if key in what else f" (`{key}`)"
        for name in missing:
            findings.add("PB012", node.at, what=what, key=name)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the shape."""
        properties = {}
        for each in self.keys:
            properties[each.name] = each.kind.schema()
            if each.help:
                properties[each.name] = {"description": each.help, **properties[each.name]}
        return {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
            "required": [each.name for each in self.keys if each.required],
        }


@dataclass(frozen=True, slots=True)
class WordingOr:
    """A text, or a text with more keys beside `say` and `them`."""

    shape: Shape

    @property
    def expected(self) -> str:
        """Return both expectations."""
        return f"a text, or {self.shape.what}"

    def read(self, key: str, node: Node, findings: Findings) -> Value:
        """Return a Text where nothing but the wording is said, else a record."""
        names = {name.value for name, _ in node.entries} if isinstance(node, MappingNode) else ()
        kind = self.shape if set(names) - {"say", "them"} else Wording()
        return kind.read(key, node, findings)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of both."""
        return {"anyOf": [Wording().schema(), self.shape.schema()]}


@dataclass(frozen=True, slots=True)
class Which:
    """A scalar, or a mapping whose kind is told by a key that only it has."""

    scalar: Kind
    by_key: tuple[tuple[str, Kind], ...]
    default: Kind

    @property
    def expected(self) -> str:
        """Return what a scalar should be."""
        return self.scalar.expected

    def read(self, key: str, node: Node, findings: Findings) -> Value:
        """Return what the fitting kind reads."""
        if isinstance(node, Scalar):
            return self.scalar.read(key, node, findings)
        names = {name.value for name, _ in node.entries} if isinstance(node, MappingNode) else ()
        kind = next((kind for name, kind in self.by_key if name in names), self.default)
        return kind.read(key, node, findings)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema: any of them."""
        kinds = (self.scalar, *(kind for _, kind in self.by_key), self.default)
        return {"anyOf": [kind.schema() for kind in kinds]}


@dataclass(frozen=True, slots=True)
class Either:
    """A scalar read as one kind, keys with values or a list read as another."""

    scalar: Kind
    other: Kind

    @property
    def expected(self) -> str:
        """Return both expectations."""
        return f"{self.scalar.expected}, or {self.other.expected}"

    def read(self, key: str, node: Node, findings: Findings) -> Value:
        """Return what the fitting kind reads."""
        kind = self.scalar if isinstance(node, Scalar) else self.other
        return kind.read(key, node, findings)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of both."""
        return {"anyOf": [self.scalar.schema(), self.other.schema()]}


def _is_day(text: str) -> bool:
    try:
        return bool(_DATE.match(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _mistyped(kind: Kind, key: str, node: Node, findings: Findings) -> None:
    found = _FOUND[type(node)]
    name = f"`{key}`"
    hint = _HINTS.get(type(kind)) or _NOT_ONE_LINE[type(node)]
    findings.add("PB013", node.at, key=name, expected=kind.expected, found=found, hint=hint)


_HINTS: Mapping[type, str] = {
    ListOf: "Write it as [one, two], or one `- item` a line.",
    MapOf: "Write one `name: value` a line under it.",
    Shape: "Write one `key: value` a line under it.",
}
_NOT_ONE_LINE: Mapping[type, str] = {
    Sequence: "Remove the brackets or the `-`.",
    MappingNode: "Write the value after the colon, on the same line.",
}
_WORDINGS = Shape("a text", (Key("say", Line(), required=True), Key("them", Line())))

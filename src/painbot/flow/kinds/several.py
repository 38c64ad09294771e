"""Kinds made of others: lists, maps by key, texts in two wordings, one kind or another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from painbot.flow.findings import Findings
from painbot.flow.kinds.base import Kind, Value, mistyped
from painbot.flow.kinds.records import Key, Shape
from painbot.flow.kinds.scalars import Id, Line
from painbot.flow.reader import Mapping as MappingNode
from painbot.flow.reader import Node, Scalar, Sequence
from painbot.flow.text import Text


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one kind."""

    item: Kind
    expected: str = "a list"

    def read(self, key: str, node: Node, findings: Findings) -> list[Any] | None:
        """Return the values that could be read."""
        if not isinstance(node, Sequence):
            mistyped(self, key, node, findings, "Write it as [one, two], or one `- item` a line.")
            return None
        read = (self.item.read(key, item, findings) for item in node.items)
        values = [value for value in read if value is not None]
        return values if values or not node.items else None

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
            mistyped(self, key, node, findings, "Write one `name: value` a line under it.")
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


_WORDINGS = Shape("a text", (Key("say", Line(), required=True), Key("them", Line())))

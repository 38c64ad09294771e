"""Kinds of keys with values: shapes with declared keys, and the records they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from painbot.flow.findings import Findings, did_you_mean, nearest
from painbot.flow.kinds.base import Kind, Value, mistyped
from painbot.flow.reader import Mapping as MappingNode
from painbot.flow.reader import Node, Scalar, inside
from painbot.flow.text import Place, Text


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
            mistyped(self, key, node, findings, "Write one `key: value` a line under it.")
            return None
        kinds = {each.name: each.kind for each in self.keys}
        values: dict[str, Any] = {}
        faulty = set(node.empty)
        for name, value in node.entries:
            kind = kinds.get(name.value)
            if kind is None:
                faulty.add(self._unknown(name, node, findings))
                findings.lose(*inside(value))
            elif (read := kind.read(name.value, value, findings)) is not None:
                values[name.value] = read
            else:
                faulty.add(name.value)
        at = next((name.at for name, _ in node.entries if name.value == key), node.at)
        record = Record(at, values, frozenset(faulty))
        self._missing(key, record, findings)
        return record

    def _unknown(self, name: Scalar, node: MappingNode, findings: Findings) -> str:
        """Note a key that is not one, and return the one it may be meant to be."""
        there = {*node.empty, *(each.value for each, _ in node.entries)}
        open_keys = [each for each in self.keys if each.name not in there]
        needed = nearest(name.value, [each.name for each in open_keys if each.required])
        meant = needed or nearest(name.value, [each.name for each in open_keys])
        hint = did_you_mean(name.value, [meant] if meant else (each.name for each in self.keys))
        findings.add("PB011", name.at, key=name.value, what=self.what, hint=hint)
        return meant

    def _missing(self, key: str, record: Record, findings: Findings) -> None:
        missing = [each.name for each in self.keys if each.required and not record.has(each.name)]
        what = self.what[0].upper() + self.what[1:]
        what += "" if key in what else f" (`{key}`)"
        for name in missing:
            findings.add("PB012", record.at, what=what, key=name)

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

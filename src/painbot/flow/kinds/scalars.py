"""Kinds of one word or line: texts, ids, choices, numbers, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from painbot.flow.findings import Findings, did_you_mean
from painbot.flow.kinds.base import mistyped
from painbot.flow.reader import Node, Scalar

ID = re.compile(r"[a-z][a-z0-9-]{0,62}\Z")
_DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """One text; it is returned as the positioned scalar it is."""

    expected: str = "a text"
    empty: bool = False

    def read(self, key: str, node: Node, findings: Findings) -> Scalar | None:
        """Return the scalar."""
        if not isinstance(node, Scalar):
            mistyped(self, key, node, findings)
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
            mistyped(self, key, node, findings)
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
            mistyped(self, key, node, findings)
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
            mistyped(self, key, node, findings)
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
            mistyped(self, key, node, findings)
            return None
        if not _is_day(node.value):
            findings.add("PB017", node.at, value=node.value)
            return None
        return node

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a date."""
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def _is_day(text: str) -> bool:
    try:
        return bool(_DATE.match(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False

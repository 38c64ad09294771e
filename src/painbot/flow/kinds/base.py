"""What every kind can do, and what is said when a node is of another kind."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

from painbot.flow.findings import Findings
from painbot.flow.reader import Mapping as MappingNode
from painbot.flow.reader import Node, Scalar, Sequence

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


_NOT_ONE_LINE = {
    Sequence: "Remove the brackets or the `-`.",
    MappingNode: "Write the value after the colon, on the same line.",
}


def mistyped(kind: Kind, key: str, node: Node, findings: Findings, hint: str = "") -> None:
    """Note that a node is of another kind; `hint` says how this kind is written."""
    found, name = _FOUND[type(node)], f"`{key}`"
    how = hint or _NOT_ONE_LINE[type(node)]
    findings.add("PB013", node.at, key=name, expected=kind.expected, found=found, hint=how)

"""Kinds of value a key can hold, and how a node is read as one.

A shape is data, so the same declaration checks a file and writes the JSON Schema. Every
reader notes findings and returns None instead of raising.
"""

from painbot.flow.kinds.base import Kind, Value
from painbot.flow.kinds.records import Key, Record, Shape
from painbot.flow.kinds.scalars import ID, Date, Id, Line, OneOf, Whole
from painbot.flow.kinds.several import Either, ListOf, MapOf, Which, Wording, WordingOr

__all__ = [
    "ID",
    "Date",
    "Either",
    "Id",
    "Key",
    "Kind",
    "Line",
    "ListOf",
    "MapOf",
    "OneOf",
    "Record",
    "Shape",
    "Value",
    "Which",
    "Whole",
    "Wording",
    "WordingOr",
]

"""What a result shows: causes, tips and where they come from."""

from __future__ import annotations

from dataclasses import dataclass

from painbot.flow.levels import Level
from painbot.flow.text import Condition, Place, Text


@dataclass(frozen=True, slots=True)
class Reviewed:
    """When something was last reviewed and by whom; an empty name means not yet."""

    on: str
    by: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from."""

    id: str
    title: str
    by: str
    on: str
    url: str


@dataclass(frozen=True, slots=True)
class Tip:
    """Something that helps; shared by id."""

    id: str
    say: Text
    only_if: Condition | None
    hide_if: Condition | None
    sources: tuple[str, ...]
    covers: tuple[str, ...]
    at: Place


@dataclass(frozen=True, slots=True)
class Care:
    """A line on a cause card that says when to see whom."""

    id: str
    level: Level
    say: Text


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause card."""

    id: str
    name: Text
    also_called: tuple[str, ...]
    what: Text
    tips: tuple[str, ...]
    care: tuple[Care, ...]
    sources: tuple[str, ...]
    covers: tuple[str, ...]
    reviewed: Reviewed
    at: Place


@dataclass(frozen=True, slots=True)
class CauseFit:
    """When a flow shows a cause."""

    cause: str
    fits: Condition | None
    may_fit: Condition | None
    but_not_if: Condition | None
    at: Place

"""What a name in a condition can mean, and where it may be used."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from painbot.flow.model import Question, Tick


@dataclass(frozen=True, slots=True)
class QuestionTarget:
    """A question, shared question or fact."""

    question: Question


@dataclass(frozen=True, slots=True)
class TickTarget:
    """One tick and the key of the list it stands in."""

    key: str
    tick: Tick


@dataclass(frozen=True, slots=True)
class ListTarget:
    """A screen (all its pages; `ticks` also holds its follow-ups') or one follow-up list."""

    keys: tuple[str, ...]
    ticks: Mapping[str, TickTarget]


Target = QuestionTarget | TickTarget | ListTarget


@dataclass(frozen=True, slots=True)
class Scope:
    """The names a condition may use.

    `later` holds names that exist but are asked after the condition is needed, `unasked`
    shared questions this flow does not ask. Tests of the level and of all screens are for
    promises. `cautious` conditions (of causes, tips and the like) take "not sure" for unknown
    whatever the question says of raising rules.
    """

    names: Mapping[str, Target]
    later: AbstractSet[str] = frozenset()
    promises: bool = False
    all_lists: tuple[str, ...] = field(default=())
    unasked: AbstractSet[str] = frozenset()
    cautious: bool = False

"""How conversations stand and end, and what a trait of them has to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from painbot.dialogue.view import View
from painbot.flow.model import Library
from painbot.flow.text import Known, Sight
from painbot.proof.explore.choices import Given
from painbot.proof.explore.graph import State


@dataclass(frozen=True, slots=True)
class End:
    """A finished conversation; `certain` is the level that all of its kind reached."""

    library: Library
    path: tuple[str, ...]
    view: View
    certain: int
    asked: int


class Trait(Protocol):
    """Something that a finished conversation has or lacks."""

    @property
    def sights(self) -> frozenset[Sight]:
        """Return what is told apart from the beginning."""
        ...

    @property
    def counts(self) -> bool:
        """Return whether it looks at how many answers were given."""
        ...

    def holds(self, end: End) -> bool:
        """Return whether a conversation has it."""
        ...

    def why_not(self, end: End) -> frozenset[Sight]:
        """Return what has to be seen alike for another conversation to lack it as well."""
        ...

    def hopeless(self, known: Known, here: Here) -> bool:
        """Return whether no conversation can have it that has come so far."""
        ...


class Here(NamedTuple):
    """How far conversations have come: where they stand, what is certain, how many answers."""

    state: State
    path: tuple[str, ...]
    certain: int
    asked: int


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation: the flow it begins in and every answer, message by message."""

    flow: str
    given: tuple[Given, ...]

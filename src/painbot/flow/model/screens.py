"""Red-flag tick lists, and the rules that raise the level."""

from __future__ import annotations

from dataclasses import dataclass

from painbot.flow.levels import Level, Levels
from painbot.flow.model.cards import Reviewed
from painbot.flow.text import Condition, Place, Text


@dataclass(frozen=True, slots=True)
class Rule:
    """Raise the level to at least `level` while the condition may hold."""

    id: str
    condition: Condition
    level: Levels
    because: Text
    contact: str
    sources: tuple[str, ...]
    covers: tuple[str, ...]
    at: Place


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of a tick list.

    `level` is None in follow-up lists, whose ticks only matter to rules. `unsure_as` is
    "yes", "no" or a level's id: what "not sure" about this line does.
    """

    id: str
    button: Text
    say: Text
    also: tuple[str, ...]
    level: Levels | None
    because: Text
    contact: str
    sources: tuple[str, ...]
    covers: tuple[str, ...]
    unsure_as: str
    at: Place
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class TickList:
    """Ticks that are asked in one message: a page of a screen, or a follow-up list."""

    key: str
    screen: str
    ask: Text
    ticks: tuple[Tick, ...]
    follow_up: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """A red-flag tick list, its follow-up lists and its own rules."""

    id: str
    title: Text
    why: Text
    condition: Condition | None
    lists: tuple[TickList, ...]
    then: tuple[TickList, ...]
    rules: tuple[Rule, ...]
    meanwhile: tuple[tuple[str, Text], ...]
    sources: tuple[str, ...]
    covers: tuple[str, ...]
    reviewed: Reviewed
    at: Place

    @property
    def highest(self) -> Level:
        """Return the highest level anything in this screen can give."""
        ticks = (tick.level for part in self.lists for tick in part.ticks)
        levels = [level.otherwise for level in ticks if level is not None]
        return max([*levels, *(rule.level.otherwise for rule in self.rules)])

"""Levels of care: the one closed, ordered scale, and the wording that goes with it.

It knows the order and who to contact; it does not know which sign calls for which level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from painbot.flow.text import Condition, Place, Text


class Level(IntEnum):
    """How soon care is needed; higher is sooner."""

    SELF_CARE = 0
    ROUTINE = 1
    SOON = 2
    TODAY = 3
    HOSPITAL = 4
    EMERGENCY = 5

    @property
    def id(self) -> str:
        """Return the word operators write for this level."""
        return self.name.lower().replace("_", "-")


LEVELS: Mapping[str, Level] = {level.id: level for level in Level}
OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Levels:
    """A level that may depend on the country: `otherwise` is the highest of them."""

    otherwise: Level
    by_country: tuple[tuple[str, Level], ...] = ()

    def for_country(self, country: str | None) -> Level:
        """Return the level there; an unknown country gets the highest."""
        return dict(self.by_country).get(country or "", self.otherwise)

    @property
    def lowest(self) -> Level:
        """Return what is certain whatever the country."""
        return min((level for _, level in self.by_country), default=self.otherwise)


@dataclass(frozen=True, slots=True)
class NightText:
    """A text with another wording for the night."""

    day: Text
    night: Text


@dataclass(frozen=True, slots=True)
class LevelCard:
    """What a level is called, by day and by night, and why when nothing raised it.

    `meanwhile` is what to do until one is seen, whatever raised the level.
    """

    headline: NightText
    because: Text | None = None
    meanwhile: tuple[tuple[str, Text], ...] = ()
    check_again: Text | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to contact; `only_if` must be known to hold, or the contact `any` is used."""

    id: str
    only_if: Condition | None
    lines: Mapping[Level, NightText]
    at: Place


@dataclass(frozen=True, slots=True)
class Country:
    """Whom to phone in one country, in whole sentences by level."""

    id: str
    say: Text
    also: tuple[str, ...]
    lines: Mapping[Level, Text]


@dataclass(frozen=True, slots=True)
class UrgentSign:
    """One line of the safety net; left out only when its condition is known not to hold."""

    id: str
    say: Text
    only_if: Condition | None

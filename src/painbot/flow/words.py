"""What people type, per language: the words painbot understands and the emergency words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from painbot.flow.levels import Level
from painbot.flow.text import Place, Text


@dataclass(frozen=True, slots=True)
class Alarm:
    """Emergency words: found in free text, confirmed with one tap, they can only raise."""

    id: str
    words: tuple[str, ...]
    ask: Text
    level: Level
    contact: str
    because: Text
    sources: tuple[str, ...]
    covers: tuple[str, ...]
    at: Place


@dataclass(frozen=True, slots=True)
class Words:
    """The typed vocabulary of one language; every word is in small letters.

    `numbers` and `ordinals` map a word to its value (-1 is the last of a list); `less` stands
    before an amount and means less than that; `units` maps a word to its length in days,
    `moments` to how many days ago it lies; `weekdays` maps a name to 0 (Monday) to 6,
    `months` to 1 to 12; `commands` maps a command id to what
    people type for it. `negations` turn an emergency word around when they stand before it
    in the same clause; `breaks` end a clause.
    """

    language: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unsure: tuple[str, ...]
    none: tuple[str, ...]
    done: tuple[str, ...]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    less: tuple[str, ...]
    units: Mapping[str, float]
    moments: Mapping[str, float]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    fillers: tuple[str, ...]
    negations: tuple[str, ...]
    breaks: tuple[str, ...]
    commands: Mapping[str, tuple[str, ...]]
    alarms: tuple[Alarm, ...]

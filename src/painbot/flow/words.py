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

    `numbers` and `ordinals` map a word to its value; `units` maps a word to its length in
    days; `weekdays` maps a name to 0 (Monday) to 6; `commands` maps a command id to what
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
    units: Mapping[str, float]
    weekdays: Mapping[str, int]
    fillers: tuple[str, ...]
    negations: tuple[str, ...]
    breaks: tuple[str, ...]
    commands: Mapping[str, tuple[str, ...]]
    alarms: tuple[Alarm, ...]

"""A flow, and the library of all flows and what they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from painbot.flow.levels import Contact, Country, Level, LevelCard, UrgentSign
from painbot.flow.model.cards import Cause, CauseFit, Reviewed, Source, Tip
from painbot.flow.model.questions import Item, Question
from painbot.flow.model.screens import Rule, Screen, TickList
from painbot.flow.stops import Route
from painbot.flow.text import Condition, Place, Text
from painbot.flow.words import Words


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that must be true of every conversation.

    `kind` is one of `at least`, `at most`, `questions`, `never cause`, `never cause first`,
    `never tip`, `can happen`. `level`, `number` and `targets` are what it speaks about.
    """

    id: str
    condition: Condition | None
    kind: str
    at: Place
    level: Level | None = None
    number: int = 0
    targets: tuple[tuple[str, str], ...] = ()
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A topic: its screens, questions, rules and causes, in the order they are written."""

    id: str
    title: Text
    about: Text
    suits: Condition | None
    otherwise: str
    screens: tuple[tuple[str, ...], ...]
    items: tuple[Item, ...]
    rules: tuple[Rule, ...]
    causes: tuple[CauseFit, ...]
    otherwise_cause: str
    tips: tuple[str, ...]
    check_again: Mapping[Level, Text]
    urgent_signs: tuple[UrgentSign, ...]
    promises: tuple[Promise, ...]
    sources: tuple[str, ...]
    reviewed: Reviewed
    at: Place


@dataclass(frozen=True, slots=True)
class Library:
    """All loaded flows and what they share.

    `lowered` are the days and reasons by which a flow or screen signs off lower levels.
    `lists`, `questions` and `routes` index the same things by key, `offered` the ids of their ticks
    and answers; `digests` name the logic each flow can reach. `places` tells where a thing stands
    that carries no place of its own, by what it is and its id: (`phrase`, `welcome`). `keep_days`
    is for how long whoever serves it keeps answers; the phrase `kept` says so.
    """

    flows: Mapping[str, Flow]
    screens: Mapping[str, Screen]
    lists: Mapping[str, TickList]
    facts: Mapping[str, Question]
    shared: Mapping[str, Question]
    causes: Mapping[str, Cause]
    tips: Mapping[str, Tip]
    sources: Mapping[str, Source]
    levels: Mapping[Level, LevelCard]
    contacts: Mapping[str, Contact]
    countries: Mapping[str, Country]
    urgent_signs: tuple[UrgentSign, ...]
    promises: tuple[Promise, ...]
    words: Words
    phrases: Mapping[str, str]
    rows: Mapping[str, str]
    questions: Mapping[str, Question]
    lowered: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    offered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    keep_days: int = 7

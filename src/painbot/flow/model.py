"""What a library is made of: frozen data, compiled from flow files.

It refuses to know how files are read, how a conversation is walked and how anything looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from painbot.flow.levels import Contact, Country, Level, LevelCard, Levels, UrgentSign
from painbot.flow.stops import Route
from painbot.flow.text import Condition, Place, Text
from painbot.flow.words import Words

NONE = "none"
UNSURE = "unsure"
COUNTRY = "country"
WHO = "who"


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
class Answer:
    """One declared answer of a question."""

    id: str
    say: Text
    also: tuple[str, ...] = ()
    condition: Condition | None = None
    go_to: str | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question, a shared question or a fact.

    `key` is the name its answer is kept under: the bare id for facts and shared questions,
    `flow.id` for a topic's own. `kind` is one of `one`, `any`, `number`, `duration`. For
    numbers and durations each answer holds the range `low <= value < high` (days for
    durations). `unsure_as` is "yes", "no" or "" (not said).
    """

    id: str
    key: str
    kind: str
    ask: Text
    short: Text
    why: Text | None
    help: Text | None
    answers: tuple[Answer, ...]
    at: Place
    condition: Condition | None = None
    unsure_as: str = ""
    unit: str = ""
    picture: str = ""
    fact: bool = False
    was: str = ""

    def answer(self, answer_id: str) -> Answer | None:
        """Return the answer with that id, if it is declared."""
        return next((answer for answer in self.answers if answer.id == answer_id), None)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that share one condition."""

    id: str
    condition: Condition
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Signpost:
    """A turning without a question: go to another flow when the condition holds."""

    id: str
    condition: Condition | None
    go_to: str
    at: Place


@dataclass(frozen=True, slots=True)
class Use:
    """A place in a flow where a fact or a shared question is asked."""

    key: str
    at: Place


Item = Question | Group | Signpost | Use


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

    `lists`, `questions` and `routes` index the same things by key; `digests` name the logic
    each flow can reach.
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
    routes: Mapping[str, Route] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)

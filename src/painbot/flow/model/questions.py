"""What is asked in a flow, in the order it is written: questions, groups, turnings."""

from __future__ import annotations

from dataclasses import dataclass

from painbot.flow.text import Condition, Place, Text

NONE = "none"
UNSURE = "unsure"
COUNTRY = "country"
WHO = "who"


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

"""The dialogue every contender leads: eight questions of four answers, then a result.

Each question has one word that stands in no other, so that bytes on a wire show which it is.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Question(NamedTuple):
    """A question, the word it is known by, and what may be answered, in order."""

    id: str
    text: str
    marker: bytes
    answers: dict[str, str]


def _question(n: int, marker: str, text: str, *labels: str) -> Question:
    return Question(f"q{n}", text, marker.encode(), dict(zip("abcd", labels, strict=True)))


QUESTIONS: Final = (
    _question(1, "person", "Which person is this all for?",
              "For me", "My partner", "My mother", "My father"),
    _question(2, "began", "How long ago was it that this began?",
              "Only this week", "Last month", "Last summer", "Years ago"),
    _question(3, "sleep", "How often does it keep you from sleep?",
              "Every night", "Now and then", "Hardly", "Never at all"),
    _question(4, "walking", "How far do you get when you are walking?",
              "Around the room", "Around the house", "Half an hour", "As far as before"),
    _question(5, "stairs", "What is it like to climb some stairs?",
              "Impossible now", "With a rail only", "Slower", "Like always"),
    _question(6, "sitting", "What is it like after a time of sitting?",
              "Much worse then", "A little stiff", "Unchanged", "Better then"),
    _question(7, "tried", "Which of these have you tried already?",
              "Painkillers", "Exercises", "Warmth", "Nothing yet"),
    _question(8, "hope", "What do you hope for more than anything?",
              "To rest well", "To work", "To do sport", "To know the cause"),
)  # fmt: skip
RESULT: Final = "Look after it at homecare level, and come again when it gets worse."
RESULT_MARKER: Final = b"homecare"
TURNS: Final = len(QUESTIONS) + 1  # the first is /start


def label(question: Question, answer: str) -> str:
    """Return the question as it is left when it was answered."""
    return f"{question.text}\n✓ {question.answers[answer]}"


def typed(question: Question, text: str) -> str | None:
    """Return the id of the answer with this label."""
    return next((key for key, each in question.answers.items() if each == text), None)


__all__ = ["QUESTIONS", "RESULT", "RESULT_MARKER", "TURNS", "Question", "label", "typed"]

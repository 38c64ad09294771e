"""Texts on their way to a terminal, and lists with numbers."""

from __future__ import annotations

import pytest

from painbot.dialogue.replies import Asking, Choice, Result
from painbot.flow.levels import Level
from painbot.platforms.terminal.wording import clean, level_name, numbered, one_line


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("Calf", "Calf"),
        ("a\nb", "a\nb"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b2Jx\x07\x00\r", "2Jx"),
        ("\u202eabc\u2066", "abc"),
        ("ألم 🦵 é", "ألم 🦵 é"),
        ("\ud800", ""),
    ],
)
def test_nothing_steers_the_terminal(text: str, harmless: str) -> None:
    assert clean(text) == harmless


@pytest.mark.parametrize("text", ["a b", " a\tb ", "a\nb", "a\x1c\x85\u2028b", "a\r\nb\x00"])
def test_one_line_is_one_line_however_lines_are_told(text: str) -> None:
    assert one_line(text).splitlines() == ["a b"]


def asking(kind: str, *labels: str) -> Asking:
    choices = tuple(Choice(str(n), label, label) for n, label in enumerate(labels))
    return Asking("c", 1, kind, "?", choices)


def test_a_list_has_numbers_unless_a_number_is_an_answer_itself() -> None:
    assert numbered(asking("one", "Calf", "Foot"))
    assert numbered(asking("any", "Calf", "Foot"))
    assert not numbered(asking("number", "Under 16"))
    assert not numbered(asking("duration", "Less than 2 days"))
    assert not numbered(asking("one", "Never", "2 weeks"))
    assert numbered(Result("c", 1, Level.SOON, "See someone", (), (), ()))


def test_levels_have_names_that_can_be_read_without_colours() -> None:
    assert [level_name(level) for level in Level] == [
        "Self-care",
        "Routine",
        "Soon",
        "Today",
        "Hospital",
        "Emergency",
    ]

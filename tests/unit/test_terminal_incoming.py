"""A typed line to an event: a number is a tap on what is on the screen, all else is words."""

from __future__ import annotations

import getpass
from datetime import datetime

import pytest

from painbot.dialogue.events import Called, Tapped, Typed
from painbot.dialogue.replies import Asking, Choice, Result
from painbot.flow.levels import Level
from painbot.platforms.terminal import Line, conversation_key, to_incoming

NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
CHOICES = (Choice("calf", "Calf", "Calf"), Choice("foot", "Foot", "Foot"))
MORE = (Choice("none", "None of these", "None"), Choice("unsure", "Not sure", "Not sure"))
ONE = Asking("c", 7, "one", "Where?", CHOICES, MORE[1:])
ANY = Asking("c", 8, "any", "Any?", CHOICES, MORE)
AGE = Asking("c", 9, "number", "Age?", CHOICES, MORE[1:])
RESULT = Result("c", 10, Level.SOON, "See someone", (), (), CHOICES)
ID = "0123456789abcdef"


def event(text: str, showing: Asking | Result | None) -> object:
    return to_incoming(Line(text, ID, NOON, showing)).event


@pytest.mark.parametrize(
    ("text", "showing", "choice"),
    [
        ("1", ONE, "calf"),
        (" 2. ", ONE, "foot"),
        ("3", ONE, "unsure"),
        ("3", ANY, "none"),
        ("4", ANY, "unsure"),
        ("2", RESULT, "foot"),
    ],
)
def test_a_number_is_a_tap_that_names_its_question(
    text: str, showing: Asking | Result, choice: str
) -> None:
    assert event(text, showing) == Tapped("c", showing.number, choice, NOON, ID[:12])


@pytest.mark.parametrize(
    ("text", "showing"),
    [
        ("0", ONE),
        ("4", ONE),
        ("-1", ONE),
        ("1234567890", ONE),
        ("\u00b2", ONE),
        ("\u0661", ONE),
        ("one", ONE),
        ("1 2", ONE),
        ("1 2", ANY),
        ("1", ANY),  # a tap would only toggle it
        ("1", AGE),
        ("1", None),
        ("", ONE),
        ("calf\x00", ONE),
    ],
)
def test_all_else_is_words(text: str, showing: Asking | Result | None) -> None:
    seen = showing.number if showing else 0
    assert event(text, showing) == Typed(text, NOON, ID[:12], seen)


def test_the_terminal_may_call_a_command() -> None:
    called = to_incoming(Line("side-sleeping", ID, NOON, command="start"))
    assert called.event == Called("start", NOON, ID[:12], "side-sleeping")
    assert called.event_id == ID
    assert called.key.platform == "terminal"


def test_everybody_at_this_computer_has_a_conversation_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = set()
    for name in ("ann", "bob", "ann"):
        monkeypatch.setenv("LOGNAME", name)
        conversation_key.cache_clear()
        seen.add(conversation_key())
    assert len(seen) == 2

    def nameless() -> str:
        raise KeyError

    monkeypatch.setattr(getpass, "getuser", nameless)
    conversation_key.cache_clear()
    assert conversation_key().user.isdecimal()
    conversation_key.cache_clear()

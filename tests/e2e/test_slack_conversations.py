"""Whole conversations in Slack, beside what the engine says: by buttons alone, and by words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from painbot.flow.model import NONE, UNSURE
from tests.e2e.slacks import App
from tests.e2e.test_serve_conversations import ADULT, CONVERSATIONS
from tests.e2e.twins import SlackTwin
from tests.library_fixture import ROOT, compiled

if TYPE_CHECKING:
    from painbot.flow.model import Library


@pytest.fixture(scope="module")
def library() -> Library:
    return compiled(ROOT / "flows")


@pytest.fixture
def twin(app: App, library: Library) -> Iterator[SlackTwin]:
    """Return somebody new; in the end nothing may be left or have gone wrong."""
    twin = SlackTwin(app, library)
    yield twin
    twin.ends()


@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize("typing", [False, True], ids=["pressed", "typed"])
def test_a_conversation_comes_to_the_engines_result(
    twin: SlackTwin,
    name: str,
    typing: bool,  # noqa: FBT001
) -> None:
    flow, picks = CONVERSATIONS[name]
    twin.begins(flow)
    result = twin.goes_on(picks, typing=typing)
    last = twin.person.heard()[-1]
    assert last.seen.headers[0].endswith(result.headline)
    assert "not yet reviewed by a clinician" in last.text
    assert [each for each in twin.person.heard() if each.buttons] == [last]


def test_every_message_can_be_read_aloud(twin: SlackTwin) -> None:
    twin.begins()
    twin.goes_on(CONVERSATIONS["start-to-leg-at-night"][1])
    assert all(each.fallback.strip() for each in twin.person.heard())
    answered = twin.person.heard()[1]
    assert "Who is this for?" in answered.fallback
    assert "✓ Me" in answered.fallback


def test_an_answered_question_shows_the_answer_and_loses_its_buttons(twin: SlackTwin) -> None:
    twin.begins()
    question = twin.person.question()
    twin.taps_on("adult")
    assert twin.trace(question) == "Another adult"
    assert question.text.splitlines()[0] in twin.person.heard()[1].text


def test_ticks_are_seen_at_once_and_done_sends_them(twin: SlackTwin) -> None:
    twin.begins("leg-pain-at-night")
    while "emergency" not in twin.player.here():
        twin.answers(("me",) if "who" in twin.player.here() else ("40-54",))
    before, question = len(twin.person.heard()), twin.person.question()
    for tick, boxes in (("breath", 1), ("stroke", 2), ("breath", 1)):
        twin.taps_on(tick)
        assert sum(label.startswith("☑") for label in twin.person.question().labels) == boxes
    assert len(twin.person.heard()) == before
    assert NONE not in twin.player.offered()  # no more "none of these" beside a tick
    twin.taps_on("done")
    assert twin.player.result is not None
    assert twin.trace(question) == "One side weak, speech slurred"


def test_not_sure_walks_a_list_one_tick_at_a_time(twin: SlackTwin) -> None:
    twin.begins()
    twin.answers(("me",))
    twin.taps_on(UNSURE)
    for choice in ("no", UNSURE, "no", "no", "no"):
        assert twin.person.question().labels == ["Yes", "No", "Not sure"]
        twin.taps_on(choice)
    twin.types("no")
    twin.calls("back")
    for choice in ("no", "no", "no"):
        twin.taps_on(choice)
    assert "emergency" not in twin.player.here()


@pytest.mark.parametrize("command", ["help", "back", "why", "change", "language", "mydata"])
@pytest.mark.parametrize("way", ["command", "words"])
def test_what_can_be_said_at_any_time(twin: SlackTwin, command: str, way: str) -> None:
    twin.begins()
    for ids in (("me",), (), ()):
        twin.answers(ids)
    if way == "command":
        twin.calls(command)
    else:
        twin.types(command)
    twin.goes_on(CONVERSATIONS["start-to-leg-at-night"][1])


@pytest.mark.parametrize("said", ["the second one", "2", "Quetzal *&amp;* <!channel> {0} %s"])
def test_whatever_is_written_is_answered(twin: SlackTwin, said: str) -> None:
    twin.begins()
    twin.types(said)
    twin.goes_on({**ADULT, "emergency": ("breath",)})


def test_stop_ends_it_and_anything_begins_anew(twin: SlackTwin) -> None:
    twin.begins()
    twin.answers(("me",))
    twin.calls("stop")
    assert twin.bot.session(twin.person) is None
    assert [each for each in twin.person.heard() if each.buttons] == []
    twin.begins()
    twin.goes_on({"emergency": ("breath",)})


def test_an_answer_can_be_changed_by_buttons(twin: SlackTwin) -> None:
    twin.begins()
    for ids in (("me",), (), (), (), (), ("40-54",)):
        twin.answers(ids)
    twin.types("change")
    twin.taps_on("age")
    twin.taps_on("25-39")
    session = twin.bot.session(twin.person)
    assert session is not None
    assert [each.picks for each in session.answers if "age" in each.key] == [("25-39",)]


@pytest.mark.parametrize(("said", "choice"), [("I can't breathe", "yes"), ("CHEST PAIN!!", "no")])
def test_emergency_words_are_confirmed_with_one_press(
    twin: SlackTwin, said: str, choice: str
) -> None:
    twin.begins()
    twin.answers(("me",))
    twin.types(said)
    assert twin.person.question().labels == ["Yes", "No"]
    twin.taps_on(choice)
    assert (twin.player.result is not None) == (choice == "yes")

"""Emergency words at any moment: heard, asked about, confirmed, never lost."""

from __future__ import annotations

import pytest

from painbot.dialogue.engine import step
from painbot.dialogue.events import Called
from painbot.dialogue.replies import Asking
from painbot.flow.levels import Level
from painbot.flow.model import Library
from tests.tiny import COMMON, NOON, Talk, flow, library, screen

SIGNS = screen("level: today\nticks:\n  a: Sign a\n  b: {say: Sign b, level: hospital}\n")
START = flow("screens: [signs]\n")
MOVED = flow("screens: [more, signs]\n")
WORDS = COMMON["words.yaml"]
MILD = WORDS.replace("Chest pain now?, level: emergency", "Chest pain now?, level: hospital")
MORE = screen("level: today\nticks: {n: New sign}\n", "more")
DEADLY = screen("level: emergency\nticks: {z: Sign z}\n")
RENAMED = WORDS.replace("  chest: {words", "  heart: {words")


def plain(**more: str) -> Library:
    return library(**{"signs": SIGNS, "start": START, **more})


def moved() -> Library:
    return plain(more=MORE, start=MOVED)


def asks(talk: Talk, text: str) -> bool:
    last = talk.last
    return isinstance(last, Asking) and last.text == text


@pytest.fixture
def talk() -> Talk:
    return Talk(plain()).tap("me")


# While "change" is open


@pytest.mark.parametrize("typed", [False, True])
def test_an_alarm_heard_while_change_is_open_is_confirmed(talk: Talk, *, typed: bool) -> None:
    talk.call("change").say("I have chest pain")
    assert asks(talk, "Chest pain now?")
    assert [choice.id for choice in talk.asking.choices] == ["yes", "no"]
    (talk.say if typed else talk.tap)("yes")
    assert talk.result.level is Level.EMERGENCY


@pytest.mark.parametrize("typed", [False, True])
def test_an_alarm_heard_while_change_is_open_is_denied(talk: Talk, *, typed: bool) -> None:
    talk.call("change").say("I have chest pain")
    (talk.say if typed else talk.tap)("no")
    assert talk.stop == "screen:signs"
    assert talk.tap("b", "done").result.level is Level.HOSPITAL


def test_an_alarm_heard_while_change_is_open_after_a_result_is_confirmed(talk: Talk) -> None:
    talk.tap("none", "change-answer").say("chest pain")
    assert talk.tap("yes").result.level is Level.EMERGENCY


# After an edit


def test_an_alarm_is_heard_right_after_an_edit_that_moves_the_question(talk: Talk) -> None:
    talk.library = moved()
    talk.say("I have chest pain")
    assert talk.says("flow-changed")
    assert asks(talk, "Chest pain now?")
    assert talk.tap("yes").result.level is Level.EMERGENCY


def test_an_alarm_is_heard_when_its_flow_is_gone() -> None:
    talk = Talk(plain(other=flow("screens: [signs]\n", "other")), "other").tap("me")
    talk.library = plain()
    talk.say("I have chest pain")
    assert talk.says("lost")
    assert asks(talk, "Chest pain now?")
    assert talk.tap("yes").result.level is Level.EMERGENCY


def test_a_pending_alarm_survives_an_edit_of_wording(talk: Talk) -> None:
    talk.say("chest pain")
    talk.library = plain(start=START.replace("title: start", "title: Another"))
    assert talk.tap("yes").result.level is Level.EMERGENCY


@pytest.mark.parametrize("typed", [False, True])
def test_a_pending_alarm_survives_an_edit_that_moves_the_question(
    talk: Talk, *, typed: bool
) -> None:
    talk.say("chest pain")
    talk.library = moved()
    yes = talk.say if typed else talk.tap
    yes("yes")
    if isinstance(talk.last, Asking):  # asked once more
        assert asks(talk, "Chest pain now?")
        yes("yes")
    assert talk.result.level is Level.EMERGENCY


def test_a_pending_alarm_survives_an_edit_and_coming_back(talk: Talk) -> None:
    talk.say("chest pain")
    talk.library = moved()
    talk.call("start")
    assert asks(talk, "Chest pain now?")
    assert talk.tap("yes").result.level is Level.EMERGENCY


def test_a_confirmed_alarm_counts_after_an_edit(talk: Talk) -> None:
    talk.say("chest pain").tap("yes")
    talk.library = moved()
    assert talk.call("start").result.level is Level.EMERGENCY


# An alarm that is gone


def test_a_pending_alarm_that_is_gone_asks_on(talk: Talk) -> None:
    talk.say("chest pain")
    talk.library = plain(words=RENAMED)
    talk.tap("yes")
    assert asks(talk, "Any of signs?")
    assert talk.tap("none").result.level is Level.SELF_CARE


def test_of_two_pending_alarms_the_one_that_is_left_is_asked(talk: Talk) -> None:
    talk.say("chest pain and I can't breathe")
    talk.library = plain(words=RENAMED)
    talk.call("start")
    assert asks(talk, "No breath now?")
    assert talk.tap("yes").result.level is Level.EMERGENCY


def test_a_yes_to_an_alarm_that_is_gone_is_not_a_yes_to_the_next(talk: Talk) -> None:
    talk.say("chest pain and I can't breathe")
    talk.library = plain(words=RENAMED)
    talk.tap("yes")
    assert asks(talk, "No breath now?")


@pytest.mark.parametrize("command", ["start", "help", "why", "back", "change"])
def test_a_confirmed_alarm_that_is_gone_breaks_nothing(talk: Talk, command: str) -> None:
    talk.say("chest pain").tap("yes")
    talk.library = plain(words=RENAMED)
    assert talk.call(command).outcome.replies
    assert talk.session is not None


def test_a_confirmed_alarm_that_is_gone_lowers_nothing_silently(talk: Talk) -> None:
    talk.say("chest pain").tap("yes")
    talk.library = plain(words=RENAMED)
    talk.call("start")
    assert talk.says("lowered") or talk.last == talk.result
    talk.through({})
    assert talk.result.sections[0].id == "lowered"


# Several alarms


def test_after_a_no_to_the_first_of_two_alarms_the_second_is_asked(talk: Talk) -> None:
    talk.say("chest pain and I can't breathe")
    assert asks(talk, "Chest pain now?")
    talk.tap("no")
    assert asks(talk, "No breath now?")
    assert talk.tap("yes").result.level is Level.EMERGENCY


@pytest.mark.parametrize(
    "texts", [("chest pain", "I can't breathe"), ("I can't breathe", "chest pain")]
)
def test_an_alarm_heard_while_another_is_pending_is_not_lost(
    talk: Talk, texts: tuple[str, str]
) -> None:
    talk.say(*texts).tap("no")
    assert talk.asking.text in ("Chest pain now?", "No breath now?")
    assert talk.tap("yes").result.level is Level.EMERGENCY


def test_two_alarms_denied_go_on_where_we_were(talk: Talk) -> None:
    talk.say("chest pain and I can't breathe").tap("no", "no")
    assert asks(talk, "Any of signs?")
    assert talk.says("alarm-no")


def test_a_yes_to_a_lesser_alarm_still_asks_the_worse_one() -> None:
    talk = Talk(plain(words=MILD)).tap("me")
    talk.say("chest pain").say("I can't breathe")
    texts = []
    while isinstance(talk.last, Asking) and talk.last.text != "Any of signs?":
        texts.append(talk.asking.text)
        talk.tap("yes")
    assert talk.result.level is Level.EMERGENCY
    assert "No breath now?" in texts


# What was ticked, and taking it back


def test_ticks_survive_a_confirmed_alarm_that_does_not_end_the_questions() -> None:
    talk = Talk(plain(signs=DEADLY, words=MILD)).tap("me", "z").say("chest pain").tap("yes")
    assert "Level hospital" in talk.told
    assert [choice.id for choice in talk.asking.choices if choice.picked] == ["z"]
    assert talk.tap("done").result.level is Level.EMERGENCY


def test_ticks_survive_a_denied_alarm(talk: Talk) -> None:
    talk.tap("b").say("chest pain").tap("no")
    assert [choice.id for choice in talk.asking.choices if choice.picked] == ["b"]


def test_back_after_a_confirmed_alarm_takes_back_the_alarm(talk: Talk) -> None:
    talk.say("chest pain").tap("yes").call("back")
    assert asks(talk, "Any of signs?")
    assert talk.says("lowered")
    talk.tap("none")
    assert talk.result.level is Level.SELF_CARE
    assert talk.result.sections[0].id == "lowered"


def test_back_after_a_confirmed_lesser_alarm_takes_back_the_alarm() -> None:
    talk = Talk(plain(signs=DEADLY, words=MILD)).tap("me").say("chest pain").tap("yes")
    assert asks(talk, "Any of signs?")
    talk.call("back")
    assert talk.session is not None
    assert talk.session.alarms == ()
    assert [each.key for each in talk.session.answers] == ["who"]
    assert talk.says("lowered")


def test_changing_who_it_is_for_clears_alarms_and_what_was_told(talk: Talk) -> None:
    talk.say("chest pain").tap("yes").call("change", "who")
    assert asks(talk, "Who is it for?")
    assert not talk.says("lowered")
    assert talk.session is not None
    assert (talk.session.alarms, talk.session.told) == ((), 0)
    talk.tap("adult", "none")
    assert talk.result.level is Level.SELF_CARE
    assert talk.result.sections[0].id != "lowered"


# Behind a command


@pytest.mark.parametrize("command", ["help", "back", "start", "change", "restart"])
def test_an_alarm_is_heard_behind_a_command(talk: Talk, command: str) -> None:
    talk.call(command, "I have chest pain")
    assert asks(talk, "Chest pain now?")


def test_an_alarm_is_heard_behind_the_first_command() -> None:
    fresh = step(plain(), None, Called("start", NOON, "fresh", "I have chest pain"))
    last = fresh.replies[-1]
    assert isinstance(last, Asking)
    assert last.text == "Chest pain now?"


def test_words_behind_a_command_that_are_no_alarm_change_nothing(talk: Talk) -> None:
    talk.call("change", "my age please")
    assert talk.session is not None
    assert talk.session.changing

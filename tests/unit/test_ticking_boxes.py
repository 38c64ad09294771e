"""Lists that tick by themselves on the screen: what is ticked is told, and Done sends it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from painbot.dialogue.events import Tapped
from painbot.dialogue.replies import Asking
from painbot.dialogue.session import Answered
from painbot.flow.model import Library
from tests.tiny import HEAD, NOON, Talk, flow, library

QUESTIONS = flow(
    "screens: [alarm-signs, nerves]\n"
    "questions:\n"
    "  where: {ask: Where?, short: where, choose: any,"
    " answers: {calf: Calf, foot: Foot, toe: Toe}}\n"
    "  feel: {ask: How?, short: how, answers: {knot: A knot, ache: An ache}}\n",
)
SIGNS = (
    f"screen: alarm-signs\ntitle: Alarm\nask: Any of these?\nlevel: emergency\n{HEAD}"
    "unsure counts as: today\nbecause: It is urgent.\n"
    "ticks: {breath: Short of breath, stroke: Face drops}\n"
)
NERVES = (
    f"screen: nerves\ntitle: Nerves\nask: Any of these too?\nlevel: today\n{HEAD}"
    "unsure counts as: no\nbecause: Nerves are squeezed.\n"
    "ticks: {numb: Numb, weak: Weak, tired: {say: Tired legs, level: soon}}\n"
)
# What is tapped to come to a list, and what can be ticked there.
LISTS = {
    "a list of signs": (("me", "none"), ("numb", "weak", "tired")),
    "a question": (("me", "none", "none"), ("calf", "foot", "toe")),
}


@cache  # no fixture: hypothesis would print the whole library
def small() -> Library:
    return library(start=QUESTIONS, signs=SIGNS, nerves=NERVES)


@pytest.fixture
def talk() -> Talk:
    """Begin a conversation and come to "Where?"."""
    return Talk(small()).tap("me", "none", "none")


def press(talk: Talk, choice: str, *boxes: str, number: int = 0) -> Talk:
    """Press a button while these boxes are ticked on the screen; without a choice, tick them."""
    assert talk.session is not None
    session = talk.session
    which = number or session.number
    return talk.send(Tapped(session.id, which, choice, NOON, "new", boxes=boxes))


def report(talk: Talk, *boxes: str) -> Talk:
    return press(talk, "", *boxes)


def ticked(talk: Talk) -> tuple[str, ...]:
    assert talk.session is not None
    return talk.session.toggled


def buttons(talk: Talk) -> list[str]:
    return [choice.id for choice in talk.asking.more]


def answers(talk: Talk, key: str) -> tuple[str, ...]:
    assert talk.session is not None
    return next(one for one in talk.session.answers if one.key == key).picks


def test_the_first_tick_puts_done_in_the_place_of_none_of_these(talk: Talk) -> None:
    assert buttons(talk) == ["none"]
    report(talk, "foot")
    assert talk.asking.redraw
    assert buttons(talk) == ["done"]
    assert [choice.id for choice in talk.asking.choices if choice.picked] == ["foot"]
    assert len(talk.outcome.replies) == 1


def test_more_ticks_are_noted_without_a_word(talk: Talk) -> None:
    report(talk, "foot")
    for boxes in (("foot", "calf"), ("calf",), ("calf",)):
        report(talk, *boxes)
        assert (talk.outcome.replies, talk.outcome.effects) == ((), ())
        assert set(ticked(talk)) == set(boxes)


def test_nothing_ticked_any_more_brings_none_of_these_back(talk: Talk) -> None:
    report(talk, "foot")
    report(talk)
    assert talk.asking.redraw
    assert buttons(talk) == ["none"]
    assert not any(choice.picked for choice in talk.asking.choices)
    report(talk)
    assert talk.outcome.replies == ()


def test_ticks_are_noted_but_answer_nothing(talk: Talk) -> None:
    before = talk.session
    assert before is not None
    report(talk, "foot", "calf")
    assert talk.session is not None
    assert (talk.session.answers, talk.session.number) == (before.answers, before.number)
    assert talk.stop == "question:where"


def test_not_even_an_emergency_is_told_before_it_is_sent() -> None:
    talk = report(Talk(small()).tap("me"), "breath")
    assert isinstance(talk.last, Asking)
    press(talk, "done", "breath")
    assert talk.result.level.id == "emergency"


@pytest.mark.parametrize("noted", [(), ("toe",), ("foot", "calf", "toe"), ("foot",)], ids=str)
def test_done_takes_what_the_screen_shows_whatever_was_noted(
    talk: Talk, noted: tuple[str, ...]
) -> None:
    report(talk, *noted)
    press(talk, "done", "foot", "calf")
    assert answers(talk, "start.where") == ("calf", "foot")
    assert talk.asking.text == "How?"
    assert ticked(talk) == ()


def test_none_of_these_takes_no_tick_that_was_noted_and_taken_back(talk: Talk) -> None:
    report(talk, "foot")
    press(talk, "none")
    assert answers(talk, "start.where") == ()
    assert talk.asking.text == "How?"


@pytest.mark.parametrize(("choice", "boxes"), [("done", ()), ("none", ("foot",))])
def test_a_button_that_contradicts_the_boxes_is_asked_about(
    talk: Talk, choice: str, boxes: tuple[str, ...]
) -> None:
    press(talk, choice, *boxes)
    assert talk.says("stale-tap") == bool(boxes)  # with nothing ticked it is only asked again
    assert talk.stop == "question:where"
    assert ticked(talk) == boxes
    assert buttons(talk) == (["done"] if boxes else ["none"])


def test_boxes_of_no_such_name_are_left_out(talk: Talk) -> None:
    report(talk, "elbow", "numb", "", "none", "done")
    assert (talk.outcome.replies, ticked(talk)) == ((), ())
    press(talk, "done", "elbow", "toe")
    assert answers(talk, "start.where") == ("toe",)


def test_boxes_below_a_question_without_any_change_nothing(talk: Talk) -> None:
    talk.tap("none")
    report(talk, "knot")
    assert (talk.outcome.replies, ticked(talk)) == ((), ())
    press(talk, "knot", "ache")
    assert talk.result.level.id == "self-care"
    assert answers(talk, "start.feel") == ("knot",)


def test_ticks_of_an_earlier_question_are_not_taken_for_this_one(talk: Talk) -> None:
    assert talk.session is not None
    now = talk.session.number
    press(talk, "", "calf", "numb", number=now - 1)  # as when "done" has overtaken a tick
    assert (talk.outcome.replies, talk.stop, ticked(talk)) == ((), "question:where", ())
    press(talk, "done", "calf", number=now - 1)
    assert talk.says("stale-tap")
    assert talk.stop == "question:where"


def test_a_report_that_comes_after_done_takes_nothing_back(talk: Talk) -> None:
    assert talk.session is not None
    number = talk.session.number
    press(talk, "done", "foot", "calf")
    press(talk, "", "foot", number=number)
    assert answers(talk, "start.where") == ("calf", "foot")
    assert talk.stop == "question:feel"


def test_done_in_words_takes_what_was_noted(talk: Talk) -> None:
    report(talk, "foot")
    report(talk, "foot", "toe")
    talk.say("done")
    assert answers(talk, "start.where") == ("foot", "toe")


def test_not_sure_asks_only_for_what_is_not_ticked() -> None:
    talk = Talk(small()).tap("me", "none")
    press(talk, "unsure", "weak")
    assert talk.session is not None
    assert talk.session.walked == ("+weak",)
    talk.tap("no", "no")
    nerves = next(one for one in talk.session.answers if one.key == "nerves")
    assert nerves == Answered("nerves", ("weak",), (), nerves.shown)


def test_a_platform_with_a_button_for_each_tick_shows_each_of_them(talk: Talk) -> None:
    for choice, picked in (("foot", ["foot"]), ("calf", ["calf", "foot"]), ("foot", ["calf"])):
        talk.tap(choice)
        assert talk.asking.redraw
        assert [each.id for each in talk.asking.choices if each.picked] == picked
    talk.tap("done")
    assert answers(talk, "start.where") == ("calf",)


BOXES = st.lists(st.sampled_from(["x", "numb", "weak", "tired", "calf", "foot", "toe"]), max_size=5)


@pytest.mark.parametrize("which", LISTS)
@given(reports=st.lists(BOXES, max_size=6), data=st.data())
def test_whatever_was_reported_before_only_what_is_shown_at_done_counts(
    which: str, reports: list[list[str]], data: st.DataObject
) -> None:
    """Reports may come in any order, and the last ones never."""
    there, offered = LISTS[which]
    shown = data.draw(st.lists(st.sampled_from(offered), unique=True))
    pressed = "done" if shown else "none"
    by_boxes, one_by_one = (Talk(small()).tap(*there) for _ in range(2))

    for boxes in reports:
        report(by_boxes, *boxes)
        assert set(ticked(by_boxes)) == set(boxes) & set(offered)
    press(by_boxes, pressed, *shown)
    one_by_one.tap(*shown, pressed)

    assert by_boxes.session == one_by_one.session
    assert by_boxes.outcome == one_by_one.outcome

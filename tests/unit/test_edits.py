"""A flow edited under a live conversation: nothing is dropped, nothing fails."""

from __future__ import annotations

import msgspec

from painbot.flow.levels import Level
from painbot.flow.model import Library
from tests.tiny import HEAD, Talk, flow, library, screen

ONE = "  one: {ask: First?, answers: {a: The first, b: The second}}\n"
TWO = "  two: {ask: Second?, answers: {a: Red, b: Blue}}\n"
THREE = "  three: {ask: Third?, answers: {a: Up, b: Down}}\n"


def _library(*questions: str, rules: str = "", **more: str) -> Library:
    return library(start=flow("questions:\n" + "".join(questions) + rules), **more)


def _halfway() -> Talk:
    return Talk(_library(ONE, TWO, THREE)).tap("me", "a", "b")


def test_new_wording_just_goes_on() -> None:
    talk = _halfway()
    talk.library = _library(ONE, TWO, THREE.replace("Third?", "And the third?"))
    talk.call("start")
    assert talk.asking.text == "And the third?"
    assert not talk.says("flow-changed")
    assert talk.tap("a").result.level is Level.SELF_CARE


def test_a_new_question_is_asked_and_later_answers_are_kept() -> None:
    talk = _halfway()
    new = "  between: {ask: Between?, answers: {a: Here, b: There}}\n"
    talk.library = _library(ONE, new, TWO, THREE)
    talk.call("start")
    assert talk.says("flow-changed")
    assert talk.asking.text == "Between?"
    talk.tap("a")
    assert talk.asking.text == "Third?"


def test_an_answer_that_is_gone_is_asked_again() -> None:
    talk = _halfway()
    talk.library = _library(ONE, TWO.replace("b: Blue", "c: Green"), THREE)
    talk.call("start")
    assert talk.asking.text == "Second?"


def test_a_removed_question_is_forgotten() -> None:
    talk = _halfway()
    talk.library = _library(ONE, THREE)
    talk.call("start")
    assert talk.asking.text == "Third?"
    assert talk.tap("b").result.level is Level.SELF_CARE


def test_a_rule_that_fires_now_gives_its_result_at_once() -> None:
    talk = _halfway()
    rules = "rules:\n  red: {if: two is b, at least: today, because: It is blue.}\n"
    talk.library = _library(ONE, TWO, THREE, rules=rules)
    assert talk.call("start").result.level is Level.TODAY


def test_a_tick_added_to_a_list_is_asked_and_not_taken_for_a_no() -> None:
    screen = (
        f"screen: signs\ntitle: Signs\nask: Any?\nlevel: hospital\n{HEAD}"
        "unsure counts as: no\nbecause: Because.\nticks: {one: One thing}\n"
    )
    start = flow("screens: [signs]\nquestions:\n" + ONE)
    talk = Talk(library(start=start, signs=screen)).tap("me", "none")
    more = screen.replace("{one: One thing}", "{one: One thing, two: Another}")
    talk.library = library(start=start, signs=more)
    talk.call("start")
    assert talk.asking.text == "Any?"


def test_a_button_of_before_the_edit_is_not_taken_for_another_answer() -> None:
    talk = _halfway()
    session = talk.session
    assert session is not None
    new = "  between: {ask: Between?, answers: {a: Here, b: There}}\n"
    talk.library = _library(ONE, new, TWO, THREE)
    talk.tap("a")
    assert talk.asking.text == "Between?"


def test_a_flow_that_is_gone_begins_anew_and_says_so() -> None:
    topic = flow("questions:\n" + ONE, name="topic")
    start = flow("questions:\n" + TWO)
    talk = Talk(library(start=start, topic=topic), flow="topic").tap("me")
    talk.library = library(start=start)
    talk.call("start")
    assert talk.says("lost")
    assert talk.asking.text == "Who is it for?"


def test_a_renamed_question_keeps_its_answer() -> None:
    talk = _halfway()
    talk.library = _library(ONE, TWO.replace("  two: {", "  colour: {was: two, "), THREE)
    talk.call("start")
    assert talk.asking.text == "Third?"
    assert talk.session is not None
    assert "start.colour" in [each.key for each in talk.session.answers]


def test_a_session_at_a_list_with_nothing_left_to_tick_goes_on() -> None:
    signs = screen("level: today\nticks: {swollen: Swollen}\n")
    talk = Talk(library(start=flow("screens: [signs]\nquestions:\n" + ONE), signs=signs)).tap("me")
    assert talk.session is not None
    here = talk.session
    talk.tap("none")
    assert talk.session is not None
    talk.session = msgspec.structs.replace(talk.session, stop=here.stop)  # as no step leaves it
    talk.call("start")
    assert talk.asking.text == "First?"

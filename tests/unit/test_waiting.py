"""What an edit would mean to people in the middle of a conversation, counted and nameless."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from painbot.dialogue.session import Session
from painbot.flow.model import Library
from painbot.proof.waiting import Fate, Goes, fate, fates
from tests.tiny import HEAD, NOON, Talk, flow, library, screen

ONE = "  one: {ask: First?, answers: {a: The first, b: The second}}\n"
TWO = "  two: {ask: Second?, answers: {a: Red, b: Blue}}\n"
THREE = "  three: {ask: Third?, answers: {a: Up, b: Down}}\n"
NEW = "  new: {ask: New?, answers: {a: Here, b: There}}\n"
RULE = "rules:\n  red: {if: two is b, at least: %s, because: It is blue.}\n"
UNCHANGED = Fate(Goes.UNCHANGED)


def made(*questions: str, rules: str = "", **more: str) -> Library:
    return library(start=flow("questions:\n" + "".join(questions) + rules), **more)


def at_three(**more: str) -> Talk:
    return Talk(made(ONE, TWO, THREE, **more)).tap("me", "a", "b")


def session(talk: Talk) -> Session:
    assert talk.session is not None
    return talk.session


def goes(library: Library, talk: Talk) -> Fate:
    """Return the fate of a conversation, having made sure that it is what the person sees."""
    found = fate(library, session(talk), NOON)
    before, talk.library = session(talk), library
    talk.call("start")
    assert talk.says("flow-changed") == (found.goes in (Goes.ASKED, Goes.RESULT))
    assert talk.says("lost") == (found.goes is Goes.ANEW)
    talk.session = before
    return found


def test_the_same_logic_is_unchanged() -> None:
    assert goes(made(ONE, TWO, THREE.replace("Third?", "And third?")), at_three()) == UNCHANGED


def test_an_edit_elsewhere_is_unchanged() -> None:
    assert goes(made(ONE, TWO, THREE, NEW), at_three()) == UNCHANGED


@pytest.mark.parametrize(
    "edited", [made(ONE, NEW, TWO, THREE), made(ONE, TWO, NEW), made(NEW, ONE, TWO)]
)
def test_another_question_is_something_else(edited: Library) -> None:
    assert goes(edited, at_three()) == Fate(Goes.ASKED)


def test_a_result_at_once_is_no_other_level_when_none_was_told() -> None:
    edited = made(ONE, TWO, THREE, rules=RULE % "today")
    assert goes(edited, at_three()) == Fate(Goes.RESULT)


def test_nothing_more_to_ask_is_a_result() -> None:
    assert goes(made(ONE, TWO), at_three()) == Fate(Goes.RESULT)


def test_another_level_than_was_told_is_raised_or_lowered() -> None:
    plain, soon = made(ONE, TWO), made(ONE, TWO, rules=RULE % "soon")
    assert goes(soon, Talk(plain).tap("me", "a", "b")) == Fate(Goes.RESULT, raised=True)
    assert goes(plain, Talk(soon).tap("me", "a", "b")) == Fate(Goes.RESULT, lowered=True)
    assert goes(plain, Talk(soon).tap("me", "a", "a")) == UNCHANGED


def test_a_level_told_before_a_question_counts_as_told() -> None:
    def two(level: str) -> Library:
        first = screen(f"level: {level}\nticks: {{x: An x}}\n", "first")
        second = screen("level: emergency\nticks: {y: A y}\n", "second")
        start = flow("screens: [first, second]\nquestions:\n" + ONE)
        return library(start=start, first=first, second=second)

    talk = Talk(two("hospital")).tap("me", "x", "done")
    assert talk.asking.text == "Any of second?"
    assert goes(two("hospital"), talk) == UNCHANGED
    assert goes(two("emergency"), talk) == Fate(Goes.RESULT, raised=True)


def test_a_question_in_front_of_a_result_is_asked() -> None:
    talk = at_three().tap("a")
    assert goes(made(ONE, TWO, THREE, NEW), talk) == Fate(Goes.ASKED)


def test_an_emergency_word_that_waits_for_its_tap_still_does() -> None:
    talk = at_three().say("chest pain")
    assert goes(made(ONE, TWO, THREE), talk) == UNCHANGED


def test_a_flow_that_is_gone_begins_anew() -> None:
    topic = flow("questions:\n" + ONE, name="topic")
    talk = Talk(made(TWO, topic=topic), flow="topic").tap("me")
    assert goes(made(TWO), talk) == Fate(Goes.ANEW)


def test_what_cannot_be_a_conversation_begins_anew() -> None:
    odd = msgspec.structs.replace(session(at_three()), told=99)
    assert fate(made(ONE, TWO, THREE), odd, NOON) == Fate(Goes.ANEW)


def test_conversations_are_counted_by_the_flow_they_are_in() -> None:
    topic = flow("questions:\n" + ONE, name="topic")
    old = made(ONE, TWO, topic=topic)
    talks = [Talk(old).tap("me"), Talk(old).tap("me"), Talk(old).tap("me", "a")]
    talks.append(Talk(old, flow="topic").tap("me"))
    found = fates(made(ONE, NEW, TWO, topic=topic), map(session, talks), NOON)
    assert found == {
        "start": Counter({UNCHANGED: 2, Fate(Goes.ASKED): 1}),
        "topic": Counter({UNCHANGED: 1}),
    }


def test_a_list_with_another_tick_is_asked_again() -> None:
    signs = (
        f"screen: signs\ntitle: Signs\nask: Any?\nlevel: hospital\n{HEAD}"
        "unsure counts as: no\nbecause: Because.\nticks: {one: One thing}\n"
    )
    start = flow("screens: [signs]\nquestions:\n" + ONE)
    talk = Talk(library(start=start, signs=signs)).tap("me", "none")
    more = signs.replace("{one: One thing}", "{one: One thing, two: Another}")
    assert goes(library(start=start, signs=more), talk) == Fate(Goes.ASKED)

"""What must hold of every conversation, whatever people send."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from painbot.dialogue.events import Tapped
from painbot.dialogue.replies import Asking, Result, from_bytes, to_bytes
from painbot.dialogue.session import CorruptSession, Session
from painbot.dialogue.walk import replay, resume
from painbot.flow.model import Library
from tests import tiny
from tests.tiny import NOON, Talk
from tests.unit.test_engine import CRAMP, NERVES, QUESTIONS, SIGNS, TIPS


@cache  # no fixture: hypothesis would print the whole library
def small() -> Library:
    return tiny.library(start=QUESTIONS, cramp=CRAMP, tips=TIPS, signs=SIGNS, nerves=NERVES)


WORDS = ("back", "change", "why", "help", "yes", "no", "none", "not sure", "2", "chest pain",
         "start again", "purple", "", "done", "1 and 2", "3 weeks", "language", "Calf")  # fmt: skip
MOVES = st.lists(
    st.one_of(st.integers(0, 9), st.sampled_from(WORDS), st.text(max_size=20)), max_size=40
)


def _offered(talk: Talk) -> list[str]:
    last = talk.last
    more = last.more if isinstance(last, Asking) else ()
    choices = last.choices if isinstance(last, Asking | Result) else ()
    return [choice.id for choice in (*choices, *more)]


def _move(talk: Talk, move: int | str) -> None:
    if isinstance(move, str):
        talk.say(move)
    elif offered := _offered(talk):
        talk.tap(offered[move % len(offered)])


@given(MOVES)
@settings(max_examples=200, deadline=None)
def test_every_message_is_answered_and_the_session_can_be_walked_again(
    moves: list[int | str],
) -> None:
    talk = Talk(small())
    for move in moves:
        _move(talk, move)
        assert talk.outcome.replies
        assert [from_bytes(to_bytes(reply)) for reply in talk.outcome.replies]
        if talk.session is None:
            return
        walk = replay(small(), talk.session)
        assert walk.stop == talk.session.stop
        assert tuple(walk.answers.values()) == talk.session.answers


@given(st.lists(st.integers(0, 9), max_size=25))
@settings(max_examples=200, deadline=None)
def test_answers_alone_never_lower_the_level(moves: list[int]) -> None:
    talk = Talk(small())
    level = 0
    for move in moves:
        if isinstance(talk.last, Result):
            assert talk.last.level >= level
            return
        _move(talk, move)
        assert talk.session is not None
        view = resume(small(), talk.session).view
        assert view.floor >= level
        level = view.floor


@given(st.text(max_size=60), st.integers(-5, 50), st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_forged_taps_never_change_anything(conversation: str, number: int, choice: str) -> None:
    talk = Talk(small()).tap("me", "none", "none")
    before = talk.session
    assert before is not None
    if (conversation, number) == (before.id, before.number):
        return
    talk.send(Tapped(conversation, number, choice, NOON, "x"))
    assert talk.session == before


@given(st.binary(max_size=200))
def test_random_bytes_are_no_session_and_say_so(data: bytes) -> None:
    try:
        session = Session.from_bytes(data)
    except CorruptSession:
        return
    assert Session.from_bytes(session.to_bytes()) == session

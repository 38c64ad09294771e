"""True of every text: it is understood or asked again, and nothing is made up."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from painbot.dialogue.answers import Asked, Choice, Picked, Unclear, understand
from painbot.dialogue.emergency import heard
from painbot.dialogue.understanding.typed import MARKS, fold, split
from painbot.dialogue.understanding.vocabulary import vocabulary_of
from painbot.flow.model import Answer
from painbot.flow.text import Text
from tests.words_fixture import english

WORDS = english()
VOCABULARY = vocabulary_of(WORDS)
CHOICES = (
    Choice("calf", ("Calf", "lower leg", "back of the shin")),
    Choice("foot", ("Foot or toes", "foot", "toes")),
    Choice("swollen", ("One leg more swollen", "swollen leg")),
    Choice("weight", ("Cannot put weight on it", "cannot stand")),
    Choice("many", ("3 times or more, not less", "Gave birth in the last 6 weeks")),
    Choice("none", ("None of these",)),
    Choice("unsure", ("Not sure",)),
)
YES_NO = (Choice("yes", ("Yes",)), Choice("no", ("No",)), Choice("unsure", ("Not sure",)))
RANGES = (Answer("low", Text("", ""), low=0, high=14), Answer("high", Text("", ""), low=14))
BANDS = (Choice("low", ("Under 14",)), Choice("high", ("14 or more",)), YES_NO[2])
ASKED = (
    Asked("one", CHOICES[:5]),
    Asked("one", YES_NO),
    Asked("any", CHOICES),
    Asked("number", BANDS, RANGES, "years"),
    Asked("duration", BANDS, RANGES),
)
KNOWN = [
    *(word for choice in (*CHOICES, *YES_NO) for text in choice.words for word in text.split()),
    *(text for choice in (*CHOICES, *YES_NO) for text in choice.words),
    *WORDS.yes, *WORDS.no, *WORDS.unsure, *WORDS.none, *WORDS.fillers, *WORDS.negations,
    *WORDS.breaks, *WORDS.numbers, *WORDS.ordinals, *WORDS.units, *WORDS.weekdays,
    *(phrase.rstrip("*") for alarm in WORDS.alarms for phrase in alarm.words),
    "1", "2", "3", "-1", "6.5", "2026", ",", ".", ";", "-", "+", "&", "/", "?", "!", "#", "clf",
    "swolen", "weks", "don\u2019t", "👍",
]  # fmt: skip
anything = st.text(st.characters(exclude_categories=()), max_size=300)
said = st.lists(st.sampled_from(KNOWN), max_size=12).map(" ".join)
asked = st.sampled_from(ASKED)
moments = st.datetimes(timezones=st.just(UTC))
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
SPECIAL = {"none", "unsure", "yes", "no"}


@given(anything | said, asked, moments)
@example("", ASKED[0], NOW)
@example("\ud800", ASKED[2], NOW)
@example("9" * 5000, ASKED[3], NOW)
@example("since 31 february 0", ASKED[4], NOW)
def test_any_text_gives_offered_answers_or_none(typed: str, asked: Asked, at: datetime) -> None:
    found = understand(typed, asked, WORDS, at)
    offered = {choice.id for choice in asked.choices}
    if isinstance(found, Unclear):
        assert set(found.close) <= offered
        return
    assert found.ids
    assert len(set(found.ids)) == len(found.ids)
    assert set(found.ids) <= offered
    assert len(found.ids) == 1 or (asked.kind == "any" and SPECIAL.isdisjoint(found.ids))
    assert list(found.ids) == [c.id for c in asked.choices if c.id in found.ids]


@given(said, asked, st.sampled_from(["  {}  ", "\t{}\n", "{}.", "{}!", "  {} !"]))
def test_case_space_and_full_stops_change_nothing(typed: str, asked: Asked, form: str) -> None:
    plain = understand(typed, asked, WORDS, NOW)
    assert understand(typed.upper(), asked, WORDS, NOW) == plain
    assert understand("   ".join(typed.split(" ")), asked, WORDS, NOW) == plain
    if typed and typed[-1].isalpha() and isinstance(plain, Picked):
        assert understand(form.format(typed), asked, WORDS, NOW) == plain


@given(
    st.sampled_from(CHOICES[:5]).flatmap(
        lambda choice: st.tuples(st.just(choice.id), st.sampled_from(choice.words))
    ),
    st.sampled_from(
        ["not", "no", "without", "I don't have", "it isn't", "neither", "not the", "no sign of"]
    ),
    st.sampled_from(["", "I think ", "well, "]),
    st.sampled_from(ASKED[::2][:2]),
)
def test_a_denied_answer_is_never_picked(
    wording: tuple[str, str], no: str, lead: str, asked: Asked
) -> None:
    found = understand(f"{lead}{no} {wording[1]}", asked, WORDS, NOW)
    assert isinstance(found, Unclear) or wording[0] not in found.ids


@given(st.sampled_from([choice for a in ASKED for choice in a.choices]), asked)
def test_every_label_is_understood_as_itself(choice: Choice, asked: Asked) -> None:
    if choice in asked.choices:
        for text in choice.words:
            assert understand(text, asked, WORDS, NOW) == Picked((choice.id,))


@given(anything | said)
def test_any_text_is_heard_or_not(typed: str) -> None:
    found = heard(typed, WORDS)
    assert all(each in WORDS.alarms for each in found)
    assert heard(typed.swapcase().swapcase(), WORDS) == found or not typed.isascii()


PIECES = ("x ", "calf ", "\0", "😭", "\u202e", "ﷺ", "1 ", "not ", "a", "-1 ", "chset ", "\ud800")


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("question", ASKED)
def test_a_message_of_100_kb_is_asked_again(piece: str, question: Asked) -> None:
    found = understand(piece * (100_000 // len(piece)), question, WORDS, NOW)
    assert isinstance(found, Unclear) or (question.kind, piece) == ("number", "1 ")


PHRASES = [
    (alarm, phrase.replace("*", ""))
    for alarm in WORDS.alarms
    for phrase in alarm.words
    if VOCABULARY.negations.isdisjoint(split(fold(phrase)))
    and not phrase.startswith("breathing")  # "not breathing" is an alarm itself
]


@given(
    st.sampled_from(PHRASES), st.sampled_from(["no", "not", "without", "I don't have", "isn't any"])
)
def test_a_denied_alarm_is_never_raised(phrase: tuple[object, str], no: str) -> None:
    assert heard(f"{no} {phrase[1]}", WORDS) == ()
    assert heard(f"my calf hurts. {no} {phrase[1]}, thanks", WORDS) == ()


@given(st.sampled_from(PHRASES), anything, anything)
def test_an_alarm_is_heard_between_any_other_sentences(
    phrase: tuple[object, str], before: str, after: str
) -> None:
    assert heard(f"{before} . {phrase[1]} . {after}", WORDS)


@given(anything)
def test_words_hold_no_capital_no_accent_and_no_mark(typed: str) -> None:
    for token in VOCABULARY.tokens(typed):
        assert token
        assert token in MARKS or token in VOCABULARY.signs or token == fold(token)

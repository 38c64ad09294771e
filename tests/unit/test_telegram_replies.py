"""Any reply there can be, however long and odd: Telegram takes it, and nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from painbot.dialogue.replies import (
    Answer,
    Asking,
    Choice,
    Effect,
    Point,
    Reply,
    Result,
    Saying,
    Section,
)
from painbot.flow.levels import Level
from painbot.platforms.telegram.html import CAPTION, LONGEST
from painbot.platforms.telegram.wire import Call, read, to_wire
from painbot.ports.buttons import UNTICK, read_data
from painbot.ports.plain import clean
from painbot.proof.wording.limits import BESIDE
from tests.standins.telegram.formatting import Text
from tests.standins.telegram.formatting import read as seen
from tests.standins.telegram.keyboards import read_markup

IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=44)
CONVERSATIONS = st.text("0123456789abcdef", min_size=12, max_size=12)
SHORT = st.text(st.characters(codec=None), max_size=12)
# A text of a flow is never blank; here it may be of anything, and much too long.
TEXTS = st.builds(
    lambda word, more, times: f"{word}{more}" + f" {more}{word}" * times,
    st.text("abc<>&\"'/;#\u202e\u2066\x00\x1b\ud83d😀🦵é\n", min_size=1, max_size=9),
    SHORT,
    st.sampled_from([0, 0, 0, 1, 40, 400]),
).map(lambda text: f"x{text[:5000]}")
LINES = st.lists(TEXTS, min_size=1, max_size=4).map(tuple)
CHOICES = st.lists(
    st.builds(Choice, IDS, TEXTS.map(lambda t: t[:99]), TEXTS, st.booleans(), SHORT),
    max_size=5,
    unique_by=lambda choice: choice.id,
).map(tuple)
KINDS = st.sampled_from(["one", "any", "number", "duration"])
ASKING = st.builds(
    Asking,
    CONVERSATIONS,
    st.integers(0, 999_999),
    KINDS,
    TEXTS,
    CHOICES,
    CHOICES,
    TEXTS | st.just(""),
    st.sampled_from(["", "legs"]),
    st.booleans(),
)
SECTION_IDS = (
    "lowered", "because", "causes", "tips", "meanwhile", "urgent", "check-again", "you-told-me",
    "sources", "reviewed", "disclaimer",
)  # fmt: skip
POINTS = st.lists(st.builds(Point, TEXTS, LINES | st.just(())), min_size=1, max_size=4).map(tuple)
SECTIONS = st.lists(
    st.builds(Section, st.sampled_from(SECTION_IDS), TEXTS | st.just(""), POINTS), max_size=4
).map(lambda found: tuple(sorted(found, key=lambda section: SECTION_IDS.index(section.id))))
RESULTS = st.builds(
    Result,
    CONVERSATIONS,
    st.integers(0, 999_999),
    st.sampled_from(Level),
    TEXTS,
    LINES | st.just(()),
    SECTIONS,
    CHOICES,
)
SAYINGS = st.builds(Saying, LINES, st.none() | st.sampled_from(Level))
ANSWERS = st.builds(Answer, st.integers(0, 999_999), TEXTS | st.just(""), TEXTS | st.just(""))


# Making these texts takes longer than showing them, and to find their shortest form for ever.
ANY = settings(
    deadline=1000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=set(Phase) - {Phase.shrink, Phase.explain},
)


def calls(reply: Reply | Effect) -> list[Call]:
    parts = to_wire(reply)
    assert parts == to_wire(reply)
    return [read(part) for part in parts]


def taken(call: Call) -> Text:
    """Return what Telegram shows of a call; it blames whoever breaks its rules."""
    text = seen(call.html, "HTML", None)
    assert text.units <= (CAPTION if call.kind == "photo" else LONGEST)
    assert call.kind == "photo" or text.plain
    read_markup(call.markup)
    return text


def letters(texts: Iterable[str]) -> str:
    """Return all that is not white space or one of painbot's own marks."""
    return re.sub(r"[\s•✓🟢🔵🟡🟠🔴🚨☑☐]", "", "".join(clean(text) for text in texts))


def in_order(wanted: Iterable[str], calls: Iterable[Call]) -> None:
    """Fail unless every text is there, one behind the other."""
    shown, at = letters(taken(call).plain for call in calls), 0
    for text in wanted:
        sought = letters([text])
        at = shown.find(sought, at)
        assert at >= 0, f"{text[:40]!r} is lost or in the wrong place"
        at += len(sought)


@ANY
@given(SAYINGS)
def test_every_line_is_said(reply: Saying) -> None:
    found = calls(reply)
    in_order(reply.lines, found)
    assert all(call.kind == "send" and not call.rows for call in found)


@ANY
@given(ASKING)
@example(Asking("c", 1, "any", "x " * 500, (), (), "h", "legs"))
def test_every_question_is_asked_whole(reply: Asking) -> None:
    *first, last = calls(reply)
    carried = [read_data(data) for row in last.rows for _, data in row]
    any_of = reply.kind == "any"
    ticks = [f"{UNTICK * (any_of and each.picked)}{each.id}" for each in reply.choices]
    ids = (*ticks, *(each.id for each in reply.more))
    assert carried == [(reply.conversation, reply.number, each) for each in ids]
    assert last.number == reply.number
    assert not any(call.rows or call.number for call in first)
    taken(last)
    if reply.redraw:
        assert first == []
        return
    pictures = [call for call in (*first, last) if call.kind == "photo"]
    assert len(pictures) == bool(reply.picture)
    words = [call for call in (*first, last) if call.html]
    in_order([reply.text], words)
    in_order([reply.hint], words)
    shown = letters(f"{taken(call).plain}" for call in words)
    on_buttons = [label for row in last.rows for label, _ in row]
    for choice in reply.choices:
        whole = letters([choice.say])
        assert whole in shown or whole in map(letters, on_buttons)


@ANY
@given(ASKING)
def test_what_fits_below_a_picture_fits_with_its_answer(reply: Asking) -> None:
    for call in calls(reply):
        if call.kind == "photo" and call.html:
            label = ", ".join(choice.label for choice in (*reply.choices, *reply.more))
            (frozen,) = calls(Answer(reply.number, label, reply.text))
            assert taken(frozen).units <= CAPTION


@ANY
@given(ANSWERS)
def test_an_answer_stands_below_its_question(reply: Answer) -> None:
    (call,) = calls(reply)
    assert call.kind == "freeze"
    assert call.number == reply.number
    if not reply.text:
        assert not call.html
    elif len(reply.text) + len(reply.label) < LONGEST // 4:
        in_order([reply.text, reply.label], [call])
    elif len(reply.label) < LONGEST // 4:
        in_order([reply.label], [call])
    else:
        taken(call)


@ANY
@given(RESULTS)
def test_every_result_is_given_whole(reply: Result) -> None:
    found = calls(reply)
    assert [bool(call.rows) for call in found] == [
        *([False] * (len(found) - 1)),
        bool(reply.choices),
    ]
    in_order([reply.headline, *reply.contact_lines], found)
    for section in reply.sections:
        points = (text for point in section.points for text in (point.text, *point.details))
        in_order([section.title, *points], found)
    if reply.level >= Level.TODAY:
        tail = letters([reply.headline])
        assert letters(taken(call).plain for call in found).endswith(tail)


def test_what_check_lets_through_fits_on_a_button() -> None:
    longest = "f" * 12 + ":999999:"
    assert len(longest) <= BESIDE
    ident = "a" * (64 - BESIDE)
    assert read_data(longest + ident) == ("f" * 12, 999_999, ident)

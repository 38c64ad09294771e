"""Replies on Telegram: what a person reads and taps, and that Telegram takes all of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import pytest

from painbot.dialogue import engine
from painbot.dialogue.replies import (
    Answer,
    Asking,
    Choice,
    Effect,
    Outcome,
    Point,
    Reply,
    Result,
    Saying,
    Section,
)
from painbot.flow.levels import Level
from painbot.platforms.telegram import to_wire
from painbot.platforms.telegram.channel import HTML
from painbot.platforms.telegram.wire import Call, read
from painbot.ports import Part
from painbot.ports.buttons import UNTICK, button_data, read_data
from painbot.ports.showing import SIGNS
from painbot.proof import player
from tests import shipped
from tests.standins.telegram import formatting
from tests.standins.telegram.keyboards import read_markup
from tests.standins.telegram.strict import checked

YES_NO = (Choice("yes", "Yes", "Yes"), Choice("no", "No", "No"))
UNSURE = Choice("unsure", "Not sure", "Not sure")
NONE = Choice("none", "None of these", "None of these")
SWOLLEN = "One calf or ankle more swollen than the other"
TICKS = (
    Choice("swollen", "One leg more swollen", SWOLLEN, picked=True),
    Choice("vein", "Hard, sore vein", "A vein that is hard, sore and like a cord"),
)


def calls(reply: Reply | Effect) -> list[Call]:
    return [read(part) for part in to_wire(reply)]


def only(reply: Reply | Effect) -> Call:
    (call,) = calls(reply)
    return call


def labels(call: Call) -> list[list[str]]:
    return [[label for label, _ in row] for row in call.rows]


def plain(call: Call) -> str:
    return formatting.read(call.html, "HTML", None).plain


def asking(**changes: Any) -> Asking:  # noqa: ANN401 - any field
    usual = Asking("k3jx9q0a1b2c", 4, "one", "Is it worse at night?", YES_NO, (UNSURE,))
    return msgspec.structs.replace(usual, **changes)


def result(level: Level = Level.SOON, *sections: Section) -> Result:
    return Result("k3jx9q0a1b2c", 9, level, "See someone", ("Phone first.",), sections, YES_NO)


# Questions


def test_a_question_is_bold_and_its_hint_is_not() -> None:
    call = only(asking(hint="Think of the last week."))
    assert call.kind == "send"
    assert call.number == 4
    assert call.html == "<b>Is it worse at night?</b>\n\n<i>Think of the last week.</i>"


def test_a_button_carries_conversation_question_and_answer() -> None:
    carried = [data for row in only(asking()).rows for _, data in row]
    assert [read_data(each) for each in carried] == [
        ("k3jx9q0a1b2c", 4, name) for name in ("yes", "no", "unsure")
    ]


@pytest.mark.parametrize("data", ["", "?", "a:b:c", "a:1", "a:1:b:c", "a:1234567:b", "é:1:b"])
def test_what_is_not_ours_fits_no_question(data: str) -> None:
    assert read_data(data) == ("?", 0, "")


def test_the_longest_data_still_fits_behind_a_button() -> None:
    data = button_data("c" * 16, 999_999, "x" * 40)
    assert len(data.encode()) == 64
    assert read_data(data) == ("c" * 16, 999_999, "x" * 40)


def test_short_answers_stand_side_by_side_and_long_ones_alone() -> None:
    assert labels(only(asking())) == [["Yes", "No"], ["Not sure"]]
    long = Choice("b", "From time to time", "From time to time")
    assert labels(only(asking(choices=(*YES_NO, long)))) == [
        ["Yes"], ["No"], ["From time to time"], ["Not sure"],
    ]  # fmt: skip


def test_an_answer_too_long_for_a_button_is_read_above_it() -> None:
    long = "A mattress that is hard on hip and shoulder"
    call = only(asking(choices=(*YES_NO, Choice("hard", long, long))))
    assert plain(call) == f"Is it worse at night?\n\n• Yes\n• No\n• {long}"


def test_a_tick_list_says_in_full_what_its_boxes_say_in_short() -> None:
    call = only(asking(kind="any", text="Any of these?", choices=TICKS, more=(NONE, UNSURE)))
    assert plain(call) == (
        "Any of these?\n\n"
        "• One leg more swollen: One calf or ankle more swollen than the other\n"
        "• Hard, sore vein: A vein that is hard, sore and like a cord"
    )
    assert labels(call) == [
        ["☑ One leg more swollen"],
        ["☐ Hard, sore vein"],
        ["None of these", "Not sure"],
    ]


def test_several_lists_have_their_headings() -> None:
    first = msgspec.structs.replace(TICKS[0], group="In a leg?")
    second = msgspec.structs.replace(TICKS[1], group="In a vein?")
    call = only(asking(kind="any", choices=(first, second)))
    assert "<b>In a leg?</b>\n• <b>One leg" in call.html
    assert "\n\n<b>In a vein?</b>\n• <b>Hard" in call.html


def test_a_tick_changes_the_message_that_is_there() -> None:
    shown = asking(kind="any", choices=TICKS, more=(NONE,))
    again = msgspec.structs.replace(shown, redraw=True)
    (part,) = to_wire(again)
    assert part.harmless
    assert read(part).kind == "redraw"
    assert read(part).html == only(shown).html


def test_an_answered_question_keeps_its_answer_and_no_buttons() -> None:
    (part,) = to_wire(Answer(4, "Yes & no", "Is it worse at night?"))
    assert part.harmless
    assert read(part) == Call(
        "freeze", "<b>Is it worse at night?</b>\n\n✓ <b>Yes &amp; no</b>", (), 4
    )


@pytest.mark.parametrize(
    ("answer", "html"),
    [(Answer(4, "", "How old?"), "<b>How old?</b>\n\n✓"), (Answer(4, "Me"), ""), (Answer(4), "")],
)
def test_a_trace_has_no_gap_and_without_a_question_there_is_none(answer: Answer, html: str) -> None:
    assert only(answer).html == html


def test_a_picture_carries_its_question_if_that_fits_with_its_answer() -> None:
    call = only(asking(picture="hip-front"))
    assert (call.kind, call.picture, call.number) == ("photo", "hip-front", 4)
    assert call.rows


@pytest.mark.parametrize("text", ["long " * 205, "nearly " * 144])
def test_a_picture_of_a_long_question_comes_before_it(text: str) -> None:
    picture, question = calls(asking(picture="hip-front", text=text.strip()))
    assert picture == Call("photo", "", picture="hip-front")
    assert question.kind == "send"
    assert question.rows


def test_a_question_too_long_for_a_message_keeps_its_buttons_on_the_last() -> None:
    shown = asking(text="First part.\n" + "word " * 900)
    *first, last = calls(shown)
    assert first
    assert not any(call.rows or call.number for call in first)
    assert last.rows
    assert only(msgspec.structs.replace(shown, redraw=True)).html == last.html


# Lines and results


def test_lines_are_paragraphs_and_points_stay_with_their_heading() -> None:
    call = only(Saying(("It rests on this.", "Why", "• Sleep is bad.", "   You said so.", "End")))
    assert call.html == "It rests on this.\n\nWhy\n• Sleep is bad.\nYou said so.\n\nEnd"


@pytest.mark.parametrize("level", [Level.HOSPITAL, Level.EMERGENCY])
def test_an_urgent_level_is_marked_and_bold(level: Level) -> None:
    call = only(Saying(("This is important.", "Leave now.", "By car."), level))
    sign = SIGNS[level]
    assert call.html == f"{sign} <b>This is important.</b>\n\n<b>Leave now.</b>\n\nBy car."


def test_every_level_has_its_own_sign() -> None:
    assert len({SIGNS[level] for level in Level}) == len(Level)


@pytest.mark.parametrize("level", Level)
def test_a_result_begins_with_its_level_and_whom_to_contact(level: Level) -> None:
    call = only(result(level, Section("because", "Why", (Point("It is so.", ("You said so.",)),))))
    assert call.html.startswith(f"{SIGNS[level]} <b>See someone</b>\nPhone first.\n\n<b>Why</b>\n")
    assert labels(call) == [["Yes"], ["No"]]
    assert call.number == 9


def test_an_urgent_result_is_also_said_where_reading_ends() -> None:
    section = Section("because", "Why", (Point("It is so."),))
    assert plain(only(result(Level.TODAY, section))).endswith("See someone")
    assert plain(only(result(Level.SOON, section))).endswith("It is so.")


def test_a_long_result_ends_with_what_it_rests_on() -> None:
    tips = Section("tips", "What can help", tuple(Point("Rest a little. " * 9) for _ in range(28)))
    sources = Section("sources", "Sources", tuple(Point("A book. " * 9) for _ in range(10)))
    last_words = Section("disclaimer", "", (Point("Not a diagnosis."),))
    first, last = calls(result(Level.SOON, tips, sources, last_words))
    assert plain(first).startswith(f"{SIGNS[Level.SOON]} See someone\nPhone first.")
    assert not first.rows
    assert plain(last).startswith("Sources")
    assert plain(last).endswith("Not a diagnosis.")
    assert last.rows


def test_a_part_of_another_version_is_told_apart() -> None:
    with pytest.raises(msgspec.DecodeError):
        read(Part(b"\x93\x01\x02\x03"))


# Everything that is shipped


@cache
def spoken() -> tuple[Reply | Effect, ...]:
    """Return all that painbot says in the chats it ships, each once."""
    outcomes: list[Outcome] = []

    def heard(*turn: Any) -> Outcome:  # noqa: ANN401 - whatever a step takes
        outcomes.append(engine.step(*turn))
        return outcomes[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(player, "step", heard)
        shipped.played.__wrapped__()
    return tuple(dict.fromkeys(each for o in outcomes for each in (*o.effects, *o.replies)))


def requests(call: Call) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the calls that a part may become."""
    params: dict[str, Any] = {"chat_id": 5, "reply_markup": call.markup}
    text = {"text": call.html, **HTML}
    caption = {"caption": call.html, "parse_mode": "HTML"}
    if call.kind == "photo":
        yield "sendPhoto", {**params, **caption, "photo": "AgACAgIAAxkBAAM"}
    elif call.kind == "send":
        yield "sendMessage", {**params, **text}
    else:
        yield "editMessageText", {**params, **text, "message_id": 7}


def test_telegram_takes_everything_that_is_said_in_the_chats() -> None:
    kinds = set()
    for reply in spoken():
        for call in calls(reply):
            kinds.add(call.kind)
            for method, params in requests(call):
                checked(method, params, {}, set())
            shown = formatting.read(call.html, "HTML", None)
            assert shown.units <= 4096
            assert shown.plain or call.kind == "freeze"
            read_markup(call.markup)
    assert kinds == {"send", "redraw", "freeze"}


def test_every_choice_of_the_chats_can_be_read_in_full_and_tapped() -> None:
    for reply in spoken():
        if not isinstance(reply, Asking):
            continue
        *_, call = calls(reply)
        text = f"{plain(call)} {labels(call)}".casefold()
        carried = [read_data(data) for row in call.rows for _, data in row]
        choices = (*reply.choices, *reply.more)
        ids = [f"{UNTICK * (each.picked and reply.kind == 'any')}{each.id}" for each in choices]
        assert carried == [(reply.conversation, reply.number, each) for each in ids]
        assert all(each.say.casefold() in text for each in choices)


def test_every_result_of_the_chats_is_shown_whole() -> None:
    for reply in spoken():
        if not isinstance(reply, Result):
            continue
        first, *rest = calls(reply)
        assert all(line in plain(first) for line in (reply.headline, *reply.contact_lines))
        text = "\n".join(map(plain, (first, *rest)))
        assert all(
            line in text
            for section in reply.sections
            for point in section.points
            for line in (section.title, point.text, *point.details)
        )

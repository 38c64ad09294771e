"""Lines and results in Slack, and all that is shipped: Slack takes it, and nothing is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from painbot.dialogue.replies import Answer, Asking, Choice, Point, Result, Saying, Section
from painbot.flow.levels import Level
from painbot.ports.buttons import read_data
from painbot.ports.showing import SIGNS
from tests.standins.slack import reading
from tests.unit.test_slack_wire import TALK, YES_NO, asking, blocks, boxes, calls, only, seen
from tests.unit.test_telegram_wire import spoken

CUT = 75


def result(level: Level = Level.SOON, *sections: Section, headline: str = "See someone") -> Result:
    return Result(TALK, 9, level, headline, ("Phone first.",), sections, YES_NO)


@pytest.mark.parametrize("level", [Level.HOSPITAL, Level.EMERGENCY])
def test_an_urgent_level_is_marked_and_bold(level: Level) -> None:
    call = only(Saying(("This is important.", "Leave now.", "By car."), level))
    first, rest = (each["text"]["text"] for each in blocks(call))
    assert first == f"{SIGNS[level]} *This is important.*"
    assert rest == "*Leave now.*\nBy car."
    assert call.text == "This is important.\nLeave now.\nBy car."


@pytest.mark.parametrize("level", Level)
def test_a_result_begins_with_its_level_and_whom_to_contact(level: Level) -> None:
    why = Section("because", "Why", (Point("It is so.", ("You said so.",)),))
    call = only(result(level, why))
    assert seen(call).headers == (f"{SIGNS[level]} See someone",)
    assert seen(call).text.split("\n\n")[1:] == ["Phone first.", "Why\n• It is so.\nYou said so."]
    assert [each.text for each in seen(call).buttons] == ["Yes", "No"]
    assert call.text == "See someone\nPhone first.\nWhy\nIt is so.\nYou said so."


def test_what_a_result_rests_on_is_in_small_letters_and_not_read_aloud() -> None:
    named = ("you-told-me", "sources", "reviewed", "disclaimer")
    sections = [Section(each, each.title(), (Point(f"of {each}"),)) for each in named]
    call = only(result(Level.SOON, *sections))
    assert len(seen(call).contexts) == 4
    assert all(
        f"of {each}" in small for each, small in zip(named, seen(call).contexts, strict=True)
    )
    assert "of you-told-me" in call.text
    assert not any(f"of {each}" in call.text for each in named[1:])


def test_a_long_headline_is_read_in_full_below_the_heading() -> None:
    long = "See someone " * 20
    call = only(result(headline=long.strip()))
    assert len(seen(call).headers[0]) <= 150
    assert long.strip() in seen(call).text


def test_a_result_too_long_for_one_message_is_whole_in_several() -> None:
    tips = [Section("tips", f"Part {n}", (Point("Rest. " * 900),)) for n in range(30)]
    found = calls(result(Level.SOON, *tips))
    assert len(found) > 1
    assert sum(seen(call).text.count("Rest.") for call in found) == 27_000
    assert [bool(seen(call).buttons) for call in found][:-1] == [False] * (len(found) - 1)
    assert seen(found[-1]).buttons


# Everything that is shipped, and anything else


def test_slack_takes_everything_that_is_said_in_the_chats() -> None:
    kinds = {call.kind for reply in spoken() for call in (calls(reply) if _shown(reply) else ())}
    assert kinds == {"send", "redraw", "freeze"}


def _shown(reply: object) -> bool:
    return not (isinstance(reply, Answer) and not reply.text)


def test_every_choice_of_the_chats_can_be_read_and_heard_in_full_and_pressed() -> None:
    for reply in spoken():
        if not isinstance(reply, Asking):
            continue
        call = only(reply)
        carried = {read_data(each.value) for each in seen(call).buttons}
        ticks = {one["value"] for each in boxes(call) for one in each["options"]}
        labels = [one["text"]["text"] for each in boxes(call) for one in each["options"]]
        labels += [each.text for each in seen(call).buttons]
        text = " ".join([seen(call).text, *labels]).casefold()
        for choice in (*reply.choices, *reply.more):
            assert len(choice.label) > CUT or choice.say.casefold() in text
            assert choice.id in ticks or (reply.conversation, reply.number, choice.id) in carried
            assert choice.say in reading.plain(call.text)


def test_a_choice_whose_label_is_cut_can_be_read_in_full() -> None:
    long = [
        (choice.say, seen(only(reply)).text)
        for reply in spoken()
        if isinstance(reply, Asking)
        for choice in (*reply.choices, *reply.more)
        if len(choice.label) > CUT
    ]
    assert long
    assert all(say in text for say, text in long)


def test_every_result_of_the_chats_is_shown_whole() -> None:
    for reply in spoken():
        if not isinstance(reply, Result):
            continue
        text = "\n".join(seen(call).text for call in calls(reply))
        assert all(line in text for line in (reply.headline, *reply.contact_lines))
        assert all(
            line in text
            for section in reply.sections
            for point in section.points
            for line in (section.title, point.text, *point.details)
        )


TEXTS = st.text("ab *_~`<>&:@#\u202e😀é\n", max_size=150).map(lambda text: f"x{text}x")
CHOICES = st.lists(
    st.builds(Choice, st.uuids().map(str), TEXTS, TEXTS, st.booleans(), st.just("") | TEXTS),
    max_size=20,
    unique_by=lambda choice: choice.id,
).map(tuple)


@given(st.sampled_from(["one", "any", "number", "duration"]), TEXTS, CHOICES, CHOICES, TEXTS)
def test_slack_takes_any_question(
    kind: str, text: str, choices: tuple[Choice, ...], more: tuple[Choice, ...], hint: str
) -> None:
    shown = asking(kind=kind, text=text, choices=choices, more=more, hint=hint)
    for call in calls(shown):
        assert "\u202e" not in call.blocks.decode()


@given(st.sampled_from(Level), TEXTS, st.lists(TEXTS, min_size=1, max_size=20))
def test_slack_takes_any_lines_and_results(level: Level, first: str, lines: list[str]) -> None:
    points = tuple(Point(line, (first,)) for line in lines)
    sections = [Section(name, first, points) for name in ("because", "tips", "sources")]
    assert calls(result(level, *sections, headline=first))
    assert calls(Saying((first, *lines), level))

"""Questions in Slack: what a person reads, hears and presses, and that Slack takes all of it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from painbot.dialogue.replies import Answer, Asking, Choice, Effect, Reply
from painbot.platforms.slack import to_wire
from painbot.platforms.slack.wire import Call, read
from painbot.ports import Part
from painbot.ports.buttons import read_data
from tests.standins.slack import reading
from tests.standins.slack.blockkit import check

Json = dict[str, Any]
TALK = "k3jx9q0a1b2c"
YES_NO = (Choice("yes", "Yes", "Yes"), Choice("no", "No", "No"))
UNSURE, NONE = Choice("unsure", "Not sure", "Not sure"), Choice("none", "None of these", "None")
SWOLLEN = "One calf or ankle more swollen than the other"
TICKS = (
    Choice("swollen", "One leg more swollen", SWOLLEN, picked=True),
    Choice("vein", "Hard, sore vein", "A vein that is hard, sore and like a cord"),
)
LONG = "Since a fall, a twist or a knock that was hard enough to leave a mark on the skin for days"


def calls(reply: Reply | Effect) -> list[Call]:
    """Return the calls of a reply, all of which Slack would take."""
    found = [read(part) for part in to_wire(reply)]
    for call in found:
        check(blocks(call), "message")
        assert call.text.strip()
        assert len(call.text) <= 4000
    return found


def only(reply: Reply | Effect) -> Call:
    (call,) = calls(reply)
    return call


def blocks(call: Call) -> list[Json]:
    found: list[Json] = json.loads(call.blocks)
    return found


def kinds(call: Call) -> list[str]:
    return [each["type"] for each in blocks(call)]


def seen(call: Call) -> reading.Seen:
    return reading.read(blocks(call))


def boxes(call: Call) -> list[Json]:
    return [
        element
        for block in blocks(call)
        for element in block.get("elements", ())
        if element["type"] == "checkboxes"
    ]


def asking(**changes: Any) -> Asking:  # noqa: ANN401 - any field
    usual = Asking(TALK, 4, "one", "Is it worse at night?", YES_NO, (UNSURE,))
    return msgspec.structs.replace(usual, **changes)


def ticking(**changes: Any) -> Asking:  # noqa: ANN401 - any field
    usual = asking(kind="any", text="Any of these?", choices=TICKS, more=(NONE, UNSURE))
    return msgspec.structs.replace(usual, **changes)


# Questions


def test_a_question_is_bold_and_its_hint_is_in_small_letters() -> None:
    call = only(asking(hint="Think of the last week."))
    assert (call.kind, call.number, call.left) == ("send", 4, "Is it worse at night?")
    question, hint, row = blocks(call)
    assert question["text"] == {"type": "mrkdwn", "text": "*Is it worse at night?*"}
    assert hint["type"] == "context"
    assert hint["elements"][0]["text"] == "Think of the last week."
    assert row["type"] == "actions"


def test_a_button_carries_conversation_question_and_answer() -> None:
    carried = [read_data(each.value) for each in seen(only(asking())).buttons]
    assert carried == [(TALK, 4, name) for name in ("yes", "no", "unsure")]


def test_a_listener_hears_question_choices_and_hint() -> None:
    said = only(asking(hint="Think of the last week.")).text
    assert said == "Is it worse at night?\n• Yes\n• No\n• Not sure\nThink of the last week."


def test_a_listener_hears_what_a_box_means_and_under_which_heading() -> None:
    choices = [msgspec.structs.replace(TICKS[0], group="In a leg?")]
    choices += [msgspec.structs.replace(TICKS[1], group="In a vein?")]
    said = only(ticking(choices=tuple(choices))).text.splitlines()
    assert said == [
        "Any of these?", "In a leg?", f"• {SWOLLEN}", "In a vein?", f"• {TICKS[1].say}", "• None",
        "• Not sure",
    ]  # fmt: skip


def test_an_answer_that_had_to_be_short_is_read_in_full_above_its_button() -> None:
    call = only(asking(choices=(*YES_NO, Choice("fall", "After a fall", LONG))))
    assert f"• After a fall: {LONG}" in seen(call).text
    assert len(seen(call).buttons[2].text) <= 75


def test_a_label_that_is_too_long_is_cut_and_not_refused() -> None:
    label = seen(only(asking(choices=(Choice("a", LONG, LONG),)))).buttons[0].text
    assert len(label) <= 75
    assert label.endswith("…")
    assert LONG.startswith(label[:-1])


def test_sixty_choices_are_all_there_in_rows_that_slack_takes() -> None:
    many = tuple(Choice(f"c{n}", f"Choice {n}", f"Choice {n}") for n in range(60))
    call = only(asking(choices=many, more=()))
    assert [each.text for each in seen(call).buttons] == [each.label for each in many]
    ticks = only(ticking(choices=many))
    assert [one["value"] for each in boxes(ticks) for one in each["options"]] == [
        each.id for each in many
    ]


def test_a_text_of_20000_letters_is_read_whole_and_asked_once() -> None:
    text = "\n".join(f"{number} " + "word " * 40 for number in range(100))
    assert len(text) > 20_000
    found = calls(asking(text=text))
    shown = " ".join(seen(call).text for call in found)
    assert shown.split()[: len(text.split())] == text.split()
    assert [call.number for call in found] == [0] * (len(found) - 1) + [4]
    assert [bool(seen(call).buttons) for call in found][-1]


def test_a_number_may_be_typed_where_its_choices_are() -> None:
    call = only(asking(kind="number", hint="Type a number, or choose."))
    (field,) = seen(call).fields
    assert (field.kind, field.label) == ("number_input", "Type a number, or choose.")
    assert [each.text for each in seen(call).buttons] == ["Yes", "No", "Not sure"]
    (block,) = [each for each in blocks(call) if each["type"] == "input"]
    assert block["dispatch_action"] is True
    assert only(asking(kind="number")).blocks.count(b"Is it worse at night?") == 2


# Lists to tick


def test_what_is_ticked_is_ticked_on_the_screen() -> None:
    (list_,) = boxes(only(ticking()))
    assert [each["value"] for each in list_["options"]] == ["swollen", "vein"]
    assert list_["initial_options"] == list_["options"][:1]
    nothing = tuple(msgspec.structs.replace(each, picked=False) for each in TICKS)
    assert "initial_options" not in boxes(only(ticking(choices=nothing)))[0]


def test_a_box_says_in_small_letters_what_its_label_had_to_leave_out() -> None:
    (list_,) = boxes(only(ticking()))
    assert list_["options"][0]["description"]["text"] == SWOLLEN
    long = Choice("fall", "After a fall", LONG)
    call = only(ticking(choices=(*TICKS, long)))
    assert f"• After a fall: {LONG}" in seen(call).text
    assert all("description" not in each for each in boxes(call)[0]["options"])


def test_twelve_lists_stand_under_their_headings_in_one_message() -> None:
    choices = tuple(
        Choice(f"t{group}-{n}", f"Tick {n}", LONG, group=f"List {group}?")
        for group in range(12)
        for n in range(3)
    )
    call = only(ticking(choices=choices))
    assert [len(each["options"]) for each in boxes(call)] == [3] * 12
    assert all(f"List {group}?" in seen(call).text for group in range(12))


def test_a_tick_changes_the_message_that_is_there() -> None:
    (part,) = to_wire(ticking(redraw=True))
    assert part.harmless
    assert read(part).kind == "redraw"
    assert read(part).blocks == only(ticking()).blocks


def test_the_same_question_has_other_names_for_another_person() -> None:
    mine, other = only(ticking()), only(ticking(conversation="0" * 12, number=7))
    assert other.blocks == mine.blocks.replace(f"{TALK}:4:".encode(), b"000000000000:7:")
    assert (mine.number, other.number) == (4, 7)


# What is left of them


@pytest.mark.parametrize("label", ["Yes & no", ""])
def test_an_answered_question_keeps_its_answer_and_nothing_to_press(label: str) -> None:
    (part,) = to_wire(Answer(4, label, "Is it worse at night?"))
    call = only(Answer(4, label, "Is it worse at night?"))
    assert part.harmless
    assert (call.kind, call.number) == ("freeze", 4)
    assert set(kinds(call)) == {"section"}
    assert (
        seen(call).text.split("\n\n") == ["Is it worse at night?", f"✓ {label}"][: 1 + bool(label)]
    )
    assert call.text == "Is it worse at night?" + ("\n✓ Yes &amp; no" if label else "")


def test_of_a_question_that_was_left_only_the_buttons_go() -> None:
    (part,) = to_wire(Answer(4))
    assert read(part) == Call("freeze", "", b"[]", 4)


def test_nobody_is_called_and_nothing_is_turned_round() -> None:
    call = only(asking(text="<!channel> <@U0ADA> & \u202eabc* _x_", hint="<!here>"))
    assert "<" not in call.text + call.blocks.decode()
    assert "\u202e" not in call.text + call.blocks.decode()
    assert seen(call).text.startswith("<!channel> <@U0ADA> &")


def test_a_part_of_another_version_is_told_apart() -> None:
    with pytest.raises(msgspec.DecodeError):
        read(Part(b"\x93\x01\x02\x03"))

"""What leaves for Telegram: long results, pictures, and no faster than Telegram takes it."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.serving import Bot, say
from tests.standins.telegram import Call, Fault

if TYPE_CHECKING:
    from tests.standins.telegram import Person

LONGEST = 4096
BURST = 3
TO_WHERE = ("/start", "me", "none", "none", "34")
TO_THE_END = (*TO_WHERE, "calf", "a hard knot", "3 weeks")


def png(width: int, height: int) -> bytes:
    """Draw a grey picture."""
    rows = (b"\0" + b"\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    made = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def flows(bot: Bot) -> Path:
    assert bot.place.flows is not None
    return bot.place.flows


def edit(bot: Bot, name: str, old: str, new: str) -> None:
    file = flows(bot) / name
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))


def sent_to(bot: Bot, person: Person) -> list[Call]:
    """Return the new messages that were tried for somebody, in order."""
    new = ("sendMessage", "sendPhoto")
    calls = [call for call in bot.api.calls if call.method in new]
    return [call for call in calls if call.params["chat_id"] == person.chat_id]


def test_a_long_result_is_cut_into_messages_with_buttons_on_the_last(own: Bot) -> None:
    words = " ".join(f"step{number} 😀" for number in range(280))
    edit(own, "tips.yaml", "say: Walk a little.", f"say: Walk. {words}.")
    edit(own, "tips.yaml", "say: Stretch the calf.", f"say: Stretch. {words}.")
    own.serve()
    person = own.person()
    say(person, *TO_THE_END)
    own.settled()
    mine = max(each.message_id for each in person.screen() if each.mine)
    parts = [each for each in person.heard() if each.message_id > mine]
    assert len(parts) > 2
    assert max(len(each.text.encode("utf-16-le")) // 2 for each in parts) <= LONGEST
    text = "\n".join(each.text for each in parts)
    places = [text.find(each) for each in ("Book a visit", "Stretch.", "Walk.", "The test book")]
    assert -1 not in places
    assert places == sorted(places)
    assert [text.count(f"step{number} ") for number in range(280)] == [2] * 280
    assert [each for each in person.heard() if each.buttons] == parts[-1:]


@pytest.fixture
def pictured(own: Bot) -> Bot:
    """Return a bot whose first topic question has a picture."""
    (flows(own) / "pictures").mkdir()
    (flows(own) / "pictures" / "spot.png").write_bytes(png(320, 200))
    edit(own, "knee.yaml", "    ask: Where is it?\n", "    ask: Where is it?\n    picture: spot\n")
    return own


def test_a_picture_has_its_question_below_and_then_the_answer(pictured: Bot) -> None:
    pictured.serve()
    people = [pictured.person(), pictured.person()]
    for person in people:
        say(person, *TO_WHERE)
        question = person.question()
        assert (question.photo, question.text) == (True, "Where is it?")
        person.taps("Foot")
        person.wait(lambda each: each.heard()[-1].text.startswith("How does it feel?"))
        (frozen,) = (each for each in person.heard() if each.photo)
        assert (frozen.text, frozen.labels) == ("Where is it?\n\n✓ Foot", [])
    first, second = pictured.api.calls_of("sendPhoto")
    assert not isinstance(first.params["photo"], str) or "attach://" in first.params["photo"]
    assert second.params["photo"].startswith("AgAC")  # not sent twice over the wire
    assert len(pictured.api.calls_of("editMessageCaption")) == 2


def test_a_picture_question_is_asked_again_with_its_picture(pictured: Bot) -> None:
    pictured.serve()
    person = pictured.person()
    say(person, *TO_WHERE, "canaryword")
    pictured.settled()
    assert [each.photo for each in person.heard()][-3:] == [True, False, True]
    person.wait(
        lambda each: [bool(one.buttons) for one in each.heard()][-3:] == [False, False, True]
    )


def test_a_question_too_long_for_a_caption_follows_its_picture(pictured: Bot) -> None:
    edit(pictured, "knee.yaml", "ask: Where is it?", f"ask: Where is it? {'Look well. ' * 120}")
    pictured.serve()
    person = pictured.person()
    say(person, *TO_WHERE)
    picture, question = person.heard()[-2:]
    assert (picture.photo, picture.text, picture.labels) == (True, "", [])
    assert question.text.startswith("Where is it? Look well.")
    assert question.labels


def test_a_picture_that_is_missing_is_left_out(pictured: Bot) -> None:
    (flows(pictured) / "pictures" / "spot.png").unlink()
    pictured.serve()
    person = pictured.person()
    say(person, *TO_WHERE)
    assert (person.question().photo, person.question().text) == (False, "Where is it?")


def test_a_429_is_waited_for_in_order_and_holds_up_nobody_else(own: Bot) -> None:
    own.serve()
    slow, quick = own.person(), own.person()

    def first_time(call: Call) -> Fault | None:
        to = call.params.get("chat_id")
        return Fault.too_many(2) if to == slow.chat_id and len(sent_to(own, slow)) == 1 else None

    own.api.faults = first_time
    slow.says("/start")
    own.api.wait(lambda _: bool(sent_to(own, slow)))
    say(quick, *TO_WHERE)
    assert slow.heard() == []
    slow.wait(lambda each: len(each.heard()) == 2)
    own.settled()
    refused, again, last = sent_to(own, slow)
    assert again.at - refused.at > 1.9
    assert again.params["text"] == refused.params["text"]
    assert "Who is it for?" in last.params["text"]
    assert len(slow.heard()) == 2


def test_one_chat_gets_three_at_once_and_then_one_a_second(own: Bot) -> None:
    own.serve(TELEGRAM_PER_CHAT="1", TELEGRAM_PER_SECOND="30")
    person, other = own.person(), own.person()
    for text in ("/start", "/help", "/help", "/help"):
        person.says(text)
    person.wait(lambda each: len(each.heard()) >= BURST)
    other.says("/start")
    other.wait(lambda each: len(each.heard()) == 2)
    assert len(person.heard()) < 8  # the other one did not wait for this one
    person.wait(lambda each: len(each.heard()) == 8)
    own.settled()
    times = [call.at for call in sent_to(own, person)]
    assert len(times) == 8
    tolerance = 0.9  # the first may have been late on its way
    early = [
        (begin, end)
        for end in range(len(times))
        for begin in range(end)
        if times[end] - times[begin] < end - begin + 1 - BURST - tolerance
    ]
    assert early == []

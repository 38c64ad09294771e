"""One part, one call: what changes on somebody's screen, and what is known of it afterwards."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import msgspec
import pytest
from telegram import InputFile

from painbot.dialogue.replies import Answer, Asking, Choice, Effect, Reply, Saying
from painbot.platforms.telegram.api import NoMessage
from painbot.platforms.telegram.channel import BURST, TelegramChannel
from painbot.ports import (
    NOTHING_SHOWN,
    ConversationKey,
    NotSent,
    Part,
    Rates,
    Refused,
    Shown,
    TryLater,
    Undeliverable,
)
from painbot.settings import Telegram

if TYPE_CHECKING:
    from painbot.platforms.telegram.api import Api

ADA = ConversationKey("telegram", "123456", "4242", "4242")
CHOICES = (Choice("left", "Left", "Left"), Choice("right", "Right", "Right"))
QUESTION = Asking("c1", 3, "any", "Which side?", CHOICES)
PICTURED = msgspec.structs.replace(QUESTION, picture="legs")
TICKED = msgspec.structs.replace(QUESTION, redraw=True)
ANSWERED = Answer(3, "Left", "Which side?")
TROUBLES = [NotSent(), TryLater(2), Refused(), Undeliverable()]


class Telephone:
    """Takes calls in Telegram's place; `troubles` says which of them fail, and how."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.troubles: dict[str, Exception] = {}
        self.hangs = ""
        self.number = 40

    async def call(self, method: str, params: dict[str, Any]) -> Any:  # noqa: ANN401
        self.calls.append((method, params))
        if method == self.hangs:
            await asyncio.sleep(60)
        if method in self.troubles:
            raise self.troubles[method]
        self.number += method.startswith("send")
        sizes = [{"file_id": "small"}, {"file_id": f"large-{self.number}"}]
        return {"message_id": self.number, "photo": sizes} if method.startswith("send") else True

    def methods(self) -> list[str]:
        """Return the methods called since this was asked last."""
        found = [method for method, _ in self.calls]
        self.calls.clear()
        return found


class Screen:
    """A channel to Ada, and what it knows of the last question."""

    def __init__(self) -> None:
        self.telephone = Telephone()
        self.pictures: dict[str, bytes] = {"legs": b"a picture"}
        settings = Telegram("123456:token")
        api = cast("Api", self.telephone)
        self.channel = TelegramChannel(settings, api, self.pictures.get)
        self.shown = NOTHING_SHOWN

    async def shows(self, reply: Reply | Effect) -> list[str]:
        """Send all parts of a reply; return the methods called for it."""
        for part in self.channel.to_wire(reply):
            self.shown = await self.channel.deliver(ADA, part, self.shown)
        return self.telephone.methods()


@pytest.fixture
def screen() -> Screen:
    return Screen()


async def test_a_question_is_a_message_and_its_place_is_known(screen: Screen) -> None:
    (part,) = screen.channel.to_wire(QUESTION)
    assert await screen.channel.deliver(ADA, part, NOTHING_SHOWN) == Shown(3, 41)
    ((method, params),) = screen.telephone.calls
    assert method == "sendMessage"
    assert params["chat_id"] == 4242
    assert params["parse_mode"] == "HTML"
    assert params["link_preview_options"] == {"is_disabled": True}
    assert params["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "c1:3:left"


async def test_what_asks_nothing_leaves_the_question_where_it_is(screen: Screen) -> None:
    await screen.shows(QUESTION)
    before = screen.shown
    assert await screen.shows(Saying(("A line.",))) == ["sendMessage"]
    assert screen.shown == before


async def test_a_tick_redraws_the_message(screen: Screen) -> None:
    await screen.shows(QUESTION)
    (part,) = screen.channel.to_wire(TICKED)
    assert part.harmless
    before = screen.shown
    assert await screen.channel.deliver(ADA, part, before) == before
    method, params = screen.telephone.calls[-1]
    assert method == "editMessageText"
    assert params["message_id"] == 41


@pytest.mark.parametrize("shown", [NOTHING_SHOWN, Shown(2, 41), Shown(3, 0)])
async def test_what_is_not_there_to_be_redrawn_is_shown_anew(screen: Screen, shown: Shown) -> None:
    screen.shown = shown
    assert (await screen.shows(TICKED))[0] == "sendMessage"
    assert screen.shown == Shown(3, 41)


@pytest.mark.parametrize("shown", [Shown(3, 41, "frozen"), Shown(4, 42)])
async def test_what_was_answered_is_not_redrawn_when_its_ticks_are_sent_again(
    screen: Screen, shown: Shown
) -> None:
    screen.shown = shown
    assert await screen.shows(TICKED) == []
    assert screen.shown == shown


async def test_a_message_that_vanished_is_shown_anew(screen: Screen) -> None:
    await screen.shows(QUESTION)
    screen.telephone.troubles = {"editMessageText": NoMessage()}
    assert (await screen.shows(TICKED))[:2] == ["editMessageText", "sendMessage"]
    assert screen.shown == Shown(3, 42)


async def test_an_answered_question_is_frozen_once(screen: Screen) -> None:
    await screen.shows(QUESTION)
    assert await screen.shows(ANSWERED) == ["editMessageText"]
    assert screen.shown == Shown(3, 41, "frozen")
    assert await screen.shows(ANSWERED) == []
    assert await screen.shows(msgspec.structs.replace(QUESTION, number=4)) == ["sendMessage"]
    assert screen.shown == Shown(4, 42)


async def test_a_frozen_message_has_no_buttons(screen: Screen) -> None:
    await screen.shows(QUESTION)
    (part,) = screen.channel.to_wire(ANSWERED)
    await screen.channel.deliver(ADA, part, screen.shown)
    assert screen.telephone.calls[-1][1]["reply_markup"] == {"inline_keyboard": []}


@pytest.mark.parametrize("question", [QUESTION, PICTURED])
async def test_a_question_that_was_left_only_loses_its_buttons(
    screen: Screen, question: Asking
) -> None:
    await screen.shows(question)
    assert await screen.shows(Answer(3)) == ["editMessageReplyMarkup"]
    assert await screen.shows(Answer(3)) == []
    assert screen.shown == Shown(3, 41, "frozen")


@pytest.mark.parametrize("number", [2, 4])
async def test_only_the_last_question_is_frozen(screen: Screen, number: int) -> None:
    await screen.shows(QUESTION)
    assert await screen.shows(Answer(number, "Left", "Which side?")) == []


async def test_a_question_that_vanished_is_not_frozen(screen: Screen) -> None:
    await screen.shows(QUESTION)
    screen.telephone.troubles = {"editMessageText": NoMessage()}
    await screen.shows(ANSWERED)
    assert screen.shown == Shown(3, 41)


async def test_a_question_asked_again_takes_the_buttons_from_the_first(screen: Screen) -> None:
    await screen.shows(QUESTION)
    assert await screen.shows(QUESTION) == ["sendMessage", "editMessageReplyMarkup"]
    assert screen.shown == Shown(3, 42)


@pytest.mark.parametrize("trouble", [*TROUBLES, NoMessage()])
async def test_buttons_that_cannot_be_taken_away_stay(screen: Screen, trouble: Exception) -> None:
    await screen.shows(QUESTION)
    screen.telephone.troubles = {"editMessageReplyMarkup": trouble}
    await screen.shows(QUESTION)
    assert screen.shown == Shown(3, 42)


async def test_taking_buttons_away_holds_up_nobody(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("painbot.platforms.telegram.channel.STRIP_SECONDS", 0.01)
    await screen.shows(QUESTION)
    screen.telephone.hangs = "editMessageReplyMarkup"
    async with asyncio.timeout(5):
        await screen.shows(QUESTION)
    assert screen.shown == Shown(3, 42)


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("reply", [QUESTION, TICKED, ANSWERED, Saying(("A line.",))])
async def test_any_trouble_is_told_to_whoever_sends(
    screen: Screen, trouble: Exception, reply: Reply | Effect
) -> None:
    screen.shown = Shown(3, 41)
    screen.telephone.troubles = dict.fromkeys(("sendMessage", "editMessageText"), trouble)
    with pytest.raises(type(trouble)):
        await screen.shows(reply)


@pytest.mark.parametrize("body", [b"", b"\xff", b"\x93\x01\x02\x03", b"\x92\xa5dance\xa0"])
async def test_a_part_of_another_version_is_refused(screen: Screen, body: bytes) -> None:
    with pytest.raises(Refused):
        await screen.channel.deliver(ADA, Part(body), NOTHING_SHOWN)
    assert screen.telephone.calls == []


def test_messages_go_out_as_fast_as_the_settings_say(screen: Screen) -> None:
    assert screen.channel.rates == Rates(1.0, BURST, 30.0)


# Pictures


async def test_a_picture_is_uploaded_once(screen: Screen) -> None:
    (part,) = screen.channel.to_wire(PICTURED)
    shown = await screen.channel.deliver(ADA, part, NOTHING_SHOWN)
    await screen.channel.deliver(ADA, part, NOTHING_SHOWN)
    (first, uploaded), (second, again) = screen.telephone.calls
    assert (first, second) == ("sendPhoto", "sendPhoto")
    assert isinstance(uploaded["photo"], InputFile)
    assert uploaded["caption"] == "<b>Which side?</b>"
    assert uploaded["parse_mode"] == "HTML"
    assert uploaded["reply_markup"]["inline_keyboard"]
    assert again["photo"] == "large-41"
    assert shown == Shown(3, 41, "photo")


async def test_a_picture_that_was_edited_is_uploaded_again(screen: Screen) -> None:
    await screen.shows(PICTURED)
    screen.pictures["legs"] = b"another picture"
    (part,) = screen.channel.to_wire(PICTURED)
    await screen.channel.deliver(ADA, part, NOTHING_SHOWN)
    assert isinstance(screen.telephone.calls[-1][1]["photo"], InputFile)


async def test_the_words_below_a_picture_are_changed_as_such(screen: Screen) -> None:
    await screen.shows(PICTURED)
    redrawn = msgspec.structs.replace(PICTURED, redraw=True)
    assert await screen.shows(redrawn) == ["editMessageCaption"]
    assert await screen.shows(ANSWERED) == ["editMessageCaption"]
    assert screen.shown == Shown(3, 41, "frozen")


@pytest.mark.parametrize("lost", ["missing", "refused"])
async def test_without_its_picture_a_question_is_asked_all_the_same(
    screen: Screen, lost: str
) -> None:
    if lost == "missing":
        screen.pictures.clear()
    else:
        screen.telephone.troubles = {"sendPhoto": Refused()}
    assert (await screen.shows(PICTURED))[-1] == "sendMessage"
    assert screen.shown == Shown(3, 41)


@pytest.mark.parametrize("lost", ["missing", "refused"])
async def test_a_picture_without_words_is_left_out_if_it_cannot_be_sent(
    screen: Screen, lost: str
) -> None:
    if lost == "missing":
        screen.pictures.clear()
    else:
        screen.telephone.troubles = {"sendPhoto": Refused()}
    long = msgspec.structs.replace(PICTURED, text="long " * 300)
    methods = await screen.shows(long)
    assert methods.count("sendMessage") == 1
    assert screen.shown == Shown(3, 41)


async def test_a_picture_is_not_uploaded_again_because_of_a_trouble(screen: Screen) -> None:
    await screen.shows(PICTURED)
    (part,) = screen.channel.to_wire(PICTURED)
    screen.telephone.troubles = {"sendPhoto": NotSent()}
    with pytest.raises(NotSent):
        await screen.channel.deliver(ADA, part, NOTHING_SHOWN)
    screen.telephone.troubles = {}
    await screen.channel.deliver(ADA, part, NOTHING_SHOWN)
    assert screen.telephone.calls[-1][1]["photo"] == "large-41"


async def test_a_name_of_a_picture_that_lapsed_is_forgotten(screen: Screen) -> None:
    await screen.shows(PICTURED)
    screen.telephone.troubles = {"sendPhoto": Refused()}
    (part,) = screen.channel.to_wire(PICTURED)
    await screen.channel.deliver(ADA, part, NOTHING_SHOWN)
    screen.telephone.troubles = {}
    await screen.channel.deliver(ADA, part, NOTHING_SHOWN)
    assert isinstance(screen.telephone.calls[-1][1]["photo"], InputFile)


@pytest.mark.parametrize("trouble", [NotSent(), TryLater(2), Undeliverable()])
async def test_a_picture_in_trouble_is_tried_again_as_a_picture(
    screen: Screen, trouble: Exception
) -> None:
    screen.telephone.troubles = {"sendPhoto": trouble}
    with pytest.raises(type(trouble)):
        await screen.shows(PICTURED)
    assert screen.telephone.methods() == ["sendPhoto"]

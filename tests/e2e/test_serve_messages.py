"""Whatever else can come from Telegram: no words, edits, stale taps, groups, nonsense, blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.e2e.serving import Bot, begun, wait
from tests.library_fixture import ROOT, compiled

if TYPE_CHECKING:
    from tests.standins.telegram import Group, Person

PHRASES = compiled(ROOT / "flows").phrases
QUESTION = "Who is this for?"


def told(person: Person, phrase: str) -> None:
    """Wait until they are told this, and asked again below."""
    person.wait(lambda each: PHRASES[phrase] in [shown.text for shown in each.heard()])
    person.wait(lambda each: bool(each.heard()[-1].buttons))


COMMANDS = ["/start", "/restart", "/help", "/why", "/change", "/fly", "/start@painbot_test_bot"]
WORDLESS = ["sticker", "voice", "location", "contact", "poll", "photo"]


@pytest.mark.parametrize("kind", WORDLESS)
def test_what_has_no_words_is_answered_and_asked_again(bot: Bot, kind: str) -> None:
    person = begun(bot)
    person.sends(**{kind: True})
    told(person, "not-text")
    assert person.heard()[-1].text.startswith(QUESTION)


@pytest.mark.parametrize("kind", WORDLESS)
def test_a_conversation_may_begin_without_words(bot: Bot, kind: str) -> None:
    person = bot.person()
    person.sends(**{kind: True})
    person.wait(lambda each: bool(each.heard()) and bool(each.heard()[-1].buttons))
    assert PHRASES["welcome"] in person.heard()[0].text


def test_a_caption_is_what_was_said(bot: Bot) -> None:
    person = begun(bot)
    person.sends(photo=True, caption="me")
    person.wait(lambda each: each.heard()[-1].text.startswith("First, the most urgent signs"))


@pytest.mark.parametrize("way", ["caption", "edited", "first", *COMMANDS])
def test_emergency_words_count_wherever_they_stand(bot: Bot, way: str) -> None:
    person = bot.person() if way == "first" else begun(bot)
    if way == "caption":
        person.sends(photo=True, caption="my mum has chest pain")
    elif way == "edited":
        person.edits("chest pain")
    elif way in COMMANDS:
        person.says(f"{way} I cannot breathe")
    else:
        person.says("I cannot breathe")
    person.wait(lambda each: bool(each.heard()) and each.heard()[-1].labels == ["Yes", "No"])
    person.taps("Yes")
    person.wait(lambda each: each.heard()[-1].text.startswith("🚨"))


def test_an_edited_message_is_no_answer(bot: Bot) -> None:
    person = begun(bot)
    person.says("canaryword")
    person.wait(lambda each: len(each.heard()) == 4)
    person.edits("me")
    told(person, "edited")
    assert person.heard()[-1].text.startswith(QUESTION)


STALE: dict[str, Callable[[str], str]] = {
    "an earlier question": lambda data: data.replace(":1:", ":0:"),
    "a later question": lambda data: data.replace(":1:", ":99:"),
    "another conversation": lambda data: f"0123456789ab{data[12:]}",
    "an answer that is gone": lambda data: data.replace(":me", ":canaryword"),
    "another bot": lambda _: "menu_main",
    "another version": lambda data: f"v2|{data}",
    "nothing": lambda _: " ",
    "markup": lambda _: "<b>&{0}%s",
    "many digits": lambda data: data.replace(":1:", ":99999999999999999999:"),
}


@pytest.mark.parametrize("name", STALE)
def test_a_stale_tap_is_answered_with_the_present_question(bot: Bot, name: str) -> None:
    person = begun(bot)
    shown = person.question()
    assert shown.buttons[0][0].data is not None
    assert ":1:" in shown.buttons[0][0].data
    person.presses(STALE[name](shown.buttons[0][0].data), shown)
    told(person, "stale-tap")
    assert person.heard()[-1].text.startswith(QUESTION)
    wait(lambda: person.toasts == [None])
    wait(lambda: len([each for each in person.heard() if each.buttons]) == 1)


def test_nobody_can_answer_for_somebody_else(bot: Bot) -> None:
    first, second = begun(bot), begun(bot)
    data = first.question().buttons[0][0].data
    assert data is not None
    second.presses(data, second.question())
    told(second, "stale-tap")
    assert second.heard()[-1].text.startswith(QUESTION)
    assert [len(each.heard()) for each in (first, second)] == [2, 4]


def test_a_tap_on_a_message_that_is_too_old_to_be_shown_counts(bot: Bot) -> None:
    person = begun(bot)
    data = person.question().buttons[0][0].data
    old = {"chat": {"id": person.chat_id, "type": "private"}, "message_id": 3, "date": 0}
    query = {"id": "1", "from": person.user, "chat_instance": "1", "data": data}
    bot.api.inject({"callback_query": {**query, "message": old}})
    person.wait(lambda each: each.heard()[-1].text.startswith("First, the most urgent signs"))


def test_a_question_that_was_deleted_is_asked_again(bot: Bot) -> None:
    person = begun(bot)
    person.deletes(person.question())
    person.says("canaryword")
    person.wait(lambda each: bool(each.heard()[-1].buttons))
    person.says("me")
    person.wait(lambda each: each.heard()[-1].text.startswith("First, the most urgent signs"))


ROOMS: dict[str, Callable[[Group, Person], int]] = {
    "group": lambda room, person: room.says(person, "my leg hurts Quetzal"),
    "supergroup": lambda room, person: room.says(person, "/start"),
    "channel": lambda room, _: room.posts("Zanzibar chest pain"),
}


@pytest.mark.parametrize("kind", ROOMS)
def test_elsewhere_it_says_once_that_it_talks_in_private(bot: Bot, kind: str) -> None:
    bot.settled()
    before = bot.store.names()
    room, person = bot.api.group(kind), bot.api.person()  # type: ignore[arg-type]
    room.adds(person)
    ROOMS[kind](room, person)
    ROOMS[kind](room, person)
    room.wait(lambda each: bool(each.heard()))
    bot.settled()
    (line,) = room.heard()
    ((button,),) = line.buttons
    assert (line.text, button.url) == (
        PHRASES["elsewhere"],
        "https://t.me/painbot_test_bot?start=hello",
    )
    assert person.heard() == []
    assert bot.store.names() <= before


def test_the_link_of_a_group_begins_in_private(bot: Bot) -> None:
    person = bot.person()
    person.says("/start hello")
    person.wait(lambda each: bool(each.heard()) and each.heard()[-1].text.startswith(QUESTION))


def test_who_blocks_the_bot_is_forgotten_at_once(bot: Bot) -> None:
    person = begun(bot)
    person.taps("Me")
    person.wait(lambda each: each.heard()[-1].text.startswith("First, the most urgent signs"))
    bot.settled()
    person.blocks()
    bot.settled()
    assert {name.split(":")[2] for name in bot.store.of(bot.key(person))} == {"seen"}
    person.unblocks()
    person.says("hello again")
    person.wait(lambda each: each.heard()[-1].text.startswith(QUESTION))


def test_who_blocks_the_bot_unseen_is_forgotten_when_it_writes(bot: Bot) -> None:
    person = begun(bot)
    bot.settled()
    sent = len(bot.api.calls_of("sendMessage"))
    person._chat.blocked = True
    person.says("canaryword")
    bot.api.wait(lambda api: len(api.calls_of("sendMessage")) > sent)
    wait(lambda: bot.session(person) is None)
    bot.settled()
    assert {name.split(":")[2] for name in bot.store.of(bot.key(person))} == {"seen"}
    person._chat.blocked = False
    person.says("me")
    person.wait(lambda each: each.heard()[-1].text.startswith(QUESTION))

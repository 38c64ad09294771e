"""What nobody means to send: odd texts, unknown and malformed updates. Nobody else may notice."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from tests.e2e.serving import Bot, begun

QUESTION = "Who is this for?"


ODD = {
    "half a surrogate": "\\ud83d",
    "nothing to see": "\\u200b\\u2060",
    "from right to left": "\\u202e\\u0643\\u0644\\u0628",
    "markup": "<b>&amp;</b><script> *_`[x](y)",
    "controls": "\\u0000\\u0007\\u001b[2J",
    "long": "Quetzal " * 511,
    "one long word": "z" * 4096,
    "a slash": "/",
    "a command of no letters": "/ü",
    "a path": "../../etc/passwd",
    "a format": "%s %n {0} {bot.token} ${x}",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_not_understood_and_harm_nobody(bot: Bot, name: str) -> None:
    person = begun(bot)
    chat, sender = {"id": person.chat_id, "type": "private"}, {"from": person.user}
    body = update_bytes(chat, sender, ODD[name])
    bot.api.inject(body % bot.api._world.queue.next_id)
    person.wait(lambda each: len(each.heard()) == 4 and bool(each.heard()[-1].buttons))
    assert person.heard()[-1].text.startswith(QUESTION)


def update_bytes(chat: object, sender: Mapping[str, object], text: str) -> bytes:
    """Write an update whose id is still to be filled in and whose text is escaped already."""
    message = json.dumps({"message_id": 99, "date": 1, "chat": chat, **sender})[:-1]
    body = f'{{"update_id": ID, "message": {message}, "text": "{text}"}}}}'.encode()
    return body.replace(b"%", b"%%").replace(b"ID", b"%d", 1)


def update(bot: Bot, **message: object) -> int:
    """Send a message that people cannot make with their hands."""
    return bot.api.inject({"message": message})


def test_it_leaves_bots_and_service_messages_alone(bot: Bot) -> None:
    person = bot.person()
    robot = {"id": 77, "is_bot": True, "first_name": "Robot"}
    chat = {"id": person.chat_id, "type": "private"}
    seen = bot.process.happened("bot"), bot.process.happened("service")
    update(bot, message_id=900, date=1, chat=chat, text="hello", **{"from": robot})
    update(
        bot,
        message_id=901,
        date=1,
        chat=chat,
        pinned_message={},
        **{"from": person.user},
    )
    bot.settled()
    assert person.heard() == []
    assert bot.session(person) is None
    assert (bot.process.happened("bot"), bot.process.happened("service")) == (
        seen[0] + 1,
        seen[1] + 1,
    )


UNKNOWN: dict[str, object] = {
    "a kind of its own": {"message_reaction": {"chat": {"id": 1, "type": "private"}}},
    "nothing": {},
    "a message that is none": {"message": "canaryword"},
    "a message without a chat": {"message": {"message_id": 1, "text": "canaryword"}},
    "a tap of nobody": {"callback_query": {"id": "7", "data": "canaryword"}},
    "an id that is no number": {
        "message": {"message_id": 1, "chat": {"id": "Zanzibar", "type": "private"}}
    },
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_painbot_does_not_know_holds_nobody_up(bot: Bot, name: str) -> None:
    asked = len(bot.api.calls_of("getUpdates"))
    content = UNKNOWN[name]
    assert isinstance(content, dict)
    first, strange, last = begun(bot), bot.api.inject(dict(content)), bot.person()
    last.says("/start")
    last.wait(lambda each: bool(each.heard()))
    first.taps("Me")
    first.wait(lambda each: each.heard()[-1].text.startswith("First, the most urgent signs"))
    bot.settled()
    assert strange in bot.api.confirmed
    assert len(bot.api.calls_of("getUpdates")) - asked < 12  # it does not ask on and on


@pytest.mark.parametrize(
    "garbage",
    [
        b'{"update_id":%d,"message":{"text":"canaryword',
        b'{"update_id":%d,"message":{"text":"canaryword \xff\xfe"}}',
        b'{"update_id":%d,"message":{"chat":{"id":1e999}}}',
        b'{"update_id":%d,"message":' + b"[" * 3000 + b"]" * 3000 + b"}",
    ],
    ids=["cut", "no text", "infinite", "deep"],
)
def test_malformed_bytes_among_good_updates_are_passed_over(bot: Bot, garbage: bytes) -> None:
    people = [bot.person() for _ in range(3)]
    asked = len(bot.api.calls_of("getUpdates"))
    people[0].says("/start")
    number = bot.api.inject(garbage % bot.api._world.queue.next_id)
    people[1].says("/start")
    people[2].says("/start side-sleeping")
    for person in people:
        person.wait(lambda each: bool(each.heard()) and bool(each.heard()[-1].buttons))
    bot.api.wait(lambda api: number in api.confirmed)
    bot.settled()
    assert len(bot.api.calls_of("getUpdates")) - asked < 20
    assert [len(person.heard()) for person in people] == [2, 2, 2]

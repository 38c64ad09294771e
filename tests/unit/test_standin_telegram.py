"""The stand-in for Telegram does what Telegram does: drills are worth no more than it is."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.standins.plain_bot import PlainBot, PlainHook
from tests.standins.telegram import BotApi, Call, Fault
from tests.standins.telegram.spec import METHODS, TYPES, UPDATE_KINDS, Field, Fields

SPEC = Path(__file__).parents[3] / "shared/specs/telegram-bot-api.json"
PIXEL = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (3).to_bytes(4) + (2).to_bytes(4) + b"\x08\x02\0\0\0"


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi(seed=1) as api:
        yield api


@pytest.fixture
def bot(api: BotApi) -> PlainBot:
    return PlainBot(api.url, api.token)


def keyboard(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": one, "callback_data": f"to {one}"}] for one in labels]}


def soon(act: Callable[[], object]) -> threading.Timer:
    timer = threading.Timer(0.1, act)
    timer.start()
    return timer


def test_updates_come_again_until_a_higher_offset_confirms_them(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    first, second, third = person.says("/start"), person.says("hello"), person.says("again")
    assert second == first + 1
    assert bot.ids() == bot.ids(offset=first) == [first, second, third]
    assert bot.ids(limit=1) == [first]
    assert bot.ids(offset=second) == [second, third]
    assert (api.confirmed, api.waiting()) == ({first}, 2)
    assert bot.ids(offset=-1) == [third]
    assert api.forgotten == {second}


def test_a_message_is_as_telegram_writes_it(api: BotApi, bot: PlainBot) -> None:
    person = api.person(user_id=77, language="de")
    person.says("/start now")
    (update,) = bot.polled()
    message = update["message"]
    assert message["chat"] == {"id": 77, "type": "private", "first_name": "Person77"}
    assert message["from"]["language_code"] == "de"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


def test_a_poll_waits_for_what_is_to_come(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    timer = soon(lambda: person.says("there"))
    assert bot.polled(timeout=9)[0]["message"]["text"] == "there"
    timer.join()
    began = time.monotonic()
    assert bot.polled(timeout=1, offset=bot.ids()[-1] + 1) == []
    assert 0.9 < time.monotonic() - began < 3


def test_only_updates_that_were_asked_for_come(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    before = person.says("before")
    assert bot.ids(allowed_updates=["callback_query"]) == [before]
    assert person.says("unwanted") == 0
    assert bot.ids() == [before]


def test_a_second_poll_ends_the_first(api: BotApi, bot: PlainBot) -> None:
    ended: list[dict[str, Any]] = []
    first = threading.Thread(target=lambda: ended.append(bot("getUpdates", timeout=9)))
    first.start()
    api.wait(lambda api: bool(api.calls))
    time.sleep(0.05)
    assert bot.polled() == []
    first.join()
    assert ended[0]["error_code"] == 409
    assert ended[0]["description"].startswith("Conflict: terminated by other getUpdates request")


def test_after_a_jump_an_old_offset_confirms_nothing(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    for _ in range(20):
        last = person.says("before")
        assert bot.ids(offset=last + 1) == []
        api.jump()
        new = person.says("after")
        assert abs(new - last) > 10_000
        if new > last:
            assert bot.ids(offset=last + 1) == [new]
        else:
            assert bot.ids(offset=last + 1) == [new]
            assert new not in api.confirmed
        assert bot.ids(offset=new + 1) == []


def test_copies_and_late_updates_come_out_of_order(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    late = person.says("late", delay=0.2)
    twice = person.says("twice", copies=2, late=0.01)
    assert api.waiting() == 3
    assert bot.ids() == [twice]
    assert bot.ids(offset=twice + 1, timeout=5) == [twice]
    assert bot.ids(offset=twice + 1, timeout=5) == [late]
    assert bot.ids(offset=twice + 1) == []
    assert (api.confirmed, api.waiting()) == ({late, twice}, 0)
    api.again(late)
    assert bot.ids(offset=twice + 1) == [late]


def test_raw_updates_are_delivered_as_they_are(api: BotApi, bot: PlainBot) -> None:
    given = api.inject({"poll_answer": {"option_ids": "x"}})
    assert api.inject(b'{"update_id": 5, "message": 3}') == 5
    api.inject(b"[1, null]")
    assert bot("getUpdates")["result"] == [
        {"update_id": 5, "message": 3},
        {"update_id": given, "poll_answer": {"option_ids": "x"}},
        [1, None],
    ]


def test_a_press_that_is_too_old_is_lost() -> None:
    with BotApi(callback_seconds=0.05) as api:
        bot, person = PlainBot(api.url, api.token), api.person()
        bot("sendMessage", chat_id=person.user_id, text="Who?", reply_markup=keyboard("me"))
        pressed, said = person.taps("me"), person.says("hello")
        time.sleep(0.1)
        assert bot.ids() == [said]
        assert api.expired == {pressed}


def test_a_press_can_be_answered_once(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    bot("sendMessage", chat_id=person.user_id, text="Who?", reply_markup=keyboard("me", "you"))
    person.taps("to you")
    (update,) = bot.polled()
    press = update["callback_query"]
    assert (press["data"], press["message"]["text"]) == ("to you", "Who?")
    assert press["message"]["reply_markup"] == keyboard("me", "you")
    assert bot("answerCallbackQuery", callback_query_id=press["id"], text="Thanks")["ok"]
    again = bot("answerCallbackQuery", callback_query_id=press["id"])
    assert again["description"].startswith("Bad Request: query is too old")
    assert (person.toasts, api.mistakes, len(api.refusals)) == (["Thanks"], [], 1)
    with pytest.raises(AssertionError, match=r"\[me\]"):
        person.taps("them")


def test_edits_change_what_is_seen(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    where = {"chat_id": person.user_id}
    own = person.says("hi")
    sent = bot("sendMessage", **where, text="One?", reply_markup=keyboard("a"))["result"]
    where["message_id"] = sent["message_id"]
    assert (own > 0, sent["message_id"]) == (True, 2)
    assert bot("editMessageText", **where, text="Two?", reply_markup=keyboard("b"))["ok"]
    assert (person.question().text, person.question().labels) == ("Two?", ["b"])
    same = bot("editMessageText", **where, text="Two?", reply_markup=keyboard("b"))
    assert "message is not modified" in same["description"]
    assert bot("editMessageReplyMarkup", **where)["ok"]
    assert (person.heard()[0].buttons, person.heard()[0].edits) == ([], 2)
    mine = bot("editMessageText", chat_id=person.user_id, message_id=1, text="x")
    assert mine["description"] == "Bad Request: message can't be edited"
    gone = bot("editMessageText", chat_id=person.user_id, message_id=99, text="x")
    assert gone["description"] == "Bad Request: message to edit not found"
    assert bot("deleteMessage", **where)["ok"]
    assert [one.text for one in person.screen()] == ["hi"]
    assert api.mistakes == []


def test_a_picture_is_uploaded_once_and_sent_twice(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    body = (
        b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n%d\r\n'
        b'--x\r\nContent-Disposition: form-data; name="photo"\r\n\r\nattach://p\r\n'
        b'--x\r\nContent-Disposition: form-data; name="p"; filename="p.png"\r\n\r\n%s\r\n--x--\r\n'
    ) % (person.user_id, PIXEL)
    sent = bot.raw("sendPhoto", body, "multipart/form-data; boundary=x")["result"]
    (picture,) = sent["photo"]
    assert (picture["width"], picture["height"]) == (3, 2)
    where = {"chat_id": person.user_id, "photo": picture["file_id"]}
    assert bot("sendPhoto", **where, caption="<i>here</i>", parse_mode="HTML")["ok"]
    assert [(one.photo, one.text) for one in person.heard()] == [(True, ""), (True, "here")]
    path = bot("getFile", file_id=picture["file_id"])["result"]["file_path"]
    with urllib.request.urlopen(f"{api.url}/file/bot{api.token}/{path}") as answer:  # noqa: S310
        assert answer.read() == PIXEL
    wrong = bot("editMessageText", chat_id=person.user_id, message_id=1, text="x")
    assert wrong["description"] == "Bad Request: there is no text in the message to edit"
    assert bot("sendPhoto", **{**where, "photo": "unknown"})["error_code"] == 400
    assert api.mistakes == []


def test_forms_and_queries_are_understood_like_json(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    given = {"chat_id": person.user_id, "text": "1", "reply_markup": json.dumps(keyboard("a"))}
    form = urllib.parse.urlencode(given).encode()
    assert bot.raw("sendmessage", form, "application/x-www-form-urlencoded")["ok"]
    assert bot.raw(f"SENDMESSAGE?{form.decode()}", b"", "text/plain")["ok"]
    assert [one.labels for one in person.heard()] == [["a"], ["a"]]
    assert [call.method for call in api.calls] == ["sendMessage", "sendMessage"]
    assert api.calls[0].params["chat_id"] == person.user_id


def test_who_blocks_the_bot_is_not_written_to(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    person.blocks()
    refused = bot("sendMessage", chat_id=person.user_id, text="x")
    assert (refused["error_code"], refused["description"]) == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    person.unblocks()
    assert bot("sendMessage", chat_id=person.user_id, text="x")["ok"]
    changes = [update["my_chat_member"]["new_chat_member"] for update in bot.polled()]
    assert [change["status"] for change in changes] == ["kicked", "member"]
    assert changes[0]["user"]["username"] == "painbot_test_bot"


def test_groups_and_channels_and_other_messages(api: BotApi, bot: PlainBot) -> None:
    person, group, channel = api.person(), api.group("group"), api.group("channel")
    group.says(person, "hello")
    channel.posts("news")
    person.sends(sticker=True)
    person.sends(photo=True, caption="my leg")
    person.edits("my hip")
    person.sends(text="from afar", forward_origin={"type": "hidden_user"})
    said, posted, sticker, photo, edited, forwarded = bot.polled()
    assert forwarded["message"]["text"] == "from afar"
    assert said["message"]["chat"]["type"] == "group"
    assert "from" not in posted["channel_post"]
    assert sticker["message"]["sticker"]["emoji"]
    assert (photo["message"]["caption"], "text" in photo["message"]) == ("my leg", False)
    assert edited["edited_message"]["caption"] == "my hip"
    assert bot("leaveChat", chat_id=group.chat_id)["ok"]
    assert bot("sendMessage", chat_id=group.chat_id, text="x")["error_code"] == 403


def test_menus_are_kept_by_scope_and_language(api: BotApi, bot: PlainBot) -> None:
    menu = [{"command": "start", "description": "Begin"}]
    assert bot("setMyCommands", commands=menu)["ok"]
    scope = {"type": "chat", "chat_id": 5}
    assert bot("setMyCommands", commands=menu, scope=scope, language_code="de")["ok"]
    assert api.commands == {("default", ""): menu, ("chat:5", "de"): menu}
    assert bot("getMyCommands", scope=scope, language_code="de")["result"] == menu
    assert bot("deleteMyCommands")["ok"]
    assert bot("getMyCommands")["result"] == []
    assert bot("setMyShortDescription", short_description="Hips")["ok"]
    assert bot("getMyShortDescription")["result"] == {"short_description": "Hips"}


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("sendMessage", {"text": "x", "reply_to": 1}),
    ("sendMessage", {}),
    ("sendMessage", {"text": 5}),
    ("sendMessage", {"text": "  "}),
    ("sendMessage", {"text": "x" * 4097}),
    ("sendMessage", {"text": "\U0001f600" * 2049}),
    ("sendMessage", {"text": "x", "parse_mode": "MarkdownV2"}),
    ("sendMessage", {"text": "x", "disable_notification": 1}),
    ("sendMessage", {"text": "x", "reply_markup": keyboard("")}),
    ("sendMessage", {"text": "x", "reply_markup": keyboard("x" * 62)}),
    ("sendMessage", {"text": "x", "reply_markup": keyboard(*map(str, range(101)))}),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [{"text": "x"}]}}),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [], "columns": 2}}),
    ("sendMessage", {"text": "x", "reply_markup": "{}"}),
    ("sendPhoto", {"photo": "x", "caption": "x" * 1025}),
    ("sendChatAction", {"action": "thinking"}),
    ("sendRichMessage", {"text": "x"}),
]


@pytest.mark.parametrize(("method", "params"), WRONG)
def test_what_a_careful_bot_never_sends_is_a_mistake(
    api: BotApi, bot: PlainBot, method: str, params: dict[str, Any]
) -> None:
    person = api.person()
    answer = bot(method, chat_id=person.user_id, **params)
    assert answer["error_code"] == (404 if method == "sendRichMessage" else 400)
    assert (len(api.mistakes), api.refusals, person.heard()) == (1, [], [])


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "start", "description": ""}]}),
        ("setMyCommands", {"commands": [{"command": "a", "description": "b"}] * 101}),
        ("setMyCommands", {"commands": [], "scope": {"type": "everyone"}}),
        ("setWebhook", {"url": "https://example.org", "secret_token": "with space"}),
        ("setWebhook", {"url": "http://example.org"}),
        ("getUpdates", {"allowed_updates": ["messages"]}),
        ("getUpdates", {"limit": 101}),
    ],
)
def test_settings_are_checked_too(
    api: BotApi, bot: PlainBot, method: str, params: dict[str, Any]
) -> None:
    assert bot(method, **params)["error_code"] == 400
    assert len(api.mistakes) == 1


@pytest.mark.parametrize(
    "text",
    [
        *("<b>x", "x</b>", "<b><i>x</b></i>", "<p>x</p>", "a & b", "a &nbsp; b", "1 < 2"),
        *("2 > 1", "<br/>", "<a>x</a>", '<span class="big">x</span>', "&#0;", "<b></b>"),
    ],
)
def test_html_that_telegram_cannot_read_is_a_mistake(api: BotApi, bot: PlainBot, text: str) -> None:
    answer = bot("sendMessage", chat_id=api.person().user_id, text=text, parse_mode="HTML")
    assert (answer["error_code"], len(api.mistakes)) == (400, 1)


def test_html_becomes_text_with_entities(api: BotApi, bot: PlainBot) -> None:
    text = (
        '\n\U0001f600 <b>bold <i>both</i></b> &lt;3 &#65; <a href="https://a.b/?c&amp;d">link</a>'
        '<pre><code class="language-python">1</code></pre><blockquote expandable>q</blockquote>'
    )
    sent = bot("sendMessage", chat_id=api.person().user_id, text=text, parse_mode="HTML")["result"]
    assert sent["text"] == "\U0001f600 bold both <3 A link1q"
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 9},
        {"type": "italic", "offset": 8, "length": 4},
        {"type": "text_link", "offset": 18, "length": 4, "url": "https://a.b/?c&d"},
        {"type": "pre", "offset": 22, "length": 1, "language": "python"},
        {"type": "expandable_blockquote", "offset": 23, "length": 1},
    ]


@pytest.mark.parametrize(
    ("fault", "done", "answer"),
    [
        (Fault.error(502), 0, 502),
        (Fault.too_many(7), 0, 429),
        (Fault.hang(0.05), 0, None),
        (Fault.reset(), 0, None),
        (Fault.refuse_connection(), 0, None),
        (Fault.half_body(), 1, None),
        (Fault.lost_answer(), 1, None),
        (Fault.slow(0.05), 1, 200),
    ],
)
def test_each_fault_does_what_it_says(
    api: BotApi, bot: PlainBot, fault: Fault, done: int, answer: int | None
) -> None:
    person = api.person()
    api.faults = lambda call: fault if call.params["text"] == "x" else None
    if answer is None:
        with pytest.raises((OSError, HTTPException)):
            bot("sendMessage", chat_id=person.user_id, text="x")
    else:
        got = bot("sendMessage", chat_id=person.user_id, text="x")
        assert got.get("error_code", 200) == answer
        assert got.get("parameters", {}).get("retry_after", 7) == 7
    assert len(person.heard()) == done
    api.wait(lambda api: api.calls[0].done_at > 0)
    assert (api.calls[0].ok, api.calls[0].fault) == (bool(done), fault)
    assert bot("sendMessage", chat_id=person.user_id, text="y")["ok"]


def test_what_has_arrived_is_done_although_the_bot_is_gone() -> None:
    with BotApi(latency=0.2) as api:
        person = api.person()
        text = b'{"chat_id": %d, "text": "x"}' % person.user_id
        with socket.create_connection(("127.0.0.1", int(api.url.rpartition(":")[2]))) as line:
            line.sendall(
                b"POST /bot%s/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n%s" % (api.token.encode(), len(text), text)
            )
            api.wait(lambda api: bool(api.calls))
        person.wait(lambda person: bool(person.heard()), seconds=5)
        assert (api.calls[0].ok, api.calls[0].status) == (True, 0)


def test_a_fault_in_the_test_itself_is_not_overlooked(api: BotApi, bot: PlainBot) -> None:
    api.faults = lambda call: call.params["no such"]
    assert bot("getMe")["error_code"] == 500
    assert "KeyError" in api.mistakes[0]


def test_an_outage_refuses_connections_and_ends(api: BotApi, bot: PlainBot) -> None:
    update = api.person().says("hello")
    api.go_away()
    with pytest.raises(OSError, match="refused"):
        bot("getMe")
    api.come_back()
    assert bot.ids() == [update]


def test_wrong_tokens_are_turned_away(api: BotApi) -> None:
    assert PlainBot(api.url, "123456:other")("getMe")["error_code"] == 401
    assert PlainBot(api.url, "other")("getMe")["error_code"] == 404
    assert api.mistakes == []


def test_a_webhook_gets_each_update_once_with_the_secret(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    before = person.says("before")
    with PlainHook() as hook:
        assert bot("setWebhook", url=hook.url, secret_token="s-1", max_connections=5)["ok"]  # noqa: S106
        after = person.says("after")
        api.wait(lambda api: api.waiting() == 0)
        assert hook.ids() == [before, after]
        assert {secret for _, secret, _ in hook.got} == {"s-1"}
        polled = bot("getUpdates")
        assert polled["description"].startswith("Conflict: can't use getUpdates method while")
        assert bot("getWebhookInfo")["result"]["max_connections"] == 5
        assert bot("deleteWebhook")["ok"]
        assert api.webhook is None
        assert bot.ids(offset=person.says("polled")) != []


def test_a_webhook_is_tried_again_while_other_lanes_go_on(api: BotApi, bot: PlainBot) -> None:
    person, other = api.person(), api.person()
    bot("sendMessage", chat_id=person.user_id, text="Who?", reply_markup=keyboard("me"))
    first, second = person.says("first"), person.says("second")
    tapped, elsewhere = person.taps("me"), other.says("elsewhere")
    tries = iter([500, 503, 200])
    with PlainHook(lambda update: next(tries) if update["update_id"] == first else 200) as hook:
        bot("setWebhook", url=hook.url)
        api.wait(lambda api: api.waiting() == 0)
    assert [one for one in hook.ids() if one in (first, second)] == [first] * 3 + [second]
    assert hook.ids().index(tapped) < hook.ids().index(second)
    assert hook.ids().index(elsewhere) < hook.ids().index(second)
    times = [at for update, _, at in hook.got if update["update_id"] == first]
    assert 0.04 < times[1] - times[0] < times[2] - times[1]
    assert [one.status for one in api.deliveries if one.update_id == first] == [500, 503, 200]


def test_a_webhook_has_no_more_connections_than_it_wants(api: BotApi, bot: PlainBot) -> None:
    def slowly(_: object) -> int:
        time.sleep(0.02)
        return 204

    for _ in range(12):
        api.person().says("hello")
    with PlainHook(slowly) as hook:
        bot("setWebhook", url=hook.url, max_connections=3)
        api.wait(lambda api: api.waiting() == 0)
        assert (hook.most_at_once, len(hook.got)) == (3, 12)


def test_whoever_waits_is_shown_the_screen(api: BotApi, bot: PlainBot) -> None:
    person = api.person()
    timer = soon(lambda: bot("sendMessage", chat_id=person.user_id, text="Who?"))
    person.wait(lambda person: bool(person.heard()), seconds=5)
    timer.join()
    with pytest.raises(AssertionError, match=r"Who\?"):
        person.wait(lambda person: len(person.heard()) > 1, seconds=0.05)


def test_ten_thousand_updates_are_no_burden(api: BotApi, bot: PlainBot) -> None:
    seen: list[Call] = []
    api.faults = seen.append
    people = [api.person() for _ in range(100)]
    began, offset, got = time.monotonic(), 0, 0
    for number in range(10_000):
        people[number % 100].says("/start")
    while found := bot.ids(offset=offset):
        got, offset = got + len(found), found[-1] + 1
    assert got == len(api.confirmed) == 10_000
    for person in people:
        assert bot("sendMessage", chat_id=person.user_id, text="Who?")["ok"]
    assert time.monotonic() - began < 8
    assert len(seen) == len(api.calls)


def named(kind: str) -> str:
    return f"[{named(kind.removeprefix('Array of '))}]" if kind.startswith("Array of ") else kind


def test_the_data_agrees_with_telegrams_own() -> None:
    if not SPEC.exists():
        pytest.skip(f"no {SPEC}")
    spec = json.loads(SPEC.read_text())
    for kind, ours in (("methods", METHODS), ("types", TYPES)):
        for name, fields in ours.items():
            assert fields == theirs(spec[kind][name]), name
    assert {one["name"] for one in spec["types"]["Update"]["fields"]} - {
        "update_id"
    } == UPDATE_KINDS


def theirs(described: dict[str, Any]) -> Fields:
    return {
        one["name"]: Field(one["name"], tuple(map(named, one["types"])), one["required"])
        for one in described.get("fields", ())
    }

"""What comes of a call to Telegram, in words that every platform has; and never a token."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import InputFile

from painbot.platforms.telegram.api import AnotherPoller, Api, BadToken, Moved, NoMessage
from painbot.platforms.telegram.transport import Garbled
from painbot.ports import NotSent, Refused, TryLater, Undeliverable
from painbot.settings import Telegram

SECRET = "AAHcanary-of-a-token_x"  # noqa: S105 - of nobody
TOKEN = f"123456:{SECRET}"
CANARY = "word-of-a-person"
MESSAGE = {"chat_id": 4242, "text": CANARY}


class Server:
    """Answers every request with the same bytes, and keeps what was asked."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.heads: list[str] = []
        self.bodies: list[bytes] = []
        self.hangs = False
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            sizes = [
                int(line.split(":")[1])
                for line in head.splitlines()
                if line.lower().startswith("content-length:")
            ]
            self.bodies.append(await reader.readexactly(sum(sizes)))
            self.heads.append(head)
            if self.hangs:
                await reader.read()
            writer.write(self.answer)
            await writer.drain()
        finally:
            writer.close()


def response(status: int, body: bytes, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n"
    return head.encode() + b"Connection: close\r\n\r\n" + body


def refusal(status: int, description: str = "", **parameters: float) -> bytes:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return response(status, json.dumps(body).encode())


@asynccontextmanager
async def telegram(answer: bytes, seconds: float = 5.0) -> AsyncIterator[tuple[Server, Api]]:
    server = Server(answer)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    api = Api(Telegram(TOKEN, api=f"http://127.0.0.1:{server.port}"), seconds)
    try:
        async with listening:
            yield server, api
    finally:
        await api.aclose()


def keeps_its_secrets(error: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    """Fail if anything that is shown of an error, or was logged, has the token or a text in it.

    What libraries say at DEBUG is never let out: see test_observe_logs.
    """
    said = "".join(traceback.format_exception(error))
    cause: BaseException | None = error
    while cause is not None:
        said += f"{cause}{cause!r}{cause.args}"
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    ours = [record for record in caplog.records if record.name.startswith("painbot")]
    shown = [*ours, *(record for record in caplog.records if record.levelno >= logging.WARNING)]
    for secret in (SECRET, CANARY):
        assert secret not in said
        assert all(secret not in record.getMessage() for record in shown)


BAD = "Bad Request: "
KINDS = [
    (refusal(429, "Too Many Requests: retry after 7", retry_after=7), TryLater),
    (refusal(429, "Too Many Requests"), TryLater),
    (refusal(420, "FLOOD_WAIT", retry_after=3), TryLater),
    (refusal(401, "Unauthorized"), BadToken),
    (refusal(404, "Not Found"), BadToken),
    (refusal(409, "Conflict: terminated by other getUpdates request"), AnotherPoller),
    (refusal(403, "Forbidden: bot was blocked by the user"), Undeliverable),
    (refusal(403, "Forbidden: user is deactivated"), Undeliverable),
    (refusal(403, "Forbidden: bot was kicked from the group chat"), Undeliverable),
    (refusal(403, ""), Undeliverable),
    (refusal(400, f"{BAD}chat not found"), Undeliverable),
    (refusal(400, f"{BAD}PEER_ID_INVALID"), Undeliverable),
    (refusal(400, f"{BAD}group chat was upgraded", migrate_to_chat_id=-100123), Moved),
    (refusal(400, f"{BAD}message to edit not found"), NoMessage),
    (refusal(400, f"{BAD}message can't be edited"), NoMessage),
    (refusal(400, f"{BAD}MESSAGE_ID_INVALID"), NoMessage),
    (refusal(400, f"{BAD}there is no text in the message to edit"), NoMessage),
    (refusal(400, f"{BAD}there is no caption in the message to edit"), NoMessage),
    (refusal(400, f"{BAD}message is too long"), Refused),
    (refusal(400, f"{BAD}can't parse entities: {CANARY}"), Refused),
    (refusal(400, f"{BAD}BUTTON_DATA_INVALID"), Refused),
    (refusal(413, "Request Entity Too Large"), Refused),
    (response(400, b"<html>400</html>"), Refused),
    (response(400, b'{"description": 5, "parameters": []}'), Refused),
    (response(429, b"<html>slow down</html>"), TryLater),
    (refusal(500, "Internal Server Error"), NotSent),
    (refusal(502, "Bad Gateway"), NotSent),
    (response(502, b"<html>Bad Gateway</html>"), NotSent),
    (refusal(504, "Gateway Timeout", retry_after=5), NotSent),
    (response(200, b"<html>welcome to this hotel</html>"), NotSent),
    (response(200, b""), NotSent),
    (response(200, b'{"ok":true,"result":{"message_id":5'), NotSent),
    (response(200, b'{"ok":true,"result":{}}', length=900), NotSent),
    (response(200, b"[]"), NotSent),
    (response(200, b"null"), NotSent),
    (response(200, b'{"ok":true}'), NotSent),
    (response(302, b"{}"), NotSent),
    (b"", NotSent),
    (b"HTTP/1.1 ", NotSent),
    (b"SSH-2.0-OpenSSH_9.6\r\n", NotSent),
]


@pytest.mark.parametrize(("answer", "kind"), KINDS, ids=lambda case: str(case)[-60:])
async def test_every_answer_is_one_of_a_few_things(
    answer: bytes, kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with telegram(answer) as (server, api):
        with pytest.raises(Exception) as caught:  # noqa: PT011 - its type is compared below
            await api.call("sendMessage", MESSAGE)
        assert type(caught.value) is kind
        assert server.heads  # it was asked
    keeps_its_secrets(caught.value, caplog)


@pytest.mark.parametrize(
    "description",
    [
        f"{BAD}message is not modified: specified new message content and reply markup are exactly",
        f"{BAD}query is too old and response timeout expired or query ID is invalid",
        f"{BAD}QUERY_ID_INVALID",
    ],
)
async def test_nothing_left_to_do_is_no_trouble(description: str) -> None:
    async with telegram(refusal(400, description)) as (_, api):
        assert await api.call("editMessageText", MESSAGE) is None


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (refusal(429, "Too Many Requests", retry_after=7), 7.0),
        (refusal(429, "Too Many Requests", retry_after=0.5), 0.5),
        (refusal(429, "Too Many Requests"), 1.0),
        (refusal(429, "Too Many Requests", retry_after=-5), 1.0),
        (response(429, b'{"parameters": {"retry_after": "9"}}'), 9.0),
    ],
)
async def test_how_long_to_wait_is_as_telegram_says(answer: bytes, seconds: float) -> None:
    async with telegram(answer) as (_, api):
        with pytest.raises(TryLater) as caught:
            await api.call("sendMessage", MESSAGE)
        assert caught.value.seconds == seconds


async def test_a_group_that_moved_says_where_to() -> None:
    moved = refusal(400, "group chat was upgraded", migrate_to_chat_id=-1001234567890)
    async with telegram(moved) as (_, api):
        with pytest.raises(Moved) as caught:
            await api.call("sendMessage", MESSAGE)
        assert caught.value.chat == -1001234567890


async def test_no_answer_in_time_leaves_it_open(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with telegram(b"", seconds=0.1) as (server, api):
        server.hangs = True
        async with asyncio.timeout(3):
            with pytest.raises(NotSent) as caught:
                await api.call("sendMessage", MESSAGE)
    keeps_its_secrets(caught.value, caplog)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://nowhere.invalid", "http://[::"])
async def test_nobody_there_leaves_it_open(address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    api = Api(Telegram(TOKEN, api=address), 2.0)
    try:
        with pytest.raises(NotSent) as caught:
            await api.call("sendMessage", MESSAGE)
    finally:
        await api.aclose()
    keeps_its_secrets(caught.value, caplog)


def test_the_settings_and_the_way_out_do_not_show_the_token() -> None:
    settings = Telegram(TOKEN, webhook_secret=SECRET)
    assert SECRET not in f"{settings!r}{settings}{Api(settings, 1.0)!r}"


async def test_a_call_is_json_and_its_answer_is_returned() -> None:
    answer = response(200, b'{"ok":true,"result":{"message_id":7}}')
    async with telegram(answer) as (server, api):
        assert await api.call("sendMessage", {**MESSAGE, "text": "é😀"}) == {"message_id": 7}
        assert server.heads[0].startswith(f"POST /bot{TOKEN}/sendMessage HTTP/1.1")
        assert "content-type: application/json" in server.heads[0].lower()
        assert json.loads(server.bodies[0]) == {"chat_id": 4242, "text": "é😀"}


async def test_a_call_without_parameters_is_one_too() -> None:
    async with telegram(response(200, b'{"ok":true,"result":{"id":1}}')) as (server, api):
        assert await api.call("getMe", {}) == {"id": 1}
        assert json.loads(server.bodies[0] or b"{}") == {}


async def test_a_file_goes_as_a_form() -> None:
    answer = response(200, b'{"ok":true,"result":{"message_id":7}}')
    markup = {"inline_keyboard": [[{"text": "é", "callback_data": "a:1:b"}]]}
    picture = InputFile(b"\x89PNG-of-a-leg", filename="picture")
    params = {"chat_id": 4242, "photo": picture, "caption": "é", "reply_markup": markup}
    async with telegram(answer) as (server, api):
        await api.call("sendPhoto", params)
    assert "multipart/form-data" in server.heads[0]
    body = server.bodies[0]
    assert b"\x89PNG-of-a-leg" in body
    assert b'name="chat_id"' in body
    (line,) = [line for line in body.splitlines() if line.startswith(b"{")]
    assert json.loads(line) == markup


# getUpdates


ASKING = {"timeout": 0, "limit": 100}


async def test_updates_are_left_as_bytes() -> None:
    body = b'{"ok":true,"result":[{"update_id":1, "x":"y"},{"update_id":2}]}'
    async with telegram(response(200, body)) as (server, api):
        assert await api.updates(ASKING) == [b'{"update_id":1, "x":"y"}', b'{"update_id":2}']
        assert json.loads(server.bodies[0]) == ASKING


async def test_half_a_surrogate_pair_keeps_nobodys_message_back() -> None:
    body = b'{"ok":true,"result":[{"update_id":1,"x":"a\\ud83d"},{"update_id":2}]}'
    async with telegram(response(200, body)) as (_, api):
        first, second = await api.updates(ASKING)
    assert json.loads(first) == {"update_id": 1, "x": "a\ufffd"}
    assert json.loads(second) == {"update_id": 2}


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"ok":true,"result":[{"update_id":1},{', b"{}"])
async def test_updates_that_cannot_be_told_apart_are_garbled(
    body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with telegram(response(200, body + CANARY.encode())) as (_, api):
        with pytest.raises(Garbled) as caught:
            await api.updates(ASKING)
    assert caught.value.payload.startswith(body)
    keeps_its_secrets(caught.value, caplog)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        *((answer, kind) for answer, kind in KINDS[:7]),
        (refusal(400, f"{BAD}query is too old"), NotSent),
        (refusal(502, "Bad Gateway"), NotSent),
        (response(200, b"{}", length=900), NotSent),
        (b"", NotSent),
    ],
    ids=lambda case: str(case)[-60:],
)
async def test_asking_for_updates_can_fail_as_any_call(
    answer: bytes, kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with telegram(answer) as (_, api):
        with pytest.raises(kind) as caught:
            await api.updates(ASKING)
    keeps_its_secrets(caught.value, caplog)

"""What comes of a call to Slack, in words that every platform has; and never a token."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

import pytest

from painbot.platforms.slack.api import Api, BadToken, NoMessage, refusal
from painbot.ports import NotSent, Refused, TryLater, Undeliverable

TOKEN = "xoxb-canary-of-a-token"  # noqa: S105 - of nobody
CANARY = "word-of-a-person"
MESSAGE = {"channel": "U0ADA", "text": CANARY, "blocks": [{"type": "divider"}]}


@pytest.mark.parametrize(
    ("status", "said", "means"),
    [
        (200, "account_inactive", Undeliverable),
        (200, "channel_not_found", Undeliverable),
        (200, "user_not_found", Undeliverable),
        (200, "messages_tab_disabled", BadToken),
        (200, "cannot_dm_bot", Undeliverable),
        (200, "is_archived", Undeliverable),
        (200, "invalid_auth", BadToken),
        (401, "not_authed", BadToken),
        (200, "token_revoked", BadToken),
        (200, "token_expired", BadToken),
        (200, "message_not_found", NoMessage),
        (200, "cant_update_message", NoMessage),
        (200, "edit_window_closed", NoMessage),
        (200, "internal_error", NotSent),
        (200, "fatal_error", NotSent),
        (503, "service_unavailable", NotSent),
        (500, "", NotSent),
        (502, "", NotSent),
        (500, "invalid_blocks", NotSent),
        (200, "", NotSent),
        (302, "", NotSent),
        (200, "invalid_blocks", Refused),
        (200, "no_text", Refused),
        (400, "missing_scope", BadToken),
        (200, "a_word_nobody_knows_yet", Refused),
        (200, "ratelimited", TryLater),
        (200, "rate_limited", TryLater),
        (200, "message_limit_exceeded", TryLater),
        (429, "", TryLater),
        (429, "a_word_nobody_knows_yet", TryLater),
    ],
)
def test_what_slack_says_means(status: int, said: str, means: type[Exception]) -> None:
    assert type(refusal(status, said)) is means


def test_a_token_that_slack_does_not_know_is_tried_again() -> None:
    assert isinstance(refusal(200, "invalid_auth"), NotSent)


@pytest.mark.parametrize(
    ("after", "seconds"),
    [("30", 30), ("0", 0), ("1", 1), ("", 1), ("soon", 1), ("-5", 1), ("1.5", 1), ("nan", 1),
     ("inf", 1), ("\u00b2", 1), ("Wed, 21 Oct 2026 07:28:00 GMT", 1)],
)  # fmt: skip
@pytest.mark.parametrize(
    ("status", "said"), [(429, ""), (429, "ratelimited"), (200, "ratelimited")]
)
def test_slack_is_left_alone_for_as_long_as_it_says(
    status: int, said: str, after: str, seconds: float
) -> None:
    found = refusal(status, said, after)
    assert isinstance(found, TryLater)
    assert found.seconds == seconds


# Over a line


class Server:
    """Answers every request with the same bytes, and keeps what was asked."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.heads: list[str] = []
        self.bodies: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = head.lower().splitlines()
            size = sum(
                int(line.split(":")[1]) for line in lines if line.startswith("content-length")
            )
            self.bodies.append(await reader.readexactly(size))
            self.heads.append(head)
            if self.answer == HANGS:
                await reader.read()
            writer.write(self.answer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


HANGS = b"..."


def response(status: int, body: bytes, *headers: str, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status} X", "Content-Type: application/json", f"Content-Length: {size}"]
    return "\r\n".join([*lines, "Connection: close", *headers, "", ""]).encode() + body


@asynccontextmanager
async def slack(answer: bytes, seconds: float = 5.0) -> AsyncIterator[tuple[Api, Server]]:
    server = Server(answer)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    api = Api(f"http://127.0.0.1:{port}/api/", seconds)
    try:
        yield api, server
    finally:
        await api.aclose()
        listening.close()


async def test_a_message_goes_as_json_and_comes_back_with_its_place() -> None:
    said = b'{"ok": true, "channel": "D0ADA", "ts": "1.000001", "message": {"text": "x"}}'
    async with slack(response(200, said)) as (api, server):
        answer = await api.call("chat.postMessage", TOKEN, MESSAGE)
    assert (answer.channel, answer.ts) == ("D0ADA", "1.000001")
    assert server.heads[0].startswith("POST /api/chat.postMessage HTTP/1.1")
    assert f"Authorization: Bearer {TOKEN}" in server.heads[0]
    assert json.loads(server.bodies[0]) == MESSAGE


async def test_what_takes_no_json_goes_as_a_form() -> None:
    async with slack(response(200, b'{"ok": true, "file_id": "F1"}')) as (api, server):
        wanted = {"filename": "a & b", "length": 7, "files": [{"id": "F1"}]}
        answer = await api.call("files.getUploadURLExternal", TOKEN, wanted)
    assert answer.file_id == "F1"
    form = parse_qs(server.bodies[0].decode())
    assert form == {"filename": ["a & b"], "length": ["7"], "files": ['[{"id":"F1"}]']}


BAD: dict[str, tuple[bytes, type[Exception]]] = {
    "nothing": (b"", NotSent),
    "half": (response(200, b'{"ok": tr', length=99), NotSent),
    "no HTTP": (b"garbage\r\n\r\n", NotSent),
    "a page": (response(200, b"<html>we are down</html>"), NotSent),
    "a list": (response(200, b"[]"), NotSent),
    "wrong types": (response(200, b'{"ok": "yes", "error": 7}'), NotSent),
    "an empty body": (response(200, b""), NotSent),
    "a fault": (response(500, b"{}"), NotSent),
    "elsewhere": (response(302, b"", "Location: http://127.0.0.1:1/"), NotSent),
    "no, and why": (response(200, b'{"ok": false, "error": "channel_not_found"}'), Undeliverable),
    "too many": (response(429, b"", "Retry-After: 7"), TryLater),
    "hangs": (HANGS, NotSent),
}


@pytest.mark.parametrize("name", BAD)
async def test_whatever_comes_back_says_what_came_of_it_and_no_secret(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer, means = BAD[name]
    with caplog.at_level(logging.DEBUG):
        async with slack(answer, 0.3 if answer == HANGS else 5.0) as (api, server):
            with pytest.raises(means) as raised:
                await api.call("chat.postMessage", TOKEN, MESSAGE)
    assert len(server.bodies) == 1  # a message that may have come is not sent again by itself
    told = "".join(traceback.format_exception(raised.value)) + caplog.text
    assert TOKEN not in told
    assert CANARY not in told


async def test_nobody_there_is_not_sent() -> None:
    async with slack(b"") as (api, _):
        api._base = "http://127.0.0.1:1/api/"
        with pytest.raises(NotSent):
            await api.call("auth.test", TOKEN, {})


@pytest.mark.parametrize(
    ("header", "scopes"),
    [("chat:write, im:history,commands", {"chat:write", "im:history", "commands"}), ("", set())],
)
async def test_what_a_token_may_do_stands_in_a_header(header: str, scopes: set[str]) -> None:
    answer = response(200, b'{"ok": true}', f"X-OAuth-Scopes: {header}")
    async with slack(answer) as (api, _):
        assert await api.granted(TOKEN) == scopes

"""The webhook at the door: who may come in, how much, how slowly, and what is promised by a 200."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.serving import SECRET, Bot, wait
from tests.library_fixture import ROOT, lay_out
from tests.standins.telegram import BotApi
from tests.store_fixtures import free_ports, server_on

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MIB = 1 << 20
CALLED = {
    "TELEGRAM_WEBHOOK_URL": "http://127.0.0.1:{port}/telegram",
    "TELEGRAM_WEBHOOK_SECRET": SECRET,
}


@pytest.fixture(scope="module")
def served(api: BotApi, module_home: Path) -> Iterator[Bot]:
    bot = Bot(api, module_home, ROOT / "flows", **CALLED).serve()
    yield bot
    bot.close()


def post(bot: Bot, *lines: str, body: bytes = b"", patience: float = 20.0) -> tuple[int, float]:
    """Post some bytes under these headers; return the status and how long it took."""
    began = time.monotonic()
    head = "\r\n".join(("POST /telegram HTTP/1.1", "Host: bot", *lines, "", "")).encode()
    with socket.create_connection(("127.0.0.1", bot.process.port), timeout=patience) as plug:
        plug.sendall(head)
        with suppress(OSError):  # it has heard enough
            plug.sendall(body)
        try:
            answer = plug.recv(4096)
        except OSError:
            answer = b""
    status = int(answer.split()[1]) if answer else 0
    return status, time.monotonic() - began


def an_update(bot: Bot, text: str = "/start") -> bytes:
    """Write an update of somebody who never wrote before."""
    person = bot.person()
    chat = {"id": person.chat_id, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person.user, "text": text}
    return json.dumps({"update_id": person.chat_id, "message": message}).encode()


def sent(body: bytes, *lines: str) -> tuple[str, ...]:
    return (f"Content-Length: {len(body)}", "Content-Type: application/json", *lines)


@pytest.mark.parametrize(
    "secrets",
    [
        [],
        [""],
        ["wrong"],
        [SECRET.upper()],
        [SECRET[:-1]],
        [f"{SECRET}x"],
        [f"{SECRET}, {SECRET}"],
        ["wrong", SECRET],
        [SECRET, "wrong"],
        [SECRET, SECRET],
        ["\u00fc\u20ac"],
        [f"Bearer {SECRET}"],
    ],
    ids=repr,
)
def test_without_the_secret_nothing_happens(bot: Bot, secrets: list[str]) -> None:
    before, forged = bot.store.names(), bot.process.happened("forged")
    body = an_update(bot)
    lines = [f"{HEADER}: {each}" for each in secrets]
    assert post(bot, *sent(body, *lines), body=body)[0] == 403
    assert bot.process.happened("forged") == forged + 1
    assert bot.store.names() <= before
    assert bot.people[-1].heard() == []


OWN = f"{HEADER}: {SECRET}"


def test_with_the_secret_it_is_taken(bot: Bot) -> None:
    body = an_update(bot)
    assert post(bot, *sent(body, OWN), body=body)[0] == 200
    person = bot.people[-1]
    assert bot.session(person) is not None  # by the time of the answer
    person.wait(lambda each: len(each.heard()) == 2)
    assert post(bot, *sent(body, OWN), body=body)[0] == 200
    bot.settled()
    assert len(person.heard()) == 2


BODIES = {
    "no JSON": (b"canaryword", 400),
    "empty": (b"", 400),
    "cut": (b'{"update_id":1,"message":{"text":"canary', 400),
    "no text": (b"\xff\xfe\x00", 400),
    "deep": (b"[" * 5000 + b"]" * 5000, 400),
    "an empty object": (b"{}", 200),
    "a list": (b"[1,2]", 200),
    "a word": (b'"canaryword"', 200),
    "an id that is none": (b'{"update_id":"Quetzal"}', 200),
    "a message that is none": (b'{"update_id":5,"message":[]}', 200),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_no_update_is_counted_and_harms_nobody(bot: Bot, name: str) -> None:
    body, status = BODIES[name]
    before = bot.process.happened("malformed")
    assert post(bot, *sent(body, OWN), body=body)[0] == status
    assert bot.process.happened("malformed") == before + 1


CHUNK = b"%x\r\n" % MIB + b" " * MIB + b"\r\n"
LARGE = {
    "a byte too much": (sent(b" " * (MIB + 1), OWN), b" " * (MIB + 1)),
    "ten megabytes": (sent(b" " * 10 * MIB, OWN), b" " * 10 * MIB),
    "in chunks": (("Transfer-Encoding: chunked", OWN), CHUNK * 2 + b"0\r\n\r\n"),
    "without the secret": (sent(b" " * 2 * MIB), b" " * 2 * MIB),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_body_over_a_mebibyte_is_turned_away(bot: Bot, name: str) -> None:
    lines, body = LARGE[name]
    assert post(bot, *lines, body=body)[0] in (413, 0)  # 0: cut off while it still came
    assert bot.process.status("/healthz") == 200


def test_a_mebibyte_is_read(bot: Bot) -> None:
    body = an_update(bot).ljust(MIB)
    assert post(bot, *sent(body, OWN), body=body)[0] == 200
    bot.people[-1].wait(lambda each: len(each.heard()) == 2)


def test_who_does_not_go_on_sending_is_sent_away_and_holds_nobody_up(bot: Bot) -> None:
    slow = socket.create_connection(("127.0.0.1", bot.process.port), timeout=25)
    head = f"POST /telegram HTTP/1.1\r\nHost: b\r\nContent-Length: 99\r\n{OWN}\r\n\r\n"
    slow.sendall(f"{head}{{".encode())
    person = bot.person()
    person.says("/start")
    person.wait(lambda each: len(each.heard()) == 2)
    try:
        answer = slow.recv(4096)
    except ConnectionError:
        answer = b""
    slow.close()
    assert answer == b"" or answer.split()[1] == b"408"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_only_a_post_is_a_call(bot: Bot, method: str) -> None:
    assert bot.process.request(method, "/telegram", headers={HEADER: SECRET})[0] == 405


@pytest.mark.parametrize("path", ["/", "/telegram/x", "/slack", "/../telegram", "//telegram"])
def test_nothing_else_can_be_called(bot: Bot, path: str) -> None:
    body = an_update(bot)
    assert bot.process.request("POST", path, body, {HEADER: SECRET})[0] == 404
    assert bot.people[-1].heard() == []


def test_telegram_is_told_where_and_how_to_call(bot: Bot) -> None:
    call = bot.api.calls_of("setWebhook")[-1]
    assert call.params["url"] == f"http://127.0.0.1:{bot.process.port}/telegram"
    assert call.params["secret_token"] == SECRET
    assert sorted(call.params["allowed_updates"]) == [
        "callback_query",
        "channel_post",
        "edited_message",
        "message",
        "my_chat_member",
    ]
    assert bot.api.calls_of("getUpdates") == []


def test_it_does_not_start_without_a_secret(own: Bot) -> None:
    done = own.place.with_(TELEGRAM_WEBHOOK_URL="http://127.0.0.1:9/telegram").run("serve")
    assert done.returncode == 1
    assert "TELEGRAM_WEBHOOK_SECRET is missing" in done.stderr
    assert own.api.calls == []


@pytest.fixture
def elsewhere(home: Path, tmp_path: Path) -> Iterator[tuple[Bot, subprocess.Popen[bytes]]]:
    """Return a bot that is called, and the server that keeps its conversations."""
    (port,) = free_ports(1)
    redis = {"PAINBOT_REDIS_URL": f"redis://127.0.0.1:{port}", "PAINBOT_SECRET": "x" * 16}
    with server_on(port, tmp_path) as server, BotApi() as api:
        bot = Bot(api, home, lay_out(tmp_path / "flows"), **CALLED, **redis).serve()
        try:
            yield bot, server
            bot.in_order()
        finally:
            bot.close()


def test_what_cannot_be_stored_is_delivered_again(
    elsewhere: tuple[Bot, subprocess.Popen[bytes]],
) -> None:
    bot, server = elsewhere
    person = bot.person()
    person.says("/start")
    person.wait(lambda each: len(each.heard()) == 2)
    bot.settled()
    server.send_signal(signal.SIGSTOP)
    wait(lambda: bot.process.status("/readyz") == 503)
    assert bot.process.status("/healthz") == 200
    number = person.taps("Me")
    person.wait(lambda each: "cannot save our talk right now" in each.heard()[-1].text)
    bot.api.wait(lambda _: statuses(bot, number)[:1] == [503])
    server.send_signal(signal.SIGCONT)
    person.wait(lambda each: "Any of these now?" in each.heard()[-1].text)
    bot.settled()
    assert (set(statuses(bot, number)[:-1]), statuses(bot, number)[-1]) == ({503}, 200)
    assert len(person.heard()) == 4  # the emergency text once, the next question once


def statuses(bot: Bot, number: int) -> list[int]:
    """Return what was answered to each delivery of an update."""
    return [each.status for each in bot.api.deliveries if each.update_id == number]

"""Who comes in at Slack's door: only what Slack signed just now, and only if it makes sense."""

from __future__ import annotations

import hmac
import json
import logging
import time
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, urlencode

import pytest

from painbot.platforms.slack import door
from painbot.platforms.slack.bolt import app
from painbot.platforms.slack.door import Door
from painbot.platforms.slack.receiving import Receiver
from painbot.ports import Request, Response
from tests.standins.slack import SIGNING_SECRET, signed
from tests.unit.test_slack_receiving import COMMAND, HELLO, PRESS, Counted, Turns, surroundings
from tests.unit.test_slack_recordings import Calls, Known, Talking

if TYPE_CHECKING:
    from painbot.flow.model import Library
    from painbot.store import RedisStore

Headers = Mapping[str, str]
STAMP, SIGN = "x-slack-request-timestamp", "x-slack-signature"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
CANARY = "canaryword"
SECRET = SIGNING_SECRET.encode()
TIMES = (
    "", "x", "-NOW", "-1", "0", "1e9", "nan", "inf", "\u00b2", "\u0661\u0667\u0660", "9" * 40,
    "9" * 5000, "NOW.0", " NOW", "NOW\n", "+NOW", "NOW, NOW", "NOW_0",
)  # fmt: skip
BODY = json.dumps({**HELLO, "event": {**HELLO["event"], "text": CANARY}}).encode()


class Entrance:
    """A door, who stands behind it, and what was counted."""

    def __init__(self) -> None:
        self.turns, self.counted, self.known = Turns(), Counted(), Known()
        around, api = surroundings(self.turns, self.counted), cast("Any", Calls())
        self.receiver = Receiver(api, self.known, around)
        self.door = Door(SIGNING_SECRET, app(api, self.receiver), around)

    async def asks(self, headers: Headers, body: bytes) -> Response:
        small = {name.lower(): value for name, value in headers.items()}
        answer = await self.door(Request(small, body))
        await self.receiver._working.finish(5.0)
        return answer


def good(body: bytes, at: float = 0.0, kind: str = JSON) -> dict[str, str]:
    """Return the headers of a request that Slack signed so many seconds from now."""
    found = signed(body, time.time() + at)
    return {"content-type": kind, **{name.lower(): each for name, each in found.items()}}


def forged() -> Iterator[tuple[str, Headers]]:
    fine = good(BODY)
    sign = fine[SIGN]
    yield "nothing", {}
    yield "no signature", {STAMP: fine[STAMP]}
    yield "no time", {SIGN: sign}
    signs = {
        "empty": "", "no hex": "v0=" + "z" * 64, "no ASCII": "v0=äöü", "short": sign[:-1],
        "long": f"{sign}0", "capitals": sign.upper(), "another version": f"v1{sign[2:]}",
        "no version": sign[3:], "one letter": sign[:-1] + ("0" if sign[-1] != "0" else "1"),
        "twice": f"{sign}, {sign}", "spaces": f" {sign} ",
    }  # fmt: skip
    yield from ((f"signature: {name}", {**fine, SIGN: each}) for name, each in signs.items())
    for each in TIMES:
        yield f"time: {each[:20]!r}", {**fine, **stamped(each.replace("NOW", fine[STAMP]))}
    for seconds in (-310, 310, -(10**9), 10**9):
        yield f"{seconds} seconds", good(BODY, seconds)
    yield "another body", good(BODY + b" ")
    yield "another secret", signed(BODY, secret="0" * 32)


def stamped(stamp: str) -> dict[str, str]:
    """Return the right signature of what is no time."""
    raw = b"v0:%b:%b" % (stamp.encode(), BODY)
    return {STAMP: stamp, SIGN: f"v0={hmac.digest(SECRET, raw, 'sha256').hex()}"}


@pytest.mark.parametrize("name", [name for name, _ in forged()])
async def test_what_slack_did_not_sign_just_now_is_refused(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    entrance = Entrance()
    with caplog.at_level(logging.DEBUG):
        assert await entrance.asks(dict(forged())[name], BODY) == Response(401)
    assert entrance.counted.seen == {"forged": 1}
    assert entrance.turns.ended == []
    assert CANARY not in caplog.text
    assert SIGNING_SECRET not in caplog.text


def test_only_the_time_is_wrong_of_what_is_signed_for_no_time() -> None:
    stamp = str(int(time.time()))
    assert stamped(stamp)[SIGN] == signed(BODY, float(stamp))["X-Slack-Signature"]


@pytest.mark.parametrize("seconds", [-301, -300, -299, 0, 299, 300, 301])
async def test_what_slack_signed_within_five_minutes_comes_in(
    seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = int(time.time())
    monkeypatch.setattr(door, "time", SimpleNamespace(time=lambda: float(now)))
    entrance = Entrance()
    headers = {name.lower(): each for name, each in signed(BODY, now + seconds).items()}
    comes = abs(seconds) <= 300
    assert (await entrance.asks(headers, BODY)).status == (200 if comes else 401)
    assert entrance.turns.ended == (["taken", "sent"] if comes else [])
    assert entrance.counted.seen == ({} if comes else {"forged": 1})


async def test_nothing_a_person_said_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    entrance = Entrance()
    with caplog.at_level(logging.DEBUG):
        for body in (BODY, f'{{"type": 7, "a": "{CANARY}"}}'.encode(), CANARY.encode()):
            await entrance.asks(good(body), body)
    assert entrance.turns.ended == ["taken", "sent"]
    assert CANARY not in caplog.text


async def test_the_same_request_twice_is_one_step_of_the_talk(
    library: Library, store: RedisStore
) -> None:
    talking = Talking(library, store)
    await talking.hears(["hello"])
    entry = Door(SIGNING_SECRET, talking.bolt, talking.around)
    body = json.dumps(talking.written("me")).encode()
    talking.calls.made.clear()
    # Brought again because the answer was lost: it must be looked at, for it may be the first.
    retry = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}
    for more in ({}, {}, retry):
        assert (await entry(Request({**good(body), **more}, body))).status == 200
        await talking.receiver._working.finish(5.0)
    assert [method for method, *_ in talking.calls.made] == ["chat.update", "chat.postMessage"]


async def test_a_retry_of_what_was_never_taken_is_taken() -> None:
    entrance = Entrance()
    retry = {"X-Slack-Retry-Num": "3", "X-Slack-Retry-Reason": "http_error"}
    assert (await entrance.asks({**good(BODY), **retry}, BODY)).status == 200
    assert entrance.turns.ended == ["taken", "sent"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JSON, BODY),
        ("", BODY),
        (FORM, urlencode({"payload": json.dumps(PRESS)}).encode()),
        (f"{FORM}; charset=utf-8", urlencode({"payload": json.dumps(PRESS)}).encode()),
        (FORM, urlencode(COMMAND).encode()),
        (FORM, urlencode({**COMMAND, "text": "ü & 50% + 😀 ;#?"}).encode()),
    ],
)
async def test_events_presses_and_commands_come_in(kind: str, body: bytes) -> None:
    entrance = Entrance()
    assert (await entrance.asks(good(body, kind=kind), body)).status == 200
    assert entrance.turns.ended == ["taken", "sent"]


BROKEN: dict[str, tuple[str, bytes]] = {
    "nothing": (JSON, b""),
    "no JSON": (JSON, CANARY.encode()),
    "a list": (JSON, b"[1, 2]"),
    "a number": (JSON, b"7"),
    "half": (JSON, BODY[:-9]),
    "a wrong type": (JSON, b'{"type": 7}'),
    "wrong types within": (JSON, b'{"type": "event_callback", "event": {"type": {}, "text": []}}'),
    "wrong teams": (JSON, b'{"type": "block_actions", "team": "T1", "actions": {}}'),
    "nested deeply": (JSON, b'{"event":' + b'{"a":' * 5000 + b"1" + b"}" * 5001),
    "nested lists": (JSON, b'{"event":' + b"[" * 90_000 + b"]" * 90_000 + b"}"),
    "half of a letter in a name": (JSON, b'{"type": "\\ud800", "user": "\\udc00"}'),
    "not UTF-8": (JSON, b'{"type": "\xff\xfe"}'),
    "type: []": (JSON, b'{"type": []}'),
    "type: {}": (JSON, b'{"type": {}}'),
    "no payload": (FORM, b"payload="),
    "nonsense in it": (FORM, b"payload=nonsense"),
    "a list in it": (FORM, b"payload=[]"),
    "a form that is not UTF-8": (FORM, b"command=%2Fpain&text=\xff\xfe"),
    "deep in it": (FORM, b"payload=" + quote('{"a":' * 5000).encode()),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_makes_no_sense_is_refused_and_not_brought_again(name: str) -> None:
    kind, body = BROKEN[name]
    entrance = Entrance()
    answer = await entrance.asks(good(body, kind=kind), body)
    assert answer.status == 400
    assert {key.lower(): value for key, value in answer.headers}["x-slack-no-retry"] == "1"
    assert entrance.counted.seen == {"malformed": 1}
    assert entrance.turns.ended == []


async def test_a_workspace_that_nobody_knows_is_refused() -> None:
    entrance = Entrance()
    entrance.known.forgotten.append("T0TEAM")
    answer = await entrance.asks(good(BODY), BODY)
    assert answer.status == 403
    assert {key.lower(): value for key, value in answer.headers}["x-slack-no-retry"] == "1"


async def test_slack_may_ask_whether_painbot_is_there() -> None:
    body = b'{"type": "url_verification", "token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV"}'
    answer = await Entrance().asks(good(body), body)
    assert (answer.status, json.loads(answer.body)) == (200, {"challenge": "3eZbrw1aBm2rZgRNFdxV"})

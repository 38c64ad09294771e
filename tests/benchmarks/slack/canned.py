"""What Slack sends and answers: signed requests as bytes, and answers of its Web API as bytes."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from itertools import count
from typing import Any, Final
from urllib.parse import quote_plus

from tests.benchmarks.slack.answers import Canned
from tests.benchmarks.telegram.dialogue import QUESTIONS

SECRET: Final = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of no app
TOKEN: Final = "xoxb-1234567890-benchmark"  # noqa: S105 - of no app
TEAM, APP = "T0BENCH", "A0BENCH"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
# A request: its headers, in small letters as an ASGI server gives them, and its body.
Fed = tuple[dict[str, str], bytes]

_EVENT: Final = (
    b'{"token":"x","team_id":"T0BENCH","context_team_id":"T0BENCH","api_app_id":"A0BENCH","event":'
    b'{"user":"U%d","type":"message","ts":"%b","client_msg_id":"c-%d","text":"%b","team":"T0BENCH",'
    b'"blocks":[{"type":"rich_text","block_id":"x","elements":[{"type":"rich_text_section",'
    b'"elements":[{"type":"text","text":"%b"}]}]}],"channel":"D%d","event_ts":"%b",'
    b'"channel_type":"im"},"type":"event_callback","event_id":"Ev%d","event_time":1700000000,'
    b'"authorizations":[{"enterprise_id":null,"team_id":"T0BENCH","user_id":"UBOT","is_bot":true,'
    b'"is_enterprise_install":false}],"is_ext_shared_channel":false,"event_context":"4-x"}'
)
_PRESS: Final = (
    b'{"type":"block_actions","user":{"id":"U%d","username":"u","name":"u","team_id":"T0BENCH"},'
    b'"api_app_id":"A0BENCH","token":"x","container":{"type":"message","message_ts":"%b",'
    b'"channel_id":"D%d","is_ephemeral":false},"trigger_id":"%d.1.x","team":{"id":"T0BENCH",'
    b'"domain":"bench"},"enterprise":null,"is_enterprise_install":false,"channel":{"id":"D%d",'
    b'"name":"directmessage"},"message":{"user":"UBOT","type":"message","ts":"%b","bot_id":"B1",'
    b'"app_id":"A0BENCH","text":"%b","team":"T0BENCH","blocks":[{"type":"actions","block_id":"b",'
    b'"elements":[%b]}]},"state":{"values":{}},"response_url":"https://hooks.slack.invalid/x",'
    b'"actions":[{"action_id":"press0","block_id":"b","text":{"type":"plain_text","text":"%b",'
    b'"emoji":false},"value":"%b","type":"button","action_ts":"%b"}]}'
)
_BUTTON: Final = (
    b'{"type":"button","action_id":"press%d","text":{"type":"plain_text","text":"%b",'
    b'"emoji":false},"value":"%b"}'
)
# All that is not left as it is in a form; the percent sign first. To quote letter by letter costs
# a fifth of a turn, and is nothing that a contender does.
_QUOTED: Final = [(each.encode(), quote_plus(each).encode()) for each in '%{}[]":,/?&=+ ']
_TO: Final = re.compile(rb'"channel": ?"U(\d+)"')
_VALUE: Final = re.compile(rb'"value": ?"([^"]+)"')
_ME: Final = (
    b'{"ok":true,"url":"https://bench.slack.invalid/","team":"b","user":"painbot",'
    b'"team_id":"T0BENCH","user_id":"UBOT","bot_id":"B1","is_enterprise_install":false}'
)


def ts(number: int) -> bytes:
    """Return the name of a message by its number."""
    return b"%d.%06d" % (1_700_000_000 + number // 10**6, number % 10**6)


def signed(kind: str, body: bytes) -> Fed:
    """Return a request as Slack signs it."""
    stamp = str(int(time.time()))
    made = hmac.new(SECRET.encode(), b"v0:%b:%b" % (stamp.encode(), body), hashlib.sha256)
    headers = {"content-type": kind, "x-slack-request-timestamp": stamp}
    return {**headers, "x-slack-signature": f"v0={made.hexdigest()}"}, body


def message(number: int, user: int, text: bytes) -> Fed:
    """Return the request of a typed text."""
    at = ts(number)
    return signed(JSON, _EVENT % (user, at, number, text, text, user, at, number))


def press(number: int, user: int, step: int, place: int, values: list[bytes]) -> Fed:
    """Return the request of a press of the first button of the question of this step."""
    question, at = QUESTIONS[step], ts(place)
    labels = [label.encode() for label in question.answers.values()]
    buttons = b",".join(
        _BUTTON % (n, label, value)
        for n, (label, value) in enumerate(zip(labels, values, strict=False))
    )
    shown = (at, question.text.encode(), buttons, labels[0], values[0], ts(number))
    body = _PRESS % (user, at, user, number, user, *shown)
    for plain, quoted in _QUOTED:
        body = body.replace(plain, quoted)
    return signed(FORM, b"payload=" + body)


def values(body: bytes) -> list[bytes]:
    """Return the values of all buttons in a request."""
    return _VALUE.findall(body)


class WebApi:
    """Answer every call; `heard` is told user, number and body of each message that is sent."""

    def __init__(self) -> None:
        self.heard: Callable[[int, int, bytes], None] | None = None
        self.calls: dict[str, int] = {}
        self._ids = count(1_000)

    def next_id(self) -> int:
        """Return a number higher than all before."""
        return next(self._ids)

    def __call__(self, method: str, body: bytes) -> bytes:
        """Answer one call."""
        self.calls[method] = self.calls.get(method, 0) + 1
        if method == "auth.test":
            return _ME
        to = _TO.search(body) if method == "chat.postMessage" else None
        if to is None:
            return b'{"ok":true,"channel":"D1","ts":"1700000000.000001"}'
        user, number = int(to[1]), self.next_id()
        if self.heard is not None:
            self.heard(user, number, body)
        return b'{"ok":true,"channel":"D%d","ts":"%b","message":{}}' % (user, ts(number))


class Session:
    """In place of aiohttp's: the bytes of a body are made, and go to the canned Web API."""

    api: WebApi
    closed = False

    def __init__(self, **_: object) -> None: ...

    def request(self, verb: str, url: str, **how: Any) -> Canned:  # noqa: ANN401 - as aiohttp's
        """Make a call with what aiohttp makes bytes of."""
        del verb
        body = b"" if how.get("json") is None else json.dumps(how["json"]).encode()
        return self.post(url, body)

    def post(self, url: str, data: object, **_: object) -> Canned:
        """Make a call whose bytes are made, or which is a form."""
        body = data if isinstance(data, bytes) else b""
        return Canned(self.api, url.rpartition("/")[2], body)

    async def close(self) -> None:
        """Hold nothing."""


__all__ = ["APP", "SECRET", "TEAM", "TOKEN", "Fed", "Session", "WebApi", "message", "press"]
__all__ += ["ts", "values"]

"""S1: requests that Slack did not sign, or not just now, while people talk."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from tests.faults.counts import Counts
from tests.faults.on_slack import OnSlack
from tests.faults.processes import Painbot
from tests.faults.scene import Scene
from tests.standins.slack import signed

UNAUTHORIZED: Final = 401
CANARY: Final = "canaryword"
Headers = dict[str, str]
STAMP, SIGN = "X-Slack-Request-Timestamp", "X-Slack-Signature"


def drill_forged(on: type[Scene], seed: int, size: int) -> Counts:
    """Send so many forged requests between real ones: each is refused, and changes nothing."""
    with on("S1 forged requests", seed) as stage:
        assert isinstance(stage, OnSlack)
        stage.called()
        bot = stage.start()
        bot.ready()
        forger = stage.api.person()
        for number in range(size):
            body = _message(stage, forger.user_id)
            status = _post(bot, body, _forge(stage.random, body, number))
            if status != UNAUTHORIZED:
                stage.fault(f"a forged request was answered with {status}")
            if number % 10 == 0:
                stage.crowd.tick()
        counts = stage.finish()
        counts.repetitions = size
        if forger.heard():
            stage.fault("somebody was answered who wrote nothing")
        if CANARY in (stage.folder / "complaints").read_text():
            stage.fault("a refused body is in the log")
        return counts


def _forge(random: Random, body: bytes, number: int) -> Headers:
    """Make headers that are not right, in one of many ways."""
    good = signed(body)
    now = time.time()
    ways: list[Callable[[], Mapping[str, str]]] = [
        dict,
        lambda: {STAMP: good[STAMP]},
        lambda: {SIGN: good[SIGN]},
        lambda: signed(body, secret="another"),  # noqa: S106 - of nobody
        lambda: signed(body + b" "),
        lambda: signed(body, now - 310),
        lambda: signed(body, now + 310),
        lambda: {**good, SIGN: good[SIGN].upper()},
        lambda: {**good, SIGN: good[SIGN][3:]},
        lambda: {**good, SIGN: f"v1{good[SIGN][2:]}"},
        lambda: {**good, SIGN: "v0=" + "".join(random.choices("0123456789abcdefxyz", k=64))},
        lambda: {**good, SIGN: "v0=\u00e4\u00f6\u00fc"},
        lambda: {**good, STAMP: random.choice(("", "x", "-1", "1e9", "\u00b2", "9" * 40, "nan"))},
        lambda: {**good, STAMP: f" {good[STAMP]}0"},
    ]
    return dict(ways[number % len(ways)]())


def _message(stage: OnSlack, user: str) -> bytes:
    return (
        b'{"type":"event_callback","team_id":"%b","event_id":"%b","event":{"type":"message",'
        b'"channel_type":"im","channel":"D1","user":"%b","text":"%b","ts":"1.000001"}}'
        % (
            stage.api.team.team_id.encode(),
            str(stage.random.random()).encode(),
            user.encode(),
            CANARY.encode(),
        )
    )


def _post(bot: Painbot, body: bytes, headers: Headers) -> int:
    kind = {"Content-Type": "application/json"}
    sent = {
        name: value.encode("latin-1", "replace").decode("latin-1")
        for name, value in headers.items()
    }
    request = urllib.request.Request(f"{bot.url}/slack/events", body, {**kind, **sent})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


__all__ = ["drill_forged"]

"""What Slack's calls must be to come in, and what the app makes of old, foreign and broken ones."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.e2e.serving import wait
from tests.e2e.slacks import EVENTS, App
from tests.e2e.test_slack_places import PHRASES, QUESTION, asked, begun, told
from tests.standins.slack import signed

if TYPE_CHECKING:
    from tests.standins.slack import Person

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MIB = 1 << 20
Headers = Mapping[str, str]


@pytest.fixture
def http(own_app: App) -> App:
    """Return an app with the small library, which Slack calls."""
    return own_app.serve()


def post(app: App, body: bytes, headers: Headers) -> tuple[int, str]:
    return app.process.request("POST", f"/{EVENTS}", body, headers)


def message(app: App, person: Person, text: str = "hello", **more: Any) -> bytes:  # noqa: ANN401
    event = {"type": "message", "channel_type": "im", "channel": person.chat_id, "text": text}
    whole = {
        "type": "event_callback",
        "team_id": app.api.team.team_id,
        "event_id": f"Ev{time.monotonic_ns()}",
        "event": {**event, "user": person.user_id, "ts": "1700000000.000001"},
    }
    return json.dumps({**whole, **more}).encode()


def forged(body: bytes) -> dict[str, Headers]:
    good, now = signed(body), time.time()
    stamp, sign = good
    return {
        "nothing": {},
        "no signature": {stamp: good[stamp]},
        "no time": {sign: good[sign]},
        "another secret": signed(body, secret="0" * 32),
        "another body": signed(b"{}"),
        "too old": signed(body, now - 310),
        "too early": signed(body, now + 310),
        "no hex": {**good, sign: "v0=" + "z" * 64},
        "no ASCII": {**good, sign: "v0=äöü"},
        "no number": {**good, stamp: "yesterday"},
        "another version": {**good, sign: f"v1{good[sign][2:]}"},
    }


def test_only_what_slack_signed_just_now_comes_in(http: App) -> None:
    person = http.person()
    body = message(http, person, "canaryword")
    ways = forged(body)
    for name, headers in ways.items():
        assert post(http, body, {**JSON, **headers}) == (401, ""), name
    assert http.happened("forged") == len(ways)
    http.settled()
    assert (person.heard(), http.session(person)) == ([], None)
    assert post(http, body, {**JSON, **signed(body, time.time() - 290)})[0] == 200
    asked(person, "Who is it for?")


def test_a_request_that_is_sent_again_has_one_effect(http: App) -> None:
    person = http.person()
    body = message(http, person)
    headers = {**JSON, **signed(body)}
    for retry in ({}, {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}, {}):
        assert post(http, body, {**headers, **retry})[0] == 200
    asked(person, "Who is it for?")
    http.settled()
    assert len(person.heard()) == 2
    assert http.happened("repeated") == 2


def test_a_retry_of_what_was_never_taken_is_taken(http: App) -> None:
    person = http.person()
    body = message(http, person)
    retry = {"X-Slack-Retry-Num": "3", "X-Slack-Retry-Reason": "http_error"}
    assert post(http, body, {**JSON, **signed(body), **retry})[0] == 200
    asked(person, "Who is it for?")


BROKEN: dict[str, tuple[Headers, bytes]] = {
    "nothing": (JSON, b""),
    "no JSON": (JSON, b"canaryword"),
    "a list": (JSON, b"[1, 2]"),
    "half": (JSON, b'{"type": "event_callback", "event": {"text": "canaryword'),
    "wrong types": (JSON, b'{"type": 7, "event": "canaryword"}'),
    "nested deeply": (JSON, b'{"event":' + b'{"a":' * 5000 + b"1" + b"}" * 5001),
    "no text": (JSON, b'{"type": "\xff\xfe canaryword"}'),
    "no payload": (FORM, b"payload="),
    "no JSON in it": (FORM, b"payload=canaryword"),
    "a list in it": (FORM, b"payload=[]"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_makes_no_sense_is_refused_and_not_brought_again(http: App, name: str) -> None:
    kind, body = BROKEN[name]
    assert post(http, body, {**kind, **signed(body)})[0] == 400
    assert http.happened("malformed") == 1


@pytest.mark.parametrize(
    "body",
    [b'{"type": "event_callback", "event": {"type": "star_added"}}', b'{"type": "unknown"}', b"{}"],
)
def test_what_nobody_knows_is_taken_and_counted(http: App, body: bytes) -> None:
    assert post(http, body, {**JSON, **signed(body)})[0] == 200
    assert http.happened("unknown") == 1


def test_a_body_that_is_too_large_is_refused(http: App) -> None:
    body = b'{"text": "' + b"a" * (10 * MIB) + b'"}'
    status, _ = post(http, body, {**JSON, **signed(body)})
    assert status in (0, 413)  # 0: it was cut off while it was sent
    assert http.process.status("/readyz") == 200


def test_a_team_that_nobody_knows_is_refused(http: App) -> None:
    person = http.person()
    wait(lambda: "the app is in the workspace" in http.process.said)
    body = message(http, person, team_id="T0STRANGER")
    assert post(http, body, {**JSON, **signed(body)})[0] == 403
    http.settled()
    assert http.happened("unknown-team") == 1
    assert person.heard() == []


def test_slack_may_ask_whether_it_is_there(http: App) -> None:
    body = b'{"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV", "token": "x"}'
    status, said = post(http, body, {**JSON, **signed(body)})
    assert (status, json.loads(said)) == (200, {"challenge": "3eZbrw1aBm2rZgRNFdxV"})


def test_a_command_is_answered_where_it_was_typed(http: App) -> None:
    person = http.person()
    team = http.api.team.team_id
    words = {"command": "/pain", "text": "", "team_id": team, "user_id": person.user_id}
    body = urlencode({**words, "trigger_id": "1.2.3", "channel_id": "C1"}).encode()
    status, said = post(http, body, {**FORM, **signed(body)})
    assert (status, json.loads(said)["response_type"]) == (200, "ephemeral")
    assert json.loads(said)["text"] == http_phrase(http, "private")


def http_phrase(app: App, name: str) -> str:
    """Return a line of the library that is served."""
    assert app.place.flows is not None
    return PHRASES[name]


STALE: dict[str, Callable[[str], str]] = {
    "an earlier question": lambda data: data.replace(":1:", ":0:"),
    "a later question": lambda data: data.replace(":1:", ":99:"),
    "another conversation": lambda data: f"0123456789ab{data[12:]}",
    "an answer that is gone": lambda data: data.replace(":me", ":canaryword"),
    "another app": lambda _: "menu_main",
    "another version": lambda data: f"v2|{data}",
    "nothing": lambda _: "",
    "markup": lambda _: "<!channel>&{0}%s",
    "many digits": lambda data: data.replace(":1:", ":99999999999999999999:"),
}


@pytest.mark.parametrize("name", STALE)
def test_a_stale_press_is_answered_with_the_present_question(app: App, name: str) -> None:
    person = begun(app)
    shown = person.question()
    assert ":1:" in shown.buttons[0][0].data
    person.presses(STALE[name](shown.buttons[0][0].data), shown)
    told(person, "stale-tap")
    assert person.heard()[-1].text.startswith(QUESTION)
    wait(lambda: len([each for each in person.heard() if each.buttons]) == 1)


def test_nobody_can_answer_for_somebody_else(app: App) -> None:
    first, second = begun(app), begun(app)
    second.presses(first.question().buttons[0][0].data, second.question())
    told(second, "stale-tap")
    app.settled()
    assert [len(each.heard()) for each in (first, second)] == [2, 4]


def test_a_question_that_was_deleted_is_asked_again(app: App) -> None:
    person = begun(app)
    person.deletes(person.question())
    person.says("canaryword")
    person.wait(lambda each: bool(each.heard()[-1].buttons))
    person.says("me")
    asked(person, "First, the most urgent signs")

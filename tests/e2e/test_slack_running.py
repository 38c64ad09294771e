"""The app as whoever runs it sees it: two platforms at once, lines that break, stopping, edits."""

from __future__ import annotations

import secrets
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.serving import CANARIES, Bot, wait
from tests.e2e.slacks import APP_TOKEN, MODES, SIGNING_SECRET, App, Mode
from tests.e2e.test_slack_places import asked
from tests.e2e.twins import SlackTwin, Twin
from tests.library_fixture import ROOT, compiled
from tests.standins.slack import Fault, SlackApi
from tests.standins.telegram import BotApi

if TYPE_CHECKING:
    from tests.standins.slack import Person

WHO, SIGNS, LEG = "Who is it for?", "Any of these now?", "in the leg?"


def lined(app: App) -> App:
    """Let the app call Slack instead of being called."""
    app.place = app.place.with_(SLACK_APP_TOKEN=APP_TOKEN, SLACK_SIGNING_SECRET="")
    app.mode = "socket"
    return app


def hello(app: App) -> Person:
    person = app.person()
    person.says("hello")
    asked(person, WHO)
    return person


@pytest.mark.parametrize("mode", MODES)
def test_one_painbot_serves_telegram_and_slack_at_once(home: Path, mode: Mode) -> None:
    library = compiled(ROOT / "flows")
    with SlackApi() as slack_api, BotApi() as telegram_api:
        app = App(slack_api, home, ROOT / "flows", mode)
        bot = Bot(telegram_api, home, ROOT / "flows")
        both = app.place.with_(**bot.place.more)
        app.place = bot.place = both
        try:
            app.serve()
            bot.processes = app.processes
            wait(lambda: "painbot asks Telegram for messages" in app.process.said)
            in_slack, on_telegram = SlackTwin(app, library), Twin(bot, library)
            in_slack.begins()
            on_telegram.begins()
            picks = {"age": ("40-54",), "trouble": ("night-leg",), "feel": ("knot",)}
            results = [each.goes_on(picks) for each in (in_slack, on_telegram)]
            assert results[0].headline == results[1].headline
            in_slack.ends()
            on_telegram.ends()
            assert "painbot serves slack and telegram" in app.process.said
            app.in_order()
            bot.in_order()
        finally:
            app.close()


def test_two_processes_share_the_lines_and_the_people(own_app: App) -> None:
    app = lined(own_app).serve()
    app.start().serves()
    app.api.wait(lambda api: api.lines == 2)
    people = [hello(app) for _ in range(12)]
    for person in people:
        person.taps("Me")
        asked(person, SIGNS)
    app.settled()
    turns = [each.number('painbot_turns_total{platform="slack"}') for each in app.processes]
    assert all(turns), [each.metrics() for each in app.processes]
    assert sum(turns) == 24


@pytest.mark.parametrize("way", ["refresh", "cut"])
def test_a_line_that_ends_is_opened_anew_and_nothing_is_lost(own_app: App, way: str) -> None:
    app = lined(own_app).serve()
    person = hello(app)
    app.api.faults = lambda call: Fault.slow(0.3) if call.method == "chat.postMessage" else None
    person.taps("Me")
    app.api.refresh() if way == "refresh" else app.api.cut()
    app.api.wait(lambda api: not api.waiting())
    app.api.wait(lambda api: (api.opened, api.lines) == (2, 1))
    app.settled()
    if WHO in person.heard()[-1].text:  # it was cut off before the press was taken
        assert (way, len(person.errors)) == ("cut", 1)
        person.taps("Me")
    asked(person, SIGNS)
    app.api.faults = None
    person.taps("None of these")
    asked(person, LEG)
    app.settled()
    assert len(person.heard()) == 4
    assert len(person.errors) <= (way == "cut")


def test_a_token_that_opens_no_line_is_said_in_words(own_app: App) -> None:
    app = lined(own_app)
    process = app.start(0, SLACK_APP_TOKEN="xapp-1-nobody-knows-this")  # noqa: S106
    wait(lambda: "check SLACK_APP_TOKEN" in process.said, process.state)
    assert process.status("/healthz") == 200


def test_sigterm_in_the_middle_loses_nothing(own_app: App) -> None:
    app = lined(own_app).serve()
    first = app.process
    app.start().serves()
    app.api.wait(lambda api: api.lines == 2)
    person = hello(app)
    app.api.faults = lambda call: Fault.slow(0.5) if call.method == "chat.postMessage" else None
    person.taps("Me")
    app.api.wait(lambda api: api.calls_of("chat.postMessage")[-1].fault is not None)
    assert first.stop() < 10
    app.api.faults = None
    asked(person, SIGNS)
    person.taps("None of these")
    asked(person, LEG)
    app.settled()
    assert (len(person.heard()), person.errors) == (4, [])
    assert [name for name in app.store.names() if ":lease:" in name] == []


def test_everybody_goes_on_where_they_were_after_a_restart(own_app: App) -> None:
    app = own_app.serve()
    person = hello(app)
    app.process.stop()
    person.says("me")  # Slack brings it again
    app.serve()
    asked(person, SIGNS)
    app.settled()
    assert app.session(person) is not None


def test_an_edit_shows_on_the_own_page_of_whoever_has_seen_it(own_app: App) -> None:
    app = own_app.serve()
    person = app.person()
    person.opens_home()
    person.wait(lambda each: each.home is not None)
    assert app.place.flows is not None
    file = app.place.flows / "knee.yaml"
    file.write_text(file.read_text().replace("title: Test pain", "title: Another title", 1))
    person.wait(lambda each: "Another title" in (each.home.shown().text if each.home else ""))


def test_neither_logs_nor_metrics_nor_the_store_tell_anything(own_app: App) -> None:
    app = own_app.serve(
        PAINBOT_LOG="debug", PAINBOT_KEYS=b64encode(secrets.token_bytes(32)).decode()
    )
    person = hello(app)
    for text in ("Quetzal canaryword", "me", "Zanzibar", "none"):
        before = len(person.heard())
        person.says(text)
        person.wait(lambda each, old=before: len(each.heard()) > old)  # type: ignore[misc]
    app.settled()
    metrics = app.process.metrics()
    written = b"".join(path.read_bytes() for path in (app.home / "store").rglob("*.aof"))
    whose = (person.user_id, person.chat_id, app.api.team.token, SIGNING_SECRET, *CANARIES)
    assert [each for each in whose if each in metrics or each.encode() in written] == []
    assert [each for each in whose if each in app.process.said] == []


def test_doctor_asks_slack(own_app: App) -> None:
    done = lined(own_app).place.run("doctor")
    assert done.returncode == 0
    assert "✓ Slack knows the app" in done.stdout
    assert "✓ painbot calls Slack (Socket Mode)" in done.stdout
    assert {call.method for call in own_app.api.calls} == {"auth.test", "apps.connections.open"}


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1234567890-nobody"}, "Slack does not know SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1234567890-nobody"}, "Slack does not know SLACK_APP_TOKEN"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "Slack does not answer"),
    ],
)
def test_doctor_says_what_is_wrong(own_app: App, settings: dict[str, str], says: str) -> None:
    done = lined(own_app).place.with_(**settings).run("doctor")
    assert (done.returncode, f"✗ {says}" in done.stdout) == (1, True), done.stdout


def test_doctor_says_which_scope_is_missing(own_app: App) -> None:
    own_app.api.team.scopes = ("chat:write", "commands", "im:history")
    done = lined(own_app).place.run("doctor")
    assert done.returncode == 1
    assert "it lacks: app_mentions:read" in done.stdout

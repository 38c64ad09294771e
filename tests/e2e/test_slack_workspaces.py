"""Workspaces that install the app by themselves, lose it again, and have short-lived tokens."""

from __future__ import annotations

import secrets
import time
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from tests.e2e.serving import wait
from tests.e2e.slacks import APP_TOKEN, CLIENT_ID, CLIENT_SECRET, App
from tests.e2e.test_slack_places import asked
from tests.store_fixtures import free_ports

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.standins.slack import Person, Team

WHO = "Who is it for?"


@pytest.fixture
def open_app(own_app: App) -> App:
    """Return an app that any workspace may install, and that none has."""
    own_app.api.team.installed = False
    (port,) = free_ports(1)
    own = own_app.place.with_(
        SLACK_BOT_TOKEN="",
        SLACK_CLIENT_ID=CLIENT_ID,
        SLACK_CLIENT_SECRET=CLIENT_SECRET,
        SLACK_PUBLIC_URL=f"http://127.0.0.1:{port}",
        PAINBOT_KEYS=b64encode(secrets.token_bytes(32)).decode(),
    )
    own_app.place = own
    own_app.start(port).serves()
    own_app.called()
    return own_app


def install(app: App, team: Team) -> None:
    page = f"http://127.0.0.1:{app.process.port}/slack/install"
    status, text = app.api.installs(page, team)
    assert (status, "Thank you" in text) == (200, True), text


def hello(app: App, team: Team) -> Person:
    person = app.person(team)
    person.says("hello")
    asked(person, WHO)
    return person


TEAMS: dict[str, Callable[[App], Team]] = {
    "a workspace": lambda app: app.api.another_team(installed=False),
    "one of an organisation": lambda app: app.api.another_team(enterprise="E1", installed=False),
    "a whole organisation": lambda app: app.api.another_team(
        enterprise="E1", org=True, installed=False
    ),
}


@pytest.mark.parametrize("kind", TEAMS)
def test_a_workspace_installs_the_app_and_talks(open_app: App, kind: str) -> None:
    team = TEAMS[kind](open_app)
    install(open_app, team)
    person = hello(open_app, team)
    person.taps("Me")
    asked(person, "Any of these now?")
    person.opens_home()
    person.wait(lambda each: each.home is not None)
    open_app.settled()
    assert open_app.session(person) is not None


def test_two_workspaces_have_nothing_to_do_with_each_other(open_app: App) -> None:
    teams = [open_app.api.another_team(installed=False) for _ in range(2)]
    for team in teams:
        install(open_app, team)
    first, second = (hello(open_app, team) for team in teams)
    open_app.api.uninstalls(teams[0])
    open_app.settled()
    wait(lambda: open_app.session(first) is None)
    assert open_app.session(second) is not None
    second.taps("Me")
    asked(second, "Any of these now?")


def test_a_workspace_that_removes_the_app_is_erased(open_app: App) -> None:
    team = open_app.api.another_team(installed=False)
    before = open_app.store.names()
    install(open_app, team)
    people = [hello(open_app, team) for _ in range(3)]
    open_app.settled()
    assert len(open_app.store.names()) > len(before)
    open_app.api.uninstalls(team)
    open_app.settled()
    left = {name.split(":")[2] for name in open_app.store.names() - before}
    assert left <= {"seen", "ping"}
    install(open_app, team)
    people[0].says("hello again")
    people[0].wait(lambda each: len(each.heard()) == 4)


def test_nobody_is_answered_in_a_workspace_without_the_app(open_app: App) -> None:
    person = open_app.person(open_app.api.another_team(installed=False))
    person.says("hello")
    open_app.settled()
    assert person.heard() == []
    assert open_app.api.deliveries[-1].status == 403
    assert open_app.happened("unknown-team") == 1


def test_an_installation_nobody_began_here_is_refused(open_app: App) -> None:
    for path in ("code=abc&state=canaryword", "code=abc", "error=access_denied", ""):
        status, text = open_app.process.request("GET", f"/slack/oauth_redirect?{path}")
        assert status in (200, 400, 401)
        assert "Thank you" not in text
        assert "canaryword" not in text
    assert open_app.api.calls_of("oauth.v2.access") == []


def test_a_token_that_lapses_is_turned_in_time(open_app: App) -> None:
    team = open_app.api.another_team(installed=False)
    team.refresh, team.expires = "xoxe-1-first", time.time() + 600
    install(open_app, team)
    old = team.token
    people = [hello(open_app, team) for _ in range(2)]
    for person in people:
        person.taps("Me")
        asked(person, "Any of these now?")
    assert team.token != old
    assert len(open_app.api.calls_of("oauth.v2.access")) == 2  # to install, and to turn it once
    open_app.settled()
    said = "".join(process.said for process in open_app.processes)
    assert old not in said
    assert team.token not in said


def test_workspaces_may_come_in_by_a_line_too(own_app: App) -> None:
    own_app.api.team.installed = False
    (port,) = free_ports(1)
    own_app.place = own_app.place.with_(
        SLACK_BOT_TOKEN="",
        SLACK_SIGNING_SECRET="",
        SLACK_APP_TOKEN=APP_TOKEN,
        SLACK_CLIENT_ID=CLIENT_ID,
        SLACK_CLIENT_SECRET=CLIENT_SECRET,
        SLACK_PUBLIC_URL=f"http://127.0.0.1:{port}",
    )
    own_app.start(port).serves()
    team = own_app.api.another_team(installed=False)
    install(own_app, team)
    hello(own_app, team)


def test_in_one_workspace_removing_the_app_erases_everybody(own_app: App) -> None:
    person = own_app.serve().person()
    person.says("hello")
    asked(person, WHO)
    own_app.settled()
    own_app.api.uninstalls(own_app.api.team)
    wait(lambda: own_app.session(person) is None)
    own_app.settled()
    assert {name.split(":")[2] for name in own_app.store.of(own_app.key(person))} == {"seen"}

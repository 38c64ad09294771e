"""The app as Slack has it described: whole, within Slack's limits, and not asking for too much."""

from __future__ import annotations

import json
import os
import re
from itertools import chain, product
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
import yaml
from click.testing import CliRunner, Result

from painbot.cli import main
from painbot.platforms.slack import door, incoming
from painbot.platforms.slack.api import Api
from painbot.platforms.slack.incoming import meaning
from painbot.platforms.slack.installations import Installations
from painbot.platforms.slack.installing import pages
from painbot.platforms.slack.manifest import manifest
from painbot.platforms.slack.meanings import COMMANDS, Heard, Nothing
from painbot.platforms.slack.payloads import payload
from painbot.ports import Claims, Supplies, Vault
from painbot.settings import Slack
from tests import shipped
from tests.tiny import NOON

FILE = Path(__file__).parents[2] / "slack/manifest.yaml"
SCHEMA = Path(__file__).parents[3] / "shared/specs/slack-app-manifest-2.0.0.schema.json"
HERE = "https://bot.example.org"
ALL = [
    manifest(url, pictures=pictures, many_workspaces=many)
    for url, pictures, many in product(("", HERE), (False, True), (False, True))
]
WHY = {
    "app_mentions:read": "to answer who names it in a channel, with the way to a private talk",
    "chat:write": "to talk",
    "commands": "to be called by /pain, and by its shortcut",
    "im:history": "to read what somebody writes to it in private",
    "files:write": "to show pictures, if the flows have some",
}
# What each method that is called needs beyond a token, and each event and feature.
METHODS = {
    "apps.connections.open": "", "auth.test": "", "views.publish": "",
    "chat.postEphemeral": "chat:write", "chat.postMessage": "chat:write",
    "chat.update": "chat:write", "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
}  # fmt: skip
EVENTS = {
    "app_home_opened": "", "app_mention": "app_mentions:read", "app_uninstalled": "",
    "message.im": "im:history", "tokens_revoked": "",
}  # fmt: skip
FEATURES = {"slash_commands": "commands", "shortcuts": "commands"}
PEOPLE = {"user": "U1", "channel": "C1", "text": "my leg", "ts": "1.000001"}


@pytest.fixture(autouse=True)
def _no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith(("SLACK_", "TELEGRAM_"))]:
        monkeypatch.delenv(name)


def run(*words: str, **said: str) -> Result:
    return CliRunner().invoke(main, ["manifest", *words], env=said)


def printed(*words: str, **said: str) -> dict[str, Any]:
    done = run(*words, **said)
    assert (done.exit_code, done.stderr) == (0, "")
    found: dict[str, Any] = yaml.safe_load(done.stdout)
    return found


def test_the_manifest_in_the_repository_is_what_painbot_prints_without_settings() -> None:
    assert run().stdout == FILE.read_text(encoding="utf-8")
    assert printed() == manifest()


def test_an_app_that_calls_slack_is_not_called() -> None:
    found = printed(SLACK_PUBLIC_URL=HERE, SLACK_APP_TOKEN="xapp-1-abcdefghij")  # noqa: S106
    assert found["settings"]["socket_mode_enabled"]
    assert urls(found) == []


def test_the_manifest_in_the_repository_fits_the_flows_beside_it() -> None:
    pictures = any(each.picture for each in shipped.library().questions.values())
    scopes = yaml.safe_load(FILE.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]
    assert ("files:write" in scopes) == pictures


def test_without_settings_painbot_calls_slack_in_one_workspace() -> None:
    settings = printed()["settings"]
    assert settings["socket_mode_enabled"] is True
    assert settings["org_deploy_enabled"] is settings["token_rotation_enabled"] is False
    assert "https://" not in run().stdout.partition("\n")[2]


@pytest.mark.parametrize("given", [HERE, f"{HERE}/"])
def test_with_a_public_address_slack_calls_painbot_there(given: str) -> None:
    found = printed(SLACK_PUBLIC_URL=given)
    assert found == manifest(HERE)
    assert found["settings"]["socket_mode_enabled"] is False
    assert urls(found) == [f"{HERE}/slack/events"] * 3


def test_with_a_client_id_other_workspaces_may_install_it() -> None:
    found = printed(SLACK_PUBLIC_URL=HERE, SLACK_CLIENT_ID="1.2")
    assert found == manifest(HERE, many_workspaces=True)
    assert found["oauth_config"]["redirect_urls"] == [f"{HERE}/slack/oauth_redirect"]
    assert found["settings"]["token_rotation_enabled"] is True
    assert printed(SLACK_CLIENT_ID="1.2") == manifest(many_workspaces=True)


def test_pictures_have_to_be_asked_for() -> None:
    assert printed("--pictures") == manifest(pictures=True)


def test_a_file_of_settings_counts_too() -> None:
    Path("painbot.toml").write_text(f"[slack]\npublic_url = '{HERE}'\n", encoding="utf-8")
    assert printed() == manifest(HERE)


def test_no_secret_is_printed() -> None:
    secrets = {
        "SLACK_BOT_TOKEN": "xoxb-1234567890", "SLACK_APP_TOKEN": "xapp-1234567890",
        "SLACK_SIGNING_SECRET": "a" * 32, "SLACK_CLIENT_SECRET": "b" * 32,
    }  # fmt: skip
    done = run(SLACK_CLIENT_ID="1234.5678", **secrets)
    assert done.exit_code == 0
    for secret in (*secrets.values(), "1234.5678"):
        assert secret not in done.output


@pytest.mark.parametrize(
    ("name", "value"),
    [("SLACK_PUBLIC_URL", "http://bot.example.org"), ("SLACK_CLIENT_ID", "my client"),
     ("PAINBOT_KEEPDAYS", "7")],
)  # fmt: skip
def test_a_setting_that_is_wrong_is_told_and_nothing_printed(name: str, value: str) -> None:
    done = run(**{name: value})
    assert (done.exit_code, done.stdout) == (1, "")
    assert name in done.stderr
    assert value not in done.stderr


@pytest.mark.parametrize("found", ALL)
def test_what_is_printed_is_what_is_meant(found: dict[str, Any]) -> None:
    many = found["settings"]["token_rotation_enabled"]
    pictures = "files:write" in found["oauth_config"]["scopes"]["bot"]
    said = {"SLACK_PUBLIC_URL": "" if found["settings"]["socket_mode_enabled"] else HERE}
    said["SLACK_CLIENT_ID"] = "1.2" if many else ""
    assert printed(*["--pictures"] * pictures, **said) == found


@pytest.mark.parametrize("found", ALL)
def test_it_asks_for_no_right_that_it_does_not_need(found: dict[str, Any]) -> None:
    source = "".join(path.read_text() for path in Path(incoming.__file__).parent.glob("*.py"))
    assert set(re.findall(r'\.call\(\s*"([^"]+)"', source)) == set(METHODS)
    assert set(found["features"]) == {*FEATURES, "app_home", "bot_user"}
    scopes = found["oauth_config"]["scopes"]
    needed = {*METHODS.values(), *EVENTS.values(), *FEATURES.values()} - {""}
    assert needed == set(WHY)
    assert set(scopes["bot"]) in (needed, needed - {"files:write"})
    assert set(scopes) == {"bot"}  # nothing in anybody's own name
    assert "files:write" not in manifest()["oauth_config"]["scopes"]["bot"]


def test_every_event_it_wants_is_understood_and_no_other_is_wanted() -> None:
    wanted = manifest()["settings"]["event_subscriptions"]["bot_events"]
    types = set(re.findall(r'event\.type == "(\w+)"', Path(incoming.__file__).read_text()))
    assert {each.partition(".")[0] for each in wanted} == types
    assert set(wanted) == set(EVENTS)
    for name in wanted:
        assert happens(name) != Nothing("unknown"), name
    for name in ("message.channels", "message.groups", "message.mpim", "reaction_added"):
        assert happens(name) == Nothing("unknown"), name


def happens(name: str) -> object:
    kind, _, where = name.partition(".")
    more = {"channel_type": where, "tab": "home", "tokens": {"bot": ["U2"]}}
    event = {"type": kind, **PEOPLE, **more}
    return meaning(payload({"type": "event_callback", "team_id": "T1", "event": event}), NOON)


def test_its_command_and_its_shortcut_begin_a_talk() -> None:
    features = manifest()["features"]
    (command,), (shortcut,) = features["slash_commands"], features["shortcuts"]
    called = {"command": command["command"], "user_id": "U1", "trigger_id": "1"}
    pressed = {"type": "message_action", "callback_id": shortcut["callback_id"], "trigger_id": "1"}
    for plain in (called, {**pressed, "user": {"id": "U1"}}):
        assert isinstance(meaning(payload(plain), NOON), Heard)
    hint = set(re.findall(r"\w+", command["usage_hint"]))
    assert {"help", "back", "stop", "forget"} <= hint & COMMANDS


def test_people_can_write_to_it() -> None:
    home = manifest()["features"]["app_home"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]


async def test_every_address_in_it_is_one_that_painbot_answers_at() -> None:
    api = Api("http://127.0.0.1:1/api/", 1.0)
    settings = Slack(client_id="1.2", client_secret="s", public_url=HERE)  # noqa: S106
    vault, claims = cast("Vault", None), cast("Claims", None)
    supplies = Supplies(1.0, lambda _: None, has_pictures=False, claims=claims, vault=vault)
    kept = Installations(settings, vault, claims, api.client)
    answered = {door.PATH, *pages(settings, api, kept, supplies)}
    await api.aclose()
    found = manifest(HERE, many_workspaces=True)
    named = {urlsplit(url).path for url in urls(found)}
    assert named == answered - {"/slack/install"}  # which people are sent to, not Slack


def urls(value: object) -> list[str]:
    """Return every address in it."""
    if isinstance(value, dict):
        return [*chain.from_iterable(map(urls, value.values()))]
    if isinstance(value, list):
        return [*chain.from_iterable(map(urls, value))]
    return [value] if isinstance(value, str) and value.startswith("https:") else []


@pytest.mark.parametrize("found", ALL)
def test_everything_is_as_short_as_slack_wants_it(found: dict[str, Any]) -> None:
    about, features = found["display_information"], found["features"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert re.fullmatch("#[0-9a-f]{6}", about["background_color"])
    assert len(features["bot_user"]["display_name"]) <= 80
    commands, shortcuts = features["slash_commands"], features["shortcuts"]
    assert max(len(commands), len(shortcuts)) <= 5
    for each in commands:
        assert re.fullmatch("/[a-z]{1,31}", each["command"])
        assert len(each["description"]) <= 2000
        assert len(each["usage_hint"]) <= 1000
    for each in shortcuts:
        assert len(each["name"]) <= 24
        assert len(each["description"]) <= 150


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema is not here")
@pytest.mark.parametrize("found", ALL)
def test_it_is_what_slacks_own_schema_wants(found: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text())
    assert wrong(found, schema, schema) == []


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema is not here")
def test_what_slack_would_refuse_is_noticed() -> None:
    schema = json.loads(SCHEMA.read_text())
    found = manifest()
    found["display_information"]["name"] = "p" * 36
    found["features"]["shortcuts"][0] |= {"type": "personal", "icon": "x"}
    found["features"]["slash_commands"][0]["command"] = "pain"
    found["settings"]["interactivity"] = {"is_enabled": "yes"}
    found["oauth_config"]["redirect_urls"] = [HERE, HERE]
    del found["features"]["bot_user"]["display_name"]
    broken = {each.partition(":")[0] for each in wrong(found, schema, schema)}
    assert broken == {"maxLength", "enum", "unknown", "pattern", "type", "uniqueItems", "required"}


KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
RULES: dict[str, Any] = {
    "type": lambda value, kind: type(value) is KINDS[kind],
    "enum": lambda value, several: value in several,
    "required": lambda value, names: set(names) <= set(value),
    "minLength": lambda value, number: len(value) >= number,
    "maxLength": lambda value, number: len(value) <= number,
    "minItems": lambda value, number: len(value) >= number,
    "maxItems": lambda value, number: len(value) <= number,
    "uniqueItems": lambda value, _: len(value) == len(set(value)),
    "pattern": lambda value, pattern: re.search(pattern, value),
}


def wrong(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> list[str]:  # noqa: ANN401
    """Return which rules of a schema are broken, as far as Slack's own has them."""
    if "$ref" in schema:
        return wrong(value, root["definitions"][schema["$ref"].rpartition("/")[2]], root)
    found = [
        f"{rule}: {value!r}"
        for rule in RULES
        if rule in schema and not RULES[rule](value, schema[rule])
    ]
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"unknown: {name}" for name in value if name not in known]
        found += chain.from_iterable(
            wrong(each, known[name], root) for name, each in value.items() if name in known
        )
    if isinstance(value, list):
        found += chain.from_iterable(wrong(each, schema["items"], root) for each in value)
    return found

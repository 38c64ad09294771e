"""What the environment and painbot.toml say."""

# ruff: noqa: S106 - nobody's secrets

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import painbot
from painbot.settings import BadSettings, Settings, find_flows, read_settings

SHIPPED = Path(*painbot.__path__).parents[1] / "flows"
TOKEN = "123456789:" + "CANARY_tok-" * 3 + "ab"
KEY = b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(**environment: str) -> Settings:
    return read_settings({"HOME": "/home/ann", **environment})


def problems(**environment: str) -> tuple[str, ...]:
    with pytest.raises(BadSettings) as caught:
        read(**environment)
    return caught.value.problems


def test_nothing_said_is_a_private_store_in_the_data_folder() -> None:
    settings = read()
    assert settings.redis_url == ""
    assert settings.home == Path("/home/ann/.local/share/painbot")
    assert settings.telegram is None
    assert settings.slack is None
    assert (settings.keep_days, settings.keys, settings.timezone) == (7, (), None)
    assert (settings.host, settings.port, settings.port_given) == ("127.0.0.1", 8080, False)
    assert (settings.log_level, settings.log_format) == ("info", "auto")
    assert not settings.warnings


@pytest.mark.parametrize(
    ("environment", "home"),
    [
        ({"HOME": "/h", "XDG_DATA_HOME": "/data"}, Path("/data/painbot")),
        ({"HOME": "/h", "XDG_DATA_HOME": "relative"}, Path("/h/.local/share/painbot")),
        ({"HOME": "/h", "XDG_DATA_HOME": ""}, Path("/h/.local/share/painbot")),
        ({"HOME": "/h", "PAINBOT_HOME": "/own"}, Path("/own")),
        ({"HOME": "/h", "PAINBOT_HOME": "/no\udcfftext"}, Path("/no\udcfftext")),
        ({"HOME": "/h", "PAINBOT_HOME": ""}, Path("/h/.local/share/painbot")),
        ({"PAINBOT_HOME": "~/own"}, Path("~/own").expanduser()),
    ],
)
def test_the_data_folder_can_be_chosen(environment: dict[str, str], home: Path) -> None:
    assert read_settings(environment).home == home


@pytest.mark.parametrize("environment", [{}, {"HOME": ""}])
def test_without_a_home_the_users_own_folder_is_found(environment: dict[str, str]) -> None:
    assert read_settings(environment).home.is_absolute()
    assert len(read_settings(environment).home.parts) > 3


def test_the_rest_is_taken_as_it_is() -> None:
    settings = read(PAINBOT_REDIS_URL="redis://host", PAINBOT_FLOWS="/my/flows")
    assert settings.redis_url == "redis://host"
    assert settings.flows == Path("/my/flows")


def test_flows_are_found_here_or_where_painbot_is(tmp_path: Path) -> None:
    here = tmp_path / "flows"
    assert find_flows(here).resolve() == SHIPPED
    here.mkdir()
    (here / "pipeline.yaml").write_text("steps: [build]")
    assert find_flows(here).resolve() == SHIPPED
    (here / "folder.yaml").mkdir()
    (here / "knee.yaml").write_text("# my knee\nformat: 1\nflow: knee\n")
    assert find_flows(here) == here


def test_what_a_server_is_told_is_understood() -> None:
    settings = read(
        PAINBOT_KEYS=f"{KEY}, {KEY[::-1][1:]}=",
        PAINBOT_SECRET="a secret of mine, long",
        PAINBOT_PORT=" 8080 ",
        PAINBOT_TIMEZONE="Europe/Berlin",
        PAINBOT_LOG="DEBUG",
        PAINBOT_KEEP_DAYS="90",
    )
    assert settings.keys[0] == bytes(range(32))
    assert len(settings.keys) == 2
    assert settings.secret == b"a secret of mine, long"
    assert settings.port_given
    assert settings.timezone == ZoneInfo("Europe/Berlin")
    assert (settings.log_level, settings.keep_days) == ("debug", 90)


def test_telegram_polls_unless_it_is_told_where_to_call() -> None:
    polling = read(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL="http://bot-api:8081/").telegram
    assert polling is not None
    assert (polling.api, polling.files) == ("http://bot-api:8081", "http://bot-api:8081/file")
    assert not polling.webhook_url
    calling = read(
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_WEBHOOK_URL="http://127.0.0.1:8080/telegram",
        TELEGRAM_WEBHOOK_SECRET="x",
        TELEGRAM_PER_CHAT="0",
    )
    assert calling.needs_port
    assert calling.telegram is not None
    assert (calling.telegram.per_second, calling.telegram.per_chat) == (30, 0)


def test_slack_is_there_once_all_that_one_way_to_it_needs_is() -> None:
    slack = read(
        SLACK_BOT_TOKEN="xoxb-1234567890-abc",
        SLACK_APP_TOKEN="xapp-1234567890-abc",
        SLACK_API_URL="https://s/api",
    ).slack
    assert slack is not None
    assert (slack.api, slack.signing_secret) == ("https://s/api/", "")
    assert slack.usable
    assert not slack.called


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1234567890-abc"}, "SLACK_APP_TOKEN is missing"),
        ({"SLACK_APP_TOKEN": "xapp-1234567890-abc"}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_SIGNING_SECRET": "a" * 32}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET"),
        ({"SLACK_CLIENT_SECRET": "a" * 32}, "SLACK_CLIENT_ID"),
    ],
)
def test_slack_says_what_is_missing(given: dict[str, str], missing: str) -> None:
    assert any(missing in each for each in problems(**given))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PAINBOT_KEYS", f"{KEY},CANARY", "key number 2"),
        ("PAINBOT_KEYS", "Q0FOQVJZ", "not 32 bytes long: make one with `openssl rand -base64 32`"),
        ("PAINBOT_KEYS", f"{KEY} {KEY}", "the same key twice"),
        ("PAINBOT_SECRET", "CANARY", "16 characters or more"),
        ("PAINBOT_KEEP_DAYS", "91", "from 1 to 90"),
        ("PAINBOT_REDIS_REPLICAS", "CANARY", "whole number"),
        ("PAINBOT_PORT", "65536", "from 0 to 65535"),
        ("PAINBOT_HOST", "CANARY/", "127.0.0.1"),
        ("PAINBOT_TIMEZONE", "CANARY", "Europe/Berlin"),
        ("PAINBOT_TIMEZONE", "../CANARY", "Europe/Berlin"),
        ("PAINBOT_LOG", "CANARY", "one of debug, info, warning and error"),
        ("PAINBOT_LOG_FORMAT", "CANARY", "one of auto, json and text"),
        ("PAINBOT_HOME", "~CANARY", "folder"),
        ("TELEGRAM_TOKEN", "CANARY", "BotFather"),
        ("TELEGRAM_API_URL", "https://ann:CANARY@host", "before the `@`"),
        ("TELEGRAM_API_URL", "https://ann:CANARY:host", "https://api.telegram.org"),
        ("TELEGRAM_WEBHOOK_SECRET", "CANARY!", "A-Z, a-z, 0-9"),
        ("TELEGRAM_PER_SECOND", "nan", "0 (no limit) or more"),
        ("TELEGRAM_MAX_CONNECTIONS", "101", "from 1 to 100"),
        ("SLACK_BOT_TOKEN", "CANARY", "xoxb-"),
        ("SLACK_APP_TOKEN", "CANARY", "xapp-"),
        ("SLACK_SOCKET_URL", "https://CANARY", "wss://"),
    ],
)
def test_a_problem_names_the_variable_and_the_fix_and_never_the_value(
    name: str, value: str, words: str
) -> None:
    (problem,) = problems(**{name: value})
    assert problem.startswith(name)
    assert words in problem
    assert "CANARY" not in problem
    assert KEY not in problem


@pytest.mark.parametrize("host", ["example.org", "10.0.0.1", "127.0.0.1.example.org"])
def test_a_webhook_elsewhere_must_be_https(host: str) -> None:
    (problem,) = problems(TELEGRAM_WEBHOOK_URL=f"http://{host}/t", TELEGRAM_WEBHOOK_SECRET="x")
    assert "https://" in problem


def test_a_webhook_needs_a_secret() -> None:
    (problem,) = problems(TELEGRAM_TOKEN=TOKEN, TELEGRAM_WEBHOOK_URL="https://bot.example.org/t")
    assert problem.startswith("TELEGRAM_WEBHOOK_SECRET is missing")


def test_all_problems_are_told_at_once() -> None:
    found = problems(PAINBOT_PORT="x", PAINBOT_LOG="x", TELEGRAM_TOKEN="x", SLACK_APP_TOKEN="x")
    assert len(found) == 4
    assert str(BadSettings(found)).count("\n") == 3


def test_a_setting_that_does_not_exist_is_a_problem_if_it_is_surely_ours() -> None:
    (problem,) = problems(PAINBOT_REDIS_ULR="redis://CANARY")
    assert problem.startswith("PAINBOT_REDIS_ULR is no setting")
    assert "Did you mean `PAINBOT_REDIS_URL`?" in problem
    assert read(PAINBOT_REDIS_ULR="").redis_url == ""


def test_what_may_be_somebody_elses_is_a_warning() -> None:
    found = "\n".join(
        read(TELEGRAM_TOKN="CANARY", TELEGRM_TOKEN="CANARY", SLACK_CHANNEL="CANARY").warnings
    )
    assert found.count("Did you mean `TELEGRAM_TOKEN`?") == 2
    assert "SLACK_CHANNEL" in found
    assert "CANARY" not in found


def test_settings_of_telegram_without_a_token_are_pointed_out() -> None:
    (warning,) = read(TELEGRAM_PER_CHAT="2").warnings
    assert "TELEGRAM_TOKEN is not set" in warning


def test_no_secret_shows_in_what_is_printed() -> None:
    settings = read(
        PAINBOT_REDIS_URL="redis://ann:CANARYpw@host",
        PAINBOT_SECRET="CANARY" * 3,
        PAINBOT_KEYS=KEY,
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_WEBHOOK_SECRET="CANARY",
        SLACK_BOT_TOKEN="xoxb-CANARY7890-abc",
        SLACK_SIGNING_SECRET="CANARY" * 4,
    )
    for shown in (repr(settings), str(settings), f"{settings.telegram} {settings.slack}"):
        assert "CANARY" not in shown
        assert KEY not in shown
        assert repr(bytes(range(32)))[2:20] not in shown
    assert {"CANARYpw", KEY, TOKEN, "CANARY"} <= settings.confidential

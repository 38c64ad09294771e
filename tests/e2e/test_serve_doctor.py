"""`painbot doctor` as a process: what is set up, what answers, what to do about the rest."""

from __future__ import annotations

import re
import secrets
import socket
import subprocess
from base64 import b64encode
from pathlib import Path

import pytest

from tests.e2e.painbots import Place
from tests.e2e.serving import SECRET, Bot
from tests.library_fixture import ROOT
from tests.store_fixtures import free_ports

GOOD, BAD, NOTE = "✓", "✗", "!"


def marks(done: subprocess.CompletedProcess[str], about: str) -> set[str]:
    """Return how what it says about something begins; no fault may show."""
    assert (done.stderr, "Traceback" in done.stdout) == ("", False)
    return {line[0] for line in done.stdout.splitlines() if about in line and line[0] in "✓✗!"}


def configured(bot: Bot, **more: str) -> Place:
    """Return a place where everything is set up."""
    return bot.place.with_(
        PAINBOT_PORT=str(free_ports(1)[0]),
        PAINBOT_KEYS=b64encode(secrets.token_bytes(32)).decode(),
        PAINBOT_SECRET=secrets.token_hex(16),
        **more,
    )


def test_with_nothing_set_up_it_says_what_is_missing_and_how_to_mend_it(home: Path) -> None:
    done = Place(home).run("doctor", where=ROOT)
    assert done.returncode == 1
    assert "write /newbot to @BotFather and set TELEGRAM_TOKEN" in done.stdout
    assert marks(done, "Nobody can talk to painbot yet") == {BAD}
    assert marks(done, "Flows: 5 loaded") == {GOOD}
    assert marks(done, "Session store") == {GOOD}
    assert marks(done, "PAINBOT_KEYS: not set") == {NOTE}
    assert done.stdout.splitlines()[-1].startswith("One thing has to be mended")


def test_with_everything_set_up_it_says_that_it_can_start(own: Bot) -> None:
    place = configured(own)
    done = place.run("doctor")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "painbot serve can start.")
    assert marks(done, "Telegram knows the bot: https://t.me/painbot_test_bot") == {GOOD}
    assert marks(done, "long polling") == {GOOD}
    assert {line[0] for line in done.stdout.splitlines()[:-1]} == {GOOD}
    hidden = [place.more[name] for name in ("TELEGRAM_TOKEN", "PAINBOT_KEYS", "PAINBOT_SECRET")]
    assert [each for each in hidden if each in done.stdout] == []


def test_it_changes_nothing_at_telegram(own: Bot) -> None:
    own.person().says("/start")
    done = configured(own).run("doctor")
    assert marks(done, "1 messages wait") == {NOTE}
    assert {call.method for call in own.api.calls} == {"getMe", "getWebhookInfo"}
    assert own.api.waiting() == 1


def test_it_says_whether_telegram_calls(own: Bot) -> None:
    url = "http://127.0.0.1:9/telegram"
    done = configured(own, TELEGRAM_WEBHOOK_URL=url, TELEGRAM_WEBHOOK_SECRET=SECRET).run("doctor")
    assert done.returncode == 0
    assert marks(done, "will tell Telegram to call TELEGRAM_WEBHOOK_URL") == {NOTE}
    assert SECRET not in done.stdout


WRONG = {
    "token": ({"TELEGRAM_TOKEN": "654321:nobodys-token"}, "Telegram does not know this token", 1),
    "address": ({"TELEGRAM_API_URL": "http://127.0.0.1:9"}, "Telegram does not answer", 1),
    "store": ({"PAINBOT_REDIS_URL": "redis://127.0.0.1:9"}, "store", 1),
    "flows": ({"PAINBOT_FLOWS": "/nowhere/at/all"}, "/nowhere/at/all", 1),
    "settings": ({"PAINBOT_KEYS": "canaryword", "PAINBOT_PORT": "many"}, "PAINBOT_", 2),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_words(own: Bot, name: str) -> None:
    settings, about, number = WRONG[name]
    done = configured(own).with_(**settings).run("doctor")
    assert done.returncode == 1
    assert marks(done, about) == {BAD}
    found = re.fullmatch(r"(One|\d+) things? ha(?:s|ve) to be .*", done.stdout.splitlines()[-1])
    assert found is not None
    assert {"One": 1}.get(found[1]) == number or found[1] == str(number)
    assert "canaryword" not in done.stdout
    assert "nobodys-token" not in done.stdout


def test_a_port_that_is_taken(own: Bot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = configured(own).with_(PAINBOT_PORT=port).run("doctor")
    assert done.returncode == 1
    assert marks(done, f"port {port}") == {BAD}
    assert "Set PAINBOT_PORT to another port" in done.stdout

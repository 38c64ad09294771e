"""`painbot serve` when something is missing, wrong, taken or away as it starts."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.painbots import Place
from tests.e2e.serving import CANARIES, Bot, Process, asked, wait
from tests.standins.telegram import Fault

if TYPE_CHECKING:
    from tests.standins.telegram import Call


def refused(place: Place, where: Path | None = None) -> str:
    """Return what a painbot says that cannot serve; that is plain words and no traceback."""
    done = place.run("serve", where=where)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_port_that_is_taken(own: Bot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused(own.place.with_(PAINBOT_PORT=str(port)))
    last = said.splitlines()[-1]
    assert last.startswith(f"painbot cannot listen at 127.0.0.1 port {port}")
    assert last.endswith("choose another port.")


def test_without_a_token_it_says_what_is_missing(own: Bot) -> None:
    said = refused(own.place.with_(TELEGRAM_TOKEN=""))
    assert "set TELEGRAM_TOKEN to the token that @BotFather gave you" in said
    assert (
        len([line for line in said.splitlines() if "There is nobody to talk to yet" in line]) == 1
    )


def test_broken_flows_are_not_served(own: Bot) -> None:
    assert own.place.flows is not None
    file = own.place.flows / "knee.yaml"
    file.write_text(file.read_text().replace("if: how-long >= 2 weeks", "if: how-lnog >= 2 weeks"))
    said = refused(own.place)
    assert re.search(r"knee\.yaml:\d+:\d+ PB\d+ .*how-long", said)
    assert "Nothing was loaded from" in said
    assert own.api.calls == []


def test_no_flows_at_all(own: Bot, tmp_path: Path) -> None:
    said = refused(own.place.with_(PAINBOT_FLOWS=str(tmp_path / "nowhere")))
    assert "nowhere" in said
    assert len(said.strip().splitlines()) == 1


def test_settings_in_a_file(own: Bot, tmp_path: Path) -> None:
    where = tmp_path / "here"
    where.mkdir()
    file = where / "painbot.toml"
    file.write_text(
        "keep_days = 5\n"
        f'[telegram]\ntoken = "{own.api.token}"\napi_url = "{own.api.url}"\nper_chat = 0\n'
    )
    file.chmod(0o600)
    place = Place(own.home, own.place.flows)
    with Process(place, where) as process:
        process.serves()
        person = own.person()
        person.says("/start")
        asked(person, 2)
        assert "for 5 days" in person.heard()[0].text
        process.stop()


def test_all_that_is_wrong_with_settings_is_said_at_once_and_no_secret(own: Bot) -> None:
    wrong = {
        "TELEGRAM_TOKEN": "canaryword-token",
        "TELEGRAM_WEBHOOK_URL": "http://bot.example.org/telegram",
        "TELEGRAM_WEBHOOK_SECRET": "Quetzal secret!",
        "TELEGRAM_PER_CHAT": "-1",
        "PAINBOT_KEYS": "Zanzibar",
        "PAINBOT_SECRET": "short",
        "PAINBOT_KEEP_DAYS": "900",
        "PAINBOT_PORT": "seventy",
        "PAINBOT_TIMEZONE": "Mars/Base",
        "PAINBOT_LOG": "loud",
        "PAINBOT_KEPT_DAYS": "3",
    }
    said = refused(own.place.with_(**wrong))
    assert [name for name in wrong if name not in said] == []
    assert [each for each in (*CANARIES, "short:") if each in said] == []


def test_another_program_that_asks_is_told_of_and_people_are_served_again(own: Bot) -> None:
    def conflict(call: Call) -> Fault | None:
        return Fault.error(409) if call.method == "getUpdates" else None

    own.api.faults = conflict
    process = own.serve().process
    wait(lambda: "another program asks for the updates of this bot" in process.said)
    own.api.faults = None
    person = own.person()
    person.says("/start")
    asked(person, 2)


def test_a_token_nobody_knows_is_told_of(own: Bot) -> None:
    stranger = "654321:another-token-of-the-stand-in"
    process = own.start(TELEGRAM_TOKEN=stranger)
    process.ready()
    wait(lambda: "Telegram does not do" in process.said or "check TELEGRAM_TOKEN" in process.said)
    assert stranger not in process.said
    process.stop()


def test_telegram_may_be_away_when_it_starts(own: Bot) -> None:
    own.api.go_away()
    process = own.start().ready()
    wait(lambda: "Telegram does not do" in process.said)
    own.api.come_back()
    person = own.person()
    person.says("/start")
    asked(person, 2)

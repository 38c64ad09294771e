"""What `painbot doctor` says of a machine that is, or is not, ready to serve."""

# ruff: noqa: S106 - nobody's secrets

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

import painbot
from painbot.app import doctor as looking
from painbot.app.doctor import examine, store_is_safe
from painbot.cli.doctor import doctor
from painbot.observe import Check
from painbot.settings import Settings

SHIPPED = Path(*painbot.__path__).parents[1] / "flows"
TOKEN = "123456789:" + "CANARY_tok-" * 3 + "ab"
SAFE = {
    "version": "9.1.0",
    "appendonly": "yes",
    "appendfsync": "always",
    "maxmemory-policy": "noeviction",
    "replicas": "1",
}


async def answers(settings: Settings) -> Sequence[Check]:
    assert settings.telegram is not None
    return [Check(ok=True, text=f"Here answers {settings.telegram.token}")]


@pytest.fixture(autouse=True)
def _one_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(("PAINBOT_", "TELEGRAM_", "SLACK_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    platform(monkeypatch, answers)


def platform(monkeypatch: pytest.MonkeyPatch, look: object) -> None:
    module = SimpleNamespace(examine=look, configured=lambda settings: bool(settings.telegram))
    monkeypatch.setitem(sys.modules, "painbot.platforms.here", module)
    monkeypatch.setattr("painbot.platforms.names", lambda: ("here",))


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return what a machine is told that lacks nothing."""
    said = {
        "HOME": str(folder),
        "PAINBOT_HOME": str(folder / "home"),
        "PAINBOT_FLOWS": str(SHIPPED),
        "PAINBOT_PORT": free_port(),
        "TELEGRAM_TOKEN": TOKEN,
    }
    return {**said, **more}


def run(said: Mapping[str, str]) -> Result:
    return CliRunner().invoke(doctor, env=dict(said))


async def found(said: Mapping[str, str]) -> list[Check]:
    return [check async for check in examine(said)]


def bad(checks: Sequence[Check]) -> list[Check]:
    return [check for check in checks if check.ok is False]


def test_a_machine_that_lacks_nothing_can_serve(tmp_path: Path) -> None:
    done = run(environment(tmp_path))
    assert done.exit_code == 0
    assert done.output.endswith("painbot serve can start.\n")
    assert "✗" not in done.output
    assert "PAINBOT_SECRET: not set; the one in" in done.output
    assert "✓ Flows: " in done.output
    assert "painbot's own server answers" in done.output
    assert "Here answers [removed]" in done.output
    assert "is free" in done.output


def test_secrets_are_only_said_to_be_set(tmp_path: Path) -> None:
    key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    done = run(environment(tmp_path, PAINBOT_SECRET="CANARY" * 4, PAINBOT_KEYS=key))
    assert "PAINBOT_SECRET: set" in done.output
    assert "PAINBOT_KEYS: set, conversations are sealed" in done.output
    assert "CANARY" not in done.output
    assert key not in done.output


def test_all_that_is_wrong_with_the_settings_is_said(tmp_path: Path) -> None:
    done = run(environment(tmp_path, PAINBOT_PORT="CANARY", TELEGRAM_TOKEN="CANARY"))
    assert done.exit_code == 1
    assert "✗ PAINBOT_PORT must be" in done.output
    assert "✗ TELEGRAM_TOKEN must be" in done.output
    assert "2 things have to be mended" in done.output
    assert "CANARY" not in done.output


def test_without_a_platform_it_says_where_a_token_is_got(tmp_path: Path) -> None:
    done = run(environment(tmp_path, TELEGRAM_TOKEN=""))
    assert done.exit_code == 1
    assert "neither Telegram nor Slack is set up" in done.output
    assert "@BotFather" in done.output
    assert "TELEGRAM_TOKEN" in done.output
    assert "One thing has to be mended" in done.output


async def test_warnings_are_passed_on(tmp_path: Path) -> None:
    first, *_ = await found(environment(tmp_path, TELEGRAM_TOKN="x"))
    assert first.ok is None
    assert "TELEGRAM_TOKN" in first.text


async def test_flows_with_errors_are_shown(tmp_path: Path) -> None:
    flows = tmp_path / "bad"
    flows.mkdir()
    (flows / "knee.yaml").write_text("format: 1\nflow: knee\nnonsense: 3\n")
    (check,) = bad(await found(environment(tmp_path, PAINBOT_FLOWS=str(flows))))
    assert "have errors" in check.text
    assert "knee.yaml:" in check.fix
    assert "painbot check" in check.fix


async def test_flows_that_are_not_there_are_missed(tmp_path: Path) -> None:
    (check,) = bad(await found(environment(tmp_path, PAINBOT_FLOWS=str(tmp_path / "none"))))
    assert "There are no flow files" in check.text


async def test_a_store_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    url = f"redis://ann:CANARY@127.0.0.1:{free_port()}/0"
    checks = await found(environment(tmp_path, PAINBOT_REDIS_URL=url))
    (check,) = bad(checks)
    assert "PAINBOT_REDIS_URL" in check.text
    assert not any("CANARY" in str(each) for each in checks)
    assert any(each.ok is None and "PAINBOT_SECRET: not set" in each.text for each in checks)


async def test_a_port_that_is_taken_is_a_problem_only_if_it_was_asked_for(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (check,) = bad(await found(environment(tmp_path, PAINBOT_PORT=str(port))))
        assert str(port) in check.text
        assert "PAINBOT_PORT" in check.fix
        settings = Settings(tmp_path, SHIPPED, port=port)
        assert looking.port_free(settings).ok is None


async def test_what_a_platform_finds_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuses(_: Settings) -> Sequence[Check]:
        return [Check(ok=False, text=f"the token {TOKEN} is not known", fix=f"not {TOKEN}")]

    platform(monkeypatch, refuses)
    (check,) = bad(await found(environment(tmp_path)))
    assert check == Check(ok=False, text="the token [removed] is not known", fix="not [removed]")


async def test_a_platform_that_fails_does_not_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_: Settings) -> Sequence[Check]:
        raise ValueError(TOKEN)

    async def hangs(_: Settings) -> Sequence[Check]:
        await asyncio.sleep(60)
        return ()

    monkeypatch.setattr(looking, "PLATFORM_SECONDS", 0.05)
    for look, words in ((fails, "a fault and cannot look (ValueError)"), (hangs, "no answer")):
        platform(monkeypatch, look)
        checks = await found(environment(tmp_path))
        (check,) = bad(checks)
        assert words in check.text
        assert check.fix
        assert checks[-1].text.endswith("is free")


@pytest.mark.parametrize(
    ("about", "ok", "words"),
    [
        ({"appendonly": "no"}, None, "appendonly yes"),
        ({"appendfsync": "no"}, None, "appendfsync always"),
        ({"maxmemory-policy": "allkeys-lru"}, None, "noeviction"),
        ({"replicas": "0"}, False, "Start the replicas"),
    ],
)
def test_what_makes_a_store_unsafe_is_said(
    about: dict[str, str],
    ok: bool | None,  # noqa: FBT001 - as a Check has it
    words: str,
    tmp_path: Path,
) -> None:
    settings = Settings(tmp_path, SHIPPED, "redis://host", redis_replicas=1)
    assert [each.ok for each in store_is_safe(settings, SAFE)] == [True]
    first, risk = store_is_safe(settings, {**SAFE, **about})
    assert first.ok
    assert risk.ok is ok
    assert words in risk.fix


def test_what_a_store_does_not_say_is_unknown(tmp_path: Path) -> None:
    (check,) = store_is_safe(Settings(tmp_path, SHIPPED), {"version": "9.1.0"})
    assert "version 9.1.0, append-only unknown, fsync unknown" in check.text

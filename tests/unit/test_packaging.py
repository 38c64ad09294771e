"""What someone who installs or deploys painbot relies on."""

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import painbot

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
REDIS: dict[str, Any] = COMPOSE["services"]["redis"]
BOT: dict[str, Any] = COMPOSE["services"]["painbot"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_redis_in_compose_writes_every_answer_to_a_lasting_disk() -> None:
    command = " ".join(REDIS["command"])
    assert "--appendonly yes" in command
    assert "--appendfsync always" in command
    (volume,) = REDIS["volumes"]
    assert volume.split(":") == ["redis-data", "/data"]
    assert "redis-data" in COMPOSE["volumes"]


def test_painbot_in_compose_waits_for_a_healthy_redis() -> None:
    assert "redis-cli ping" in REDIS["healthcheck"]["test"][-1]
    assert BOT["depends_on"]["redis"]["condition"] == "service_healthy"
    assert BOT["environment"]["PAINBOT_REDIS_URL"] == "redis://redis:6379/0"


def test_painbot_in_compose_has_a_terminal() -> None:
    assert BOT["stdin_open"] is True
    assert BOT["tty"] is True


def test_image_runs_as_nobody_special_and_installs_the_pinned_versions() -> None:
    assert re.search(r"^USER (?!root)\w+$", DOCKERFILE, re.MULTILINE)
    assert "--constraint constraints.txt" in DOCKERFILE


def test_image_gets_every_file_it_copies() -> None:
    copied = {
        word
        for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE)
        for word in line.split()[:-1]
    }
    ignore = (ROOT / ".dockerignore").read_text().splitlines()
    assert {f"!{name}" for name in copied} <= set(ignore)


def test_an_installed_painbot_brings_its_flows() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["sources"]["flows"] == "painbot/flows"
    assert {"flows", "src/painbot"} <= set(wheel["only-include"])


def test_version_is_the_same_everywhere() -> None:
    assert painbot.__version__ == PROJECT["project"]["version"]


def test_changelog_knows_this_version_or_what_comes() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert re.search(rf"^## \[(Unreleased|{painbot.__version__})\]", changelog, re.MULTILINE)
    assert "### Flow format" in changelog


@pytest.mark.parametrize("script", ["scripts/setup", ".ci/run"])
def test_scripts_can_be_run(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)

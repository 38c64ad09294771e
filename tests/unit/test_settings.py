"""What the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest

import painbot
from painbot.settings import find_flows, read_settings

SHIPPED = Path(*painbot.__path__).parents[1] / "flows"


def test_nothing_said_is_a_private_store_in_the_data_folder() -> None:
    settings = read_settings({"HOME": "/home/ann"})
    assert settings.redis_url == ""
    assert settings.home == Path("/home/ann/.local/share/painbot")


@pytest.mark.parametrize(
    ("environment", "home"),
    [
        ({"HOME": "/h", "XDG_DATA_HOME": "/data"}, Path("/data/painbot")),
        ({"HOME": "/h", "XDG_DATA_HOME": "relative"}, Path("/h/.local/share/painbot")),
        ({"HOME": "/h", "XDG_DATA_HOME": ""}, Path("/h/.local/share/painbot")),
        ({"HOME": "/h", "PAINBOT_HOME": "/own"}, Path("/own")),
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
    settings = read_settings(
        {"HOME": "/h", "PAINBOT_REDIS_URL": "redis://host", "PAINBOT_FLOWS": "/my/flows"}
    )
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

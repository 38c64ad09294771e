"""What tests of the whole painbot may ask for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from tests.e2e.painbots import Place
from tests.e2e.serving import Bot
from tests.e2e.slacks import MODES, App, Mode
from tests.library_fixture import ROOT, lay_out
from tests.service.store_processes import clean_up
from tests.standins.slack import SlackApi
from tests.standins.telegram import BotApi

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def home() -> Iterator[Path]:
    """Make a data folder, short enough in name for a socket; no server may be left in it."""
    with tempfile.TemporaryDirectory(prefix="painbot-") as folder:
        yield Path(folder)
        clean_up(Path(folder))


@pytest.fixture
def small(home: Path, flows_folder: Path) -> Place:
    """Return a place with the small test library."""
    return Place(home, flows_folder)


@pytest.fixture
def shipped(home: Path) -> Place:
    """Return a place with the flows that painbot ships."""
    return Place(home, ROOT / "flows")


@pytest.fixture(scope="module")
def api() -> Iterator[BotApi]:
    """Return Telegram's stand-in, the same for all tests of a module."""
    with BotApi() as api:
        yield api


@pytest.fixture(scope="module")
def module_home() -> Iterator[Path]:
    """Make a data folder for all tests of a module."""
    with tempfile.TemporaryDirectory(prefix="painbot-") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def served(api: BotApi, module_home: Path) -> Iterator[Bot]:
    """Serve the flows that painbot ships, to all tests of a module."""
    bot = Bot(api, module_home, ROOT / "flows").serve()
    yield bot
    bot.close()


@pytest.fixture
def bot(served: Bot) -> Iterator[Bot]:
    """Return a bot that asks for messages; what it did must have been right in the end."""
    yield served
    served.in_order()


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Iterator[Bot]:
    """Return a bot of the test's own with the small library, which no process is yet."""
    with BotApi() as api:
        bot = Bot(api, home, lay_out(tmp_path / "flows"))
        try:
            yield bot
            bot.in_order()
        finally:
            bot.close()


@pytest.fixture(scope="module", params=MODES)
def slack_served(request: pytest.FixtureRequest) -> Iterator[App]:
    """Serve the shipped flows in Slack to all tests of a module: down a line, and then called."""
    with tempfile.TemporaryDirectory(prefix="painbot-") as home, SlackApi() as api:
        app = App(api, Path(home), ROOT / "flows", cast("Mode", request.param)).serve()
        yield app
        app.close()


@pytest.fixture
def app(slack_served: App) -> Iterator[App]:
    """Return an app in Slack; what it did must have been right in the end."""
    yield slack_served
    slack_served.settled()
    slack_served.in_order()


@pytest.fixture
def own_app(home: Path, tmp_path: Path) -> Iterator[App]:
    """Return an app of the test's own that Slack calls, with the small library."""
    with SlackApi() as api:
        app = App(api, home, lay_out(tmp_path / "flows"), "http")
        try:
            yield app
            app.in_order()
        finally:
            app.close()

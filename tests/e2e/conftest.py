"""What tests of the whole painbot may ask for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.painbots import Place
from tests.library_fixture import ROOT
from tests.service.store_processes import clean_up

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

"""What tests with real processes may ask for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.service.store_processes import clean_up

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Make a data folder, short enough in name for a socket; no server may be left in it."""
    with tempfile.TemporaryDirectory(prefix="painbot-") as folder:
        yield Path(folder)
        clean_up(Path(folder))

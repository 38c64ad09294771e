"""The small library of tests/library, together with the phrases that painbot ships."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from painbot.app import load_library
from painbot.flow.model import Library

ROOT = Path(__file__).parents[1]
SMALL = Path(__file__).with_name("library")
PHRASES = ROOT / "flows" / "phrases.yaml"


def lay_out(folder: Path) -> Path:
    """Copy the small library into a folder that is not there yet."""
    shutil.copytree(SMALL, folder)
    shutil.copy(PHRASES, folder)
    return folder


@pytest.fixture(scope="session")
def flows_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the small library; tests must not change it."""
    return lay_out(tmp_path_factory.mktemp("library") / "flows")


@pytest.fixture(scope="session")
def library(flows_folder: Path) -> Library:
    """Return the small library."""
    return compiled(flows_folder)


@cache
def compiled(folder: Path) -> Library:
    found, findings = load_library(folder)
    assert found is not None, "\n".join(map(str, findings))
    return found

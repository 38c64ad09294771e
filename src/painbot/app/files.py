"""Flow folders as file texts, and the library made from them."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from painbot.flow.compiler import compile_library
from painbot.flow.findings import Findings
from painbot.flow.text import Place

if TYPE_CHECKING:
    from painbot.flow.model import Library

FLOW_FILES: Final = (".yaml", ".yml")
CHAT_FILES: Final = (".chat",)
CHATS: Final = "chats"
VIGNETTES: Final = "vignettes"
NOT_FLOWS: Final = frozenset({CHATS, VIGNETTES, "i18n", "pictures"})
LONGEST_FILE: Final = 1_000_001  # one byte more than a flow file may have: the reader complains


class NoFlowFiles(Exception):
    """There is nothing to load."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There are no flow files (*.yaml) in {folder}: name the folder that holds them, or set"
            " PAINBOT_FLOWS to it."
        )


def load_library(folder: Path) -> tuple[Library | None, Findings]:
    """Read and compile the flow files of a folder; None with findings if any is an error.

    Raises NoFlowFiles, with one plain sentence, when there are none.
    """
    logging.getLogger("transitions").setLevel(logging.WARNING)  # it names states, about symptoms
    files, unread = read_files(flow_files(folder))
    if not (files or unread):
        raise NoFlowFiles(folder)
    library, findings = compile_library(files)
    report(unread, findings)
    return (None if unread else library), findings


def flow_files(folder: Path) -> Iterator[Path]:
    """Yield the flow files of a folder: no chats, vignettes, pictures or translations."""
    for path in files_below(folder, FLOW_FILES):
        if NOT_FLOWS.isdisjoint(path.relative_to(folder).parts[:-1]):
            yield path


def files_below(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files below a folder; hidden ones are what editors leave lying around."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in endings and not hidden:
            yield path


def read_files(paths: Iterator[Path]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the files by name, and why some could not be read."""
    files, unread = {}, {}
    for path in paths:
        name = _name(path)
        try:
            with path.open("rb") as file:
                files[name] = file.read(LONGEST_FILE)
        except OSError as error:
            unread[name] = error.strerror or type(error).__name__
    return files, unread


def report(unread: dict[str, str], findings: Findings) -> None:
    """Note which files could not be read."""
    for name, why in unread.items():
        findings.add("PB001", Place(name, 1, 1), why=why[:1].lower() + why[1:])


def _name(path: Path) -> str:
    """Return how a place calls a file: from where we are, so that editors can jump there."""
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near

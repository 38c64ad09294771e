"""Flow folders as file texts, and the library made from them."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
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


@dataclass(frozen=True, slots=True)
class FlowFiles:
    """What was read of one version of the flows: texts by name, and why some were not read."""

    texts: Mapping[str, bytes]
    unread: Mapping[str, str]


def load_library(folder: Path) -> tuple[Library | None, Findings]:
    """Read and compile the flow files of a folder; None with findings if any is an error.

    Raises NoFlowFiles, with one plain sentence, when there are none.
    """
    return compiled(read_flows(folder))


def read_flows(folder: Path) -> FlowFiles:
    """Read the flow files of a folder; raise NoFlowFiles when there are none."""
    texts, unread = read_files(flow_files(folder))
    if not (texts or unread):
        raise NoFlowFiles(folder)
    return FlowFiles(texts, unread)


def compiled(files: FlowFiles) -> tuple[Library | None, Findings]:
    """Compile what was read; None with findings if any is an error."""
    logging.getLogger("transitions").setLevel(logging.WARNING)  # it names states, about symptoms
    library, findings = compile_library(files.texts)
    report(files.unread, findings)
    return (None if files.unread else library), findings


def flow_files(folder: Path) -> Iterator[Path]:
    """Yield the flow files of a folder: no chats, vignettes, pictures or translations."""
    for path in files_below(folder, FLOW_FILES):
        if holds_flows(path.relative_to(folder)):
            yield path


def files_below(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files below a folder that are no litter."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in endings and not _hidden(path.relative_to(folder)):
            yield path


def holds_flows(path: PurePath) -> bool:
    """Return whether a path inside a folder of flows is that of a flow file."""
    wanted = path.suffix in FLOW_FILES and not _hidden(path)
    return wanted and NOT_FLOWS.isdisjoint(path.parts[:-1])


def _hidden(path: PurePath) -> bool:
    """Return whether a file or a folder above it is hidden, as what editors leave behind is."""
    return any(part.startswith(".") for part in path.parts)


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


def report(unread: Mapping[str, str], findings: Findings) -> None:
    """Note which files could not be read."""
    for name, why in unread.items():
        findings.add("PB001", Place(name, 1, 1), why=why[:1].lower() + why[1:])


def _name(path: Path) -> str:
    """Return how a place calls a file: from where we are, so that editors can jump there."""
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near

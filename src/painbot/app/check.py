"""Everything that `painbot check` looks at, in one run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from painbot.app.files import CHAT_FILES, CHATS, files_below, load_library, read_files, report
from painbot.flow.findings import Findings


@dataclass(frozen=True, slots=True)
class Checked:
    """What `painbot check` found, and how much it looked at. `loads`: there is a library."""

    findings: Findings
    loads: bool = False
    flows: int = 0
    screens: int = 0
    causes: int = 0
    chats: int = 0


def check_library(folder: Path) -> Checked:
    """Check every flow file of a folder, and play its chats if there is a library to play."""
    library, findings = load_library(folder)
    if library is None:
        return Checked(findings)
    from painbot.proof.chats import play_chats

    chats, unread = read_files(files_below(folder / CHATS, CHAT_FILES))
    report(unread, findings)
    play_chats(library, chats, findings)
    counts = (len(each) for each in (library.flows, library.screens, library.causes, chats))
    return Checked(findings, True, *counts)  # noqa: FBT003

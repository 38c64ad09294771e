"""Everything that `painbot check` looks at, in one run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from painbot.app.files import (
    CHAT_FILES,
    CHATS,
    FLOW_FILES,
    VIGNETTES,
    files_below,
    load_library,
    read_files,
    report,
)
from painbot.flow.findings import Findings

if TYPE_CHECKING:
    from painbot.flow.model import Library
    from painbot.proof.coverage import Coverage
    from painbot.proof.proving import Proved


@dataclass(frozen=True, slots=True)
class Checked:
    """What `painbot check` found, and how much it looked at. `loads`: there is a library."""

    findings: Findings
    loads: bool = False
    flows: int = 0
    screens: int = 0
    causes: int = 0
    chats: int = 0
    vignettes: int = 0
    coverage: Coverage | None = None
    proved: Proved | None = None


def check_library(folder: Path, *, quick: bool = False) -> Checked:
    """Check every flow file of a folder; if they make a library, try it in every way.

    Its wording is read and, unless it should be `quick`, its chats and vignettes are played and
    its promises are proved over every conversation.
    """
    from painbot.proof.wording import check_wording

    library, findings = load_library(folder)
    if library is None:
        return Checked(findings)
    check_wording(library, date.today(), findings)  # noqa: DTZ011 - the operator's own day
    counts = (len(library.flows), len(library.screens), len(library.causes))
    checked = Checked(findings, True, *counts)  # noqa: FBT003
    if quick:
        return checked
    chats, covered = _play_chats(library, folder, findings)
    return replace(
        checked,
        chats=chats,
        vignettes=_play_vignettes(library, folder, findings),
        coverage=covered,
        proved=_prove(library, findings),
    )


def _play_chats(library: Library, folder: Path, findings: Findings) -> tuple[int, Coverage]:
    from painbot.proof.chats import play_chats
    from painbot.proof.coverage import coverage

    chats, unread = read_files(files_below(folder / CHATS, CHAT_FILES))
    report(unread, findings)
    played = play_chats(library, chats, findings)
    shown = frozenset(name for each in played for name in each.shows | each.answered)
    return len(chats), coverage(library, shown)


def _play_vignettes(library: Library, folder: Path, findings: Findings) -> int:
    from painbot.proof.vignettes import play_vignettes

    files, unread = read_files(files_below(folder / VIGNETTES, FLOW_FILES))
    report(unread, findings)
    return len(play_vignettes(library, files, findings))


def _prove(library: Library, findings: Findings) -> Proved:
    from painbot.app.prove import prove

    return prove(library, findings)

"""The stories of a folder, played and scored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from painbot.app.files import FLOW_FILES, VIGNETTES, files_below, load_library, read_files, report

if TYPE_CHECKING:
    from painbot.flow.findings import Findings
    from painbot.proof.score import Score


@dataclass(frozen=True, slots=True)
class Scored:
    """What was found on the way, and the score; none where no story could be played."""

    findings: Findings
    score: Score | None = None


def score_library(folder: Path) -> Scored:
    """Play every vignette of a folder, if there is a library to play, and score them."""
    library, findings = load_library(folder)
    if library is None:
        return Scored(findings)
    from painbot.proof.score import score
    from painbot.proof.vignettes import play_vignettes

    files, unread = read_files(files_below(folder / VIGNETTES, FLOW_FILES))
    report(unread, findings)
    played = play_vignettes(library, files, findings)
    return Scored(findings, score(played) if played else None)

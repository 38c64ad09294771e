"""`painbot check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from painbot.cli.plain import plain_words, print_findings

if TYPE_CHECKING:
    from painbot.app.check import Checked


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option("--notes", is_flag=True, help="Also show notes, which need no mending.")
def check(folder: Path | None, *, notes: bool) -> None:
    """Check the flow files of FOLDER and play its chats.

    Reports everything that is wrong in one run, with file, line, column and what to do. Without
    FOLDER, checks the flows that painbot would use here.
    """
    from painbot.app.check import check_library
    from painbot.settings import read_settings

    with plain_words():
        checked = check_library(folder or read_settings().flows)
    shown = [each for each in checked.findings if notes or each.severity.value != "note"]
    print_findings(shown, severities=True)
    click.echo(_summary(checked))
    sys.exit(1 if checked.findings.errors else 0)


def _summary(checked: Checked) -> str:
    severities = [each.severity.value for each in checked.findings]
    found = [_count(severities.count(each), each) for each in ("error", "warning")]
    notes = _count(severities.count("note"), "note")
    said = ", ".join(filter(None, found)) or "nothing to report"
    if not checked.loads:
        return f"{said}. Nothing can be loaded before the errors are mended."
    kinds = ("flow", "screen", "cause", "chat")
    counts = ", ".join(_count(getattr(checked, f"{each}s"), each) or f"0 {each}s" for each in kinds)
    return f"{counts}: {said}" + (f" ({notes}: --notes shows them)" if notes else "")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""

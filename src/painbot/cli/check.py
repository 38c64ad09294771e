"""`painbot check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from painbot.cli.plain import plain_words, print_findings

if TYPE_CHECKING:
    from painbot.app.check import Checked
    from painbot.proof.coverage import Coverage
    from painbot.proof.proving import Proved


_NOT_BOTH = "--coverage plays the chats, which --quick leaves out: give one of them."


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option("--notes", is_flag=True, help="Also show notes, which need no mending.")
@click.option("--coverage", is_flag=True, help="Also say what no chat exercises.")
@click.option("--quick", is_flag=True, help="Only read the files: play and prove nothing.")
def check(folder: Path | None, *, notes: bool, coverage: bool, quick: bool) -> None:
    """Check the flow files of FOLDER, play its chats and vignettes, and prove its promises.

    Reports everything that is wrong in one run, with file, line, column and what to do. Without
    FOLDER, checks the flows that painbot would use here.
    """
    if quick and coverage:
        raise click.UsageError(_NOT_BOTH)

    from painbot.app.check import check_library
    from painbot.cli.loading import load_settings

    with plain_words():
        checked = check_library(folder or load_settings().flows, quick=quick)
    shown = [each for each in checked.findings if notes or each.severity.value != "note"]
    print_findings(shown, severities=True)
    if coverage and checked.coverage is not None:
        _print_coverage(checked.coverage)
    if checked.proved is not None:
        click.echo(_tried(checked.proved))
    click.echo(_summary(checked))
    sys.exit(1 if checked.findings.errors else 0)


def _print_coverage(found: Coverage) -> None:
    for each in found.missing:
        click.echo(str(each))
    shares = (
        f"{_percent(*n)} of the {kind}s ({n[0]} of {n[1]})"
        for kind, n in found.counts.items()
        if n[1]
    )
    click.echo(f"The chats exercise {', '.join(shares)}.\n")


def _percent(number: int, of: int) -> str:
    """Return a share rounded down, so that 100 % means all."""
    return f"{100 * number // of} %"


def _tried(proved: Proved) -> str:
    """Return what was tried; never "proved safe": logic is not medicine."""
    promises = _count(proved.promises, "promise") or "No promise"
    return (
        f"{promises} and {proved.claims - proved.promises} other claims, tried on every"
        f" conversation there can be (at most {_count(proved.longest, 'answer')})."
    )


def _summary(checked: Checked) -> str:
    severities = [each.severity.value for each in checked.findings]
    found = [_count(severities.count(each), each) for each in ("error", "warning")]
    notes = _count(severities.count("note"), "note")
    said = ", ".join(filter(None, found)) or "nothing to report"
    if not checked.loads:
        return f"{said}. Nothing can be loaded before the errors are mended."
    kinds = ("flow", "screen", "cause", *(("chat", "vignette") if checked.proved else ()))
    shown = (_count(getattr(checked, f"{kind}s"), kind) for kind in kinds)
    counts = ", ".join(filter(None, shown))
    if not checked.proved:
        counts += " read, nothing played or proved"
    return f"{counts}: {said}" + (f" ({notes}: --notes shows them)" if notes else "")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""

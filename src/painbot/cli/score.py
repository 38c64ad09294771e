"""`painbot score`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from painbot.cli.plain import plain_words, print_findings

if TYPE_CHECKING:
    from painbot.flow.levels import Level
    from painbot.proof.score import Score, Share

LABEL = 12
COLUMN = 10
NAME = 28
CAPTION = (
    "Published: symptom checkers in studies, as the clinical reference gives the figures;",
    "emergent is emergency or hospital, as in Semigran's three levels. Their cases were other",
    "people's; these were written for painbot, so the two compare roughly at best.",
)


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
def score(folder: Path | None) -> None:
    """Play people's stories (FOLDER/vignettes) and score where they end.

    Without FOLDER, scores the flows that painbot would use here. Fails when a story that needs
    an emergency service or a hospital ends lower, or cannot be played.
    """
    from painbot.app.score import score_library
    from painbot.cli.loading import load_settings

    flows = folder or load_settings().flows
    with plain_words():
        scored = score_library(flows)
    print_findings(each for each in scored.findings if each.severity.value == "error")
    if scored.score is None:
        click.echo(f"No vignette of {flows} could be played, so there is no score.")
        sys.exit(1)
    for line in _lines(scored.score):
        click.echo(line)
    sys.exit(1 if scored.findings.errors else 0)


def _lines(found: Score) -> Iterator[str]:
    where = f"{_of(found.right)} end where they should"
    yield f"{found.cases} stories: {where}, {_of(found.under)} too low, {_of(found.over)} too high."
    yield _safety(found)
    yield f"Questions (median): {found.questions:g}; to an emergency: {found.to_emergency:g}."
    yield ""
    yield from _table(found)
    yield ""
    yield from _beside(found)
    if found.wrong:
        yield "\nNot as expected:"
    for each in found.wrong:
        yield f"{each.at} {each.id}: {each.given.id}, not {each.expected.id}"


def _safety(found: Score) -> str:
    if not found.unsafe:
        return "Safety: no emergency or hospital case ends too low."
    count = len(found.unsafe)
    return f"NOT SAFE: {count} emergency or hospital case{'s' * (count > 1)} too low, listed below."


def _table(found: Score) -> Iterator[str]:
    levels = tuple(found.by_level)
    heads = "".join(level.id.rjust(COLUMN) for level in levels)
    yield f"{'':{LABEL}}ends at"
    yield f"{'should be':{LABEL}}{heads}{'right':>{COLUMN}}"
    for expected, share in found.by_level.items():
        cells = "".join(_cell(found, expected, given) for given in levels)
        yield f"{expected.id:{LABEL}}{cells}{_percent(share):>{COLUMN}}"


def _cell(found: Score, expected: Level, given: Level) -> str:
    return str(found.table.get((expected, given)) or ".").rjust(COLUMN)


def _beside(found: Score) -> Iterator[str]:
    yield f"{'right':{NAME}}{'painbot':20}published"
    for published, share in found.beside:
        own = f"{_percent(share)} of {share.whole}" if share.whole else "no such case"
        yield f"{published.name:{NAME}}{own:20}{published.figure}"
    yield from CAPTION


def _of(share: Share) -> str:
    return f"{share.part} ({_percent(share)})"


def _percent(share: Share) -> str:
    """Return a share with one decimal, rounded down, so that 100 % means all."""
    return f"{share.permille / 10:g} %" if share.whole else "-"

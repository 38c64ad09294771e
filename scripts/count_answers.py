# ruff: noqa: INP001 - a script, not a package
"""Print how many answers it takes, over the chats that begin at the start with nothing given.

An answer is a question answered; a tick list is one, however many lines of it are ticked or gone
through one at a time. A move is a tap or a message: ticks and "done" count one by one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from painbot.app.files import flow_files
from painbot.flow.compiler import compile_library
from painbot.flow.findings import Findings
from painbot.flow.levels import Level
from painbot.proof.chats import Played, play_chats

FLOWS = Path(__file__).parents[1] / "flows"
START = "start"
CALM_SIDE_SLEEPER = "side-sleeping/"
MOST_CALM, MOST_EMERGENCY = 12, 5


@dataclass(frozen=True, slots=True)
class Counts:
    """What the chats from the start came to."""

    whole: tuple[Played, ...]

    def at(self, level: Level) -> list[Played]:
        """Return the chats that end at a level."""
        return [each for each in self.whole if each.result and each.result.level is level]

    @property
    def side_sleepers(self) -> list[Played]:
        """Return the side sleepers with nothing alarming."""
        calm = [p for level in Level if level < Level.TODAY for p in self.at(level)]
        return [each for each in calm if CALM_SIDE_SLEEPER in each.chat]


def counted(played: Iterable[Played]) -> Counts:
    """Return the chats that begin at the start, give nothing and come to a result."""
    return Counts(tuple(p for p in played if p.flow == START and not p.given and p.result))


def table(counts: Counts) -> Iterable[str]:
    """Yield the table, line by line."""
    yield f"{'':34}{'chats':>6}{'median':>8}{'most':>6}{'moves':>7}   limit"
    for level in reversed(Level):
        limit = str(MOST_EMERGENCY) if level is Level.EMERGENCY else ""
        yield _row(f"to {level.id}", counts.at(level), limit)
    yield _row("side sleeper, nothing alarming", counts.side_sleepers, str(MOST_CALM))
    yield _row("all", counts.whole)


def _row(name: str, played: Sequence[Played], limit: str = "") -> str:
    if not played:
        return f"{name:34}{0:>6}"
    answers = [each.answers for each in played]
    moves = median(each.moves for each in played)
    return (
        f"{name:34}{len(played):>6}{median(answers):>8g}{max(answers):>6}{moves:>7g}   {limit}"
    ).rstrip()


def main() -> int:
    """Print the table; return 1 where a chat does not go as written."""
    library, findings = compile_library(_texts(FLOWS, flow_files(FLOWS)))
    if library is not None:
        findings = Findings()
        chats = FLOWS / "chats"
        played = play_chats(library, _texts(chats, sorted(chats.rglob("*.chat"))), findings)
        print("\n".join(table(counted(played))))  # noqa: T201 - this is what it is for
    for finding in findings:
        print(finding, file=sys.stderr)  # noqa: T201
    return 1 if len(findings) else 0


def _texts(folder: Path, paths: Iterable[Path]) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


if __name__ == "__main__":
    sys.exit(main())

"""How well the stories end: accuracy, cases sent too high or too low, the confusion table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final, NamedTuple

from painbot.flow.levels import Level
from painbot.proof.vignettes import PlayedVignette

LEVELS: Final = tuple(sorted(Level, reverse=True))


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    @property
    def permille(self) -> int:
        """Return how many of a thousand that is, rounded down; of nothing it is 0."""
        return 1000 * self.part // self.whole if self.whole else 0


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that was published for symptom checkers, and the cases that compare with it.

    Those are the cases that should end at these levels and, where rows are named, come from one
    of these rows of the reference.
    """

    name: str
    figure: str
    levels: tuple[Level, ...] = LEVELS
    rows: frozenset[str] = frozenset()


# As the clinical reference gives them. Its `emergent` is what it says of Semigran's three levels.
PUBLISHED: Final = (
    Published("all cases", "56 % (median)"),
    Published("emergent", "57-80 %", (Level.EMERGENCY, Level.HOSPITAL)),
    Published("self-care", "33-40 %", (Level.SELF_CARE,)),
    Published("blood clot in the leg", "61 %", rows=frozenset({"R02"})),
    Published("foot drop", "60 %", rows=frozenset({"R06"})),
    Published("skin infection of the leg", "53 %", rows=frozenset({"R11"})),
    Published("simple back pain", "40 %", ()),  # no topic of painbot's
)


@dataclass(frozen=True, slots=True)
class Score:
    """What the played stories come to. `table` counts them by (expected, given) level."""

    cases: int
    right: Share
    by_level: Mapping[Level, Share]
    beside: tuple[tuple[Published, Share], ...]
    table: Mapping[tuple[Level, Level], int]
    under: Share
    over: Share
    unsafe: tuple[PlayedVignette, ...]
    wrong: tuple[PlayedVignette, ...]
    questions: float
    to_emergency: float


def score(played: Iterable[PlayedVignette]) -> Score:
    """Return the score of played stories; there must be one at least."""
    cases = tuple(played)
    urgent = [each.questions for each in cases if each.given is Level.EMERGENCY]
    return Score(
        cases=len(cases),
        right=_right(cases),
        by_level={level: _right(e for e in cases if e.expected is level) for level in LEVELS},
        beside=tuple((each, _right(_alike(each, cases))) for each in PUBLISHED),
        table=Counter((each.expected, each.given) for each in cases),
        under=Share(sum(each.given < each.expected for each in cases), len(cases)),
        over=Share(sum(each.given > each.expected for each in cases), len(cases)),
        unsafe=tuple(each for each in cases if each.unsafe),
        wrong=tuple(each for each in cases if each.given is not each.expected),
        questions=median(each.questions for each in cases),
        to_emergency=median(urgent) if urgent else 0,
    )


def _right(cases: Iterable[PlayedVignette]) -> Share:
    found = [each.given is each.expected for each in cases]
    return Share(sum(found), len(found))


def _alike(published: Published, cases: Iterable[PlayedVignette]) -> Iterable[PlayedVignette]:
    rows, levels = published.rows, published.levels
    return (e for e in cases if e.expected in levels and (not rows or rows.intersection(e.rows)))

"""How far a spelling may be off, and when a misspelt word is one word and no other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

TINY: Final = 3  # letters; a shorter word is never mended
SHORT: Final = 4  # of so few letters, many a real word is one letter away
LONG: Final = 7  # from here on two letters may be off
ENDING: Final = 3  # letters one of two words may have more: crawl, crawling


def close_to(word: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the known words this may be a misspelling of, best first.

    One is a find. More than one means that a second is as close, or one letter behind: then
    nobody can tell. Short words may only miss, double or swap a letter, or keep their first.
    """
    limit = _allowed(word)
    if not limit:
        return ()
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=limit + 1, limit=5)
    near = [(each, off) for each, off, _ in found if _plausible(word, each)]
    if not near or near[0][1] > limit:
        return tuple(each for each in known if _same_stem(word, each))
    best = near[0][1]
    return tuple(each for each, off in near if off <= best + 1)


def _allowed(word: str) -> int:
    """Return how many letters may be off: none in two letters, two from seven on."""
    if len(word) < TINY or not word.isalpha():
        return 0
    return 1 if len(word) < LONG else 2


def _plausible(word: str, known: str) -> bool:
    shorter = min(len(word), len(known))
    if shorter > SHORT:
        return True
    if shorter < TINY or word[0] != known[0]:
        return False
    return shorter == SHORT or len(word) != len(known) or sorted(word) == sorted(known)


def _same_stem(word: str, known: str) -> bool:
    """Return whether one is the other with a short ending: crawl, crawling."""
    short, long = sorted((word, known), key=len)
    return len(short) >= SHORT and long.startswith(short) and len(long) - len(short) <= ENDING

"""How far a spelling may be off, and when a misspelt word is one word and no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

TINY: Final = 3  # letters; a shorter word is never mended
SHORT: Final = 4  # of so few letters, many a real word is one letter away
LONG: Final = 9  # from here on two letters may be off; Austria is not Australia
ENDING: Final = 3  # letters one of two words may have more: crawl, crawling


class Spellings:
    """Known words, found again when they are misspelt.

    The first letter must be right, or swapped with the second: people seldom miss it, and
    "night" is not "might".
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Sort the words by their first letter."""
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(set(words)):
            self._by_first.setdefault(word[0], []).append(word)

    def near(self, word: str) -> tuple[str, ...]:
        """Return the known words this may be, best first.

        One is a find. More than one means that a second is as close, or one letter behind: then
        nobody can tell.
        """
        if len(word) < TINY or not word.isalpha():
            return ()
        most = 1 if len(word) < LONG else 2
        found = [pair for pair in self.within(word, most + 1) if _plausible(word, pair[0])]
        if not found or found[0][1] > most:
            return tuple(w for w in self._by_first.get(word[0], ()) if _same_stem(word, w))
        best = found[0][1]
        return tuple(known for known, off in found if off <= best + 1)

    def within(self, word: str, most: int) -> list[tuple[str, int]]:
        """Return known words and how many letters are off, the closest first."""
        known = self._by_first.get(word[0], [])
        if len(word) > 1 and word[1] != word[0]:
            known = known + self._by_first.get(word[1], [])
        found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=8)
        return [(k, off) for k, off, _ in found if k[0] == word[0] or _swapped(word, k)]


def _swapped(word: str, known: str) -> bool:
    return len(word) == len(known) and sorted(word) == sorted(known)


def _plausible(word: str, known: str) -> bool:
    """Return whether words so short can be meant: of three letters one may be missing."""
    shorter = min(len(word), len(known))
    if shorter >= SHORT:
        return True
    return shorter == TINY and (len(word) != len(known) or _swapped(word, known))


def _same_stem(word: str, known: str) -> bool:
    """Return whether one is the other with a short ending: crawl, crawling."""
    short, long = sorted((word, known), key=len)
    return len(short) >= SHORT and long.startswith(short) and len(long) - len(short) <= ENDING

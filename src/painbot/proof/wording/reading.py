"""How hard an English text is to read: its Flesch-Kincaid grade, and what makes it hard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyphen import Pyphen

AIM: Final = 6  # what painbot's texts are written for, at about eleven years
HARDEST: Final = 8
FEWEST_WORDS: Final = 12  # in a shorter text one long word such as "emergency" decides alone
FEWEST_OF_TWO: Final = 8  # ... or a text of two sentences that has as many as this
HARD: Final = 3  # syllables
# Where to go and whom to phone has to be called by its name, however long that is.
NAMES: Final = frozenset(
    {"ambulance", "department", "emergency", "hospital", "maternity", "pharmacist", "pregnancy"}
)
# A colon ends a sentence as well: Flesch counted units of thought, not full stops.
_SENTENCE: Final = re.compile(r"[.!?;:]+(?=\W|\Z)|\n")
_WORD: Final = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|[0-9]+(?:[.,][0-9]+)*")  # noqa: RUF001
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT: Final = re.compile(r"[^aeiouyl]e\Z|[aeiouy]le\Z|[^aeiouytd]ed\Z|[^aeiouysxzhgc]es\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text reads: its grade, its hardest words and how long its longest sentence is."""

    grade: float
    hard: tuple[str, ...]
    longest: int


def reading(text: str) -> Reading | None:
    """Return how a text reads, or None where it is too short to tell."""
    sentences = [words for part in _SENTENCE.split(text) if (words := list(_words(part)))]
    words = [word for sentence in sentences for word in sentence]
    enough = FEWEST_WORDS if len(sentences) < 2 else FEWEST_OF_TWO  # noqa: PLR2004 - one or more
    if len(words) < enough:
        return None
    counts = {word: syllables(word) for word in words}
    total = sum(counts[word] for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * total / len(words) - 15.59
    hard = sorted((w for w in counts if counts[w] >= HARD), key=lambda w: (-counts[w], -len(w)))
    return Reading(round(grade, 1), tuple(hard), max(map(len, sentences)))


def _words(sentence: str) -> Iterator[str]:
    """Yield the words in small letters; names and numbers stay as they are written."""
    for place, word in enumerate(_WORD.findall(sentence)):
        named = word[0].isupper() and (place > 0 or word.isupper())
        yield word if named else word.lower()


@cache
def syllables(word: str) -> int:
    """Return how many syllables a word has; a name or a number counts as one.

    A hyphen never leaves one letter alone, so pyphen sees one syllable in "over" and "any":
    where there are more groups of vowels, these count.
    """
    if word in NAMES or not word.islower():
        return 1
    groups = len(_VOWELS.findall(word)) - bool(_SILENT.search(word))
    return max(1, groups, len(_hyphens().positions(word)) + 1)


@cache
def _hyphens() -> Pyphen:
    from pyphen import Pyphen  # its dictionary takes 40 ms to read, so only when something asks

    return Pyphen(lang="en_US")

"""What `painbot check` can report: the catalogue of PB codes, and findings at a place.

Each code has one severity, one sentence that says what is wrong and one that says how to
mend it. Codes are never used again for something else. What is declared but could not be
read is "lost": that nothing else knows it then is no finding of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from painbot.flow.catalogue import CATALOGUE, Severity
from painbot.flow.text import Place

# The slot that names what a finding misses: such a finding is dropped when that name was lost.
_MISSES: Final = {"PB020": "id", "PB022": "name", "PB023": "value", "PB052": "id"}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong, where, and what to do about it.

    `example` is a conversation that shows it, as the text of a chat file, where there is one.
    """

    at: Place
    code: str
    message: str
    remedy: str
    example: str = ""

    @property
    def severity(self) -> Severity:
        """Return how much it matters: an error keeps the whole library from loading."""
        return CATALOGUE[self.code].severity

    def __str__(self) -> str:
        """Return the line an operator reads."""
        return f"{self.at} {self.code} {self.message} {self.remedy}"


class Findings:
    """Collect findings instead of raising, so that one run reports them all."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self._found: dict[Finding, str] = {}
        self._lost: set[str] = set()
        self._texts: dict[str, str] = {}

    def add(self, code: str, at: Place, example: str = "", /, **slots: object) -> None:
        """Note a finding; the slots fill the two sentences of its code."""
        kind = CATALOGUE[code]
        texts = {name: _short(value) for name, value in slots.items()}
        message = kind.message.format_map(texts)
        missed = str(slots[_MISSES[code]]) if code in _MISSES else ""
        finding = Finding(at, code, message, kind.remedy.format_map(texts), example)
        self._found[finding] = missed

    def lose(self, *names: str) -> None:
        """Note ids that are declared but cannot be used; why is a finding already."""
        self._lost.update(name for name in names if name)

    @property
    def lost(self) -> frozenset[str]:
        """Return the ids that are declared but cannot be used."""
        return frozenset(self._lost)

    def keep(self, file: str, text: str) -> None:
        """Keep the text of a file, so that a finding can point into the middle of a value."""
        self._texts[file] = text

    def inside(self, at: Place, value: str, offset: int) -> Place:
        """Return where a place within a value stands, however the value is quoted or folded."""
        text = self._texts.get(at.file)
        if text is None:
            return Place(at.file, at.line, at.column + offset)
        return _walk(at, text.splitlines(), len("".join(value[:offset].split())), value[offset:])

    def __iter__(self) -> Iterator[Finding]:
        """Return the findings in file order."""
        return iter(sorted(self._kept()))

    def _kept(self) -> Iterator[Finding]:
        return (finding for finding, missed in self._found.items() if missed not in self._lost)

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(1 for _ in self._kept())

    @property
    def errors(self) -> bool:
        """Return whether anything found keeps the library from loading."""
        return any(finding.severity is Severity.ERROR for finding in self._kept())


def _walk(at: Place, lines: list[str], steps: int, rest: str) -> Place:
    """Return the place after so many letters, at the next letter if there is one."""
    line, column = at.line - 1, at.column - 1
    first = lines[line][column : column + 1] if line < len(lines) else ""
    if first in ("|", ">"):
        line, column = line + 1, 0
    elif first in ("'", '"'):
        column += 1
    for number in range(line, len(lines)):
        for place in range(column, len(lines[number])):
            if steps == 0 and not (rest.strip() and lines[number][place].isspace()):
                return Place(at.file, number + 1, place + 1)
            steps -= not lines[number][place].isspace()
        if steps == 0 and not rest.strip():
            return Place(at.file, number + 1, len(lines[number]) + 1)
        column = 0
    return at


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a sentence that names the nearest known word, or what there is to choose from."""
    words = sorted(set(known))
    near = nearest(word, words)
    if near:
        return f"Did you mean `{near}`?"
    if not words:
        return "Nothing of that kind is declared yet."
    shown = ", ".join(f"`{each}`" for each in words[:12])
    return f"There is: {shown}{' and more' if len(words) > 12 else ''}."  # noqa: PLR2004


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that looks most like this one, or nothing."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 300 else text[:300] + "..."  # noqa: PLR2004

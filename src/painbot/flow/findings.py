"""What `painbot check` can report: the catalogue of PB codes, and findings at a place.

Each code has one severity, one sentence that says what is wrong and one that says how to
mend it. Codes are never used again for something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from painbot.flow.catalogue import CATALOGUE, Severity
from painbot.flow.text import Place


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong, where, and what to do about it."""

    at: Place
    code: str
    message: str
    remedy: str

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
        self._found: set[Finding] = set()

    def add(self, code: str, at: Place, **slots: object) -> None:
        """Note a finding; the slots fill the two sentences of its code."""
        kind = CATALOGUE[code]
        texts = {name: _short(value) for name, value in slots.items()}
        message = kind.message.format_map(texts)
        self._found.add(Finding(at, code, message, kind.remedy.format_map(texts)))

    def __iter__(self) -> Iterator[Finding]:
        """Return the findings in file order."""
        return iter(sorted(self._found))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)

    @property
    def errors(self) -> bool:
        """Return whether anything found keeps the library from loading."""
        return any(finding.severity is Severity.ERROR for finding in self._found)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a sentence that names the nearest known word, or what there is to choose from."""
    words = sorted(set(known))
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"Did you mean `{near[0]}`?"
    if not words:
        return "Nothing of that kind is declared yet."
    shown = ", ".join(f"`{each}`" for each in words[:12])
    return f"There is: {shown}{' and more' if len(words) > 12 else ''}."  # noqa: PLR2004


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 300 else text[:300] + "..."  # noqa: PLR2004

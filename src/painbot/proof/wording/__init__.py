"""What a library says, held against what platforms can show and people can read.

It knows lengths, reading levels, review dates and what is never used; limits come in as data.
It refuses to know how a platform looks and what day it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from painbot.flow.findings import Findings
from painbot.flow.model import Library
from painbot.proof.wording.lengths import check_buttons, check_messages, check_texts
from painbot.proof.wording.limits import PLATFORMS, Limits
from painbot.proof.wording.reading import HARDEST, Reading, reading
from painbot.proof.wording.texts import Said, Use, texts
from painbot.proof.wording.upkeep import check_reviews, check_use

__all__ = ["Limits", "Said", "Use", "check_language", "check_wording", "texts"]

_ENGLISH: Final = "en"
_MOST_NAMED: Final = 3


def check_wording(
    library: Library,
    today: date,
    findings: Findings,
    platforms: Sequence[Limits] = PLATFORMS,
) -> None:
    """Note everything about a library's texts, reviews and unused parts that needs mending."""
    check_language(texts(library), library.words.language, findings, platforms)
    check_messages(library, platforms, findings)
    check_buttons(library, platforms, findings)
    check_reviews(library, today, findings)
    check_use(library, findings)


def check_language(
    said: Iterable[Said],
    language: str,
    findings: Findings,
    platforms: Sequence[Limits] = PLATFORMS,
) -> None:
    """Check the texts of one language: the lengths of all, the reading level where it is known."""
    there = tuple(said)
    check_texts(there, platforms, findings)
    if language == _ENGLISH:
        _read(there, findings)


def _read(said: Iterable[Said], findings: Findings) -> None:
    """Note each hard text once: not again in its other wording, or where it is inherited."""
    seen: set[object] = set()
    for each in said:
        new = seen.isdisjoint((each.text, (each.at, each.where)))
        found = reading(each.text) if new and each.use is Use.LINE else None
        if found is not None and found.grade > HARDEST:
            seen |= {each.text, (each.at, each.where)}
            slots = {"what": each.where, "grade": found.grade, "most": HARDEST}
            findings.add("PB084", each.at, **slots, hint=_easier(found))


def _easier(found: Reading) -> str:
    hard = ", ".join(f"`{word}`" for word in found.hard[:_MOST_NAMED])
    sentence = f"Its longest sentence has {found.longest} words."
    return f"{sentence} Its hardest words: {hard}." if hard else sentence

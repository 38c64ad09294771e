"""What somebody typed, as words: cut, folded, split, and searched for phrases.

It refuses to know any language: see `vocabulary`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, Generic, TypeVar

MAX_TYPED: Final = 4096  # the longest Telegram message; of more, the beginning and the end are read
MAX_DIGITS: Final = 6  # a longer number is nobody's answer (and int() refuses the very long)
PAUSE: Final = ","
STOP: Final = "."
DASH: Final = "-"  # only before a number: a range or a minus
PLUS: Final = "+"
MARKS: Final = frozenset({PAUSE, STOP, DASH, PLUS})

_APOSTROPHES: Final = "'\u2018\u2019\u201b\u02bc\u0060\u00b4\uff07"  # don`t and dont are one word
_SAME: Final = str.maketrans(
    dict.fromkeys(_APOSTROPHES) | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", DASH)
)
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf"})  # accents, enclosing marks, joiners and directions
_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")
_TOKEN: Final = re.compile(
    r"\d+(?:\.\d+)?[^\W\d_]*"
    r"|[^\W\d_]+"
    r"|(?:(?<=\d)|(?<=\d\s))-(?=\s?\d)|(?<!\S)-(?=\d)"
    r"|[.;!?\n,:()&+/]|\s-(?=\s+\D)"
    r"|[\u2600-\u27bf\U0001f300-\U0001faff]"  # signs such as a raised thumb
)
_STOPS: Final = frozenset(".;!?\n")
_PAUSES: Final = frozenset(",:()&/")

T = TypeVar("T")


def fold(text: str) -> str:
    """Return text in one case and width, without accents and apostrophes, cut if very long."""
    if len(text) > MAX_TYPED:
        half = MAX_TYPED // 2
        text = f"{text[:half]}\n{text[-half:]}"
    if not text.isascii():
        text = _plain(text.translate(_SAME).replace("\u00bd", ".5"))
    text = text.lower().replace("'", "").replace("`", "")
    return _DRAWN_OUT.sub(r"\1", text)


def _plain(text: str) -> str:
    bare = "".join(
        each
        for each in unicodedata.normalize("NFKD", text)[: 2 * MAX_TYPED]
        if unicodedata.category(each) not in _UNSEEN
    )
    return unicodedata.normalize("NFKC", bare.casefold())[:MAX_TYPED]


def split(text: str) -> list[str]:
    """Return folded text as words, numbers and MARKS."""
    return [_token(each) for each in _TOKEN.findall(text)]


def _token(raw: str) -> str:
    if raw in _STOPS:
        return STOP
    return PAUSE if raw in _PAUSES or raw[1:] == DASH else raw


def bare(tokens: Iterable[str]) -> tuple[str, ...]:
    """Return the words and numbers; of the marks only a minus, which is part of a number."""
    return tuple(each for each in tokens if each not in MARKS or each == DASH)


class Phrases(Generic[T]):
    """Phrases and what they mean, found at a place in a text, the longest first."""

    __slots__ = ("_by_first",)

    def __init__(self, pairs: Iterable[tuple[str, T]]) -> None:
        """Index the phrases; of two equal ones the first counts."""
        self._by_first: dict[str, list[tuple[list[str], T]]] = {}
        for text, meaning in pairs:
            tokens = list(bare(split(fold(text))))
            if tokens:
                self._by_first.setdefault(tokens[0], []).append((tokens, meaning))
        for there in self._by_first.values():
            there.sort(key=lambda entry: -len(entry[0]))

    def at(self, tokens: list[str], place: int) -> tuple[int, T] | None:
        """Return (how many words, meaning) of the longest phrase that begins there."""
        for phrase, meaning in self._by_first.get(tokens[place], ()):
            if len(phrase) == 1 or tokens[place : place + len(phrase)] == phrase:
                return len(phrase), meaning
        return None

    def across(self, tokens: list[str], place: int) -> tuple[int, T] | None:
        """Do the same, with commas or none between the words."""
        for phrase, meaning in self._by_first.get(tokens[place], ()):
            end = place
            for word in phrase:
                while end < len(tokens) and tokens[end] == PAUSE:
                    end += 1
                if end == len(tokens) or tokens[end] != word:
                    break
                end += 1
            else:
                return end - place, meaning
        return None

    def words(self) -> frozenset[str]:
        """Return every word of every phrase."""
        return frozenset(
            word for there in self._by_first.values() for phrase, _ in there for word in phrase
        )

"""What somebody typed, as words; and what one language's words mean.

It knows how text is cut, folded and split, and the lists of the words file. It refuses to know
questions, answers and alarms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, Generic, TypeVar

from painbot.flow.words import Words

MAX_TYPED: Final = 4096  # the longest Telegram message; of more, the beginning and the end are read
MAX_DIGITS: Final = 6  # a longer number is nobody's answer (and int() refuses the very long)
PAUSE: Final = ","
STOP: Final = "."
DASH: Final = "-"  # only before a number: a range or a minus
PLUS: Final = "+"
MARKS: Final = frozenset({PAUSE, STOP, DASH, PLUS})

_SAME: Final = str.maketrans(
    dict.fromkeys(
        "'\u2018\u2019\u201b\u02bc\u0060\u00b4\uff07"
    )  # don't, don`t and dont are one word
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", DASH)
)
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf"})  # accents, enclosing marks, joiners and directions
_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")
_TOKEN: Final = re.compile(
    r"\d+(?:\.\d+)?[^\W\d_]*"
    r"|[^\W\d_]+"
    r"|(?:(?<=\d)|(?<=\d\s))-(?=\s?\d)|(?<!\S)-(?=\d)"
    r"|[.;!?\n,:()&+/]|(?<=\s)-(?=\s)"
    r"|[\u2600-\u27bf\U0001f300-\U0001faff]"  # signs such as a raised thumb
)
_STOPS: Final = frozenset(".;!?\n")
_PAUSES: Final = frozenset(",:()&/")
_FIRST_SIGN: Final = "\u2600"
DAYS_OF_WEEK: Final = 7
MONTHS_FROM: Final = 100
WORTH_MENDING: Final = 4  # letters a word needs before a misspelling of it is looked for
_TAIL: Final = re.compile(r"(\d+(?:\.\d+)?)([^\W\d_]+)")

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
        for each in unicodedata.normalize("NFKD", text)[:MAX_TYPED]
        if unicodedata.category(each) not in _UNSEEN
    )
    return unicodedata.normalize("NFKC", bare.casefold())[:MAX_TYPED]


def split(text: str) -> list[str]:
    """Return folded text as words, numbers and the marks PAUSE, STOP and DASH."""
    return [_token(each) for each in _TOKEN.findall(text)]


def _token(raw: str) -> str:
    if raw in _STOPS:
        return STOP
    return PAUSE if raw in _PAUSES else raw


def bare(tokens: Iterable[str]) -> tuple[str, ...]:
    """Return the words and numbers without the marks between them."""
    return tuple(each for each in tokens if each not in MARKS)


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

    def words(self) -> frozenset[str]:
        """Return every word of every phrase."""
        return frozenset(
            word for there in self._by_first.values() for phrase, _ in there for word in phrase
        )


class Vocabulary:
    """The typed words of one language, ready to be found.

    `meanings` holds the phrases for yes, no, none, unsure, filler, negation and break.
    A unit with a negative length is a moment: "yesterday: -1" lies one day back. Calendar
    names from 101 on are months. The place 0 in a list means "less than" before an amount.
    """

    def __init__(self, words: Words) -> None:
        """Index the lists of a words file."""
        kinds: Sequence[tuple[str, Iterable[str]]] = (
            *(("unsure", words.unsure), ("none", words.none), ("yes", words.yes)),
            *(("no", words.no), ("negation", words.negations), ("filler", words.fillers)),
            ("break", words.breaks),
        )
        self.alarms = words.alarms
        self.meanings = Phrases((word, kind) for kind, there in kinds for word in there)
        self.negations = _single(words.negations)
        self.fillers = _single(words.fillers)
        self.no = _single(words.no)
        self.special = _long(word for _, there in kinds[:4] for word in _all_words(there))
        self.signs = frozenset(word for word in self.meanings.words() if word >= _FIRST_SIGN)
        self.numbers = _folded(words.numbers)
        self.units = {word: size for word, size in _folded(words.units).items() if size >= 0}
        self.moments = Phrases((word, -size) for word, size in words.units.items() if size < 0)
        self.ordinals = {word: n for word, n in _folded(words.ordinals).items() if n}
        self.less = Phrases((word, 0.0) for word, n in words.ordinals.items() if n == 0)
        names = _folded(words.weekdays).items()
        self.amounts: tuple[tuple[str, Mapping[str, float]], ...] = (
            ("unit", self.units),
            ("number", self.numbers),
            ("weekday", {name: day for name, day in names if day < DAYS_OF_WEEK}),
            ("month", {name: n - MONTHS_FROM for name, n in names if n > MONTHS_FROM}),
        )
        self.amount_words = _long(word for _, sizes in self.amounts for word in sizes)

    def tokens(self, typed: str) -> list[str]:
        """Return what was typed as words and marks; `3wks` is two words, `2nd` is one."""
        found = [each for each in split(fold(typed)) if each < _FIRST_SIGN or self._known(each)]
        if any(each[0].isdigit() and not each[-1].isdigit() for each in found):
            found = [part for each in found for part in self._parts(each)]
        return found

    def _known(self, token: str) -> bool:
        return token[0].isalnum() or token in self.signs

    def _parts(self, token: str) -> tuple[str, ...]:
        match = _TAIL.fullmatch(token)
        if match is None or token in self.ordinals:
            return (token,)
        known = match[2] in self.units or match[2] in self.fillers
        return (match[1], match[2]) if known else (token,)


def _single(texts: Iterable[str]) -> frozenset[str]:
    folded = (fold(text) for text in texts)
    return frozenset(text for text in folded if len(split(text)) == 1)


def _all_words(texts: Iterable[str]) -> Iterable[str]:
    return (word for text in texts for word in split(fold(text)))


def _long(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if len(word) >= WORTH_MENDING}))


def _folded(there: Mapping[str, T]) -> dict[str, T]:
    return {fold(word): value for word, value in there.items()}


class _Same:
    """Words are equal only to themselves here: they hold maps and cannot be hashed."""

    __slots__ = ("words",)

    def __init__(self, words: Words) -> None:
        self.words = words

    def __hash__(self) -> int:
        return id(self.words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.words is self.words


@lru_cache(maxsize=16)
def _vocabulary(same: _Same) -> Vocabulary:
    return Vocabulary(same.words)


def vocabulary_of(words: Words) -> Vocabulary:
    """Return the vocabulary of these words, made once."""
    return _vocabulary(_Same(words))

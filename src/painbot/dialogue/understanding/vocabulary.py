"""What the words of one language mean: the lists of its words file, ready to be found.

It refuses to know questions and answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from painbot.dialogue.understanding.spelling import Spellings
from painbot.dialogue.understanding.typed import Phrases, bare, fold, split
from painbot.flow.words import Words

WORTH_MENDING: Final = 4  # letters a word needs before a misspelling of it is looked for
ENDING: Final = 2  # letters that make a plural, at most
SLACK: Final = 0.25  # how vague "a few weeks" is
_FIRST_SIGN: Final = "\u2600"
_TAIL: Final = re.compile(r"(\d+(?:\.\d+)?)([^\W\d_]+)")

T = TypeVar("T")


class Vocabulary:
    """The typed words of one language, ready to be found.

    `meanings` holds the phrases for yes, no, none, unsure, filler, negation and break.
    `amounts` holds, kind by kind, what units, numbers, weekdays and months stand for.
    """

    def __init__(self, words: Words) -> None:
        """Index the lists of a words file."""
        kinds: Sequence[tuple[str, Iterable[str]]] = (
            *(("unsure", words.unsure), ("none", words.none), ("yes", words.yes)),
            *(("no", words.no), ("negation", words.negations), ("filler", words.fillers)),
            ("break", words.breaks),
        )
        self.alarms = words.alarms
        self.commands = {
            bare(split(fold(text))): name
            for name, texts in words.commands.items()
            for text in texts
        }
        self.meanings = Phrases((word, kind) for kind, there in kinds for word in there)
        self.negations = _single(words.negations)
        self.fillers = _single(words.fillers)
        self.no = _single(words.no)
        self.special = _long(word for _, there in kinds[:4] for word in _all_words(there))
        self.signs = frozenset(word for word in self.meanings.words() if word >= _FIRST_SIGN)
        self.numbers = _folded(words.numbers)
        self.units = _folded(words.units)
        self.moments = Phrases((word, self._moment(word, n)) for word, n in words.moments.items())
        self.ordinals = _folded(words.ordinals)
        self.less = Phrases((word, 0.0) for word in words.less)
        self.amounts: tuple[tuple[str, Mapping[str, float]], ...] = (
            ("unit", self.units),
            ("number", self.numbers),
            ("weekday", _folded(words.weekdays)),
            ("month", _folded(words.months)),
        )
        self.amount_words = _long(word for _, sizes in self.amounts for word in sizes)

    def _moment(self, text: str, ago: float) -> tuple[float, float]:
        """Return how long ago at least and at most; one in plural ("few weeks") is vague."""
        words = split(fold(text))
        vague = any(
            word[:-ENDING] == one or word[:-1] == one
            for word in words
            for one, size in self.units.items()
            if len(one) > ENDING and self.units.get(word) == size
        )
        return (ago * (1 - SLACK), ago * (1 + SLACK)) if vague else (ago, ago)

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


def _long(words: Iterable[str]) -> Spellings:
    return Spellings(word for word in words if len(word) >= WORTH_MENDING)


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

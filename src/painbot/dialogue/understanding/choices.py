"""The answers of one question as phrases that can be found in what somebody typed.

It knows the answers' words and places in the list. It refuses to decide what was meant: that is
done in `answers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from painbot.dialogue.understanding.typed import (
    DASH,
    MARKS,
    MAX_DIGITS,
    STOP,
    Phrases,
    bare,
    fold,
    split,
)
from painbot.dialogue.understanding.vocabulary import Vocabulary
from painbot.dialogue.understanding.wordings import PLAIN, Wordings
from painbot.flow.model import NONE, UNSURE

MIN_LETTERS: Final = 3  # an answer of fewer ("me") counts only when nothing else is said
UNSAID: Final = (NONE, UNSURE)  # answers that stand for no line of the list


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer as offered: its id, and all the words it goes by, as written."""

    id: str
    words: tuple[str, ...]


class Mark(NamedTuple):
    """One thing in what was typed.

    `kind` is choice, yes, no, none, unsure, number, ordinal, negation, filler, break, pause,
    stop or unknown. `turned` says that an answer's own words hold a "not". A plain yes, no, none
    or unsure names no ids; one in the answer's own words does.
    """

    kind: str
    text: str = ""
    ids: tuple[str, ...] = ()
    place: int = 0
    turned: bool = False


class Reading:
    """The answers of one question, ready to be found."""

    def __init__(self, choices: tuple[Choice, ...], vocabulary: Vocabulary) -> None:
        """Index every wording of every answer."""
        self.order = tuple(choice.id for choice in choices)
        self.exact = _by_tokens(choices)
        self._vocabulary = vocabulary
        self._mentions = Phrases(
            (" ".join(tokens), self._mention(tokens, ids)) for tokens, ids in self.exact.items()
        )
        own = ((c.id, text) for c in choices if c.id not in UNSAID for text in c.words)
        self.wordings = Wordings(self.order, own, vocabulary)
        self._leads = _leads(choices)

    def _mention(self, tokens: tuple[str, ...], ids: tuple[str, ...]) -> Mark:
        text = " ".join(tokens)
        kind = ids[0] if len(ids) == 1 and ids[0] in PLAIN else "choice"
        plain = self._vocabulary.meanings.at(list(tokens), 0) == (len(tokens), kind)
        turned = not self._vocabulary.negations.isdisjoint(tokens)
        return Mark(kind, text, () if plain else ids, turned=turned)

    def marks(self, tokens: list[str]) -> list[Mark]:
        """Return what was typed as marks."""
        marks, place = [], 0
        while place < len(tokens):
            size, mark = self._mark(tokens, place)
            marks.append(mark)
            place += size
        return marks

    def _mark(self, tokens: list[str], place: int) -> tuple[int, Mark]:
        token = tokens[place]
        if token in MARKS:
            return 1, Mark("unknown" if token == DASH else "stop" if token == STOP else "pause")
        offered = self._mentions.across(tokens, place)
        meant = self._vocabulary.meanings.at(tokens, place)
        if offered and (not meant or offered[0] >= meant[0]):
            return offered
        if meant == (1, "filler") and token in self.wordings.owners:
            return 1, Mark("unknown", token)
        number = None if meant and meant[0] > 1 else self._number(token)
        if number:
            return 1, number
        if meant is None:
            return 1, Mark("unknown", token)
        size, kind = meant
        words = tokens[place : place + size]
        turned = not self._vocabulary.negations.isdisjoint(words)
        return size, Mark(kind, " ".join(words), turned=turned)

    def _number(self, token: str) -> Mark | None:
        vocabulary = self._vocabulary
        if token in vocabulary.ordinals:
            return Mark("ordinal", token, place=vocabulary.ordinals[token])
        if token.isdecimal() and len(token) <= MAX_DIGITS:
            return Mark("number", token, place=int(token))
        if token in vocabulary.numbers and token not in vocabulary.fillers:
            return Mark("number", token, place=vocabulary.numbers[token])
        return None

    def holding(self, phrase: str) -> set[str]:
        """Return the answers in whose words this phrase stands, next to others."""
        middle = f" {phrase} "
        return {
            each
            for tokens, ids in self.exact.items()
            if middle in f" {' '.join(tokens)} " and len(tokens) > len(phrase.split())
            for each in ids
            if each not in UNSAID
        }

    def at_place(self, mark: Mark) -> tuple[str, ...]:
        """Return the answer at that place; several when the number may mean something else.

        Where answers begin with numbers ("2 pillows"), a bare number is not a place, and in a
        list that ends with "none of these" the last may also be the one before.
        """
        if mark.place < 0 and self.order[-1:] and self.order[-1] in UNSAID:
            real = [each for each in self.order if each not in UNSAID]
            return (*real[-1:], self.order[-1])
        place = mark.place - 1 if mark.place > 0 else len(self.order) + mark.place
        if not 0 <= place < len(self.order):
            return ()
        here = self.order[place]
        if mark.kind == "ordinal":
            return (here,)
        crowd = frozenset().union(*self._leads.values())
        rivals = self._leads.get(mark.place, crowd if len(crowd) > 1 else frozenset())
        return self.sorted({here, *rivals})

    def sorted(self, ids: set[str]) -> tuple[str, ...]:
        """Return answers in the order shown."""
        return tuple(each for each in self.order if each in ids)


def _by_tokens(choices: Sequence[Choice]) -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for choice in choices:
        for text in choice.words:
            tokens = bare(split(fold(text)))
            there = found.get(tokens, ())
            if tokens and choice.id not in there:
                found[tokens] = (*there, choice.id)
    return found


def _leads(choices: Sequence[Choice]) -> dict[int, frozenset[str]]:
    """Return which answers begin with which number: there, a typed number is not a place."""
    leads: dict[int, frozenset[str]] = {}
    for choice in choices:
        for text in choice.words:
            for token in bare(split(fold(text)))[:2]:
                if token.isdecimal() and len(token) <= MAX_DIGITS:
                    leads[int(token)] = leads.get(int(token), frozenset()) | {choice.id}
    return leads


@lru_cache(maxsize=1024)
def reading_of(choices: tuple[Choice, ...], vocabulary: Vocabulary) -> Reading:
    """Return the reading of these answers, made once."""
    return Reading(choices, vocabulary)

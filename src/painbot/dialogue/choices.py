"""The answers of one question as phrases that can be found in what somebody typed.

It knows which words belong to which answer, and what a misspelt word may have been. It refuses
to decide: that is done in `answers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from painbot.dialogue.spelling import close_to
from painbot.dialogue.typed import (
    DASH,
    MARKS,
    MAX_DIGITS,
    STOP,
    Phrases,
    Vocabulary,
    bare,
    fold,
    split,
)
from painbot.flow.model import NONE, UNSURE

MIN_LETTERS: Final = 3  # an answer of fewer ("me") counts only when nothing else is said
SPECIAL: Final = ("yes", "no", NONE, UNSURE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer as offered: its id, and all the words it goes by, as written."""

    id: str
    words: tuple[str, ...]


class Mark(NamedTuple):
    """One thing in what was typed.

    `kind` is choice, yes, no, none, unsure, number, ordinal, negation, filler, break, pause,
    stop or unknown. `turned` says that an answer's own words hold a "not".
    """

    kind: str
    text: str = ""
    ids: tuple[str, ...] = ()
    place: int = 0
    turned: bool = False


class Part(NamedTuple):
    """The words of weight of one wording of one answer."""

    id: str
    content: frozenset[str]
    turned: bool


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
        self._parts = tuple(self._all_parts(choices))
        self.owners: dict[str, frozenset[str]] = {}
        for part in self._parts:
            for word in part.content:
                self.owners[word] = self.owners.get(word, frozenset()) | {part.id}
        self.leads = _leads(choices)
        self._known = tuple(word for word in self.owners if len(word) >= MIN_LETTERS)

    def _mention(self, tokens: tuple[str, ...], ids: tuple[str, ...]) -> Mark:
        kind = ids[0] if len(ids) == 1 and ids[0] in SPECIAL else "choice"
        turned = not self._vocabulary.negations.isdisjoint(tokens)
        return Mark(kind, " ".join(tokens), ids, turned=turned)

    def _all_parts(self, choices: Sequence[Choice]) -> Iterator[Part]:
        fillers, negations = self._vocabulary.fillers, self._vocabulary.negations
        for choice in choices:
            for text in choice.words if choice.id not in (NONE, UNSURE) else ():
                words = frozenset(bare(split(fold(text))))
                content = words - fillers - negations - frozenset(SPECIAL)
                if content:
                    yield Part(choice.id, content, not negations.isdisjoint(words))

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
        offered = self._mentions.at(tokens, place)
        meant = self._vocabulary.meanings.at(tokens, place)
        if offered and (not meant or offered[0] >= meant[0]):
            return offered
        number = None if meant and meant[0] > 1 else self._number(token)
        if number:
            return 1, number
        if meant is None:
            return 1, Mark("unknown", token)
        size, kind = meant
        return size, Mark(kind, token, turned=size == 1 and token in self._vocabulary.negations)

    def _number(self, token: str) -> Mark | None:
        vocabulary = self._vocabulary
        if token in vocabulary.ordinals:
            return Mark("ordinal", token, place=vocabulary.ordinals[token])
        if token.isdecimal() and len(token) <= MAX_DIGITS:
            return Mark("number", token, place=int(token))
        if token in vocabulary.numbers and token not in vocabulary.fillers:
            return Mark("number", token, place=vocabulary.numbers[token])
        return None

    def spelt(self, word: str) -> tuple[str, ...]:
        """Return the words this misspelt word may have been, best first; see close_to."""
        found = close_to(word, self._known)
        if not found and len(word) > MIN_LETTERS + 1:
            found = close_to(word, self._vocabulary.special)
        return found

    def explain(self, content: frozenset[str], *, turned: bool) -> tuple[str, tuple[str, ...]]:
        """Return what a few words of weight say: (said, denied or close; the answers).

        They must all belong to one wording, and be more than half of it: the shin is not yet
        "back of the shin", and one word of many may stand for anything.
        """
        fitting = [part for part in self._parts if _covers(content, part)]
        same = self._ids(part.id for part in fitting if part.turned == turned)
        if len(same) == 1:
            return "said", same
        if same or not turned:
            return "close", same or self._ids(part.id for part in fitting)
        return ("denied" if fitting else "close"), self._ids(part.id for part in fitting)

    def apart(self, content: frozenset[str]) -> tuple[str, ...]:
        """Return the answers of a list of words that each belong to one answer only."""
        groups: dict[str, set[str]] = {}
        for word in content:
            owner, *others = self.owners.get(word, ("", ""))
            if others:
                return ()
            groups.setdefault(owner, set()).add(word)
        whole = [
            part.id
            for part in self._parts
            if not part.turned and _covers(frozenset(groups.get(part.id, ())), part)
        ]
        return self._ids(whole) if groups.keys() == set(whole) else ()

    def hints(self, content: frozenset[str]) -> tuple[str, ...]:
        """Return the answers that any of these words belong to."""
        return self._ids(each for word in content for each in self.owners.get(word, ()))

    def at_place(self, mark: Mark) -> tuple[str, ...]:
        """Return the answer at that place; several when the number may mean something else.

        Where answers begin with numbers ("2 pillows"), a bare number is not a place, and in a
        list that ends with "none of these" the last may also be the one before.
        """
        if mark.place < 0 and self.order[-1:] and self.order[-1] in SPECIAL[2:]:
            real = [each for each in self.order if each not in SPECIAL[2:]]
            return (*real[-1:], self.order[-1])
        place = mark.place - 1 if mark.place > 0 else len(self.order) + mark.place
        if not 0 <= place < len(self.order):
            return ()
        here = self.order[place]
        if mark.kind == "ordinal":
            return (here,)
        crowd = frozenset().union(*self.leads.values())
        rivals = self.leads.get(mark.place, crowd if len(crowd) > 1 else frozenset())
        return self.sorted({here, *rivals})

    def _ids(self, ids: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
        return self.sorted(set(ids))

    def sorted(self, ids: set[str]) -> tuple[str, ...]:
        """Return answers in the order shown."""
        return tuple(each for each in self.order if each in ids)


def _covers(content: frozenset[str], part: Part) -> bool:
    return content <= part.content and 2 * len(content) > len(part.content)


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

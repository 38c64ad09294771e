"""Emergency words in free text: found first, denied by a "not" right before them, no near miss.

It knows the alarms of one language. It refuses to judge: who typed such words is asked once, and
only a yes raises anything. So doubt counts as heard: a question too many costs one tap.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from painbot.dialogue.understanding.spelling import Spellings
from painbot.dialogue.understanding.typed import MARKS, fold, split
from painbot.dialogue.understanding.vocabulary import Vocabulary, vocabulary_of
from painbot.flow.words import Alarm, Words

STEM: Final = "*"
MAX_BETWEEN: Final = 3  # quiet words inside a phrase, or between it and its "not"
AFTER_DENIED: Final = 1  # and between two denied phrases: "no chest pain or collapse"
MENDABLE: Final = 5  # letters; a shorter word is never taken for a misspelling
REMEMBERED: Final = 2_048  # words, not texts: what most people type
LONG: Final = 8  # letters; here two may be off, and a word may stand alone: "unconcious"


class _Phrase(NamedTuple):
    """One way to say an alarm; rank 0 is the most severe; turned: it holds a "not" itself."""

    words: tuple[str, ...]
    rank: int
    turned: bool


def heard(typed: str, words: Words) -> tuple[Alarm, ...]:
    """Return the alarms whose words were typed and not denied, the most severe first."""
    return _listener(vocabulary_of(words)).hear(typed)


@lru_cache(maxsize=16)
def _listener(vocabulary: Vocabulary) -> _Listener:
    return _Listener(vocabulary)


class _Listener:
    """The alarms of one language, ready to be found."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._alarms = sorted(vocabulary.alarms, key=lambda alarm: -alarm.level)
        self._first: dict[str, list[_Phrase]] = {}
        for rank, alarm in enumerate(self._alarms):
            for text in alarm.words:
                self._add(text, rank)
        words = {w for there in self._first.values() for phrase in there for w in phrase.words}
        self._stems = tuple(word[:-1] for word in self._first if word.endswith(STEM))
        self._known = words | vocabulary.fillers | vocabulary.meanings.words()
        self._spellings = Spellings(w for w in words if len(w) >= MENDABLE and STEM not in w)
        self._forms = lru_cache(REMEMBERED)(self._find_forms)

    def _add(self, text: str, rank: int) -> None:
        words = tuple(
            word + STEM if (word + STEM) in fold(text).split() else word
            for word in split(fold(text).replace(STEM, ""))
        )
        turned = not self._vocabulary.negations.isdisjoint(words)
        if words:
            self._first.setdefault(words[0], []).append(_Phrase(words, rank, turned))

    def hear(self, typed: str) -> tuple[Alarm, ...]:
        """Return the alarms in the text, the most severe first."""
        tokens = self._vocabulary.tokens(typed)
        each = {token: self._forms(token) for token in set(tokens)}
        forms = [each[token] for token in tokens]
        denial = _Denial(self._vocabulary)
        found: list[int] = []
        place = 0
        while place < len(tokens):
            ends = self._phrases(tokens, forms, place)
            if ends:
                found += [p.rank for _, p in ends if p.turned or not denial.holds]
                denial.found(turned=all(phrase.turned for _, phrase in ends))
                place = max(end for end, _ in ends)
            else:
                place += denial.read(tokens, place)
        return tuple(self._alarms[rank] for rank in sorted(set(found)))

    def _find_forms(self, token: str) -> tuple[str, ...]:
        """Return the word, its stem if it has one, and what it may be a misspelling of."""
        if token in self._known:
            return (token,)
        if token.startswith(self._stems):
            return (token, *(s + STEM for s in self._stems if token.startswith(s)))
        if len(token) < MENDABLE:
            return (token,)
        near = self._spellings.within(token, 1 if len(token) < LONG else 2)
        return (token, *(word for word, _ in near))

    def _phrases(
        self, tokens: Sequence[str], forms: Sequence[tuple[str, ...]], place: int
    ) -> list[tuple[int, _Phrase]]:
        """Return the phrases that begin here, each with where it ends."""
        found = []
        for form in forms[place]:
            for phrase in self._first.get(form, ()):
                end = self._end(phrase, forms, place)
                if end and (len(phrase.words) > 1 or _sure(tokens[place], form)):
                    found.append((end, phrase))
        return found

    def _end(self, phrase: _Phrase, forms: Sequence[tuple[str, ...]], place: int) -> int:
        """Return where the phrase ends if it begins here, or 0; quiet words may stand within."""
        quiet = MAX_BETWEEN
        for word in phrase.words:
            while place < len(forms) and not _is(word, forms[place]):
                if not quiet or forms[place][0] not in self._vocabulary.fillers:
                    return 0
                quiet -= 1
                place += 1
            if place == len(forms):
                return 0
            place += 1
        return place


def _is(word: str, forms: tuple[str, ...]) -> bool:
    return word in forms or (word.endswith(STEM) and forms[0].startswith(word[:-1]))


def _sure(token: str, form: str) -> bool:
    """Return whether a word may raise an alarm alone: one letter missing, doubled or swapped."""
    if token == form or form.endswith(STEM):
        return True
    slip = len(token) != len(form) or sorted(token) == sorted(form)  # overdone is not overdose
    return len(form) >= LONG and slip and OSA.distance(token, form) == 1


class _Denial:
    """Whether a "not" reaches the next word: it does over quiet words, up to any other.

    "no", and a "not" of several words, reach only the very next word, for "no my chest hurts"
    denies nothing. Nor does a second "not" after something else: "can't walk without chest pain".
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._end_clause()

    def _end_clause(self) -> None:
        self._reach = -1  # how many quiet words may still come; below 0 nothing is denied
        self._spent = False  # an earlier "not" of this clause turned another word

    @property
    def holds(self) -> bool:
        """Return whether what comes next is denied."""
        return self._reach >= 0

    def found(self, *, turned: bool) -> None:
        """Go on after an alarm: a denied one may be the first of several."""
        self._reach = AFTER_DENIED if self.holds and not turned else -1

    def read(self, tokens: list[str], place: int) -> int:
        """Take in what is no alarm; return how many words that was."""
        size, kind = self._vocabulary.meanings.at(tokens, place) or (1, "")
        words = tokens[place : place + size]
        if words[0] in MARKS or kind == "break":
            self._end_clause()
        elif kind == "filler":
            self._reach = max(self._reach - size, -1)
        elif kind == "unsure" or self._vocabulary.negations.isdisjoint(words):
            self._spent |= self.holds
            self._reach = -1
        elif not self._spent:
            self._reach = MAX_BETWEEN if kind == "negation" and size == 1 else 0
        return size

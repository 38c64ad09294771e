"""What somebody typed, as one of the answers that were offered, or "unclear".

It knows the answers of one question and the words of one language. It refuses to guess: what
fits two answers nearly as well, is turned around ("not the calf") or leaves words of weight
unexplained is unclear, and says which answers came close.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from painbot.dialogue.understanding.amounts import Span, count, days
from painbot.dialogue.understanding.choices import Choice, Mark, Reading, reading_of
from painbot.dialogue.understanding.said import Said, explained, settled
from painbot.dialogue.understanding.typed import bare
from painbot.dialogue.understanding.vocabulary import Vocabulary, vocabulary_of
from painbot.dialogue.understanding.wordings import PLAIN
from painbot.flow.model import NONE, UNSURE, Answer
from painbot.flow.words import Words

__all__ = ["Asked", "Choice", "Picked", "Unclear", "understand"]

MAX_WORDS: Final = 40  # who writes more tells a story; no answer is picked out of it
MAX_ASIDE: Final = 3  # words nobody knows beside a whole answer: "calf when climbing stairs"
MAX_AFTER_YES: Final = 6  # and after a leading yes or no: "yes, it wakes me up"
NEVER_ENDS: Final = {"number": 150, "duration": 45_000}  # past this, an open range ends too
SHORT: Final = 4  # a misspelt word of so few letters is only mended in as short a text
_NO: Final = frozenset({"no", NONE})
_QUIET: Final = frozenset({"filler", "pause"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: kind is one, any, number or duration; the answers in the order shown.

    Numbers and durations come with the ranges of their answers, and numbers with their unit.
    """

    kind: str
    choices: tuple[Choice, ...]
    ranges: tuple[Answer, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """The answers that were meant, in the order shown."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing that can be taken for an answer; `close` is what it may have meant."""

    close: tuple[str, ...] = ()


def understand(typed: str, asked: Asked, words: Words, at: datetime) -> Picked | Unclear:
    """Return the answer that was typed at that moment; any text gives one or the other."""
    vocabulary = vocabulary_of(words)
    reading = reading_of(asked.choices, vocabulary)
    tokens = vocabulary.tokens(typed)
    exact = reading.exact.get(bare(tokens))
    if exact is not None:
        return Picked(exact) if len(exact) == 1 else Unclear(exact)
    spans = _amounts(tokens, asked, vocabulary, at)
    if spans is not None:
        return _within(spans, asked)
    return _chosen(tokens, reading, several=asked.kind == "any")


def _amounts(
    tokens: list[str], asked: Asked, vocabulary: Vocabulary, at: datetime
) -> list[Span] | None:
    if asked.kind == "number":
        return count(tokens[:MAX_WORDS], vocabulary, asked.unit)
    return days(tokens[:MAX_WORDS], vocabulary, at) if asked.kind == "duration" else None


def _within(spans: list[Span], asked: Asked) -> Picked | Unclear:
    """Return the one range all spans lie in; two different numbers are never one answer."""
    end = NEVER_ENDS[asked.kind]
    ids = tuple(
        answer.id
        for answer in asked.ranges
        if any(span.meets(answer.low, answer.high or end) for span in spans)
    )
    one = len(ids) == 1 and (asked.kind == "duration" or len(set(spans)) == 1)
    return Picked(ids) if one else Unclear(ids)


def _chosen(tokens: list[str], reading: Reading, *, several: bool) -> Picked | Unclear:
    marks, close, guessed = _mended(tokens[:MAX_WORDS], reading)
    marks = settled(marks)
    if not (several or guessed) and (led := _led(marks, reading)):
        return Picked((led,))
    said = Said(reading, close)
    said.add(list(explained(marks, reading, several=several)))
    aside = 0 if several or guessed or said.small else MAX_ASIDE
    enough = len(tokens) <= MAX_WORDS and _holds(said, aside, several=several)
    if enough:
        return Picked(reading.sorted(said.ids))
    return Unclear(reading.sorted(said.ids | said.close))


def _holds(said: Said, aside: int, *, several: bool) -> bool:
    """Return whether what was said is one answer, without contradiction or rest."""
    if said.odd or said.stray or not said.ids or not said.settled:
        return False
    if said.unknown > (0 if said.special or said.places else aside):
        return False
    if said.ids <= _NO:
        return not said.denied and len(said.ids) == 1  # "nothing except the calf" is not nothing
    if said.hanging:
        return False
    if said.picks and said.places and said.picks != said.places:
        return False
    return len(said.ids) == 1 or (several and said.ids.isdisjoint(PLAIN))


def _mended(tokens: list[str], reading: Reading) -> tuple[list[Mark], list[tuple[str, ...]], bool]:
    """Return the marks with misspelt words mended, what two words may be, and if any was."""
    marks = reading.marks(tokens)
    mended: dict[str, str] = {}
    close: list[tuple[str, ...]] = []
    for word in (
        {m.text for m in marks if m.kind == "unknown"} - reading.wordings.owners.keys() - {""}
    ):
        found = reading.wordings.spelt(word)
        if len({reading.wordings.owners.get(each) for each in found}) == 1:
            mended[word] = found[0]
        elif found:
            close.append(reading.wordings.hints(frozenset(found)))
    short = any(len(word) <= SHORT for word in mended)
    if not mended or (short and len(bare(tokens)) > SHORT):
        return marks, close, False
    return reading.marks([mended.get(token, token) for token in tokens]), close, True


def _led(marks: Sequence[Mark], reading: Reading) -> str | None:
    """Return the answer of a leading yes, no or not sure that goes on with an explanation.

    After a yes anything that is no second answer may follow; after a no only what a comma sets
    apart, for "no pain" and "no idea what that is" are not the answer no.
    """
    loud = [mark for mark in marks if mark.kind not in _QUIET]
    first = loud[0].kind if loud else ""
    if first not in ("yes", "no", UNSURE) or first not in reading.order:
        return None
    if first == "yes" and " " in loud[0].text and not loud[0].ids:
        return None  # "i have" may go on with anything
    kinds = [mark.kind for mark in loud[1:]]
    others = {"choice", "number", "ordinal", "negation", *PLAIN} - {first}
    strange = frozenset(mark.text for mark in loud if mark.kind == "unknown")
    if not 0 < len(strange) <= MAX_AFTER_YES or not others.isdisjoint(kinds):
        return None
    if set(reading.wordings.hints(strange)) - {first}:
        return None
    after = marks[marks.index(loud[0]) + 1 :]
    apart = not after or after[0].kind in ("pause", "stop")
    return first if first == "yes" or (apart and "break" not in kinds) else None

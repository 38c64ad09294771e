"""What an amount is said with: numbers, units, moments, the names of days and months.

It knows one language's words for them. It refuses to put them together: see `amounts`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from painbot.dialogue.spelling import close_to
from painbot.dialogue.typed import DASH, MARKS, MAX_DIGITS, PLUS, WORTH_MENDING, Vocabulary

TENS: Final = 20
HUNDRED: Final = 100


class Bit(NamedTuple):
    """One thing an amount is said with.

    `kind` is number, unit, moment, weekday, month, last, less, dash, plus, pause, filler, not
    or unknown. `size` is its value: for a unit its days, for a moment the days since.
    """

    kind: str
    size: float = 0.0


def bits_of(tokens: list[str], vocabulary: Vocabulary) -> list[Bit]:
    """Return what was typed as the bits of amounts."""
    bits: list[Bit] = []
    place = 0
    while place < len(tokens):
        used, bit = _bit(tokens, place, vocabulary, after=bits[-1].kind if bits else "")
        if (
            bit.kind == "number"
            and bits
            and tokens[place].isalpha()
            and tokens[place - 1].isalpha()
        ):
            joined = _joined(bits[-1], bit)
            bits[-1:] = [joined] if joined else [bits[-1], bit]
        else:
            bits.append(bit)
        place += used
    return bits


def _joined(one: Bit, two: Bit) -> Bit | None:
    """Return thirty seven as one number, and one hundred and two."""
    if one.kind != "number":
        return None
    if two.size == HUNDRED and one.size < TENS:
        return Bit("number", one.size * HUNDRED)
    if one.size % HUNDRED == 0 or (one.size >= TENS and one.size % 10 == 0 and two.size < 10):  # noqa: PLR2004
        return Bit("number", one.size + two.size)
    return None


def _bit(tokens: list[str], place: int, vocabulary: Vocabulary, after: str) -> tuple[int, Bit]:
    token = tokens[place]
    if token in MARKS:
        return 1, Bit("dash" if token == DASH else "plus" if token == PLUS else "pause")
    meant = vocabulary.meanings.at(tokens, place)
    for phrases, kind in ((vocabulary.moments, "moment"), (vocabulary.less, "less")):
        if (found := phrases.at(tokens, place)) and found[0] >= (meant[0] if meant else 0):
            return found[0], Bit(kind, float(found[1]))
    alone = None if meant and meant[0] > 1 else _alone(tokens, place, vocabulary, after)
    if alone:
        return 1, alone
    if meant:
        turned = meant[1] == "negation" or token in vocabulary.negations
        return meant[0], Bit("not" if turned and meant[1] != "unsure" else "filler")
    return 1, _misspelt(token, vocabulary)


def _alone(tokens: list[str], place: int, vocabulary: Vocabulary, after: str) -> Bit | None:
    token = tokens[place]
    if token[0].isdecimal():
        return _digits(token)
    if token in vocabulary.fillers and token in vocabulary.numbers:  # "a" in "a week"
        if place + 1 < len(tokens) and tokens[place + 1] in vocabulary.units:
            return Bit("number", vocabulary.numbers[token])
        return None
    if len(token) == 1 and after != "number":
        return None
    return _named(token, vocabulary)


def _digits(token: str) -> Bit:
    try:
        return Bit("number", float(token)) if len(token) <= MAX_DIGITS else Bit("not")
    except ValueError:  # 40s, 5ft
        return Bit("not")


def _named(token: str, vocabulary: Vocabulary) -> Bit | None:
    if vocabulary.ordinals.get(token) == -1:
        return Bit("last")
    for kind, sizes in vocabulary.amounts:
        if token in sizes:
            return Bit(kind, sizes[token])
    return None


def _misspelt(token: str, vocabulary: Vocabulary) -> Bit:
    found = close_to(token, vocabulary.amount_words) if len(token) >= WORTH_MENDING else ()
    bits = {_named(word, vocabulary) for word in found}
    return next(iter(bits)) or Bit("unknown") if len(bits) == 1 else Bit("unknown")

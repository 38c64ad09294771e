"""What an amount is said with: numbers, units, moments, the names of days and months.

It knows one language's words for them. It refuses to put them together: see `amounts`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from painbot.dialogue.understanding.typed import DASH, MARKS, MAX_DIGITS, PLUS
from painbot.dialogue.understanding.vocabulary import WORTH_MENDING, Vocabulary

TENS: Final = 20
HUNDRED: Final = 100


class Bit(NamedTuple):
    """One thing an amount is said with.

    `kind` is number, unit, moment, weekday, month, last, less, dash, plus, pause, filler, not
    or unknown. `size` is its value: for a unit its days, for a moment the days since, at least
    and at `most`.
    """

    kind: str
    size: float = 0.0
    most: float = 0.0


def bits_of(tokens: list[str], vocabulary: Vocabulary) -> list[Bit]:
    """Return what was typed as the bits of amounts."""
    bits: list[Bit] = []
    place = 0
    while place < len(tokens):
        used, bit = _bit(tokens, place, vocabulary, after=bits[-1].kind if bits else "")
        in_words = place and (tokens[place - 1] + tokens[place]).isalpha()
        joined = _joined(bits[-1], bit) if in_words else None
        bits[len(bits) - bool(joined) :] = [joined or bit]
        place += used
    return bits


def _joined(one: Bit, two: Bit) -> Bit | None:
    """Return thirty seven as one number, and one hundred and two."""
    if not one.kind == two.kind == "number":
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
    words = meant[0] if meant else 0
    if (moment := vocabulary.moments.at(tokens, place)) and moment[0] >= words:
        return moment[0], Bit("moment", *moment[1])
    if (less := vocabulary.less.at(tokens, place)) and less[0] >= words:
        return less[0], Bit("less")
    alone = None if words > 1 else _alone(tokens, place, vocabulary, after)
    if alone:
        return 1, alone
    if meant:
        turned = meant[1] == "negation" or token in vocabulary.negations
        return meant[0], Bit("not" if turned and meant[1] != "unsure" else "filler")
    return 1, _misspelt(token, vocabulary)


def _alone(tokens: list[str], place: int, vocabulary: Vocabulary, after: str) -> Bit | None:
    token = tokens[place]
    if token[0].isdecimal():
        return _digits(token, vocabulary)
    if token in vocabulary.fillers and token in vocabulary.numbers:  # "a" in "a week"
        unit = place + 1 < len(tokens) and tokens[place + 1] in vocabulary.units
        if not unit or vocabulary.moments.at(tokens, place + 1):  # "a year and a half" is a moment
            return None
        return Bit("number", vocabulary.numbers[token])
    if len(token) == 1 and after != "number":
        return None
    return _named(token, vocabulary)


def _digits(token: str, vocabulary: Vocabulary) -> Bit:
    if token in vocabulary.ordinals:
        return Bit("number", vocabulary.ordinals[token])  # March 3rd
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
    found = vocabulary.amount_words.near(token) if len(token) >= WORTH_MENDING else ()
    bits = {_named(word, vocabulary) for word in found}
    return next(iter(bits)) or Bit("unknown") if len(bits) == 1 else Bit("unknown")

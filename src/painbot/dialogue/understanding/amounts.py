"""Numbers and lengths of time, as typed: "37", "thirty seven", "3 wks", "since Tuesday".

It knows how amounts are said and what day it is. It refuses to round: "2 weeks" is a point,
"a few weeks" a span, and whoever asked sees whether one answer holds all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from painbot.dialogue.understanding.sizes import Bit, bits_of
from painbot.dialogue.understanding.vocabulary import Vocabulary

MAX_ASIDE: Final = 3  # words nobody knows beside an amount: "3 weeks, after football"
BARE: Final = 10.0  # "for weeks" is anything from one week to this many
JUST_BELOW: Final = 0.01
SAME_UNIT: Final = 0.03
FIRST_YEAR: Final = 1900
DAYS_OF_MONTH: Final = 31
WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Span:
    """Where an amount lies; both ends count. Durations are in days."""

    low: float
    high: float

    def meets(self, low: int | None, high: int | None) -> bool:
        """Return whether some of it is in the range low <= value < high."""
        return (high is None or self.low < high) and (low is None or self.high >= low)


def count(tokens: list[str], vocabulary: Vocabulary, unit: str = "") -> list[Span] | None:
    """Return the numbers that were typed; None for no number, [] for none that can be taken.

    `unit` is what the question counts; what is typed in another unit is converted.
    """
    bits = bits_of(tokens, vocabulary)
    if not any(bit.kind == "number" for bit in bits):
        return None
    if not _usable(bits):
        return []
    spans = list(_counted(_weighty(bits), vocabulary.units.get(unit)))
    return [] if None in spans else [span for span in spans if span]


def days(tokens: list[str], vocabulary: Vocabulary, at: datetime) -> list[Span] | None:
    """Return the lengths of time that were typed, in days; None and [] as for a count."""
    bits = bits_of(tokens, vocabulary)
    if not any(bit.kind in _TIMES for bit in bits):
        return None
    if not _usable(bits):
        return []
    spans = list(_lengths(_weighty(bits), at.date()))
    aside = any(bit.kind == "unknown" for bit in bits)
    if None in spans or (aside and any(span and span.high < 1 for span in spans)):
        return []  # "hurts after walking 10 minutes" is not how long it has been
    return [span for span in spans if span]


_TIMES: Final = frozenset({"number", "unit", "moment", "weekday", "month"})


def _usable(bits: Sequence[Bit]) -> bool:
    """Return whether nothing is turned around and little is left unexplained."""
    minus = any(b.kind == "dash" and a.kind != "number" for a, b in pairwise([Bit(""), *bits]))
    kinds = [bit.kind for bit in bits]
    return not minus and "not" not in kinds and kinds.count("unknown") <= MAX_ASIDE


def _weighty(bits: Sequence[Bit]) -> list[Bit]:
    return [bit for bit in bits if bit.kind not in ("filler", "dash")]


def _counted(bits: list[Bit], asked: float | None) -> Iterator[Span | None]:
    while bits:
        match bits:
            case [Bit("less"), Bit("number", size), *rest]:
                yield Span(0, size - JUST_BELOW)
            case [Bit("number", size), Bit("plus"), Bit("number", more), *rest] if more < WEEK:
                yield Span(size, size)  # 30+4: weeks and days
            case [
                Bit("number", size),
                Bit("unit", unit),
                Bit("number"),
                Bit("unit", less),
                *rest,
            ] if less < unit:
                yield _converted(size, unit, asked)
            case [Bit("number", size), Bit("unit", unit), *rest]:
                yield _converted(size, unit, asked)
            case [Bit("number", size), *rest]:
                yield Span(size, size)
            case [_, *rest]:
                pass
        bits = rest


def _converted(size: float, unit: float, asked: float | None) -> Span | None:
    if asked is None:  # then only what numbers are asked in: weeks and years
        return Span(size, size) if unit >= WEEK and not WEEK < unit < DAYS_OF_MONTH else None
    if abs(unit / asked - 1) < SAME_UNIT:
        return Span(size, size)
    return Span(size * unit / asked, (size + 1) * unit / asked - JUST_BELOW)


def _lengths(bits: list[Bit], today: date) -> Iterator[Span | None]:
    while bits:
        span, used = _length(bits, today)
        if span is not None or bits[0].kind == "number":
            yield span
        bits = bits[used:]


def _length(bits: list[Bit], today: date) -> tuple[Span | None, int]:
    """Return the length these bits begin with, and how many of them say it."""
    match bits:
        case [Bit("number"), Bit("month"), *_] | [Bit("month"), *_]:
            return _since_date(bits, today)
        case [Bit("number"), *_]:
            return _numbered(bits, today)
        case [Bit("less"), Bit("number", size), Bit("unit", unit), *_]:
            return Span(max(size - 1, 0) * unit, size * unit - JUST_BELOW), 3
        case [Bit("last"), Bit("unit" | "weekday") as named, *_]:
            return _last(named, today), 2
        case [named, *_]:
            return _named(named, today), 1
    return None, 1


def _numbered(bits: list[Bit], today: date) -> tuple[Span | None, int]:
    match bits:
        case [Bit(_, size), Bit("number", more), Bit("unit", unit), *_] if size < more:
            return Span(size * unit, more * unit), 3
        case [Bit(_, size), Bit("unit", unit), *rest]:
            return _with_more(size, unit, rest)
        case [Bit(_, year), *_] if FIRST_YEAR <= year <= today.year:
            return _since(date(int(year), 1, 1), date(int(year), 12, 31), today), 1
    return None, 1


def _named(bit: Bit, today: date) -> Span | None:
    if bit.kind == "unit":
        return Span(bit.size, bit.size * BARE)
    if bit.kind == "weekday":
        return _weekday(bit.size, today, earlier=0)
    return Span(bit.size, bit.most) if bit.kind == "moment" else None


def _last(bit: Bit, today: date) -> Span:
    if bit.kind == "weekday":
        return _weekday(bit.size, today, earlier=WEEK)
    return Span(bit.size / 2, bit.size * 2)


def _with_more(size: float, unit: float, rest: list[Bit]) -> tuple[Span, int]:
    """Read on after "1 year": "and 2 months" adds to it, "or two" stretches it."""
    match rest:
        case [Bit("number", more), Bit("unit", less), *_] if more * less < unit:
            total = size * unit + more * less
            return Span(total, total), 4
        case [Bit("number", more), *after] if more > size and not (
            after and after[0].kind in ("unit", "number", "month")
        ):
            return Span(size * unit, more * unit), 3
    return Span(size * unit, size * unit), 2


def _weekday(day: float, today: date, earlier: int) -> Span:
    """Return the days since that weekday; named on the day itself it may be a week ago."""
    ago = (today.weekday() - int(day)) % WEEK
    return Span(ago, ago + (earlier if ago else WEEK))


def _since_date(bits: list[Bit], today: date) -> tuple[Span | None, int]:
    """Read "March", "12 March", "March 12th 2024"."""
    used = 2 if bits[0].kind == "number" else 1
    numbers = [int(bit.size) for bit in bits[: used - 1]]
    month = int(bits[used - 1].size)
    while used < len(bits) and bits[used].kind == "number" and len(numbers) < 2:  # noqa: PLR2004
        numbers.append(int(bits[used].size))
        used += 1
    day = next((each for each in numbers if each <= DAYS_OF_MONTH), 0)
    year = next((each for each in numbers if each >= FIRST_YEAR), 0)
    year = year or today.year - ((month, day) > (today.month, today.day))
    if len(numbers) != bool(day) + any(each >= FIRST_YEAR for each in numbers):
        return None, used
    try:
        first = date(year, month, day or 1)
        last = first if day else (first + timedelta(days=DAYS_OF_MONTH)).replace(day=1)
    except (ValueError, OverflowError):
        return None, used
    return _since(first, last, today), used


def _since(first: date, last: date, today: date) -> Span | None:
    if first > today:
        return None
    return Span(max((today - last).days, 0), (today - first).days)

"""Numbers and lengths of time, as people write them on a phone."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from painbot.dialogue.answers import Asked, Choice, Picked, Unclear, understand
from painbot.dialogue.understanding.amounts import Span, count, days
from painbot.dialogue.understanding.vocabulary import vocabulary_of
from painbot.flow.model import Answer
from painbot.flow.text import Text
from tests.words_fixture import english, table

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # a Wednesday, at 3 in the morning


def bands(kind: str, unit: str, *borders: int | None) -> Asked:
    """Ask for a number or a length of time with these borders; ids are like `16-40`."""
    ranges = tuple(
        Answer(f"{low}-{high}".replace("None", ""), Text("", ""), low=low, high=high)
        for low, high in pairwise(borders)
    )
    shown = tuple(Choice(each.id, (each.id.replace("-", " to "),)) for each in ranges)
    return Asked(kind, (*shown, Choice("unsure", ("Not sure",))), ranges, unit)


AGE = bands("number", "years", 0, 16, 40, 65, 121)
WEEKS = bands("number", "weeks", 1, 13, 20, 24, 28, 37, 44)
PLAIN = bands("number", "", None, 16, 40, 65, None)
LONG = bands("duration", "", None, 2, 14, 42, 90, None)  # 2 days, 2 weeks, 6 weeks, 3 months


def answer(typed: str, asked: Asked, at: datetime = NOW) -> str:
    found = understand(typed, asked, english(), at)
    return found.ids[0] if isinstance(found, Picked) else "?"


def close(typed: str, asked: Asked) -> str:
    found = understand(typed, asked, english(), NOW)
    assert isinstance(found, Unclear), found
    return " ".join(found.close)


AGE_TABLE = """
16-40: 37 | thirty seven | thirty-seven | Thirty Seven! | 37 years old | im 37 | I'm 37 | 37yo
16-40: 37 y
16-40: about 30 | around 20 | aged 25 | 37.9 | my age is 37 | 37, thanks | thrity | ٣٧
16-40: \uff13\uff17 | 37 37
16-40: twenty | 18 | sixteen | 16 | 39 | 17 years 3 months | 20 years | just turned 21 | 16 to 40
40-65: 40 | forty | fourty | about 40 | 64 | fifty five | 55 years | over 40
65-121: 65 | 65+ | over 65 | more than 70 | at least 80 | eighty | one hundred | a hundred
65-121: one hundred two | 120
0-16: 0 | 15 | fifteen | under 16 | less than 10 | 18 months | 9 months | 6 weeks | 24 months
0-16: almost 16
unsure: not sure | dunno | no idea
?: -5 | minus five | 999 | 121 | 37 or 40 | 37, 40 | 30-40 | not 37 | 40s | 5ft | in my forties
?: 1985 | old
?: thirty seven or forty | none | yes | 1.2.3 | 3 calf calf calf calf | between 20 and 50 | 37%%40
?: 0x25 | 1e3
"""


@pytest.mark.parametrize(
    ("band", "typed"), [*table(AGE_TABLE), ("?", ""), ("?", "9" * 5000), ("?", "\u06f9" * 9)]
)
def test_an_age_in_many_ways(band: str, typed: str) -> None:
    assert answer(typed, AGE) == band


WEEKS_TABLE = """
28-37: 30 | 30 weeks | thirty weeks | 30 wks | 30wks | 30w | 30+4 | 30 weeks 4 days
28-37: 30 weeks and 4 days
28-37: 30 weeks pregnant | im 30 weeks | about 30 weeks | 7 months | seven months
1-13: 12 | 12 weeks | 6 weeks | 1 week | 1 month
37-44: 40 | 9 months | 41 weeks | 37+0
?: 2 years | 50 weeks | 0 | 44
"""


@pytest.mark.parametrize(("band", "typed"), table(WEEKS_TABLE))
def test_weeks_of_pregnancy(band: str, typed: str) -> None:
    assert answer(typed, WEEKS) == band


def test_a_number_that_fits_two_answers_offers_both() -> None:
    assert close("37 or 40", AGE) == "16-40 40-65"
    assert close("6 months", WEEKS) == "24-28 28-37"


def test_without_a_unit_years_and_weeks_are_taken_as_they_are() -> None:
    assert answer("37 years old", PLAIN) == "16-40"
    assert answer("30 weeks", PLAIN) == "16-40"
    assert answer("18 months", PLAIN) == "?"
    assert answer("999", PLAIN) == "?"


LONG_TABLE = """
-2: today | since yesterday | yesterday | last night | this morning | tonight | an hour | 2 hours
-2: 24 hours | a day
-2: since Tuesday | tuesday | since tuesady | just now | a few hours | one day | half a day
-2: less than 2 days | 1d
-2: since yesterday evening | 5 minutes | since 24 november | the last night | it began yesterday
2-14: 2 days | a couple of days | 3 days | 10 days | a week | about a week | one week | since Friday
2-14: since monday
2-14: a few days | last few days | the past week | 48 hours | less than 2 weeks | nearly 2 weeks
2-14: five nights
2-14: since the weekend | 2 or 3 days | 2-3 days | 2 \u2013 3 days | two to three days | last friday
2-14: 3days
2-14: since 15 november | since November 15th | over a week | a week ago | it started a week ago
14-42: 2 weeks | 3 weeks | 3 weeks ago | 2-3 weeks | about a month | a month | a few weeks
14-42: few weeks now | 2 wks
14-42: 3wks | a fortnight | 3 weks | three weeks | 4-5 weeks | 1 month | over 2 weeks
14-42: 2 weeks to a month
14-42: 30 days | maybe 3 weeks | 3 weeks, since football | since 1 november | 2 weeks and 3 days
14-42: 2½ weeks
42-90: 6 weeks | 6 weeks ago | 2 months | two months | 2 moths | about 8 weeks | since september 20
42-90: a month and a half | 42 to 90
90-: 3 months | over 3 months | half a year | 6 months | 18 months | a year | for years | 1.5 years
90-: 12 months
90-: since March | since march 2024 | since 2024 | 2 yrs | 10y | a year and a half | last year
90-: all my life | decades
90-: since 12 march | a few months | a couple of years | several years | forever
90-: since I was a child
90-: 1 year and 2 months
unsure: not sure | don't know | no idea
?: 3 | three | not 3 weeks | -3 weeks | since 1850 | 99999999999 weeks | 12/03/2024 | 2024-03-12
?: since xmas
?: a long time | it hurts after walking 10 minutes | weekly | 300 years | 3-2 weeks
?: since 31 february
?: since 2031 | half | week-ish maybe who knows but my cat and dog said 3 weeks | 0x3 weeks
?: every day
?: in the evening | since january 99 | calf
"""


@pytest.mark.parametrize(("band", "typed"), [*table(LONG_TABLE), ("?", "")])
def test_a_length_of_time_in_many_ways(band: str, typed: str) -> None:
    assert answer(typed, LONG) == band


CLOSE_TABLE = """
2-14 14-42: 1-3 weeks | a week or two
-2 2-14: less than a week | since Wednesday
-2 2-14 14-42: since November
14-42 42-90: last month | several weeks
2-14 14-42 42-90: for weeks
14-42 42-90 90-: for months
14-42 90-: 3 weeks, on and off for 2 years
"""


@pytest.mark.parametrize(("bands_close", "typed"), table(CLOSE_TABLE))
def test_a_length_that_fits_two_answers_offers_both(bands_close: str, typed: str) -> None:
    assert close(typed, LONG) == bands_close


@pytest.mark.parametrize(
    ("today", "typed", "band"),
    [
        ((2026, 11, 23), "since Friday", "2-14"),
        ((2026, 11, 28), "since Friday", "-2"),
        ((2026, 1, 2), "since december 31", "2-14"),
        ((2026, 1, 2), "since 2025", "?"),
        ((2028, 2, 29), "since february 29", "-2"),
        ((2027, 2, 28), "since february 29", "?"),
        ((2026, 11, 30), "since december 2026", "?"),
        ((1, 1, 1), "since March", "?"),
        ((9999, 12, 31), "since december 2", "14-42"),
        ((9999, 12, 31), "since december", "?"),
    ],
)
def test_days_and_months_count_from_today(
    today: tuple[int, int, int], typed: str, band: str
) -> None:
    assert answer(typed, LONG, datetime(*today, tzinfo=UTC)) == band


def test_spans_say_how_much_is_known() -> None:
    vocabulary = vocabulary_of(english())
    assert days(vocabulary.tokens("2 weeks"), vocabulary, NOW) == [Span(14, 14)]
    assert days(vocabulary.tokens("a few weeks"), vocabulary, NOW) == [Span(21, 35)]
    assert days(vocabulary.tokens("calf"), vocabulary, NOW) is None
    assert days(vocabulary.tokens("3"), vocabulary, NOW) == []
    assert count(vocabulary.tokens("thirty seven"), vocabulary) == [Span(37, 37)]
    assert count(vocabulary.tokens("calf"), vocabulary) is None
    assert count(vocabulary.tokens("-5"), vocabulary) == []

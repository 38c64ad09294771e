"""Texts as Telegram's HTML: harmless, and cut without loss."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from painbot.platforms.telegram.html import bold, italic, messages, safe, units
from painbot.ports.plain import clean
from tests.standins.telegram.formatting import read

ANY = st.text(st.characters(codec=None), max_size=60)
DRESSES: list[Callable[[str], str]] = [bold, italic, safe]
LINES = st.lists(st.tuples(st.sampled_from(DRESSES), ANY), max_size=6)
PARAGRAPHS = st.lists(LINES.map(lambda lines: "\n".join(dress(text) for dress, text in lines)))


def shown(html: str) -> str:
    """Return what a person reads, as Telegram's own rules read it."""
    return read(html, "HTML", None).plain


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<b>not bold</b>", "&lt;b&gt;not bold&lt;/b&gt;"),
        ("&lt;", "&amp;lt;"),
        ('"quoted"', '"quoted"'),
        ("a\u202eb\u2066c\0d\x1be", "a b c d e"),
        ("half \ud83d", "half  "),
    ],
)
def test_nothing_in_a_text_is_markup(text: str, html: str) -> None:
    assert safe(text) == html


def test_every_line_has_its_own_tags() -> None:
    assert bold("Stop.\n\nGo & see.") == "<b>Stop.</b>\n<b>Go &amp; see.</b>"
    assert italic("") == ""


@given(ANY)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    assert letters(shown(safe(text))) == letters(clean(text))
    assert letters(shown(bold(text))) == letters(clean(text))


@given(ANY)
def test_a_length_is_what_telegram_counts(text: str) -> None:
    plain = clean(text)
    assert units(safe(text)) == len(plain.encode("utf-16-le")) // 2


@given(PARAGRAPHS, st.integers(8, 200))
@example([safe("x" * 5000)], 4096)
@example([bold("😀" * 5000)], 4096)
@example([safe("&" * 5000), safe("one two")], 4096)
def test_cut_in_order_without_loss_and_within_limits(paragraphs: list[str], longest: int) -> None:
    found = messages(paragraphs, longest)
    assert found
    texts = [read(html, "HTML", None) for html in found]
    assert all(text.units <= longest for text in texts)
    assert letters("".join(text.plain for text in texts)) == letters(
        "".join(shown(paragraph) for paragraph in paragraphs)
    )


def test_what_fits_is_one_message() -> None:
    assert messages(["one", "", "two"]) == ["one\n\ntwo"]
    assert messages([]) == [""]
    assert messages(["&amp;" * 2000, bold("x" * 2094)]) == [
        "&amp;" * 2000 + "\n\n" + bold("x" * 2094)
    ]


def test_paragraphs_stay_whole_where_they_fit() -> None:
    first, second = "a " * 30, "b " * 30
    assert messages([first, second], 70) == [first, second]


def test_a_long_paragraph_ends_between_lines_and_a_long_line_between_words() -> None:
    assert messages(["• one two\n• three four"], 14) == ["• one two", "• three four"]
    assert messages([bold("one two three")], 9) == ["one two", "three"]

"""Texts as Slack's mrkdwn: harmless, bold where they should be, and cut without loss."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from painbot.platforms.slack.mrkdwn import bold, fallback, pieces, safe
from painbot.ports.plain import clean
from tests.standins.slack.reading import plain

ANY = st.text(st.one_of(st.characters(codec=None), st.sampled_from("*_~`<>&@#! \n")), max_size=60)
WITH_ADDRESSES = st.lists(ANY | st.just("https://example.org/a_b*c~d?e=1&f=<g>"), max_size=4).map(
    " ".join
)
ADDRESS = re.compile(r"https?://[^\s<>|]+")
ENTITY = re.compile(r"&(?:amp|lt|gt);")
ALIKE = str.maketrans("∗ˍ∼ˋ", "*_~`")  # noqa: RUF001 - what stands for them


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("&lt;", "&amp;lt;"),
        ("<!channel> <!here> <@U0ADA>", "&lt;!channel&gt; &lt;!here&gt; &lt;@U0ADA&gt;"),
        ("<https://example.org|a bank>", "&lt;https://example.org|a bank&gt;"),
        ('"quoted"', '"quoted"'),
        ("2 * 3 * 4", "2 ∗ 3 ∗ 4"),  # noqa: RUF001
        ("a_b_c ~d~ `e`", "aˍbˍc ∼d∼ ˋeˋ"),  # noqa: RUF001
        ("a\u202eb\u2066c\0d\x1be", "a b c d e"),
        ("half \ud83d", "half  "),
        ("https://example.org/a_b?c=1&d=2", "https://example.org/a_b?c=1&amp;d=2"),
        ("see https://example.org/a_b, a_b", "see https://example.org/a_b, aˍb"),
    ],
)
def test_nothing_in_a_text_is_markup(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(WITH_ADDRESSES)
def test_no_sign_of_a_text_is_markup_or_calls_anybody(text: str) -> None:
    shown = safe(text)
    assert not re.search(r"[<>]", shown)
    assert not re.search("&", ENTITY.sub("", shown))
    assert not re.search(r"[*_~`]", ADDRESS.sub("", shown))


@given(ANY)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    written = letters(clean(text).translate(ALIKE))
    assert letters(plain(safe(text)).translate(ALIKE)) == written
    stars = {ord("*"): None}
    assert letters(bold(text).translate(stars)).translate(stars) == letters(safe(text))


@given(WITH_ADDRESSES)
def test_a_listener_hears_the_text_as_it_was_written(text: str) -> None:
    said = fallback(text, 10_000)
    assert "<" not in said
    assert ">" not in said
    assert plain(said.translate(str.maketrans("*_~`", "∗ˍ∼ˋ"))) == clean(text).translate(  # noqa: RUF001
        str.maketrans("*_~`", "∗ˍ∼ˋ")  # noqa: RUF001
    )


def test_every_line_is_bold_by_itself() -> None:
    assert bold("Stop.\n\n  Go & see. ") == "*Stop.*\n*Go &amp; see.*"
    assert bold("") == ""


@given(st.text("ab *_<>&\n", max_size=40))
def test_a_bold_line_begins_and_ends_with_a_letter_as_slack_wants_it(text: str) -> None:
    for line in bold(text).splitlines():
        assert re.fullmatch(r"\*\S(.*\S)?\*", line)


@pytest.mark.parametrize("text", ["\u202eStop.", "Stop.\u2069", "\u2066"])
def test_a_line_that_begins_or_ends_with_a_mark_of_direction_is_bold(text: str) -> None:
    assert bold(text) in ("*Stop.*", "")


# Cut


@given(st.lists(st.text("abc .\n", min_size=1, max_size=90)).map(" ".join), st.integers(8, 60))
def test_cut_in_order_without_loss_and_within_limits(text: str, longest: int) -> None:
    found = list(pieces(text, longest))
    assert all(len(piece) <= longest for piece in found)
    assert letters("".join(found)) == letters(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one\n\ntwo three", ["one", "two three"]),
        ("one two\nthree four", ["one two", "three four"]),
        ("one two three", ["one two", "three"]),
        ("xxxxxxxxxxxxxxx", ["xxxxxxxxxx", "xxxxx"]),
    ],
)
def test_cut_between_paragraphs_or_lines_or_words_or_anywhere(text: str, found: list[str]) -> None:
    assert list(pieces(text, 10)) == found


def test_a_sign_is_never_cut_in_two() -> None:
    found = list(pieces(safe("x" + "&" * 20), 28))
    assert all("&" not in ENTITY.sub("", piece) for piece in found)


def test_a_bold_line_that_is_cut_stays_bold() -> None:
    for piece in pieces(bold("word " * 20), 30):
        assert re.fullmatch(r"\*\S(.*\S)?\*", piece)


# Read aloud


@given(ANY.map(str.strip).filter(lambda text: bool(clean(text).strip())), st.integers(20, 80))
@example("a b " * 50, 40)
@example("&" * 20 + " &" * 20, 40)
def test_what_is_read_aloud_fits_and_says_something(text: str, longest: int) -> None:
    said = fallback(text, longest)
    assert 0 < len(said) <= longest
    assert "&" not in ENTITY.sub("", said)
    assert said.endswith("...") or plain(said).strip()


@pytest.mark.parametrize("text", ["足が痛い。" * 1000, "line\n" * 1000])
def test_a_long_text_without_spaces_is_read_aloud_too(text: str) -> None:
    assert fallback(text, 4000).startswith(text[:100])

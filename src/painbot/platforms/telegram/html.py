"""Texts as Telegram's HTML, and long ones cut into messages where it hurts least. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape, unescape
from typing import Final

from painbot.ports.plain import clean

LONGEST: Final = 4096  # of one message, in UTF-16 units, tags and escapes not counted
CAPTION: Final = 1024
_TAG: Final = re.compile(r"<[^>]*>")


@lru_cache(4096)  # texts of flows and phrases, shown to one person after the other
def safe(text: str) -> str:
    """Return a text that is shown as it stands: nothing in it is markup."""
    return escape(clean(text), quote=False)


@lru_cache(4096)
def bold(text: str) -> str:
    """Return a text in bold, line by line: a message may end between any two lines."""
    return "\n".join(f"<b>{safe(line)}</b>" for line in text.splitlines() if line.strip())


def italic(text: str) -> str:
    """Return a text in italics, line by line."""
    return "\n".join(f"<i>{safe(line)}</i>" for line in text.splitlines() if line.strip())


def units(html: str) -> int:
    """Return how long Telegram finds it, once the tags are gone."""
    return _size(_plain(html))


def messages(paragraphs: Iterable[str], longest: int = LONGEST) -> list[str]:
    """Join paragraphs with an empty line into as few messages as they fit in, in order."""
    wanted = [each for each in paragraphs if each]
    whole = "\n\n".join(wanted)
    if len(whole) * 2 <= longest or len(whole.encode("utf-16-le")) <= longest * 2:
        return [whole]  # short enough with its tags, as nearly always
    found = _joined(_pieces(wanted, longest), "\n\n", longest)
    return [each for each in found if _plain(each).strip()] or [""]


def _pieces(paragraphs: Iterable[str], longest: int) -> Iterator[str]:
    """Yield paragraphs, those that are too long for any message line by line."""
    for paragraph in paragraphs:
        if units(paragraph) <= longest:
            yield paragraph
        else:  # no tag reaches over a line
            lines = (piece for line in paragraph.split("\n") for piece in _cut(line, longest))
            yield from _joined(lines, "\n", longest)


def _cut(line: str, longest: int) -> Iterator[str]:
    """Yield a line; one that is too long by itself loses its tags and is cut between words."""
    if units(line) <= longest:
        yield line
    else:
        words = _words(_plain(line), longest)
        yield from _joined((escape(word, quote=False) for word in words), " ", longest)


def _words(plain: str, longest: int) -> Iterator[str]:
    """Yield words; what is no word at all, being so long, in pieces."""
    half = longest // 2  # a letter may count twice
    for word in plain.split():
        if _size(word) <= longest:
            yield word
        else:
            yield from (word[start : start + half] for start in range(0, len(word), half))


def _joined(pieces: Iterable[str], between: str, longest: int) -> Iterator[str]:
    """Yield pieces joined as far as they fit; none is too long by itself."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        length = units(piece)
        if held and size + len(between) + length > longest:
            yield between.join(held)
            held, size = [], 0
        size += length + len(between) * bool(held)
        held.append(piece)
    if held:
        yield between.join(held)


def _plain(html: str) -> str:
    """Return what is read of it."""
    return unescape(_TAG.sub("", html))


def _size(plain: str) -> int:
    return len(plain) if plain.isascii() else len(plain.encode("utf-16-le")) // 2


__all__ = ["CAPTION", "LONGEST", "bold", "italic", "messages", "safe", "units"]

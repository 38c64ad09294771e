"""Texts as Slack's "mrkdwn", in which nothing of a flow is ever markup; cut where it hurts least.

Slack has no way to escape `*`, `_`, `~` and a backtick, so their look-alikes stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import Final

from painbot.ports.plain import clean

_ALIKE: Final = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})  # noqa: RUF001
_URL: Final = re.compile(r"(https?://[^\s<>|]+)")
_GAPS: Final = ("\n\n", "\n", " ")
_HALF: Final = re.compile(r"&[a-z]{0,3}$")
_DOTS: Final = " ..."


@lru_cache(4096)  # texts of flows and phrases, shown to one person after the other
def safe(text: str) -> str:
    """Return a text that is shown as it stands; addresses can be followed."""
    pieces = _URL.split(clean(text))  # every second one is an address
    return "".join(
        escape(piece if number % 2 else piece.translate(_ALIKE), quote=False)
        for number, piece in enumerate(pieces)
    )


@lru_cache(4096)
def bold(text: str) -> str:
    """Return a text in bold, line by line, as Slack wants it."""
    lines = (safe(line).strip() for line in text.splitlines())
    return "\n".join(f"*{line}*" for line in lines if line)


@lru_cache(1024)
def fallback(text: str, longest: int) -> str:
    """Return a text for notifications and screen readers; a long one ends with dots."""
    said = escape(clean(text), quote=False)
    if len(said) <= longest:
        return said
    head = _whole(said[: longest - len(_DOTS)])
    words = head.rpartition(" ")[0]
    return f"{words if len(words) > len(head) // 2 else head}{_DOTS}"


def pieces(text: str, longest: int) -> Iterator[str]:
    """Yield a text in pieces that fit, cut between paragraphs, lines, words or anywhere.

    A line that is bold is so in each of them.
    """
    while len(text) > longest:
        head = _head(text, longest)
        if _within_bold(head):
            head = _head(text, longest - 1)
        rest = text[len(head) :].strip()
        within = _within_bold(head)
        yield f"{head}*" if within else head
        text = f"*{rest}" if within else rest
    if text:
        yield text


def _head(text: str, longest: int) -> str:
    fitting = text[:longest]
    return next(filter(None, (fitting.rpartition(gap)[0] for gap in _GAPS)), _whole(fitting))


def _whole(text: str) -> str:
    """Return a text that was cut off without half of an escaped sign."""
    return _HALF.sub("", text) or text


def _within_bold(text: str) -> bool:
    return bool(text.rpartition("\n")[2].count("*") % 2)


__all__ = ["bold", "fallback", "pieces", "safe"]

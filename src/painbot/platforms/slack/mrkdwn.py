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
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(f"*{safe(line)}*" for line in lines if line)


@lru_cache(1024)
def fallback(text: str, longest: int) -> str:
    """Return a text for notifications and screen readers; a long one ends with dots."""
    said = escape(clean(text), quote=False)
    return said if len(said) <= longest else f"{said[: longest - 7].rpartition(' ')[0]} ..."


def pieces(text: str, longest: int) -> Iterator[str]:
    """Yield a text in pieces that fit, cut between paragraphs, lines, words or anywhere."""
    if len(text) <= longest:
        yield text
        return
    head = next(filter(None, (text[:longest].rpartition(gap)[0] for gap in _GAPS)), text[:longest])
    yield head
    rest = text[len(head) :].strip()
    if rest:
        yield from pieces(rest, longest)


__all__ = ["bold", "fallback", "pieces", "safe"]

"""The few lines that only a terminal says; all others come from the phrases of the library.

It also knows how a text is made harmless for a terminal, and which lists have numbers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from painbot.dialogue.replies import Asking, Choice, Result
from painbot.flow.levels import Level

TITLE: Final = "painbot: hip and leg pain"
HOW_TO: Final = "Type a number or a few words. Type quit to leave: I keep your place."
COMMANDS: Final = (
    "back",
    "why",
    "change",
    "help",
    "start again",
    "stop",
    "quit",
)  # the last one always fits
LEAVING: Final = frozenset({"quit", "exit", "q", "/quit", "/exit"})
KEPT: Final = "I keep your place. Start the chat again to go on."
NOT_KEPT: Final = "Your last answer is not saved. Start the chat again later to go on."
WAIT: Final = "One moment ..."
NOT_USED: Final = "Your answer before was saved after all, so I did not use this one."
RELOADED: Final = "The flows were edited. From your next answer on the new version is used."
NOT_RELOADED: Final = (
    "The flows were edited, but not used: the version before goes on until this is mended."
)
LEVEL: Final = "Level of care"
TOP: Final = "Scroll up to read it from the top."
HINTS: Final = {
    "one": "",
    "any": "Type all the numbers that fit, such as 1 3.",
    "number": "Type it as a number, such as 34.",
    "duration": 'Type it in your own words, such as "3 weeks".',
}
PLACEHOLDERS: Final = {
    "one": "a number or a few words",
    "any": "all that fit, such as 1 3",
    "number": "a number, such as 34",
    "duration": "such as 3 weeks",
}

_BREAKS: Final = frozenset("\u2028\u2029")
_STEERING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Return a text without what steers a terminal: control characters, turns of direction."""
    return "".join(each for each in text if each == "\n" or not _steers(each))


def one_line(text: str) -> str:
    """Return a text as one clean line."""
    return " ".join(clean("".join(" " if _breaks(each) else each for each in text)).split())


def _steers(each: str) -> bool:
    return unicodedata.category(each) in ("Cc", "Cs") or each in _STEERING


def _breaks(each: str) -> bool:
    return each in _BREAKS or unicodedata.category(each) == "Cc"


def level_name(level: Level) -> str:
    """Return what a level is called in a word."""
    return level.id.capitalize()


def numbered(shown: Asking | Result) -> bool:
    """Return whether its choices have numbers to type.

    Where a number is an answer by itself (an age, "2 weeks") it cannot be a place in the list.
    """
    if isinstance(shown, Asking) and shown.kind not in ("one", "any"):
        return False
    return not any(choice.label[:1].isdigit() for choice in offered(shown))


def offered(shown: Asking | Result) -> tuple[Choice, ...]:
    """Return everything that can be chosen, in the order of its numbers."""
    return (*shown.choices, *shown.more) if isinstance(shown, Asking) else shown.choices


def hints(shown: Asking) -> Iterator[str]:
    """Yield what helps to answer; a tap is spoken of on other platforms only."""
    if shown.kind == "one":
        yield from [shown.hint] if shown.hint else []
    elif numbered(shown) or shown.kind != "any":
        yield HINTS[shown.kind]

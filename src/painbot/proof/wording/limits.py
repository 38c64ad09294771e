"""What a platform can show, as data: how long a text, how many buttons, how much behind one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

# What stands beside a choice's id in a button's data, `conversation:number:choice`: a
# conversation's random id, the number of the question, and two colons.
CONVERSATION: Final = 16
NUMBER: Final = 6
BESIDE: Final = CONVERSATION + NUMBER + len("::")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one platform shows.

    `part` is the longest piece of text that is never cut, `message` what one message holds,
    `result` what a result may come to in as many messages as it takes, `caption` what stands
    below a picture and `label` what stands on a button or beside a box: all in UTF-16 units, as
    Telegram counts. `choices` are the buttons of one message, `data` the bytes behind one.
    """

    platform: str
    part: int
    message: int
    result: int
    caption: int
    label: int
    choices: int
    data: int


# Telegram sets no length for a button. It lets about one message a second through to a chat, so
# ten are the most that a person waits for.
TELEGRAM: Final = Limits(
    "Telegram",
    part=4096,
    message=4096,
    result=10 * 4096,
    caption=1024,
    label=4096,
    choices=100,
    data=64,
)
# A section holds 3,000 and a message 50 blocks; an option carries 150 bytes.
SLACK: Final = Limits(
    "Slack",
    part=3000,
    message=50 * 3000,
    result=50 * 3000,
    caption=3000,
    label=75,
    choices=25,
    data=150,
)
PLATFORMS: Final = (TELEGRAM, SLACK)


def units(text: str) -> int:
    """Return how long a text is: a letter outside the common ones counts double."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def broken(
    size: int, platforms: Iterable[Limits], most: Callable[[Limits], int]
) -> tuple[Limits, int] | None:
    """Return the strictest platform that cannot show so much, and what it can."""
    strictest = min(platforms, key=most)
    return (strictest, most(strictest)) if size > most(strictest) else None

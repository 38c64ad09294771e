"""What goes out to a platform, one call at a time, and what can come of a call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec

from painbot.dialogue.replies import Effect, Reply
from painbot.ports.receiving import ConversationKey


class Part(msgspec.Struct, frozen=True, array_like=True):
    """One call to a platform: in the outbox until it is confirmed as done.

    `body` is the platform's own bytes. `harmless` says that doing it twice shows nothing new, as
    with an edit.
    """

    body: bytes
    harmless: bool = False


class Shown(msgspec.Struct, frozen=True, array_like=True):
    """Where on the person's screen the last question is.

    `number` is that of the question, `place` the platform's own number of its message (0: none),
    rising in the chat. `note` is whatever else the platform wants to know of it.
    """

    number: int = 0
    place: int = 0
    note: str = ""


NOTHING_SHOWN: Final = Shown()


class TryLater(Exception):
    """The platform did nothing and wants to be left alone for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the platform asks to wait {seconds:g} seconds")
        self.seconds = seconds


class NotSent(Exception):
    """Nobody knows whether the platform did it: no answer, half of one, or a server error."""


class Refused(Exception):
    """The platform will never do this; trying again is of no use."""


class Undeliverable(Exception):
    """The person cannot be reached: they blocked the bot, or their account is gone."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How fast a platform takes new messages, a second; 0 means as fast as they come.

    To one chat `burst` of them may go at once before `per_chat` holds.
    """

    per_chat: float = 0.0
    burst: int = 1
    overall: float = 0.0


class Channel(Protocol):
    """The way out to the people of one platform."""

    @property
    def rates(self) -> Rates:
        """Return how fast messages may go out."""
        ...

    def to_wire(self, reply: Reply | Effect) -> Sequence[Part]:
        """Return a reply, or the trace an answered question leaves, as calls; pure."""
        ...

    async def deliver(self, key: ConversationKey, part: Part, shown: Shown) -> Shown:
        """Make one call; return where the last question is now.

        Raises TryLater, NotSent, Refused or Undeliverable. Returns or raises within seconds:
        well before a sender's lease lapses.
        """
        ...


__all__ = [
    "NOTHING_SHOWN",
    "Channel",
    "NotSent",
    "Part",
    "Rates",
    "Refused",
    "Shown",
    "TryLater",
    "Undeliverable",
]

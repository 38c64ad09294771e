"""What can come in: a typed text, a tapped button, a command. Time and ids come with it."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Typed(msgspec.Struct, frozen=True):
    """A free text. `at` is local time; `fresh` is a random id, should a conversation begin.

    `seen` is the number of the question the person was looking at, where the platform knows: 0 if
    it does not, -1 if it was an earlier one. `edited` is true for a changed earlier message.
    """

    text: str
    at: datetime
    fresh: str
    seen: int = 0
    edited: bool = False


class Tapped(msgspec.Struct, frozen=True):
    """A button: which conversation, which question, which answer.

    `ticks` says of a box whether it was to be ticked or not, where the platform knows what was on
    the button: then pressing it twice is the same as once. None turns it over.
    `boxes` are all ticks that are set, where the platform lets people tick by themselves: with an
    empty `choice` that is all there is to know.
    """

    conversation: str
    number: int
    choice: str
    at: datetime
    fresh: str
    ticks: bool | None = None
    boxes: tuple[str, ...] | None = None

    @property
    def reports(self) -> bool:
        """Return whether it only says what is ticked."""
        return self.boxes is not None and not self.choice


class Called(msgspec.Struct, frozen=True):
    """A command: start, restart, back, change, why, help, stop, language, mydata or forget.

    `argument` is a flow's id for start and restart, a key for change; emergency words in it count
    as in every text. `not-text` is what a platform calls for a
    sticker, a voice message and whatever else has no words in it.
    """

    command: str
    at: datetime
    fresh: str
    argument: str = ""


Event = Typed | Tapped | Called

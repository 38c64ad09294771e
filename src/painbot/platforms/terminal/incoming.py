"""A typed line to an event: pure, but for whose terminal this is."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.dialogue.replies import Asking, Choice, Result
from painbot.platforms.terminal.wording import numbered, offered
from painbot.ports import ConversationKey, Incoming

PLATFORM: Final = "terminal"
_LONGEST_NUMBER: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was typed, and what was being asked on this screen.

    `id` is random: every line is a message of its own. `command` is given for what the
    terminal calls by itself, such as start; `text` is then what it is about.
    """

    text: str
    id: str
    at: datetime
    showing: Asking | Result | None = None
    command: str = ""

    @property
    def choice(self) -> Choice | None:
        """Return the choice whose number the line is; several ticks stay words.

        It is sent as a tap, which names the question it was meant for: another window may
        have gone on meanwhile.
        """
        if self.showing is None or not numbered(self.showing):
            return None
        text, choices = self.text.strip().rstrip("."), offered(self.showing)
        if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
            return None
        place = int(text) - 1
        ticks = _ticks(self.showing)
        return choices[place] if ticks <= place < len(choices) else None


def to_incoming(line: Line) -> Incoming:
    """Return the message that a line is."""
    return Incoming(conversation_key(), line.id, _event(line))


@cache
def conversation_key() -> ConversationKey:
    """Return whose conversation this is: one for each user of this computer."""
    name = _user()
    return ConversationKey(PLATFORM, "", name, name)


def _event(line: Line) -> Event:
    fresh = line.id[:12]
    if line.command:
        return Called(line.command, line.at, fresh, line.text)
    choice, showing = line.choice, line.showing
    if choice is None or showing is None:
        return Typed(line.text, line.at, fresh, showing.number if showing else 0)
    return Tapped(showing.conversation, showing.number, choice.id, line.at, fresh)


def _ticks(showing: Asking | Result) -> int:
    """Return how many choices a tap would only toggle: typed, their numbers tick and send."""
    return len(showing.choices) if isinstance(showing, Asking) and showing.kind == "any" else 0


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number that has no name
        return str(os.getuid())

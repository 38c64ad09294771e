"""What a payload can mean, and what everything in one payload shares. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from html import unescape
from typing import Final

from painbot.dialogue.events import Called, Event, Typed
from painbot.platforms.slack.payloads import Payload
from painbot.ports import ConversationKey, Incoming
from painbot.ports.plain import heard

PLATFORM: Final = "slack"
COMMANDS: Final = frozenset(
    {"help", "back", "restart", "stop", "language", "mydata", "forget", "why", "change", "start"}
)
_LINK: Final = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")  # how Slack writes links and names
_TS: Final = re.compile(r"(\d{1,12})\.(\d{6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere outside the private chat; `thread` is empty outside threads.

    `team` is where it is, also if its whole organisation installed the app.
    """

    workspace: str
    team: str
    app: str
    channel: str
    user: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of a conversation; `place` is where it was begun, if not in private."""

    incoming: Incoming
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody wrote to the bot in a channel; nothing is kept of it."""

    place: Place


@dataclass(frozen=True, slots=True)
class AtHome:
    """Somebody looks at the bot's own page."""

    key: ConversationKey


@dataclass(frozen=True, slots=True)
class Gone:
    """A workspace has thrown the app out."""

    workspace: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to answer; `why` is a fixed word."""

    why: str


Meaning = Heard | Elsewhere | AtHome | Gone | Nothing


def place_of(ts: str) -> int:
    """Return where in its chat a message is: its time in microseconds; 0 if that is no time."""
    found = _TS.fullmatch(ts)
    return int(found[1] + found[2]) if found else 0


def ts_of(place: int) -> str:
    """Return the name that Slack has for a message."""
    return f"{place // 1_000_000}.{place % 1_000_000:06d}"


@dataclass(frozen=True, slots=True)
class About:
    """What everything in a payload shares."""

    sent: Payload
    at: datetime

    def heard(self, user: str, event_id: str, event: Event, place: int = 0) -> Heard:
        """Return it as a message of a conversation."""
        at = self.sent.container.channel_id if self.sent.container else ""
        return Heard(Incoming(self.key(user), event_id, event, place, at))

    def begun(self, user: str, event: Event) -> Heard:
        """Return what was begun outside the private chat, maybe."""
        incoming = Incoming(self.key(user), self.sent.trigger_id, event)
        return Heard(incoming, self.place(user))

    def key(self, user: str) -> ConversationKey:
        """Return whose conversation it is."""
        # A private chat is wherever its person is, so that nothing can ever go to a channel.
        return ConversationKey(PLATFORM, self.sent.workspace, user, user)

    def place(self, user: str, thread: str = "") -> Place:
        """Return where it was said."""
        sent = self.sent
        event = sent.event.channel if sent.event else ""
        channel = sent.channel_id or event or (sent.channel.id if sent.channel else "")
        return Place(sent.workspace, sent.team_name, sent.api_app_id, channel, user, thread)

    def called(self, command: str, words: str = "") -> Called:
        """Return a command."""
        return Called(command, self.at, self.fresh, words)

    def typed(self, text: str, *, edited: bool = False) -> Typed:
        """Return what somebody wrote."""
        return Typed(heard(_plain(text)), self.at, self.fresh, edited=edited)

    @property
    def fresh(self) -> str:
        """Return an id for a conversation that may begin; the same for every delivery."""
        name = f"{self.sent.workspace}:{self.sent.event_id or self.sent.trigger_id}"
        raw = name.encode("utf-8", "surrogatepass")
        return blake2b(raw, digest_size=6, person=b"conversation").hexdigest()


def _plain(text: str) -> str:
    """Return what somebody sees of a text that Slack has marked up."""
    return unescape(_LINK.sub(lambda found: found[2] or found[1], text))


__all__ = ["COMMANDS", "About", "AtHome", "Elsewhere", "Gone", "Heard", "Meaning", "Nothing"]
__all__ += ["Place", "place_of", "ts_of"]

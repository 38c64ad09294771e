"""All that Slack's servers remember: teams, chats, people, files, home pages and calls."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from random import Random

from tests.standins.faults import Call, Fault

from .refused import refuse
from .screens import Json, Message

APP = "A0PAINBOT"
CLIENT_ID, CLIENT_SECRET = "111.222", "c11e47c11e47c11e47c11e47c11e47c1"
SIGNING_SECRET = "5165c2e701f95165c2e701f95165c2e7"  # noqa: S105 - of nobody
APP_TOKEN = "xapp-1-TEST-of-the-stand-in"  # noqa: S105 - of nobody
SCOPES = ("app_mentions:read", "chat:write", "commands", "im:history")


@dataclass(slots=True, eq=False)
class Team:
    """A workspace that has the app, or may have it; `org` when its whole organisation has."""

    team_id: str
    token: str
    enterprise: str = ""
    org: bool = False
    installed: bool = True
    scopes: tuple[str, ...] = SCOPES
    refresh: str = ""
    expires: float = inf

    @property
    def bot_user(self) -> str:
        """Name the bot's user."""
        return f"UBOT{self.team_id}"

    @property
    def bot_id(self) -> str:
        """Name the bot."""
        return f"B{self.team_id}"


class Chat:
    """The messages of a private chat, of `person`, or of a channel; hold the world's lock."""

    def __init__(self, lock: threading.RLock, chat_id: str, team: Team, person: str) -> None:
        self.chat_id, self.team, self.person = chat_id, team, person
        self.messages: dict[str, Message] = {}
        self.lines: dict[str, list[Message]] = {}  # what only one person sees of a channel
        self.closed = ""  # with what word the bot is turned away
        self.errors: list[str] = []  # presses and commands that Slack said have failed
        self.changed = threading.Condition(lock)

    @property
    def private(self) -> bool:
        """Tell whether it is between one person and the bot."""
        return bool(self.person)

    def add(self, message: Message) -> Message:
        """Put a message under the newest one."""
        self.messages[message.ts] = message
        self.changed.notify_all()
        return message

    def newest(self) -> list[Message]:
        """List the messages from the newest to the oldest."""
        return list(reversed(self.messages.values()))


@dataclass(frozen=True, slots=True)
class File:
    """A picture that was uploaded."""

    file_id: str
    team: Team
    length: int
    content: bytearray = field(default_factory=bytearray)


class World:
    """The state; whoever reads or changes it holds `lock`."""

    def __init__(self, seed: int) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.random = Random(seed)  # noqa: S311
        self.teams: dict[str, Team] = {}
        self.chats: dict[str, Chat] = {}
        self.homes: dict[tuple[str, str], Json] = {}
        self.seen_homes: int = 0
        self.files: dict[str, File] = {}
        self.shared: set[str] = set()  # files whose upload was completed
        self.codes: dict[str, Team] = {}
        self.calls: list[Call] = []
        self.mistakes: list[str] = []
        self.refusals: list[str] = []
        self.faults: Callable[[Call], Fault | None] | None = None
        self.offer: Callable[..., str] = lambda *_, **__: ""
        self._last = 0

    def stamp(self) -> str:
        """Draw the name of a message: a time that nothing else has."""
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return f"{self._last // 10**6}.{self._last % 10**6:06d}"

    def draw(self, first: str, letters: int = 10) -> str:
        """Draw a name that begins so."""
        return first + "".join(self.random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=letters))

    def open_team(self, *, enterprise: str = "", org: bool = False, installed: bool = True) -> Team:
        """Begin a workspace."""
        with self.lock:
            made = Team(self.draw("T"), f"xoxb-{self.draw('', 20)}", enterprise, org, installed)
            self.teams[made.team_id] = made
            return made

    def open_chat(self, team: Team, person: str = "") -> Chat:
        """Begin a chat that did not exist."""
        with self.lock:
            made = Chat(self.lock, self.draw("D" if person else "C"), team, person)
            self.chats[made.chat_id] = made
            return made

    def chat_of(self, team: Team, user: str) -> Chat:
        """Find the private chat of somebody, whom the bot can see."""
        for chat in self.chats.values():
            if chat.person == user and _sees(team, chat.team):
                return chat
        return refuse("user_not_found")

    def chat(self, team: Team, name: str) -> Chat:
        """Find a chat by its id, or by the person whose private one it is."""
        if name[:1] in ("U", "W"):
            return self.chat_of(team, name)
        found = self.chats.get(name)
        if found is None or not _sees(team, found.team):
            refuse("channel_not_found")
        return found

    def team_with(self, token: str) -> Team:
        """Find the workspace that has given out a token."""
        for team in self.teams.values():
            if team.token == token:
                if not team.installed:
                    refuse("account_inactive")
                if team.expires < time.time():
                    refuse("token_expired")
                return team
        return refuse("invalid_auth")


def _sees(team: Team, other: Team) -> bool:
    """Tell whether the bot of one workspace has to do with the people of another."""
    return team is other or (team.org and team.enterprise == other.enterprise)


__all__ = ["APP", "APP_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "SIGNING_SECRET", "Chat", "File"]
__all__ += ["Team", "World"]

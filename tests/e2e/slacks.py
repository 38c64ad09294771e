"""The app on the stand-in for Slack, as real `painbot serve` processes."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, Self

from painbot.dialogue.session import Session
from painbot.ports import ConversationKey
from tests.e2e.serving import Process, Serving, wait
from tests.standins.slack import (
    APP_TOKEN,
    CLIENT_ID,
    CLIENT_SECRET,
    SIGNING_SECRET,
    Channel,
    Person,
    SlackApi,
    Team,
)

Mode = Literal["socket", "http"]
MODES: Final[tuple[Mode, ...]] = ("socket", "http")
EVENTS: Final = "slack/events"


class App(Serving):
    """An app in Slack, called down its own line or over HTTP."""

    def __init__(
        self, api: SlackApi, home: Path, flows: Path, mode: Mode = "socket", **settings: str
    ) -> None:
        self.api, self.mode = api, mode
        own = {
            "SLACK_API_URL": api.url,
            "SLACK_BOT_TOKEN": api.team.token,
            "SLACK_PER_CHAT": "0",
            **({"SLACK_APP_TOKEN": APP_TOKEN} if mode == "socket" else {}),
            **({"SLACK_SIGNING_SECRET": SIGNING_SECRET} if mode == "http" else {}),
        }
        super().__init__(home, flows, **{**own, **settings})
        self.people: list[Person] = []

    def serve(self, **settings: str) -> Self:
        """Start a process and wait until it can be reached."""
        super().serve(**settings)
        if self.mode == "http":
            self.called()
        return self

    def called(self) -> None:
        """Let Slack call every process that lives, by turns."""
        lives = (each for each in self.processes if each.process.poll() is None)
        self.api.calls_at(*(f"http://127.0.0.1:{each.port}/{EVENTS}" for each in lives))

    def person(self, team: Team | None = None) -> Person:
        """Let somebody new write to the app."""
        self.people.append(self.api.person(team))
        return self.people[-1]

    def channel(self) -> Channel:
        """Bring the app into a channel."""
        return self.api.channel()

    def key(self, person: Person) -> ConversationKey:
        """Return how the conversation with somebody is named."""
        team = person.team
        name = f"{team.enterprise}.{team.team_id}" if team.enterprise else team.team_id
        workspace = team.enterprise if team.org else name
        return ConversationKey("slack", workspace, person.user_id, person.user_id)

    def session(self, person: Person) -> Session | None:
        return self.store.session(self.key(person))

    def settled(self) -> None:
        """Wait until nothing is on its way to or from the app."""
        self.api.wait(lambda api: not api.waiting())
        wait(lambda: not self.store.waiting(), lambda: self.process.said)

    def happened(self, what: str) -> float:
        return sum(each.happened(what, "slack") for each in self.processes if _lives(each))

    def in_order(self) -> None:
        """Say so if the app did what it should not, kept what it should not or told it."""
        assert self.api.mistakes == []
        names = [name for each in self.people for name in (each.user_id, each.chat_id)]
        secrets = [team.token for team in (self.api.team,)]
        self.tells_nothing(*secrets, APP_TOKEN, SIGNING_SECRET, CLIENT_SECRET, *names)


def _lives(process: Process) -> bool:
    return process.process.poll() is None


__all__ = ["APP_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "EVENTS", "MODES", "SIGNING_SECRET", "App"]
__all__ += ["Mode"]

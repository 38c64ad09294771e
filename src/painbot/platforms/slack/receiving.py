"""One payload at a time, from Slack's words to what it is answered with.

Slack waits three seconds. An event it then brings again, up to three times; a press or a command
it does not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from painbot.platforms._working import Working
from painbot.platforms.slack import marks
from painbot.platforms.slack.elsewhere import Elsewheres
from painbot.platforms.slack.homes import Homes
from painbot.platforms.slack.incoming import meaning
from painbot.platforms.slack.meanings import AtHome, Elsewhere, Gone, Heard, Nothing
from painbot.platforms.slack.pages import line
from painbot.platforms.slack.payloads import Malformed, Payload, payload
from painbot.ports import Due, Incoming, StoreUnavailable, Surroundings

if TYPE_CHECKING:
    from painbot.platforms.slack.api import Api
    from painbot.platforms.slack.workspaces import Workspaces

CAP_SECONDS: Final = 2.5
KNOW_SECONDS: Final = 1.0
STOP_SECONDS: Final = 4.0
OK, BAD_REQUEST, FORBIDDEN, UNAVAILABLE = 200, 400, 403, 503
NO_RETRY: Final = {"X-Slack-No-Retry": "1"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack is answered with; a body only for a command."""

    status: int = OK
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Late(StoreUnavailable):
    """The store is so slow that Slack must be answered before it is done."""


class Receiver:
    """Take payloads. What is sent in answer goes on by itself, after Slack was answered."""

    def __init__(self, api: Api, workspaces: Workspaces, around: Surroundings) -> None:
        self.homes = Homes(api, workspaces, around)
        self.stopping = False
        self._workspaces = workspaces
        self._around = around
        self._observer = around.observer
        self._elsewheres = Elsewheres(api, workspaces, around)
        self._working = Working(lambda: self._observer.happened("fault", "slack"))

    async def take(self, plain: dict[str, Any]) -> Answer:
        """Return what to answer; with 503 it is not taken, and Slack may bring it again."""
        if self.stopping:
            return Answer(UNAVAILABLE)
        try:
            sent = payload(plain)
        except Malformed:
            return self.malformed()
        try:
            with self._working.held():
                return await self._take(sent)
        except Exception as error:  # noqa: BLE001 - whatever it was: it is not committed
            self._observer.happened(f"not-taken-{type(error).__name__.lower()}", "slack")
            return self._not_taken(sent)

    def malformed(self) -> Answer:
        """Count something that is nothing Slack sends."""
        self._observer.happened("malformed", "slack")
        return Answer(BAD_REQUEST, headers=NO_RETRY)

    async def finish(self) -> None:
        """Let what was begun come to its end for a few seconds; then give the rest back."""
        self.stopping = True
        await self._working.finish(STOP_SECONDS)

    async def _take(self, sent: Payload) -> Answer:
        found = meaning(sent, self._around.now())
        if isinstance(found, Nothing):
            self._observer.happened(found.why, "slack")
            return Answer()
        if isinstance(found, Gone):  # also of one that is half erased, and not known any more
            return await self._begun(self._gone(found.workspace))
        if not await self._knows(sent.workspace):
            self._observer.happened("unknown-team", "slack")
            return Answer(FORBIDDEN, headers=NO_RETRY)
        match found:
            case Heard():
                return await self._heard(found, sent)
            case AtHome():
                self._working.begin(self.homes.show(found.key))
            case Elsewhere():
                self._working.begin(self._elsewheres.mentioned(found.place))
        return Answer()

    async def _knows(self, workspace: str) -> bool:
        """Return whether the app is there; while nobody can say, what is heard is tried anyway.

        Then the store is away for the turn too, and the person is told what matters.
        """
        try:
            async with asyncio.timeout(KNOW_SECONDS):
                return await self._workspaces.knows(workspace)
        except (StoreUnavailable, TimeoutError):
            return True

    async def _heard(self, heard: Heard, sent: Payload) -> Answer:
        """Take a turn; return as soon as it is committed."""
        committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._begun(self._turn(heard.incoming, committed), committed)
        if heard.place is None:
            return Answer()
        if sent.command:
            said = line(self._around.phrases(), "private", heard.place, marks.BEGUN)
            return Answer(body={"response_type": "ephemeral", **said})
        self._working.begin(self._elsewheres.begun(heard.place))
        return Answer()

    async def _turn(self, incoming: Incoming, committed: asyncio.Future[None]) -> None:
        """Take a turn and send what is due, also when Slack was not answered in time."""
        try:
            due: Due = await self._around.turns.take(incoming)
        except Exception as error:  # noqa: BLE001 - whoever waits for it is told
            if not committed.done():
                committed.set_exception(error)
            return
        if not committed.done():
            committed.set_result(None)
        await self._around.turns.send(due)
        await self.homes.after(due)

    async def _begun(
        self, work: Coroutine[Any, Any, None], done: asyncio.Future[None] | None = None
    ) -> Answer:
        """Wait for some work, or for what it promises, until Slack has to be answered."""
        waited = done or asyncio.get_running_loop().create_future()
        self._working.begin(work if done else _promising(work, waited))
        timer = waited.get_loop().call_later(CAP_SECONDS, _give_up, waited)
        try:
            await waited
        finally:
            timer.cancel()
        return Answer()

    async def _gone(self, workspace: str) -> None:
        """Erase a workspace that threw the app out; what it is known by goes last."""
        self._observer.happened("uninstalled", "slack")
        await self._around.turns.forget_all("slack", workspace)
        await self._workspaces.forget(workspace)

    def _not_taken(self, sent: Payload) -> Answer:
        """Answer a command with what matters in an emergency, for Slack does not bring it again."""
        if not sent.command:
            return Answer(UNAVAILABLE)
        text = self._around.phrases()["store-away"]
        return Answer(body={"response_type": "ephemeral", "text": text})


async def _promising(work: Coroutine[Any, Any, None], done: asyncio.Future[None]) -> None:
    """Do some work, and tell whoever waits how it ended."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - whoever waits is told
        if not done.done():
            done.set_exception(error)
    else:
        if not done.done():
            done.set_result(None)


def _give_up(committed: asyncio.Future[None]) -> None:
    if not committed.done():
        committed.set_exception(Late())


__all__ = ["UNAVAILABLE", "Answer", "Receiver"]

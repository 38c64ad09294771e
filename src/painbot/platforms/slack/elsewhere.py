"""Channels: one line, seen only by the person it is for, that we talk in private."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from painbot.platforms.slack import marks
from painbot.platforms.slack.api import Api, NoMessage
from painbot.platforms.slack.meanings import Place
from painbot.platforms.slack.pages import line
from painbot.ports import NotSent, Refused, Surroundings, TryLater, Undeliverable

if TYPE_CHECKING:
    from painbot.platforms.slack.workspaces import Workspaces

QUIET_SECONDS: Final = 10.0  # nobody needs the same line twice at once
MOST: Final = 1_000


class Elsewheres:
    """Answer in channels; nothing of it is stored, and nothing is tried twice."""

    def __init__(self, api: Api, workspaces: Workspaces, around: Surroundings) -> None:
        self._api = api
        self._workspaces = workspaces
        self._around = around
        self._told: OrderedDict[tuple[str, str, str], float] = OrderedDict()

    async def mentioned(self, place: Place) -> None:
        """Say that we talk in private, and how to begin."""
        self._around.observer.happened("elsewhere", "slack")
        await self._say("elsewhere", place, marks.BEGIN)

    async def begun(self, place: Place) -> None:
        """Say that a talk was begun in private."""
        await self._say("private", place, marks.BEGUN)

    async def _say(self, phrase: str, place: Place, carries: str) -> None:
        if not place.channel or not self._is_time(phrase, place):
            return
        said = line(self._around.phrases(), phrase, place, carries)
        where = {"channel": place.channel, "user": place.user}
        thread = {"thread_ts": place.thread} if place.thread else {}
        try:
            token = await self._workspaces.token(place.workspace)
            await self._api.call("chat.postEphemeral", token, {**where, **thread, **said})
        except (TryLater, NotSent, Refused, Undeliverable, NoMessage):
            self._around.observer.happened("elsewhere-unsent", "slack")

    def _is_time(self, phrase: str, place: Place) -> bool:
        now, at = time.monotonic(), (phrase, place.channel, place.user)
        if now - self._told.get(at, -QUIET_SECONDS) < QUIET_SECONDS:
            return False
        self._told[at] = now
        if len(self._told) > MOST:
            self._told.popitem(last=False)
        return True


__all__ = ["Elsewheres"]

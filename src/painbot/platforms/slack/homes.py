"""The app's own page: shown to whoever looks at it, and kept true while the talk goes on."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from painbot.platforms.slack.api import Api, NoMessage
from painbot.platforms.slack.pages import home
from painbot.ports import (
    ConversationKey,
    Due,
    NotSent,
    Refused,
    Standing,
    StoreUnavailable,
    Surroundings,
    TryLater,
    Undeliverable,
)

if TYPE_CHECKING:
    from painbot.platforms.slack.workspaces import Workspaces

MOST: Final = 1_000  # people whose page is shown anew when the flows were edited
LOOK_SECONDS: Final = 1.0
PAUSE: Final = 0.05  # between two of them


class Homes:
    """Publish pages. One that cannot be published is published when it is looked at next."""

    def __init__(self, api: Api, workspaces: Workspaces, around: Surroundings) -> None:
        self._api = api
        self._workspaces = workspaces
        self._around = around
        self._seen: OrderedDict[ConversationKey, None] = OrderedDict()

    async def show(self, key: ConversationKey) -> None:
        """Publish the page of somebody who looks at it."""
        self._seen[key] = None
        self._seen.move_to_end(key)
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)
        await self._show(key)

    async def after(self, due: Due) -> None:
        """Publish the page anew if a turn changed what it says."""
        before, after = due.before, due.after
        if before is not None and after is not None and before.open != after.open:
            await self._show(due.key)  # it may have gone on since

    async def watch(self) -> None:
        """Publish pages anew, without end, whenever the flows were edited."""
        before = self._content()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = self._content()
            if now != before:
                before = now
                for key in tuple(self._seen):
                    await self._show_again(key)
                    await asyncio.sleep(PAUSE)

    def _content(self) -> object:
        return list(self._around.topics()), self._around.phrases()

    async def _show_again(self, key: ConversationKey) -> None:
        """Publish one page; whatever is wrong with it holds up no other."""
        try:
            await self._show(key)
        except Exception:  # noqa: BLE001 - it is counted, and the next look mends it
            self._around.observer.happened("home-unpublished", "slack")

    async def _show(self, key: ConversationKey) -> None:
        with suppress(StoreUnavailable):  # it is shown when it is looked at next
            await self._publish(key, await self._around.turns.standing(key))

    async def _publish(self, key: ConversationKey, standing: Standing) -> None:
        view = home(self._around, standing)
        try:
            token = await self._workspaces.token(key.workspace)
            await self._api.call("views.publish", token, {"user_id": key.user, "view": view})
        except (TryLater, NotSent, Refused, Undeliverable, NoMessage):
            self._around.observer.happened("home-unpublished", "slack")


__all__ = ["Homes"]

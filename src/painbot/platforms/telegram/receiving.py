"""One update at a time, from its bytes to its being safe to confirm."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Final, cast

from painbot.platforms.telegram.api import Api
from painbot.platforms.telegram.elsewhere import Elsewheres
from painbot.platforms.telegram.incoming import Elsewhere, Gone, Heard, meaning
from painbot.platforms.telegram.updates import Malformed, decode
from painbot.ports import (
    NotSent,
    Refused,
    Surroundings,
    TryLater,
    Undeliverable,
)

STOP_SECONDS: Final = 4.0


class Receiver:
    """Take updates. What is sent in answer goes on by itself, after an update may be confirmed."""

    def __init__(self, api: Api, bot: str, around: Surroundings) -> None:
        self.bot = bot
        self.username = ""
        self._api = api
        self._around = around
        self._elsewheres = Elsewheres(api, around)
        self._taking: set[asyncio.Task[Any]] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, raw: bytes) -> None:
        """Return when the update may be confirmed.

        Raises StoreUnavailable, or whatever else kept it from being written.
        """
        taking = cast("asyncio.Task[Any]", asyncio.current_task())
        self._taking.add(taking)
        try:
            await self._take(raw)
        finally:
            self._taking.discard(taking)

    async def _take(self, raw: bytes) -> None:
        try:
            update = decode(raw)
        except Malformed:
            self.malformed()
            return
        found = meaning(update, self._around.now(), self.bot, self.username)
        match found:
            case Heard():
                await self._heard(found)
            case Gone():
                self._around.observer.happened("gone", "telegram")
                await self._around.turns.forget(found.key)
            case Elsewhere():
                self._background(self._elsewheres.answer(found, self.username))
            case _:
                self._around.observer.happened(found.why, "telegram")

    def malformed(self) -> None:
        """Count something that is no update at all."""
        self._around.observer.happened("malformed", "telegram")

    async def finish(self) -> None:
        """Let what was begun come to its end for a few seconds; then give the rest back.

        A turn that is being taken has something to send as soon as it is committed.
        """
        end = time.monotonic() + STOP_SECONDS
        while (left := end - time.monotonic()) > 0:
            begun = {*self._taking, *self._tasks}
            if not begun:
                break
            await asyncio.wait(begun, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _heard(self, heard: Heard) -> None:
        """Take a turn; return as soon as it is committed."""
        due = await self._around.turns.take(heard.incoming)
        if heard.query:
            self._background(self._let_go_of(heard.query))
        self._background(self._around.turns.send(due))

    async def _let_go_of(self, query: str) -> None:
        """Tell Telegram that a tap was taken, or its button would go on spinning."""
        try:
            await self._api.call("answerCallbackQuery", {"callback_query_id": query})
        except (NotSent, TryLater, Refused, Undeliverable):
            self._around.observer.happened("tap-unanswered", "telegram")

    def _background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._around.observer.happened("fault", "telegram")


__all__ = ["Receiver"]

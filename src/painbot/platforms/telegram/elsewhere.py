"""Groups and channels: one polite line that we talk in private. Nothing is stored of it."""

from __future__ import annotations

import time
from collections import OrderedDict
from html import escape
from typing import Any, Final

from painbot.platforms.telegram.api import Api, Moved
from painbot.platforms.telegram.incoming import Elsewhere
from painbot.ports import NotSent, Refused, Surroundings, TryLater, Undeliverable

QUIET_SECONDS: Final = 60.0  # in a lively group one line is enough
MOST: Final = 1_000


class Elsewheres:
    """Answer in groups and channels, each at most once a minute."""

    def __init__(self, api: Api, around: Surroundings) -> None:
        self._api = api
        self._around = around
        self._told: OrderedDict[int, float] = OrderedDict()

    async def answer(self, found: Elsewhere, username: str) -> None:
        """Say it, if it was not said just now; nothing here is tried twice."""
        self._around.observer.happened("elsewhere", "telegram")
        line = self._around.phrases()["elsewhere"]
        try:
            if found.query:
                toast = {"callback_query_id": found.query, "text": line[:200]}
                await self._api.call("answerCallbackQuery", toast)
            elif self._is_time(found.chat):
                await self._say(found, line, username)
        except (NotSent, TryLater, Refused, Undeliverable):
            self._around.observer.happened("elsewhere-unsent", "telegram")

    async def _say(self, found: Elsewhere, line: str, username: str) -> None:
        params: dict[str, Any] = {
            "chat_id": found.chat,
            "text": escape(line, quote=False),
            "parse_mode": "HTML",
        }
        if found.thread:
            params["message_thread_id"] = found.thread
        if username:
            button = {"text": f"@{username}", "url": f"https://t.me/{username}?start=hello"}
            params["reply_markup"] = {"inline_keyboard": [[button]]}
        try:
            await self._api.call("sendMessage", params)
        except Moved as moved:  # the group became a supergroup
            await self._api.call("sendMessage", {**params, "chat_id": moved.chat})

    def _is_time(self, chat: int) -> bool:
        now = time.monotonic()
        if now - self._told.get(chat, -QUIET_SECONDS) < QUIET_SECONDS:
            return False
        self._told[chat] = now
        if len(self._told) > MOST:
            self._told.popitem(last=False)
        return True


__all__ = ["Elsewheres"]

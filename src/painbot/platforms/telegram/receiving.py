"""One update at a time, from its bytes to its being safe to confirm."""

from __future__ import annotations

from typing import Final

from painbot.platforms._working import Working
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
        self._working = Working(lambda: around.observer.happened("fault", "telegram"))

    async def take(self, raw: bytes) -> None:
        """Return when the update may be confirmed.

        Raises StoreUnavailable, or whatever else kept it from being written.
        """
        with self._working.held():
            await self._take(raw)

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
                self._working.begin(self._elsewheres.answer(found, self.username))
            case _:
                self._around.observer.happened(found.why, "telegram")

    def malformed(self) -> None:
        """Count something that is no update at all."""
        self._around.observer.happened("malformed", "telegram")

    async def finish(self) -> None:
        """Let what was begun come to its end for a few seconds; then give the rest back."""
        await self._working.finish(STOP_SECONDS)

    async def _heard(self, heard: Heard) -> None:
        """Take a turn; return as soon as it is committed."""
        due = await self._around.turns.take(heard.incoming)
        if heard.query:
            self._working.begin(self._let_go_of(heard.query))
        self._working.begin(self._around.turns.send(due))

    async def _let_go_of(self, query: str) -> None:
        """Tell Telegram that a tap was taken, or its button would go on spinning."""
        try:
            await self._api.call("answerCallbackQuery", {"callback_query_id": query})
        except (NotSent, TryLater, Refused, Undeliverable):
            self._around.observer.happened("tap-unanswered", "telegram")


__all__ = ["Receiver"]

"""The driver by itself: what the people cost, who are in the process with every contender.

Its replies are made before the clock runs; it keeps a count per chat and nothing else.
"""

from __future__ import annotations

import asyncio
import re
from typing import Final

import msgspec

from tests.benchmarks.telegram.contender import Api
from tests.benchmarks.telegram.dialogue import QUESTIONS, RESULT, TURNS

_CHAT: Final = re.compile(rb'"chat":{"id":(\d+)')


def _body(n: int) -> bytes:
    if n == len(QUESTIONS):
        return msgspec.json.encode({"text": RESULT})
    rows = [
        [{"text": text, "callback_data": f"q{n + 1}:{key}"}]
        for key, text in QUESTIONS[n].answers.items()
    ]
    out = {"text": QUESTIONS[n].text, "reply_markup": {"inline_keyboard": rows}}
    return msgspec.json.encode(out)


class IdleTurn:
    """Answer by rote."""

    async def start(self, redis_url: str, api: Api) -> None:
        del redis_url
        self._api = api
        self._steps: dict[int, int] = {}
        self._bodies = [_body(n) for n in range(TURNS)]

    async def feed(self, update: bytes) -> None:
        found = _CHAT.search(update)
        assert found
        chat = int(found[1])
        step = self._steps.get(chat, 0)
        self._steps[chat] = step + 1
        head = b'{"chat_id":%d,' % chat
        if step:
            await asyncio.sleep(0)
            if b'"callback_query"' in update:
                self._api("answerCallbackQuery", b"{}")
            self._api("editMessageText", head + b'"message_id":7}')
        self._api("sendMessage", head + self._bodies[step][1:])

    async def close(self) -> None:
        """Hold nothing."""


__all__ = ["IdleTurn"]

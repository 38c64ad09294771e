"""A bot that is stopped lets what was begun come to its end, also what is begun meanwhile."""

from __future__ import annotations

import asyncio
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import msgspec

from painbot.platforms.telegram.receiving import Receiver
from painbot.ports import QUIET, ConversationKey, Due, Incoming

NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
CHAT = {"id": 7, "type": "private", "first_name": "Sam"}
HELLO = msgspec.json.encode(
    {
        "update_id": 1,
        "message": {"message_id": 1, "date": 1, "chat": CHAT, "from": {"id": 7}, "text": "hello"},
    }
)


class SlowTurns:
    """Takes turns, and sends, each when it may."""

    def __init__(self) -> None:
        self.commit, self.answer = asyncio.Event(), asyncio.Event()
        self.ended: list[str] = []

    async def take(self, incoming: Incoming) -> Due:
        await self.commit.wait()
        self.ended.append("taken")
        return Due(incoming.key)

    async def send(self, due: Due) -> None:
        assert isinstance(due.key, ConversationKey)
        await self.answer.wait()
        self.ended.append("sent")


async def test_stopping_waits_for_what_a_turn_that_was_being_taken_has_to_send() -> None:
    turns = SlowTurns()
    around = SimpleNamespace(turns=turns, observer=QUIET, now=lambda: NOON, phrases=dict)
    receiver = Receiver(cast("Any", None), "1", cast("Any", around))
    taking = asyncio.create_task(receiver.take(HELLO))
    await asyncio.sleep(0)
    stopping = asyncio.create_task(receiver.finish())
    await asyncio.sleep(0.01)
    turns.commit.set()
    await taking
    await asyncio.sleep(0.01)
    assert not stopping.done()
    turns.answer.set()
    await stopping
    assert turns.ended == ["taken", "sent"]

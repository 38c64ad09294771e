"""One turn at a time for each conversation, in the order in which messages came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from painbot.ports import ConversationKey


@dataclass(slots=True)
class _Line:
    """Those who wait for one conversation; a lock hands over in the order of asking."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    people: int = 0


class Order:
    """Let messages of one conversation wait for each other, and nobody else's."""

    def __init__(self) -> None:
        self._lines: dict[ConversationKey, _Line] = {}

    @asynccontextmanager
    async def turn(self, key: ConversationKey) -> AsyncIterator[None]:
        """Wait for those that came before."""
        line = self._lines.setdefault(key, _Line())
        line.people += 1
        try:
            async with line.lock:
                yield
        finally:
            line.people -= 1
            if not line.people:
                self._lines.pop(key, None)


__all__ = ["Order"]

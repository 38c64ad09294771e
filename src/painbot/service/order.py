"""One turn at a time for each conversation, in the order in which messages came."""

from __future__ import annotations

import asyncio
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

    async def enter(self, key: ConversationKey) -> None:
        """Wait for those that came before."""
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = _Line()
        line.people += 1
        try:
            await line.lock.acquire()
        except BaseException:
            self._gone(key, line)
            raise

    def leave(self, key: ConversationKey) -> None:
        """Let the next one in."""
        line = self._lines[key]
        line.lock.release()
        self._gone(key, line)

    def _gone(self, key: ConversationKey, line: _Line) -> None:
        line.people -= 1
        if not line.people:
            del self._lines[key]


__all__ = ["Order"]

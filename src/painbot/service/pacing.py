"""How long a new message has to wait, so that a platform does not have to say so."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from painbot.ports import ConversationKey, Rates

TIDY: Final = 1_000  # chats remembered before those that are through are let go


class Pace:
    """Hand out the moments at which messages may leave, one chat and all chats of a platform.

    Each gets its moment when it asks, so nobody is overtaken and nobody starves.
    """

    def __init__(self, rates: Rates, clock: Callable[[], float] = time.monotonic) -> None:
        self._rates = rates
        self._clock = clock
        self._chats: dict[ConversationKey, float] = {}
        self._all = 0.0

    def wait(self, key: ConversationKey) -> float:
        """Return how many seconds the next message to this chat has to wait, and count it."""
        rates, now = self._rates, self._clock()
        chat = overall = 0.0
        if rates.per_chat:
            self._tidy(now)
            before = self._chats.get(key, 0.0)
            chat, self._chats[key] = _take(before, now, 1 / rates.per_chat, rates.burst)
        if rates.overall:  # a second's worth may leave at once when nothing left before
            burst = max(1, round(rates.overall))
            overall, self._all = _take(self._all, now, 1 / rates.overall, burst)
        return max(chat, overall)

    def _tidy(self, now: float) -> None:
        if len(self._chats) > TIDY:
            self._chats = {key: free for key, free in self._chats.items() if free > now}


def _take(taken: float, now: float, gap: float, burst: int) -> tuple[float, float]:
    """Take one from a bucket of `burst` that gains one every `gap` seconds.

    `taken` is the moment at which the bucket is full again. Return how long to wait, and the new
    such moment (the "generic cell rate algorithm" of telephone networks).
    """
    taken = max(taken, now)
    return max(0.0, taken - (burst - 1) * gap - now), taken + gap


__all__ = ["Pace"]

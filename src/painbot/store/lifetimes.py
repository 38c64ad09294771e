"""How long what the store writes is kept."""

from __future__ import annotations

from dataclasses import dataclass

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Say after how many seconds what is written lapses.

    Telegram repeats a message for 24 hours, so the events seen are kept a little longer. The
    outbox and where the last question is live as long as the session.
    """

    session: int = 7 * DAY
    seen: int = 25 * HOUR
    aside: int = 30 * DAY
    ping: int = MINUTE


__all__ = ["Lifetimes"]

"""getUpdates: one poll at a time, which waits for what is to come."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from .pending import Pending
from .refused import Refused, blame, refuse
from .world import World

LONGEST_POLL = 50
_OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Poll:
    """One getUpdates that waits."""

    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self.ended = ""


class Polling:
    """Answers getUpdates; lives in the server's event loop."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._current: Poll | None = None

    def wake(self) -> None:
        """Let the waiting poll look again."""
        if self._current:
            self._current.woken.set()

    def end(self, why: str) -> None:
        """Let the waiting poll fail."""
        if self._current:
            self._current.ended = why
            self._current.woken.set()
            self._current = None

    async def get_updates(self, params: dict[str, Any]) -> list[Pending]:
        """Confirm what the offset says, then give what is there, at the latest after `timeout`."""
        limit = params.get("limit", 100)
        if not 1 <= limit <= 100:
            blame("limit must be from 1 to 100")
        end = time.monotonic() + max(0, min(params.get("timeout", 0), LONGEST_POLL))
        self.end(_OTHER)
        with self._world.lock:
            if "allowed_updates" in params:
                self._world.queue.wants(params["allowed_updates"])
            self._world.queue.confirm_before(params.get("offset", 0))
            self._world.changed.notify_all()
        self._current = poll = Poll()
        try:
            return await self._wait(poll, limit, end)
        finally:
            if self._current is poll:
                self._current = None

    async def _wait(self, poll: Poll, limit: int, end: float) -> list[Pending]:
        """Look for updates again whenever some have arrived."""
        while True:
            poll.woken.clear()
            with self._world.lock:
                found = self._world.queue.batch(limit)
            left = end - time.monotonic()
            if found or left <= 0:
                return found
            try:
                async with asyncio.timeout(left):
                    await poll.woken.wait()
            except TimeoutError:
                continue
            if poll.ended:
                refuse(poll.ended, 409)


def busy_with_webhook() -> Refused:
    """Say why there is nothing to poll."""
    return Refused(
        409,
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    )

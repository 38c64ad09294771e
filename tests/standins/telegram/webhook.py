"""Deliver updates by POST: one after the other in each lane, some lanes at the same time."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

import aiohttp

from .pending import Lane, Pending
from .world import World

HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_PAUSE, LONGEST_PAUSE, PATIENCE = 0.05, 2.0, 60.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try to deliver an update; status 0 when there was no answer."""

    update_id: int
    at: float
    status: int


@dataclass(slots=True, eq=False)
class Webhook:
    """Where updates go, and what went wrong last."""

    url: str
    secret: str
    max_connections: int
    allowed_updates: list[str] | None = None
    last_error_date: int = 0
    last_error_message: str = ""

    def info(self, waiting: int) -> dict[str, Any]:
        """Write it as getWebhookInfo does."""
        about: dict[str, Any] = {"url": self.url, "has_custom_certificate": False}
        about |= {"pending_update_count": waiting, "max_connections": self.max_connections}
        if self.last_error_date:
            about["last_error_date"] = self.last_error_date
            about["last_error_message"] = self.last_error_message
        if self.allowed_updates:
            about["allowed_updates"] = self.allowed_updates
        return about


class Deliverer:
    """Brings the updates to one webhook; lives in the server's event loop."""

    def __init__(self, world: World, webhook: Webhook, log: list[Delivery]) -> None:
        self._world, self._webhook, self._log = world, webhook, log
        self._lanes: dict[Lane, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(webhook.max_connections)
        # As many connections as the bot allows, each used again; the default would wait in line.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=webhook.max_connections),
            timeout=aiohttp.ClientTimeout(total=PATIENCE),
        )
        with world.lock:
            for pending in world.queue.waiting():
                self.offer(pending)

    def offer(self, pending: Pending) -> None:
        """Put an update at the end of its lane."""
        if pending.lane in self._lanes:
            self._lanes[pending.lane].append(pending)
            return
        self._lanes[pending.lane] = deque([pending])
        task = asyncio.create_task(self._run(pending.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop delivering."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    async def _run(self, lane: Lane) -> None:
        """Deliver what is in one lane; whoever is behind waits for whoever is ahead."""
        waiting = self._lanes[lane]
        while waiting:
            await self._insist(waiting[0])
            waiting.popleft()
        del self._lanes[lane]

    async def _insist(self, pending: Pending) -> None:
        """Try until it is confirmed or too old, with longer and longer pauses."""
        pause = FIRST_PAUSE
        while self._still_due(pending):
            async with self._free:
                status, told = await self._post(pending.body)
            self._log.append(Delivery(pending.update_id, time.monotonic(), status))
            with self._world.lock:
                if 200 <= status < 300:
                    self._world.queue.confirm(pending)
                self._world.changed.notify_all()
            if 200 <= status < 300:
                return
            self._note(status)
            await asyncio.sleep(min(told if told is not None else pause, LONGEST_PAUSE))
            pause = min(pause * 2, LONGEST_PAUSE)

    def _still_due(self, pending: Pending) -> bool:
        """Tell whether an update should be delivered; one that is too old is given up."""
        with self._world.lock:
            if pending.expires < time.monotonic():
                self._world.queue.expire(pending)
            return self._world.queue.holds(pending)

    async def _post(self, body: bytes) -> tuple[int, float | None]:
        """Send one update and say what came back."""
        headers = {"Content-Type": "application/json"}
        if self._webhook.secret:
            headers[HEADER] = self._webhook.secret
        try:
            async with self._session.post(
                self._webhook.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                if b'"method"' in await answer.read():
                    self._world.mistakes.append("webhook: the stand-in does no call in an answer")
                told = answer.headers.get("Retry-After", "")
                return answer.status, float(told) if told.isdecimal() else None
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0, None

    def _note(self, status: int) -> None:
        """Remember the failure for getWebhookInfo."""
        self._webhook.last_error_date = int(time.time())
        self._webhook.last_error_message = (
            f"Wrong response from the webhook: {status}" if status else "Connection failed"
        )

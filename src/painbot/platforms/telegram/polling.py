"""Long polling: ask Telegram for updates, and confirm each only when it is committed.

Asking with an offset is what confirms, and it confirms everything below it. So the offset is the
lowest id that is not committed yet; and once all is confirmed none is sent, because after a week
without updates Telegram goes on with a random id.
"""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Final

import msgspec

from painbot.platforms.telegram.api import AnotherPoller, Api, BadToken
from painbot.platforms.telegram.receiving import Receiver
from painbot.platforms.telegram.transport import Garbled
from painbot.ports import NotSent, Refused, TryLater, Undeliverable

POLL_SECONDS: Final = 50
BATCH: Final = 100
KINDS: Final = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")
PAUSES: Final = (0.1, 0.25, 0.5, 1.0, 2.0)
# How long updates that are still being taken are waited for before more are asked for.
TURN_SECONDS: Final = 0.5
LEAVE_SECONDS: Final = 1.5
_ID: Final = re.compile(rb'"update_id"\s*:\s*(\d{1,18})(?![\d.eE])')
_LOG = logging.getLogger(__name__)


class _Update(msgspec.Struct):
    update_id: int


class Poller:
    """Ask for updates. At any time only one process may do so for a bot."""

    def __init__(self, api: Api, receiver: Receiver) -> None:
        self._api = api
        self._receiver = receiver
        self._open: dict[int, asyncio.Task[None]] = {}  # not committed: being taken, or failed
        self._taken: set[int] = set()  # committed, and not confirmed yet
        self._most = BATCH
        self._failures = 0

    async def run(self) -> None:
        """Ask without end; when cancelled, confirm what was committed."""
        try:
            while True:
                await self._once()
        finally:
            await asyncio.shield(self._leave())

    async def _once(self) -> None:
        """Ask once, begin what came, and wait a little for it to be committed."""
        try:
            await self._ask(0 if self._open else POLL_SECONDS)
        except Garbled as garbled:
            self._pass_over(garbled.payload)
            return
        except TryLater as later:
            await asyncio.sleep(later.seconds)
            return
        except (NotSent, Refused, Undeliverable) as error:
            _explain(error)
            await self._back_off()
            return
        self._most = BATCH
        if await self._settle():
            await self._back_off()
        else:
            self._failures = 0

    async def _ask(self, seconds: int) -> None:
        offset = self._offset()
        params = {"limit": self._most, "timeout": seconds, "allowed_updates": KINDS}
        updates = await self._api.updates({"offset": offset, **params} if offset else params)
        self._taken = {each for each in self._taken if offset is None or each >= offset}
        came = {self._begin(raw) for raw in updates}
        self._let_lapse(came, whole=len(updates) < self._most)

    def _let_lapse(self, came: set[int], *, whole: bool) -> None:
        """Wait no longer for what could not be taken, and Telegram does not bring again.

        Presses of buttons lapse there after some minutes, and everything after a day.
        """
        last = max(came, default=0)
        for update in [each for each, task in self._open.items() if task.done()]:
            if update not in came and (whole or update < last):
                del self._open[update]
                self._taken.add(update)

    def _offset(self) -> int | None:
        if self._open:
            return min(self._open)
        return max(self._taken) + 1 if self._taken else None

    def _begin(self, raw: bytes) -> int:
        """Begin to take an update, unless that was done before; return its id, 0 if it has none."""
        try:
            update = msgspec.json.decode(raw, type=_Update).update_id
        except (msgspec.DecodeError, RecursionError):
            self._pass_over(raw)
            return 0
        task = self._open.get(update)
        if update not in self._taken and (task is None or task.done()):
            self._open[update] = asyncio.create_task(self._receiver.take(raw))
        return update

    async def _settle(self) -> bool:
        """Note what is committed by now; return whether something could not be."""
        if self._open:
            await asyncio.wait(self._open.values(), timeout=TURN_SECONDS)
        failed = False
        for update, task in list(self._open.items()):
            if task.done() and (task.cancelled() or task.exception() is not None):
                failed = True  # it stays open, so Telegram sends it again
            elif task.done():
                del self._open[update]
                self._taken.add(update)
        return failed

    def _pass_over(self, payload: bytes) -> None:
        """Set something unreadable aside: ask for one at a time until it is alone, then skip it."""
        if self._most > 1:
            self._most = 1
            return
        found = _ID.search(payload)
        _LOG.error("an update cannot be read and is passed over: id %s", found and int(found[1]))
        self._receiver.malformed()
        if found:
            self._taken.add(int(found[1]))
        self._most = BATCH

    async def _back_off(self) -> None:
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        await asyncio.sleep(pause)

    async def _leave(self) -> None:
        """Wait for what was begun, and confirm it, or it would come again, if to no harm."""
        try:
            async with asyncio.timeout(LEAVE_SECONDS):
                await self._settle()
                if self._taken:
                    offset = {"offset": self._offset(), "limit": 1, "timeout": 0}
                    await self._api.updates(offset)
        except (TimeoutError, NotSent, TryLater, Refused, Undeliverable, Garbled):
            _LOG.info("left without confirming the last updates; they will come again")


def _explain(error: Exception) -> None:
    if isinstance(error, BadToken):
        _LOG.error("Telegram does not know this token: check TELEGRAM_TOKEN")
    elif isinstance(error, AnotherPoller):
        _LOG.error("another program asks for the updates of this bot, or it has a webhook")
    else:
        _LOG.warning("Telegram cannot be asked for updates (%s)", type(error).__name__)


__all__ = ["KINDS", "Poller"]

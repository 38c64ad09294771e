"""What was committed, sent in order by whoever holds the lease of the conversation."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from painbot.ports import (
    NOTHING_SHOWN,
    Channel,
    ConversationKey,
    Due,
    NotSent,
    Observer,
    OutboxEntry,
    Part,
    Refused,
    SessionStore,
    Shown,
    StoreUnavailable,
    TryLater,
    Undeliverable,
    Waiting,
)
from painbot.service.habits import Habits
from painbot.service.pacing import Pace
from painbot.service.stepping import latest

# Waits before a call is tried again whose outcome nobody knows; then another process may try.
PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 4.0)
LATER: Final = 15.0
# How often it is tried to note what was sent, or somebody else will send it again.
NOTE_PAUSE: Final = 0.25
_LOG = logging.getLogger(__name__)


def new_lease() -> str:
    """Draw a random name for a sender."""
    return secrets.token_hex(8)


class LeaseLost(Exception):
    """Another process sends now, because this one was away for too long."""


@dataclass(slots=True)
class _Sending:
    """One conversation while it is sent to.

    `done` are calls not yet noted as done; `visible` says that doing one of them again would show.
    """

    key: ConversationKey
    lease: str
    waiting: deque[OutboxEntry]
    shown: Shown
    renewed: float
    done: list[str] = field(default_factory=list)
    visible: bool = False


class Sender:
    """Send in order, one conversation by itself; one that has to wait holds up nobody else."""

    def __init__(
        self,
        store: SessionStore,
        channels: Mapping[str, Channel],
        habits: Habits,
        observer: Observer,
        shown: Callable[[ConversationKey, Shown], None],
    ) -> None:
        self._store = store
        self._channels = channels
        self._lease_seconds = habits.lease
        self._observer = observer
        self._tell_shown = shown
        self._noting = habits.noting
        # Where questions stand that were sent while nothing could be noted: the next sender here
        # must know it, or could not change them.
        self._unnoted: dict[ConversationKey, Shown] = {}
        self._paces = {name: Pace(channel.rates) for name, channel in channels.items()}

    async def send(self, due: Due) -> None:
        """Send everything, and what arrives meanwhile; give the rest back when stopped."""
        if not due.entries:
            return
        key = due.key
        shown = latest(due.shown, self._unnoted.get(key, NOTHING_SHOWN))
        sending = _Sending(key, due.lease, deque(due.entries), shown, due.since)
        try:
            await self._send(sending)
        except LeaseLost:
            self._observer.happened("lease-lost", key.platform, key)
            await self._give_back(sending, 0.0)
        except StoreUnavailable:
            _LOG.warning("the store is away; what is not sent waits for its lease to lapse")
        except Undeliverable:
            self._observer.happened("undeliverable", key.platform, key)
            await self._store.forget(key)
        except NotSent:
            await self._give_back(sending, LATER)
        except asyncio.CancelledError:
            await asyncio.shield(self._give_back(sending, 0.0))
            raise
        finally:
            self._unnoted.pop(key, None)

    async def _send(self, sending: _Sending) -> None:
        while sending.waiting:
            entry = sending.waiting[0]
            if sending.visible and not entry.part.harmless:
                await self._note(sending)  # a crash from here on must not repeat what was shown
                continue
            await self._deliver(sending, entry.part)
            sending.waiting.popleft()
            sending.done.append(entry.id)
            sending.visible |= not entry.part.harmless
            if not sending.waiting:
                await self._note(sending)

    async def _note(self, sending: _Sending) -> None:
        """Remove what was sent from the outbox, and go on with what is left in it."""
        self._tell_shown(sending.key, sending.shown)
        self._unnoted[sending.key] = sending.shown
        end = time.monotonic() + self._noting
        while True:
            since = time.monotonic()
            try:
                left = await self._sent(sending)
                break
            except StoreUnavailable:
                if time.monotonic() > end:
                    raise
            await asyncio.sleep(NOTE_PAUSE)
        sending.waiting, sending.renewed = deque(left.entries), since
        sending.done.clear()
        sending.visible = False

    async def _sent(self, sending: _Sending) -> Waiting:
        done, shown = tuple(sending.done), sending.shown
        return await self._store.sent(sending.key, sending.lease, done, self._lease_seconds, shown)

    async def _deliver(self, sending: _Sending, part: Part) -> None:
        """Make one call until its outcome is known, waiting as long as the platform asks."""
        if not part.harmless:
            await self._wait(sending, self._paces[sending.key.platform].wait(sending.key))
        await self._hold(sending)
        pauses = iter(PAUSES)
        while seconds := await self._call(sending, part, pauses):
            await self._wait(sending, seconds)
            await self._hold(sending)

    async def _call(self, sending: _Sending, part: Part, pauses: Iterator[float]) -> float:
        """Make one call once; return after how many seconds to make it again, 0 if it is done."""
        platform = sending.key.platform
        channel, how, again = self._channels[platform], "sent", 0.0
        began = time.perf_counter()
        try:
            sending.shown = await channel.deliver(sending.key, part, sending.shown)
        except TryLater as later:
            how, again = "later", max(later.seconds, PAUSES[0])
        except NotSent:
            how, again = "unknown", next(pauses, 0.0)
            if not again:
                raise
        except Refused:
            how, sending.shown = "refused", NOTHING_SHOWN
            self._observer.happened("refused", platform, sending.key)
        except Undeliverable:
            how = "undeliverable"
            raise
        except Exception:  # noqa: BLE001 - a fault of ours in one part must not stop the rest
            how, sending.shown = "fault", NOTHING_SHOWN
            self._observer.happened("fault", platform, sending.key)
        finally:
            self._observer.sent(platform, how, time.perf_counter() - began)
        return again

    async def _wait(self, sending: _Sending, seconds: float) -> None:
        """Wait and keep the lease."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            await asyncio.sleep(min(left, self._lease_seconds / 3))
            await self._hold(sending)

    async def _hold(self, sending: _Sending) -> None:
        """Renew the lease before it could lapse; raise LeaseLost if somebody else has sent."""
        if time.monotonic() - sending.renewed < self._lease_seconds / 3:
            return
        now = time.monotonic()
        held = await self._store.take_outbox(sending.key, sending.lease, self._lease_seconds)
        if sending.waiting[0].id not in (entry.id for entry in held.entries):
            raise LeaseLost
        sending.renewed = now

    async def _give_back(self, sending: _Sending, seconds: float) -> None:
        """Note what was sent and free the lease, so that others go on."""
        try:
            if sending.done:
                await self._sent(sending)
            await self._store.let_go(sending.key, sending.lease, seconds)
        except StoreUnavailable:
            _LOG.warning("replies wait for their lease to lapse, for the store is away")


__all__ = ["Sender", "new_lease"]

"""The one use case: a turn. Load, step, commit, acknowledge, send.

It knows the order in which things must happen so that nothing is lost; it knows neither
Redis nor any platform.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Final

from painbot.flow.model import Library
from painbot.ports import (
    NOTHING_SHOWN,
    QUIET,
    AlreadySeen,
    Channel,
    Committed,
    ConversationKey,
    Due,
    Incoming,
    Observer,
    Overdue,
    SessionStore,
    Shown,
    Standing,
    StoreUnavailable,
)
from painbot.service.habits import Habits
from painbot.service.order import Order
from painbot.service.sending import Sender, new_lease
from painbot.service.stepping import Before, Stepped, Stepping, latest
from painbot.service.urgent import Urgent

MAX_RACES: Final = 20
# A fault may pass, as when flows are being swapped; after so many tries a message is set aside.
TRIES: Final = 3
PAUSE: Final = 0.05
SWEPT: Final = 100
SWEEP_SECONDS: Final = 1.0
HABITS: Final = Habits()
_LOG = logging.getLogger(__name__)


class TooManyRaces(Exception):
    """One conversation was written by others again and again; the platform delivers it again."""


class Service:
    """Take turns for all platforms.

    `library` returns the library in use, so that a reload is one swapped reference. `channels`
    are the ways out, by the name of the platform.
    """

    def __init__(
        self,
        library: Callable[[], Library],
        store: SessionStore,
        channels: Mapping[str, Channel],
        habits: Habits = HABITS,
        observer: Observer = QUIET,
    ) -> None:
        self._store = store
        self._observer = observer
        self._lease_seconds = habits.lease
        self._order = Order()
        self._flushing: set[asyncio.Task[None]] = set()
        self._stepping = Stepping(library, store, channels)
        self._sender = Sender(store, channels, habits, observer, self._stepping.shown)
        self._urgent = Urgent(library, channels if habits.urgent else {})

    async def take(self, incoming: Incoming) -> Due:
        """Take one message and commit it. Now it may be acknowledged, and then sent is what is due.

        Raises StoreUnavailable when nothing could be written; then the person gets what they need
        to know in an emergency.
        """
        await self._order.enter(incoming.key)
        try:
            due = await self._commit_or_set_aside(incoming)
        except StoreUnavailable:
            self._stepping.drop(incoming.key)
            self._urgent.tell(incoming.key)
            raise
        finally:
            self._order.leave(incoming.key)
        self._urgent.over(incoming.key)
        return due

    async def send(self, due: Due) -> None:
        """Send what is due, and what is added to it meanwhile."""
        if due.lease:
            await self._sender.send(due)
        else:
            await self._flush(due.key, due.shown)

    async def flush(self, key: ConversationKey) -> None:
        """Send what was committed and never confirmed as sent, as after a crash."""
        await self._flush(key, NOTHING_SHOWN)

    async def _flush(self, key: ConversationKey, tapped: Shown) -> None:
        lease, since = new_lease(), time.monotonic()
        waiting = await self._store.take_outbox(key, lease, self._lease_seconds)
        shown = latest(waiting.shown, tapped)
        await self._sender.send(Due(key, lease, waiting.entries, shown, since))

    async def sweep(self) -> Overdue:
        """Send whatever any process has committed and nobody is sending."""
        overdue = await self._store.overdue(SWEPT)
        self._observer.outbox(len(overdue.keys), overdue.oldest_seconds)
        for key in overdue.keys:
            flushing = asyncio.create_task(self.flush(key))
            self._flushing.add(flushing)
            flushing.add_done_callback(self._flushed)
        if self._flushing:  # one that has to wait long holds up no other
            await asyncio.wait(self._flushing, timeout=SWEEP_SECONDS)
        return overdue

    async def finish(self, seconds: float) -> None:
        """Let what is swept up be sent for so long: a call cut short may be made twice."""
        if self._flushing:
            await asyncio.wait(self._flushing, timeout=seconds)
        for flushing in self._flushing:
            flushing.cancel()
        await asyncio.gather(*self._flushing, return_exceptions=True)

    def _flushed(self, flushing: asyncio.Task[None]) -> None:
        self._flushing.discard(flushing)
        if not flushing.cancelled() and flushing.exception() is not None:
            self._observer.happened("not-swept")

    async def forget(self, key: ConversationKey) -> None:
        """Delete everything of this conversation except the hashed ids of events seen."""
        self._stepping.drop(key)
        await self._store.forget(key)

    async def forget_all(self, platform: str, workspace: str) -> None:
        """Forget every conversation of a workspace.

        Copies that this process or another has lose against the store, which has none any more.
        """
        await self._store.forget_all(platform, workspace)

    async def standing(self, key: ConversationKey) -> Standing:
        """Return where a conversation is."""
        return await self._stepping.standing(key)

    async def _commit_or_set_aside(self, incoming: Incoming) -> Due:
        """Commit the turn; a message that painbot has a fault with gets an apology instead."""
        for attempt in range(TRIES):
            try:
                return await self._commit(incoming, self._stepping.step)
            except (StoreUnavailable, TooManyRaces):
                raise
            except Exception as fault:  # noqa: BLE001 - one bad message must not stop the rest
                self._stepping.drop(incoming.key)
                await asyncio.sleep(PAUSE * attempt)
                kind = type(fault).__name__
        _LOG.error("event %s was set aside, because of a fault (%s)", incoming.event_id, kind)
        self._observer.happened("set-aside", incoming.key.platform, incoming.key)
        return await self._commit(incoming, self._stepping.apology)

    async def _commit(
        self, incoming: Incoming, stepped: Callable[[Incoming, Before], Stepped]
    ) -> Due:
        """Step and commit until it is ours, or known as taken before."""
        began, platform = time.perf_counter(), incoming.key.platform
        for _ in range(MAX_RACES):
            before = await self._stepping.read(incoming)
            turn = stepped(incoming, before)
            commit = turn.commit(self._lease_seconds)
            since = time.monotonic()
            done = await self._store.commit(incoming.key, commit)
            if isinstance(done, Committed):
                self._stepping.remember(incoming.key, turn, done)
                self._observer.turned(turn.turned(time.perf_counter() - began))
                shown = latest(done.shown, turn.tapped)
                return Due(
                    incoming.key,
                    commit.lease,
                    done.to_send,
                    shown,
                    since,
                    turn.before.standing,
                    turn.standing,
                )
            self._stepping.drop(incoming.key)
            if isinstance(done, AlreadySeen):
                self._observer.happened("repeated", platform)
                return Due(incoming.key, shown=turn.tapped)
            self._observer.happened("raced", platform)
        raise TooManyRaces


__all__ = ["MAX_RACES", "TRIES", "Habits", "Service", "TooManyRaces"]

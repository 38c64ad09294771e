"""A message and what is stored to a turn that can be committed, and copies of what was."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from painbot.dialogue.engine import step
from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.dialogue.replies import Effect, Outcome, Reply, Result, Saying
from painbot.dialogue.session import CorruptSession, Session
from painbot.flow.model import Library
from painbot.flow.stops import RESULT
from painbot.ports import (
    NO_TALK,
    NOTHING_SHOWN,
    Channel,
    Commit,
    Committed,
    ConversationKey,
    Incoming,
    Part,
    SessionStore,
    Shown,
    Standing,
    Turned,
    new_revision,
)

MOST_COPIES: Final = 10_000
# How long a typed answer waits to learn whether its question was on the screen by then.
PATIENCE: Final = 2.0
LOOK: Final = 0.05
EARLIER: Final = -1  # no question has this number
_FRESH_ANYWAY: Final = frozenset({"restart", "stop", "forget"})
_LOG = logging.getLogger(__name__)


class Before(msgspec.Struct, frozen=True):
    """What a turn begins from; `lost` when what was stored could not be read."""

    revision: bytes | None = None
    session: Session | None = None
    shown: Shown = NOTHING_SHOWN
    lost: bool = False

    @property
    def standing(self) -> Standing:
        """Return where the conversation was."""
        return _standing(self.session)


class Stepped(msgspec.Struct, frozen=True):
    """A turn that is not committed yet."""

    incoming: Incoming
    before: Before
    outcome: Outcome
    parts: tuple[Part, ...]

    def commit(self, lease_seconds: float) -> Commit:
        """Return it as what a store commits; the lease is as random as the revision."""
        session, revision = self.outcome.session, new_revision()
        return Commit(
            read=self.before.revision,
            event_id=self.incoming.event_id,
            session=None if session is None else session.to_bytes(),
            parts=self.parts,
            lease=revision.hex(),
            lease_seconds=lease_seconds,
            erase=self.outcome.erase,
            writes=revision,
        )

    @property
    def standing(self) -> Standing:
        """Return where the conversation is after it."""
        return _standing(self.outcome.session)

    @property
    def tapped(self) -> Shown:
        """Return where the question stands that was tapped, if any was that there has been."""
        event, session, place = self.incoming.event, self.before.session, self.incoming.place
        if not (isinstance(event, Tapped) and session and place):
            return NOTHING_SHOWN
        if event.conversation != session.id or event.number > session.number:
            return NOTHING_SHOWN
        return Shown(event.number, place, self.incoming.note)

    def turned(self, seconds: float) -> Turned:
        """Return what may be counted of it."""
        results = (reply for reply in self.outcome.replies if isinstance(reply, Result))
        result = next(results, None)
        moved = any(effect.whole for effect in self.outcome.effects)
        return Turned(
            self.incoming.key.platform,
            seconds,
            asked=_place(self.outcome.session) if moved or self.before.session is None else "",
            answered=_place(self.before.session) if moved else "",
            level=result.level.id if result else "",
        )


class Stepping:
    """Make turns, from this process's own copies where it has them.

    A copy may be old: every commit writes a new random revision, so a turn made from an old one
    always loses.
    """

    def __init__(
        self,
        library: Callable[[], Library],
        store: SessionStore,
        channels: Mapping[str, Channel],
        most: int = MOST_COPIES,
    ) -> None:
        self._library = library
        self._store = store
        self._channels = channels
        self._most = most
        self._copies: OrderedDict[ConversationKey, Before] = OrderedDict()

    async def read(self, incoming: Incoming) -> Before:
        """Return what this message is to be answered from."""
        before = self._copies.pop(incoming.key, None) or await self._load(incoming.key)
        if isinstance(incoming.event, Typed) and incoming.place:
            return await self._settled(incoming.key, before)
        return before

    async def standing(self, key: ConversationKey) -> Standing:
        """Return where a conversation is; of one that cannot be read the next turn tells."""
        stored = await self._store.load(key)  # a copy here may be older
        try:
            return _standing(None if stored is None else Session.from_bytes(stored.session))
        except CorruptSession:
            return NO_TALK

    def step(self, incoming: Incoming, before: Before) -> Stepped:
        """Let the dialogue take the message."""
        library = self._library()
        event = _placed(incoming, before)
        try:
            outcome = step(library, before.session, event)
        except Exception:
            if not (isinstance(event, Called) and event.command in _FRESH_ANYWAY):
                raise
            outcome = step(library, None, event)  # a session that is a fault must not hold anybody
        if before.lost:
            lost = Saying((library.phrases["lost"],))
            outcome = replace(outcome, replies=(lost, *outcome.replies))
        return self._as_stepped(incoming, before, outcome)

    def apology(self, incoming: Incoming, before: Before) -> Stepped:
        """Leave everything as it was, and say that something went wrong."""
        sorry = Saying((self._library().phrases["oops"],))
        return self._as_stepped(incoming, before, Outcome(before.session, (sorry,)))

    def remember(self, key: ConversationKey, turn: Stepped, done: Committed) -> None:
        """Keep a copy of what was committed.

        Not while another process sends: it would not tell us where the question is then.
        """
        sent_by_us = done.leased or not turn.parts
        if turn.outcome.session is None or done.repeated or not sent_by_us:
            return
        self._copies[key] = Before(done.revision, turn.outcome.session, done.shown)
        if len(self._copies) > self._most:
            self._copies.popitem(last=False)

    def shown(self, key: ConversationKey, shown: Shown) -> None:
        """Note where the last question is now."""
        copy = self._copies.get(key)
        if copy is not None:
            self._copies[key] = replace(copy, shown=shown)

    def drop(self, key: ConversationKey) -> None:
        """Let go of the copy."""
        self._copies.pop(key, None)

    def _as_stepped(self, incoming: Incoming, before: Before, outcome: Outcome) -> Stepped:
        channel = self._channels[incoming.key.platform]
        out: tuple[Reply | Effect, ...] = (*outcome.effects, *outcome.replies)
        parts = tuple(part for each in out for part in channel.to_wire(each))
        return Stepped(incoming, before, outcome, parts)

    async def _load(self, key: ConversationKey) -> Before:
        """Read the session; bytes that are none are kept aside, named by an id only."""
        stored = await self._store.load(key)
        if stored is None:
            return Before()
        try:
            return Before(stored.revision, Session.from_bytes(stored.session), stored.shown)
        except CorruptSession:
            name = await self._store.set_aside(key, stored)
            _LOG.warning("a session could not be read; its bytes are kept as %s", name)
            return Before(lost=True)

    async def _settled(self, key: ConversationKey, before: Before) -> Before:
        """Wait until the question that is asked now is on the screen, but not for long.

        Somebody may answer it before we are told that it arrived.
        """
        end = asyncio.get_running_loop().time() + PATIENCE
        while _on_its_way(before) and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(LOOK)
            before = await self._load(key)
        return before


def latest(noted: Shown, tapped: Shown) -> Shown:
    """Return where the last question is: a tap on it may come before its sender noted that.

    One that was sent twice is where its lowest copy is.
    """
    return max(noted, tapped, key=lambda shown: (shown.number, shown.place))


def _on_its_way(before: Before) -> bool:
    session, shown = before.session, before.shown
    return session is not None and shown.number not in (0, session.number)


def _placed(incoming: Incoming, before: Before) -> Event:
    """Say which question a typed text was written below, where the platform knows."""
    event, shown = incoming.event, before.shown
    if not isinstance(event, Typed) or event.edited or not (incoming.place and shown.number):
        return event
    return replace(event, seen=shown.number if incoming.place > shown.place else EARLIER)


def _standing(session: Session | None) -> Standing:
    return NO_TALK if session is None else Standing(session.flow, session.stop == RESULT)


def _place(session: Session | None) -> str:
    return "" if session is None else f"{session.flow}/{session.stop}"


__all__ = ["Before", "Stepped", "Stepping", "latest"]

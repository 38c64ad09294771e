"""The conversation at one terminal: pick up where it was, then a line in and its replies out.

It knows when a line may be taken twice or not at all. It knows neither the store nor the engine,
and not what the screen looks like.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from painbot.dialogue.replies import Answer, Asking, Effect, Reply, Result, Saying
from painbot.platforms.terminal.channel import ToScreen
from painbot.platforms.terminal.incoming import Line, conversation_key, to_incoming
from painbot.platforms.terminal.recording import Recording
from painbot.platforms.terminal.wording import (
    KEPT,
    LEAVING,
    NOT_KEPT,
    NOT_USED,
    TITLE,
    WAIT,
)
from painbot.ports import Channel, StoreUnavailable, Turns

PATIENCE: Final = 5.0  # a little longer than another window, or one that died, may hold replies
POLL: Final = 0.2
TRIES: Final = 3


class Screen(Protocol):
    """Show things to one person and listen to them."""

    def open(self, lines: Iterable[str]) -> None:
        """Say who is here and how this works."""
        ...

    def show(self, reply: Reply) -> None:
        """Show one reply."""
        ...

    def tell(self, line: str) -> None:
        """Show one of the terminal's own lines."""
        ...

    def notice(self, lines: Iterable[str]) -> None:
        """Show lines that nobody asked for, even while something is being typed."""
        ...

    async def listen(self) -> str | None:
        """Return what is typed next, or None when they leave."""
        ...


@dataclass(slots=True)
class Talk:
    """One run of `painbot chat`.

    `connect` makes what takes the turns, given the way out to this screen. `phrases` returns those
    of the library in use. `showing` is the question or result on the screen, `unsaved` tells that
    nobody knows whether the last line was saved, `over` that the person has stopped.
    """

    connect: Callable[[Channel], Turns]
    screen: Screen
    phrases: Callable[[], Mapping[str, str]]
    recording: Recording | None = None
    showing: Asking | Result | None = None
    unsaved: bool = False
    over: bool = False
    _turns: Turns = field(init=False)
    _shown: int = 0
    _heard: str = ""
    _catching_up: bool = False

    def __post_init__(self) -> None:
        """Connect this screen with what takes the turns."""
        self._turns = self.connect(ToScreen(self._show))

    async def begin(self, flow: str) -> None:
        """Show what an earlier run left unsent, then go on where it was; questions come again."""
        self._catching_up = True
        await self._turns.flush(conversation_key())
        self._catching_up = False
        await self._turn(_line(flow, command="start"))

    async def hear(self, text: str) -> None:
        """Take one typed line; when the store is away say so, and try with the next line."""
        try:
            if self.unsaved and await self._saved_after_all():
                return
            line = _line(text, showing=self.showing)
            if self.recording:
                self.recording.heard(line)
            await self._turn(line)
        except StoreUnavailable:
            self.unsaved = True
            self.screen.show(Saying((self.phrases()["store-away"],)))

    async def _saved_after_all(self) -> bool:
        """Return whether an earlier line was saved: then this one was typed to an old question."""
        before = self._shown
        await self._turns.flush(conversation_key())
        self.unsaved = False
        if self._shown > before:
            self.screen.tell(NOT_USED)
        return self._shown > before

    async def _turn(self, line: Line) -> None:
        before, last = self._shown, self.showing
        self.showing, self._heard = None, line.text
        try:
            await self._take(line)
            if self._shown == before:
                await self._wait_for_replies(line)
        except StoreUnavailable:
            if self._shown == before:  # else all is saved, and only its being shown is not noted
                self.showing = last
                raise
        self.over = self._shown > before and not self._asks()
        if self.recording:
            await self.recording.turned()

    async def _take(self, line: Line) -> None:
        await self._turns.send(await self._turns.take(to_incoming(line)))

    def _asks(self) -> bool:
        return self.showing is not None

    async def _wait_for_replies(self, line: Line) -> None:
        """Wait while another window, or one that was killed as it wrote, holds the replies.

        A window that lives may have shown them by now, so they are asked for again.
        """
        before, end = self._shown, time.monotonic() + PATIENCE
        tries = TRIES if line.command != "start" else 0
        self.screen.tell(WAIT)
        while self._shown == before and time.monotonic() < end:
            await asyncio.sleep(POLL)
            await self._turns.flush(conversation_key())
            if tries and self._shown == before:
                tries -= 1
                await self._take(_line("", command="start"))

    def _show(self, reply: Reply | Effect) -> None:
        """Show a reply; of what an earlier run left unsent only what is not asked again."""
        if self._catching_up and not isinstance(reply, Saying):
            return
        if isinstance(reply, Answer):
            self._answered(reply)
            return
        self.screen.show(reply)
        self._shown += 1
        if isinstance(reply, Asking | Result):
            self.showing = reply
        if self.recording:
            self.recording.shown(reply)

    def _answered(self, effect: Effect) -> None:
        """Say how an answer was understood, unless it was typed just so."""
        if effect.whole and self._heard.strip().casefold() != effect.label.casefold():
            self.screen.tell(f"✓ {effect.label}")


async def run(talk: Talk, flow: str = "") -> bool:
    """Talk until the person leaves; return whether everything they said is saved."""
    talk.screen.open((TITLE,))
    await talk.begin(flow)
    try:
        while not (talk.over or _interrupted()):
            text = await talk.screen.listen()
            if text is None or text.strip().casefold() in LEAVING:
                break
            await talk.hear(text)
    finally:  # also for Ctrl-C where no line editor turns it into a None
        if not talk.over:
            talk.screen.tell(NOT_KEPT if talk.unsaved else KEPT)
    return not talk.unsaved


def _interrupted() -> bool:
    """Return whether Ctrl-C was pressed and then lost in `wait_for` of Python 3.11."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _line(text: str, *, showing: Asking | Result | None = None, command: str = "") -> Line:
    at = datetime.now().astimezone().replace(tzinfo=None)  # the engine reads local time
    return Line(text, secrets.token_hex(16), at, showing, command)

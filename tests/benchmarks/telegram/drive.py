"""People who talk with a contender side by side; a dialogue that goes wrong fails the run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Protocol

from tests.benchmarks.telegram.canned import buttons, tap_update, text_update
from tests.benchmarks.telegram.dialogue import QUESTIONS, RESULT_MARKER, TURNS

# Nobody answers in the same tick in which a question leaves: a contender's own notes of what it
# sent (aiogram stores the message id only then) are not raced by an answer no network carries.
GAP: Final = 0.001
PATIENCE: Final = 120.0
_users = count(700_000_001)
_updates = count(870_000_001)


class Api(Protocol):
    """What answers the calls of a contender, and tells of every message that is sent."""

    heard: Callable[[int, int, bytes], None] | None

    def next_id(self) -> int:
        """Return a message id higher than all before."""
        ...


class WentWrong(Exception):
    """A dialogue did not go as it must."""


@dataclass(slots=True)
class Talk:
    """One dialogue of one person. `step` counts the questions asked and seen."""

    slot: int
    user: int
    step: int = 0
    began: float = 0.0
    message: int = 0
    data: list[bytes] = field(default_factory=list)
    waiting: bool = False
    fed: bool = True


class Driver:
    """Lead `slots` dialogues at once until there were `dialogues`, all with the first answers.

    A turn ends when the request with the next question has come out; the next update follows
    when the contender has also let go of the one before.
    """

    def __init__(self, api: Api, feed: Callable[[Any], Awaitable[None]], *, tap: bool) -> None:
        self._api = api
        self._feed = feed
        self._tap = tap
        self._talks: dict[int, Talk] = {}
        self._left = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._done: asyncio.Future[None]
        self.latencies: list[float] = []
        self.acknowledged: list[float] = []

    async def run(self, slots: int, dialogues: int) -> None:
        """Lead them all; raise WentWrong when one goes wrong or does not go on."""
        self._done = asyncio.get_running_loop().create_future()
        self._left, self.latencies, self._talks = dialogues, [], {}
        self.acknowledged = []
        self._api.heard = self._heard
        for slot in range(min(slots, dialogues)):
            self._begin(slot)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._done
        except TimeoutError:
            stuck = sorted(talk.step for talk in self._talks.values())
            why = f"no answer any more, after so many questions: {stuck}"
            raise WentWrong(why) from None
        finally:
            self._api.heard = None
        if len(self.latencies) != dialogues * TURNS:
            why = f"{len(self.latencies)} turns in {dialogues} dialogues"
            raise WentWrong(why)

    def _begin(self, slot: int) -> None:
        """Let somebody new say /start, unless there were enough."""
        if self._left:
            self._left -= 1
            talk = Talk(slot, next(_users))
            self._talks[talk.user] = talk
            self._say(talk)
        elif not self._talks and not self._done.done():
            self._done.set_result(None)

    def _say(self, talk: Talk) -> None:
        talk.waiting, talk.fed = True, False
        update = self._update(talk)
        talk.began = time.perf_counter()
        task = asyncio.create_task(self._give(talk, update))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _update(self, talk: Talk) -> Any:  # noqa: ANN401 - whatever the contenders are fed with
        """Return what the person does next, as the platform sends it."""
        update, step = next(_updates), talk.step
        if self._tap and step:
            return tap_update(update, talk.user, step - 1, talk.message, talk.data)
        text = QUESTIONS[step - 1].answers["a"] if step else "/start"
        return text_update(update, self._api.next_id(), talk.user, text.encode())

    def _buttons(self, body: bytes) -> list[bytes]:
        """Return the data of all buttons in a request."""
        return buttons(body)

    async def _give(self, talk: Talk, update: Any) -> None:  # noqa: ANN401 - as above
        try:
            await self._feed(update)
            self.acknowledged.append(time.perf_counter() - talk.began)
        except Exception as error:  # noqa: BLE001 - whatever it is ends the run
            self._fail(f"the contender raised {error!r}")
        talk.fed = True
        self._go_on(talk)

    def _heard(self, chat: int, message: int, body: bytes) -> None:
        """Look at a message that came out."""
        talk = self._talks.get(chat)
        if talk is None:
            return
        asked = talk.step < len(QUESTIONS)
        data = self._buttons(body) if asked else []
        if asked and not data:
            return  # a greeting or a note before the question
        marker = QUESTIONS[talk.step].marker if asked else RESULT_MARKER
        if not talk.waiting or (asked and len(data) < 4) or marker not in body:
            if asked or talk.waiting:
                self._fail(f"after {talk.step} questions came {body[:300]!r}")
            return
        self.latencies.append(time.perf_counter() - talk.began)
        talk.waiting, talk.message, talk.data = False, message, data
        talk.step += 1
        self._go_on(talk)

    def _go_on(self, talk: Talk) -> None:
        if talk.waiting or not talk.fed or self._done.done():
            return
        loop = asyncio.get_running_loop()
        if talk.step < TURNS:
            loop.call_later(GAP, self._say, talk)
        elif self._talks.pop(talk.user, None):
            loop.call_later(GAP, self._begin, talk.slot)

    def _fail(self, why: str) -> None:
        if not self._done.done():
            self._done.set_exception(WentWrong(why))


__all__ = ["Driver", "WentWrong"]

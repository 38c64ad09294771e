"""What every stand-in shows of itself: the calls that came, and what is on people's screens."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar

from tests.standins.faults import Call, Fault

_S = TypeVar("_S")
LOOK_AGAIN = 0.1  # a predicate may look at more than what it is woken for


class Called:
    """A platform's servers; `_world` is all they remember."""

    _world: Any

    @property
    def calls(self) -> list[Call]:
        """All calls in the order they came; this list grows while you look at it."""
        return self._world.calls  # type: ignore[no-any-return]

    def calls_of(self, method: str) -> list[Call]:
        """List the calls of one method."""
        return [call for call in tuple(self._world.calls) if call.method == method]

    @property
    def mistakes(self) -> list[str]:
        """What the bot should never have done."""
        return self._world.mistakes  # type: ignore[no-any-return]

    @property
    def refusals(self) -> list[str]:
        """What was turned down although the bot did nothing wrong."""
        return self._world.refusals  # type: ignore[no-any-return]

    @property
    def faults(self) -> Callable[[Call], Fault | None] | None:
        """Whom to ask for the fault of each call."""
        return self._world.faults  # type: ignore[no-any-return]

    @faults.setter
    def faults(self, ask: Callable[[Call], Fault | None] | None) -> None:
        self._world.faults = ask

    def wait(self, predicate: Callable[[Self], bool], seconds: float = 20.0) -> None:
        """Wait until something is true of what came and went."""
        end = time.monotonic() + seconds
        with self._world.lock:
            while not predicate(self):
                left = end - time.monotonic()
                assert left > 0, f"not within {seconds} s; last calls {self._world.calls[-5:]}"
                self._world.changed.wait(min(left, LOOK_AGAIN))


class Screened(Generic[_S]):
    """A chat as it is seen from outside the bot, message by message."""

    _world: Any
    _chat: Any

    def screen(self) -> list[_S]:
        """List all messages from the oldest to the newest."""
        with self._world.lock:
            return [message.shown() for message in self._chat.messages.values()]

    def heard(self) -> list[_S]:
        """List the bot's messages."""
        with self._world.lock:
            return [one.shown() for one in self._chat.messages.values() if one.by_bot]

    def question(self) -> _S:
        """Give the bot's newest message with buttons."""
        with self._world.lock:
            for message in self._chat.newest():
                if message.by_bot and (shown := message.shown()).buttons:
                    return shown  # type: ignore[no-any-return]
            failure = f"no buttons on the screen:\n{self.written()}"
            raise AssertionError(failure)

    def wait(self, predicate: Callable[[Self], bool], seconds: float = 20.0) -> None:
        """Wait until something is true; it is looked at again whenever the chat changes."""
        end = time.monotonic() + seconds
        with self._world.lock:
            while not predicate(self):
                left = end - time.monotonic()
                if left <= 0:
                    failure = f"not within {seconds} s; the screen shows:\n{self.written()}"
                    raise AssertionError(failure)
                self._chat.changed.wait(min(left, LOOK_AGAIN))

    def written(self) -> str:
        """Write what is on the screen, for a failing test."""
        messages = (str(one.shown()) for one in self._chat.messages.values())
        return "\n".join(messages) or "(empty)"


__all__ = ["Called", "Screened"]

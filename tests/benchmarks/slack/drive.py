"""People who talk with a contender in Slack, side by side."""

from __future__ import annotations

from itertools import count
from typing import Final

from tests.benchmarks.slack.canned import Fed, message, press, values
from tests.benchmarks.telegram.dialogue import QUESTIONS
from tests.benchmarks.telegram.drive import Driver, Talk

_numbers: Final = count(870_000_001)


class SlackDriver(Driver):
    """Lead dialogues by signed requests."""

    def _update(self, talk: Talk) -> Fed:
        number, step = next(_numbers), talk.step
        if self._tap and step:
            return press(number, talk.user, step - 1, talk.message, talk.data)
        text = QUESTIONS[step - 1].answers["a"] if step else "hello"
        return message(self._api.next_id(), talk.user, text.encode())

    def _buttons(self, body: bytes) -> list[bytes]:
        return values(body)


__all__ = ["SlackDriver"]

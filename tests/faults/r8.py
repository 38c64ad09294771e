"""R8: Telegram answers badly, late, by halves, not at all, or wants to be left alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tests.faults.counts import Counts
from tests.faults.scene import Scene, scene
from tests.standins.telegram import Call, Fault

WRITING: Final = frozenset({"sendMessage", "sendPhoto", "editMessageText", "editMessageCaption"})
SHARE: Final = 0.15


def drill_api(seed: int, size: int) -> Counts:
    """Let so many calls fail, in every way there is, until Telegram is well again."""
    with scene("R8 Telegram fails", seed) as stage:
        if seed % 2:
            stage.called()
        faults = _Faults(stage, size)
        stage.more["PAINBOT_LEASE_SECONDS"] = "4"
        stage.api.faults = faults.ask
        stage.start().ready()
        stage.crowd.until(lambda: not faults.left, 240.0)
        stage.counts.repetitions = size
        counts = stage.finish(60.0)
        too_early = early(tuple(stage.api.calls))
        if too_early:
            stage.fault(f"{too_early} calls to a chat came before they were to be tried again")
        return counts


def drill_blocked(seed: int, size: int) -> Counts:
    """People block the bot in the middle: nothing is tried again, and nothing is kept of them."""
    with scene("R8 people block the bot", seed) as stage:
        stage.start().ready()
        while stage.counts.repetitions < size:
            stage.crowd.walk(0.05)
            walker = stage.random.choice(stage.crowd.walking)
            if walker.acts and not walker.done:
                stage.crowd.leave(walker)
                stage.counts.repetitions += 1
        counts = stage.finish()
        turned_down = [c for c in stage.api.calls if c.status == 403 and c.method in WRITING]
        if len(turned_down) > 2 * counts.repetitions:
            stage.fault(f"{len(turned_down)} calls to people who blocked the bot")
        return counts


def drill_refused(seed: int, size: int) -> Counts:
    """Telegram refuses a question for good: at the next act it is asked again."""
    with scene("R8 a message is refused (400)", seed) as stage:
        stage.crowd.greet = lambda walker: setattr(walker, "patience", 1.0)
        left = [size]

        def ask(call: Call) -> Fault | None:
            if call.method != "sendMessage" or not left[0] or stage.random.random() > SHARE:
                return None
            if not call.params["text"].startswith("<b>"):  # no question
                return None
            left[0] -= 1
            return Fault.error(400)

        stage.api.faults = ask
        stage.start().ready()
        stage.crowd.until(lambda: not left[0], 120.0)
        counts = stage.finish()
        counts.repetitions = size
        counts.notices = counts.allowed = sum(walker.again for walker in stage.crowd.walkers)
        return counts


class _Faults:
    """So many faults, drawn at random, of the calls that write to people."""

    def __init__(self, stage: Scene, left: int) -> None:
        self._random = stage.random
        self.left = left

    def ask(self, call: Call) -> Fault | None:
        if not self.left or call.method not in WRITING or self._random.random() > SHARE:
            return None
        self.left -= 1
        kinds = (
            Fault.error(500),
            Fault.error(502),
            Fault.too_many(self._random.choice((1, 1, 2))),
            Fault.hang(2.2),  # longer than a call may take here
            Fault.half_body(),
            Fault.lost_answer(),
            Fault.reset(),
        )
        return self._random.choice(kinds)


def early(calls: Sequence[Call]) -> int:
    """Count calls that wrote to a chat before Telegram wanted to hear of it again."""
    until: dict[int, float] = {}
    found = 0
    for call in calls:
        if call.method not in WRITING:
            continue
        chat = call.params["chat_id"]
        found += call.at < until.get(chat, 0.0)
        if call.fault and call.fault.kind == "too_many":
            until[chat] = call.at + call.fault.seconds
    return found


__all__ = ["drill_api", "drill_blocked", "drill_refused", "early"]

"""R8: the platform answers badly, late, by halves, not at all, or wants to be left alone."""

from __future__ import annotations

from typing import Final

from tests.faults.counts import Counts
from tests.faults.scene import Scene
from tests.standins.faults import Call, Fault

SHARE: Final = 0.15


def drill_api(on: type[Scene], seed: int, size: int) -> Counts:
    """Let so many calls fail, in every way there is, until the platform is well again."""
    with on("R8 the platform fails", seed) as stage:
        if seed % 2:
            stage.called()
        faults = _Faults(stage, size)
        stage.more["PAINBOT_LEASE_SECONDS"] = "4"
        stage.api.faults = faults.ask
        stage.start().ready()
        stage.crowd.until(lambda: not faults.left, 240.0)
        stage.counts.repetitions = size
        counts = stage.finish(60.0)
        too_early = early(stage)
        if too_early:
            stage.fault(f"{too_early} calls to a chat came before they were to be tried again")
        return counts


def drill_blocked(on: type[Scene], seed: int, size: int) -> Counts:
    """People block the bot in the middle, or are deactivated: nothing is tried again or kept."""
    with on("R8 people cannot be written to", seed) as stage:
        stage.start().ready()
        while stage.counts.repetitions < size:
            stage.crowd.walk(0.05)
            walker = stage.random.choice(stage.crowd.walking)
            if walker.acts and not walker.done:
                stage.crowd.leave(walker)
                stage.counts.repetitions += 1
        counts = stage.finish()
        if stage.turned_down() > 2 * counts.repetitions:
            stage.fault(f"{stage.turned_down()} calls to people who cannot be written to")
        return counts


def drill_refused(on: type[Scene], seed: int, size: int) -> Counts:
    """The platform refuses a question for good: at the next act it is asked again."""
    with on("R8 a message is refused", seed) as stage:
        stage.crowd.greet = lambda walker: setattr(walker, "patience", 1.0)
        left = [size]

        def ask(call: Call) -> Fault | None:
            if not stage.tongue.asks(call) or not left[0] or stage.random.random() > SHARE:
                return None
            left[0] -= 1
            return stage.refusal

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
        self._writing = writing(stage)
        self.left = left

    def ask(self, call: Call) -> Fault | None:
        if not self.left or call.method not in self._writing or self._random.random() > SHARE:
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


def early(stage: Scene) -> int:
    """Count calls that wrote to somebody before the platform wanted to hear of it again."""
    until: dict[object, float] = {}
    found = 0
    for call in tuple(stage.api.calls):
        if call.method not in writing(stage):
            continue
        whom = stage.whom(call)
        found += call.at < until.get(whom, 0.0)
        if call.fault and call.fault.kind == "too_many":
            until[whom] = call.at + call.fault.seconds
    return found


def writing(stage: Scene) -> frozenset[str]:
    """Name the methods that write to people."""
    return stage.tongue.new | stage.tongue.changing


__all__ = ["drill_api", "drill_blocked", "drill_refused", "early"]

"""R10: Slack waits three seconds for an answer, also while the store takes two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.faults.counts import Counts
from tests.faults.on_slack import OnSlack
from tests.faults.scene import Scene
from tests.faults.walkers import Walker

PAUSE_SECONDS: Final = 2.0
WAITS_SECONDS: Final = 3.0
TAKEN: Final = 200
AWAY: Final = "store-away"


def drill_slow_store(on: type[Scene], seed: int, size: int) -> Counts:
    """Pause the store again and again: everything is answered in time, and 200 is a promise."""
    with on("R10 answered in 3 s, store slow", seed, 24) as stage:
        assert isinstance(stage, OnSlack)
        stage.called()
        stage.let(AWAY)
        stage.lines.add(stage.tongue.bold(stage.library.phrases["finished"]))
        stage.crowd.greet = _patient(stage)
        stage.start().ready()
        while len(stage.api.deliveries) < size:
            stage.crowd.walk(stage.random.uniform(1.0, 4.0) if size > 400 else 0.3)
            stage.store.pause()
            stage.crowd.walk(PAUSE_SECONDS)
            stage.store.resume()
        counts = stage.finish()
        counts.repetitions = len(stage.api.deliveries)
        _look_at_answers(stage)
        return counts


def _patient(stage: OnSlack) -> Callable[[Walker], None]:
    greet = stage.crowd.greet

    def welcome(walker: Walker) -> None:
        greet(walker)
        walker.patience = 6.0

    return welcome


def _look_at_answers(stage: OnSlack) -> None:
    """See that none came late, and say how long they took."""
    tries = stage.api.deliveries
    unanswered = sum(each.status not in (200, 503) for each in tries)
    late = sum(each.seconds >= WAITS_SECONDS for each in tries)
    if unanswered or late:
        stage.fault(f"{unanswered} of {len(tries)} requests unanswered, {late} late")
    taken = sorted(each.seconds * 1000 for each in tries if each.status == TAKEN)
    middle, most = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
    stage.counts.remarks.append(
        f"{len(taken)} of {len(tries)} requests taken, answered within {middle:.0f} ms at p50,"
        f" {most:.0f} ms at p99, {taken[-1]:.0f} ms at most"
    )


__all__ = ["drill_slow_store"]

"""R2 to R5: what comes late, twice, at once, or in another order."""

from __future__ import annotations

from typing import Any

from tests.faults.counts import Counts
from tests.faults.processes import Painbot
from tests.faults.scene import Scene
from tests.faults.walkers import Walker

KILLS = 10


def drill_backlog(on: type[Scene], seed: int, size: int) -> Counts:
    """R2: so many updates wait while nobody is there; painbot is killed while it catches up."""
    with on("R2 backlog, killed catching up", seed, size, **on.backlog) as stage:
        if seed % 2:
            stage.called()
        stage.crowd.until(lambda: stage.api.waiting() == size, 30.0)
        stage.crowd.open = False
        kills = min(KILLS, 1 + size // 20)
        for _ in range(kills):
            bot = stage.start()
            bot.ready()
            stage.crowd.walk(stage.random.uniform(0.0, 0.3))
            stage.kill(bot)
        stage.start()
        counts = stage.finish(120.0)
        counts.repetitions = size
        return counts


def drill_copies(on: type[Scene], seed: int, size: int) -> Counts:
    """R3: every update two to four times: in order, at once, late, and by a second process."""
    with on("R3 every update 2 to 4 times", seed) as stage:
        if seed % 2:
            stage.called()
        others = [stage.start() for _ in range(2)] if seed % 2 else [stage.start()]
        for bot in others:
            bot.ready()
        done: list[Any] = []
        stage.crowd.greet = lambda walker: _repeat(stage, walker, done, others[1:])
        stage.crowd.until(lambda: len(done) >= size // 2, 120.0)
        for bot in others:
            bot.stop()
        others[1:] = [stage.start() for _ in others][1:]
        for update in stage.random.sample(done, len(done) // 2):
            stage.api.again(update)  # after the restart
        stage.crowd.until(lambda: len(done) >= size, 120.0)
        counts = stage.finish()
        counts.repetitions = len(done)
        return counts


def _repeat(stage: Scene, walker: Walker, done: list[Any], others: list[Painbot]) -> None:
    """Let each update of somebody come again."""

    def again(update: Any) -> None:  # noqa: ANN401 - as its platform names it
        done.append(update)
        for copy in range(stage.random.randint(1, 3)):
            if others and stage.random.random() < 0.5:
                stage.bring(others[0], update)
            else:
                stage.api.again(update, stage.random.choice((0.0, 0.01 * copy, 0.3)))

    walker.did = again
    walker.hasty = False  # or a copy of "done" could overtake the last tick


def drill_ids(on: type[Scene], seed: int, size: int) -> Counts:
    """R5: ids out of order, with gaps, and the jump after a week without messages."""
    with on("R5 ids out of order, gaps, jumps", seed) as stage:
        if seed % 2:
            stage.called()
        stage.start().ready()
        acts = [0]
        stage.crowd.greet = lambda walker: _disturb(stage, walker, acts)
        stage.crowd.until(lambda: acts[0] >= size, 120.0)
        counts = stage.finish()
        counts.repetitions = acts[0]
        return counts


def _disturb(stage: Scene, walker: Walker, acts: list[int]) -> None:
    stage.disorder(walker, acts)
    walker.hasty = False  # one person's own acts are not to overtake each other here


__all__ = ["drill_backlog", "drill_copies", "drill_ids"]

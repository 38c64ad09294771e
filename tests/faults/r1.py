"""R1: kill -9, at random moments and between any two steps of a turn."""

from __future__ import annotations

from tests.faults.counts import Counts
from tests.faults.painbot_with_faults import STEPS, Death
from tests.faults.scene import Scene


def drill_random(on: type[Scene], seed: int, size: int) -> Counts:
    """Kill painbot at any moment, asking and being called by turns."""
    with on("R1 kill at random", seed, 24, latency=0.02) as stage:
        if seed % 2:
            stage.called()
        for _ in range(size):
            bot = stage.start()
            if stage.random.random() < 0.9:  # else it may die while it begins
                bot.ready()
            stage.crowd.walk(stage.random.uniform(0.0, 0.5))
            stage.kill(bot)
        stage.start()
        return stage.finish()


def drill_steps(on: type[Scene], seed: int, size: int) -> Counts:
    """Kill painbot before or after the n-th call of each of its steps."""
    with on("R1 kill at each step", seed) as stage:
        if seed % 2:
            stage.called()
        steps = sorted(STEPS[on.platform])
        borders = [(step, after) for step in steps for after in (False, True)]
        for number in range(size):
            step, after = borders[(number + seed * size) % len(borders)]
            _until_dead(stage, Death(on.platform, step, after, stage.random.randint(1, 25)))
        stage.start()
        return stage.finish()


def _until_dead(stage: Scene, death: Death) -> None:
    """Let it serve until it kills itself; one step that is rare is not waited for."""
    bot = stage.start(death)
    stage.crowd.until(lambda: not bot.lives, 1.5)
    stage.kill(bot)


__all__ = ["drill_random", "drill_steps"]

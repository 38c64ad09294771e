"""R11: SIGTERM, a rolling restart, and a process that wakes up late."""

from __future__ import annotations

from tests.faults.counts import Counts
from tests.faults.scene import LEASE_SECONDS, Scene

NAP_SECONDS = LEASE_SECONDS + 0.3


def drill_stopped(on: type[Scene], seed: int, size: int) -> Counts:
    """Stop painbot as a system does, with another process there or not: nothing is doubled."""
    with on("R11 SIGTERM, rolling restart", seed, latency=0.01) as stage:
        if seed % 2:
            stage.called()
        bot = stage.start()
        bot.ready()
        for _ in range(size):
            stage.crowd.walk(stage.random.uniform(0.0, 0.3))
            rolling = stage.random.random() < 0.5
            new = stage.start() if rolling else bot
            if rolling:
                new.ready()
            bot.process.terminate()
            stage.crowd.until(lambda old=bot: not old.lives, 20.0)  # type: ignore[misc]
            if bot.process.exitcode != 0:
                stage.fault(f"it ended with {bot.process.exitcode}")
            bot = new if rolling else stage.start()
            bot.ready()  # before that, a system's signal just ends it
            stage.counts.repetitions += 1
        return stage.finish()


def drill_paused(on: type[Scene], seed: int, size: int) -> Counts:
    """Pause one of two processes for longer than its lease, and let it wake up."""
    with on("R11 a process wakes up late", seed, latency=0.01) as stage:
        if seed % 2:
            stage.called()
        bots = [stage.start(), stage.start()]
        for bot in bots:
            bot.ready()
        for _ in range(size):
            stage.crowd.walk(stage.random.uniform(0.0, 0.3))
            bot = bots[0] if stage.random.random() < 0.8 else bots[1]
            bot.pause()
            stage.died()
            stage.crowd.walk(NAP_SECONDS)
            bot.resume()
        stage.counts.naps = size
        return stage.finish()


__all__ = ["drill_paused", "drill_stopped"]

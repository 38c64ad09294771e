"""R16 and R18: a message that painbot has a fault with, and an outage that outlives presses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.faults.counts import Counts
from tests.faults.painbot_with_faults import POISON
from tests.faults.scene import Scene
from tests.faults.walkers import Walker

OOPS = "oops"


def drill_poison(on: type[Scene], seed: int, size: int) -> Counts:
    """R16: people write what painbot always has a fault with; it is set aside, and they go on."""
    with on("R16 poison updates", seed) as stage:
        if seed % 2:
            stage.called()
        stage.let(OOPS)
        stage.start(poisoned=True).ready()
        ids: set[Any] = set()
        while len(ids) < size:
            stage.crowd.tick()
            walker = stage.random.choice(stage.crowd.walking)
            if walker.acts and not walker.done and stage.random.random() < 0.3:
                ids.add(walker.person.says(f"{POISON} {len(ids)}"))
        counts = stage.finish()
        counts.repetitions = size
        apologies = sum(stage.told(OOPS).values())
        if apologies != size:
            stage.fault(f"{apologies} apologies for {size} messages")
        _look_at_log(stage, ids)
        return counts


def _look_at_log(stage: Scene, ids: set[Any]) -> None:
    """See that each was set aside once, by its id, and that no word of it is there."""
    log = Path(stage.folder, "complaints").read_text()
    if POISON in log:
        stage.fault("what was written is in the log")
    events = (json.loads(line)["event"] for line in log.splitlines() if line.startswith("{"))
    aside = [event.split()[1] for event in events if "was set aside" in event]
    if sorted(aside) != sorted(map(str, ids)):
        stage.fault(f"{len(aside)} of {len(ids)} messages were set aside")


def _patient(walker: Walker) -> None:
    """Let somebody press again after a while, and tick only when they saw the last tick."""
    walker.patience = 2.5
    walker.hasty = False


def drill_outage(on: type[Scene], seed: int, size: int) -> Counts:
    """R18: painbot is away for longer than a press is kept; at the next act it asks again."""
    with on("R18 outage, presses expire", seed, **on.outage) as stage:
        if seed % 2:
            stage.called()
        stage.crowd.greet = _patient
        while stage.expired() < size:
            bot = stage.start()
            bot.ready()
            stage.crowd.walk(stage.random.uniform(0.3, 0.8))
            if stage.random.random() < 0.5:
                stage.kill(bot)
            else:
                bot.stop()
            stage.crowd.walk(0.6)
        stage.start()
        counts = stage.finish()
        counts.repetitions = stage.expired()
        return counts


__all__ = ["drill_outage", "drill_poison"]

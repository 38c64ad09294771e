"""Socket Mode: lines that Slack wants opened anew, or that are cut, while two processes share."""

from __future__ import annotations

from tests.faults.counts import Counts
from tests.faults.on_slack import OnSlack
from tests.faults.scene import Scene


def drill_lines(on: type[Scene], seed: int, size: int) -> Counts:
    """Cut or refresh all lines in mid-turn."""
    with on("lines cut and refreshed, 2 processes", seed) as stage:
        assert isinstance(stage, OnSlack)
        for _ in range(2):
            stage.start().ready()
        stage.crowd.until(lambda: stage.api.lines == 2, 20.0)
        for _ in range(size):
            stage.crowd.walk(stage.random.uniform(0.05, 0.4))
            if stage.random.random() < 0.5:
                stage.api.refresh()
            else:
                stage.api.cut()
            stage.counts.repetitions += 1
        opened = stage.api.opened
        stage.crowd.until(lambda: stage.api.lines >= 2, 20.0)
        if opened < size:
            stage.fault(f"only {opened} lines were opened")
        return stage.finish()


__all__ = ["drill_lines"]

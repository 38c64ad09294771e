"""All drills, how large they are, and how several are run at the same time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

from tests.faults import lines, r1, r2_to_r5, r4, r6_r7, r8, r10, r11, r16_r18, s1
from tests.faults.counts import Counts
from tests.faults.on_slack import OnSlack
from tests.faults.on_telegram import OnTelegram
from tests.faults.scene import Scene


@dataclass(frozen=True)
class Drill:
    """A drill; `small` is its size in a test, `whole` that of the table, over all its seeds."""

    play: Callable[[type[Scene], int, int], Counts]
    small: int
    whole: int = 200
    stages: tuple[type[Scene], ...] = (OnTelegram, OnSlack)


@dataclass(frozen=True)
class Played:
    """A drill on one platform."""

    drill: Drill
    on: type[Scene]

    @property
    def name(self) -> str:
        return f"{self.on.platform.lower()}-{self.drill.play.__name__.removeprefix('drill_')}"

    def run(self, seed: int, size: int) -> Counts:
        """Play it."""
        return self.drill.play(self.on, seed, size)


_DRILLS: Final = (
    Drill(r1.drill_random, 3),
    Drill(r1.drill_steps, 3),
    Drill(r2_to_r5.drill_backlog, 40, 1000),
    Drill(r2_to_r5.drill_copies, 60, 2000),
    Drill(r4.drill_races, 60, 1000),
    Drill(r2_to_r5.drill_ids, 60, 2000),
    Drill(r6_r7.drill_store_killed, 3),
    Drill(r6_r7.drill_both_killed, 3),
    Drill(r6_r7.drill_store_troubles, 2),
    Drill(r6_r7.drill_cut, 40, 400),
    Drill(r8.drill_api, 15, 1000),
    Drill(r8.drill_blocked, 5),
    Drill(r8.drill_refused, 5),
    Drill(r11.drill_stopped, 3),
    Drill(r11.drill_paused, 2),
    Drill(r16_r18.drill_poison, 10),
    Drill(r16_r18.drill_outage, 8),
    Drill(r10.drill_slow_store, 200, 10_000, (OnSlack,)),
    Drill(lines.drill_lines, 4, stages=(OnSlack,)),
    Drill(s1.drill_forged, 200, 4_000, (OnSlack,)),
)
DRILLS: Final = tuple(Played(drill, on) for drill in _DRILLS for on in drill.stages)

Running = dict[tuple[Played, int], Future[Counts]]


def pool(workers: int) -> ProcessPoolExecutor:
    """Return processes that drills run in."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def begin(
    drilling: ProcessPoolExecutor, wanted: Iterable[tuple[Played, int]], seeds: int = 0
) -> Running:
    """Begin drills with their seeds, small ones, or the whole shared out over so many seeds."""
    return {
        (played, seed): drilling.submit(
            played.run, seed, -(-played.drill.whole // seeds) if seeds else played.drill.small
        )
        for played, seed in wanted
    }


__all__ = ["DRILLS", "Played", "Running", "begin", "pool"]

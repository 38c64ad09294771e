"""All drills, how large they are, and how several are run at the same time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass

from tests.faults import r1, r2_to_r5, r4, r6_r7, r8, r11, r16_r18
from tests.faults.counts import Counts


@dataclass(frozen=True)
class Drill:
    """A drill; `small` is its size in a test, `whole` that of the table, over all its seeds."""

    run: Callable[[int, int], Counts]
    small: int
    whole: int = 200

    @property
    def name(self) -> str:
        return self.run.__name__.removeprefix("drill_")


DRILLS = (
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
)

Running = dict[tuple[Drill, int], Future[Counts]]


def pool(workers: int) -> ProcessPoolExecutor:
    """Return processes that drills run in."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def begin(
    drilling: ProcessPoolExecutor, wanted: Iterable[tuple[Drill, int]], seeds: int = 0
) -> Running:
    """Begin drills with their seeds, small ones, or the whole shared out over so many seeds."""
    return {
        (drill, seed): drilling.submit(
            drill.run, seed, -(-drill.whole // seeds) if seeds else drill.small
        )
        for drill, seed in wanted
    }


__all__ = ["DRILLS", "Drill", "Running", "begin", "pool"]

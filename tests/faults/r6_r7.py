"""R6 and R7: a store that is away, slow, full, a replica, killed, or cut off in mid-answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from tests.faults.counts import Counts
from tests.faults.scene import Scene
from tests.faults.stores import Cutter

AWAY: Final = "store-away"
SLOW_SECONDS: Final = 2.2  # longer than painbot waits for an answer


def drill_store_killed(on: type[Scene], seed: int, size: int) -> Counts:
    """R6: kill -9 of the store, whose file is synced at every write, while painbot goes on."""
    with _stage(on, "R6 kill the store", seed) as stage:
        stage.start().ready()
        for _ in range(size):
            stage.crowd.walk(stage.random.uniform(0.0, 0.2))
            stage.store.kill()
            stage.crowd.walk(stage.random.uniform(0.0, 0.3))
            _again(stage, stage.store.start)
        return _finish(stage)


def drill_both_killed(on: type[Scene], seed: int, size: int) -> Counts:
    """R6: kill -9 of painbot and of the store, one just before the other."""
    with _stage(on, "R6 kill both", seed) as stage:
        for _ in range(size):
            bot = stage.start()
            bot.ready()
            stage.crowd.walk(stage.random.uniform(0.0, 0.4))
            kills: list[Callable[[], None]] = [bot.kill, stage.store.kill]
            stage.random.shuffle(kills)
            for kill in kills:
                kill()
            stage.store.start()
            stage.died()
        stage.start()
        return _finish(stage)


def drill_store_troubles(on: type[Scene], seed: int, size: int) -> Counts:
    """R6: refused, slow, full, a replica, without its scripts."""
    with _stage(on, "R6 store refused, slow, full, ...", seed) as stage, _cutter(stage) as cutter:
        stage.start().ready()
        for number in range(size):
            begin, end, seconds = _trouble(stage, cutter, number + seed)
            stage.crowd.walk(stage.random.uniform(0.0, 0.2))
            begin()
            stage.crowd.walk(seconds)
            _again(stage, end)
        return _finish(stage)


def drill_cut(on: type[Scene], seed: int, size: int) -> Counts:
    """R7: the answer of every few scripts is cut off, so that nobody knows whether it ran."""
    with _stage(on, "R7 cut between commit and answer", seed) as stage, _cutter(stage) as cutter:
        stage.more["PAINBOT_LEASE_SECONDS"] = "5"  # a note that is cut off is made in time
        stage.start().ready()
        cutter.share = 0.2
        stage.crowd.until(lambda: cutter.cuts >= size, 120.0)
        cutter.share = 0.0
        stage.counts.repetitions = cutter.cuts
        return _finish(stage)


@contextmanager
def _stage(on: type[Scene], drill: str, seed: int) -> Iterator[Scene]:
    with on(drill, seed, latency=0.01) as stage:
        if seed % 2:
            stage.called()
        stage.crowd.greet = lambda walker: setattr(walker, "patience", 5.0)
        stage.let(AWAY)
        stage.lines.add(
            stage.tongue.bold(stage.library.phrases["finished"])
        )  # with a notice after the result
        yield stage


@contextmanager
def _cutter(stage: Scene) -> Iterator[Cutter]:
    cutter = Cutter(stage.store, stage.random)
    stage.more["PAINBOT_REDIS_URL"] = cutter.url
    try:
        yield cutter
    finally:
        cutter.close()


def _trouble(
    stage: Scene, cutter: Cutter, number: int
) -> tuple[Callable[[], object], Callable[[], object], float]:
    """Return how a trouble begins, how it ends, and for how long it lasts."""
    tell, soon = stage.store.tell, stage.random.uniform(0.1, 0.5)

    def replica() -> None:
        tell("REPLICAOF", "127.0.0.1", "1")

    troubles: list[tuple[Callable[[], object], Callable[[], object], float]] = [
        (cutter.refuse, cutter.let_in, soon),
        (stage.store.pause, stage.store.resume, SLOW_SECONDS),
        (lambda: tell("CONFIG", "SET", "maxmemory", "1"), lambda: _room(stage), soon),
        (replica, lambda: tell("REPLICAOF", "NO", "ONE"), soon),
        (lambda: tell("SCRIPT", "FLUSH"), lambda: None, 0.1),
    ]
    return troubles[number % len(troubles)]


def _room(stage: Scene) -> None:
    stage.store.tell("CONFIG", "SET", "maxmemory", "0")


def _again(stage: Scene, end: Callable[[], object]) -> None:
    """End a trouble; what nobody could note meanwhile is counted before painbot goes on."""
    for bot in stage.bots:
        bot.pause()
    end()
    stage.died()
    for bot in stage.bots:
        bot.resume()
    # It recovers: somebody's turn is taken.
    before = stage.crowd.turns
    stage.crowd.until(lambda: stage.crowd.turns > before + 5, 20.0)


def _finish(stage: Scene) -> Counts:
    """Look also at how often people were told, and what the platform was answered."""
    counts = stage.finish()
    most = max(stage.told(AWAY).values(), default=0)
    if most > counts.repetitions:
        stage.fault(f"somebody was told {most} times that the store is away")
    answers = {each.status for each in stage.api.deliveries} - {0, 200, 503}
    if answers:
        stage.fault(f"the platform was answered {answers}")
    return counts


__all__ = ["drill_both_killed", "drill_cut", "drill_store_killed", "drill_store_troubles"]

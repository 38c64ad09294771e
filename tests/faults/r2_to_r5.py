"""R2 to R5: what comes late, twice, at once, or in another order."""

from __future__ import annotations

from tests.faults.counts import Counts
from tests.faults.processes import Painbot
from tests.faults.scene import Scene, scene
from tests.faults.walkers import Walker
from tests.standins.telegram import BotApi

KILLS = 10


def drill_backlog(seed: int, size: int) -> Counts:
    """R2: so many updates wait while nobody is there; painbot is killed while it catches up."""
    with scene("R2 backlog, killed catching up", seed, people=size) as stage:
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


def drill_copies(seed: int, size: int) -> Counts:
    """R3: every update two to four times: in order, at once, late, and by a second process."""
    with scene("R3 every update 2 to 4 times", seed) as stage:
        if seed % 2:
            stage.called()
        others = [stage.start() for _ in range(2)] if seed % 2 else [stage.start()]
        for bot in others:
            bot.ready()
        done: list[int] = []
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


def _repeat(stage: Scene, walker: Walker, done: list[int], others: list[Painbot]) -> None:
    """Let each update of somebody come again."""

    def again(update: int) -> None:
        done.append(update)
        for copy in range(stage.random.randint(1, 3)):
            if others and stage.random.random() < 0.5:
                stage.bring(others[0], update)
            else:
                stage.api.again(update, stage.random.choice((0.0, 0.01 * copy, 0.3)))

    walker.did = again
    walker.hasty = False  # or a copy of "done" could overtake the last tick


def drill_ids(seed: int, size: int) -> Counts:
    """R5: ids out of order, with gaps, and the jump after a week without messages."""
    with scene("R5 ids out of order, gaps, jumps", seed) as stage:
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
    """Let the ids after each act be gapped or drawn anew, and updates overtake each other."""
    world, random = stage.api._world, stage.random

    def after(update: int) -> None:
        acts[0] += 1
        with world.lock:
            pending = world.queue.made[update]
            chance = random.random()
            if chance < 0.4:
                world.queue.next_id += random.randint(1, 5)
            elif chance < 0.5:
                _jump_up(stage.api)
            elif chance < 0.8 and world.queue.holds(pending):  # it comes after later ones
                world.queue._drop(pending)
                world._arrive_later(pending, random.uniform(0.01, 0.1), stray=True)

    walker.did = after
    walker.hasty = False  # one person's own acts are not to overtake each other here


def _jump_up(api: BotApi) -> None:
    if api._world.queue.next_id < 2**30:
        api.jump()


__all__ = ["drill_backlog", "drill_copies", "drill_ids"]

"""R4: two answers to one question at once, old questions pressed, text and button swapped."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from tests.faults.counts import Counts
from tests.faults.people import Shown
from tests.faults.scene import Scene
from tests.faults.scripts import OPEN, TICKED, retold
from tests.faults.walkers import Walker, number_of

RESULT: Final = "Start again"


def drill_races(on: type[Scene], seed: int, size: int) -> Counts:
    """Let two processes take different answers of everybody to the same question at once."""
    with on("R4 two answers at once", seed) as stage:
        stage.called()
        for _ in range(2):
            stage.start().ready()
        stage.crowd.kind = Rival
        stage.lines.add(stage.tongue.bold(stage.library.phrases["finished"]))
        rivals: list[Rival] = []
        stage.crowd.greet = lambda walker: _prepare(stage, walker, rivals)
        stage.crowd.until(lambda: sum(rival.races for rival in rivals) >= size, 240.0)
        stage.crowd.finish(30.0)
        for rival in rivals:
            _retell(stage, rival)
        counts = stage.finish()
        counts.repetitions = sum(rival.races for rival in rivals)
        counts.notices = counts.repetitions
        counts.allowed = counts.strange  # each comes with the question that is asked now
        return counts


class Rival(Walker):
    """Somebody who answers each question twice at once, and differently."""

    races = 0
    also: Callable[[Any], None]

    @property
    def done(self) -> bool:
        return any(RESULT in shown.labels for shown in self.person.heard())

    def _answer(self, shown: Shown, heard: Sequence[Shown]) -> None:
        del heard
        number = number_of(shown)
        if RESULT in shown.labels:
            return
        if number > self._asked:
            self._asked, self._tried = number, set()
            self._race(shown)
        elif any(label.startswith(TICKED) for label in shown.labels):
            self._pressed("Done", shown)
        elif "Done" in shown.labels:  # a tick on the copy above was taken, and is not seen here
            self._pressed(shown.labels[0], shown)
        elif self._waited():
            self._tried, self._since = set(), time.monotonic()
            self._race(shown)

    def _race(self, shown: Shown) -> None:
        self.races += 1
        self.acts += 2
        first, second = self.random.sample(shown.labels, 2)
        chance = self.random.random()
        if chance < 0.25:  # the text was written first, and comes second
            self.also(self.person.says(second.removeprefix(f"{OPEN} "), delay=0.03))
            self.person.taps(first, shown)
        elif chance < 0.4 and self._old:
            self.person.taps(first, shown)
            self.also(self.person.presses(*self._old))
        else:
            self.person.taps(first, shown)
            self.also(self.person.taps(second, shown))
        self._old = (shown.buttons[0][0].data or "", shown)


def _prepare(stage: Scene, walker: Walker, rivals: list[Rival]) -> None:
    assert isinstance(walker, Rival)
    rivals.append(walker)
    walker.random = stage.random

    def also(update: Any) -> None:  # noqa: ANN401 - as its platform names it
        if stage.random.random() < 0.7:
            stage.bring(stage.random.choice(stage.bots), update)

    walker.also = also


def _retell(stage: Scene, rival: Rival) -> None:
    """Let the engine say what should have come of the answers that stand on the screen."""
    traces = (shown.text.rpartition("\n\n✓ ") for shown in rival.person.heard())
    screen = {question: answer for question, mark, answer in traces if mark}
    try:
        rival.script = retold(stage.library, stage.tongue, screen)
    except KeyError as missing:
        stage.fault(f"somebody was not asked {missing}, or was asked in vain")


__all__ = ["Rival", "drill_races"]

"""People who answer what is shown to them, many at the same time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final

from painbot.flow.model import Library
from tests.faults.people import Person, Shown
from tests.faults.scripts import OPEN, TICKED, Script, compose
from tests.faults.tongues import Tongue

LOOK_SECONDS: Final = 0.005
COPY_SECONDS: Final = 12.0
DONE: Final = "Done"


class Walker:
    """Somebody with a script, who answers the newest question that has buttons, once.

    They answer it again when painbot says something that is not in the script and asks anew, when
    the platform says that it did not work, or, with `patience`, when nothing has come of it for so
    many seconds.
    """

    def __init__(self, person: Person, script: Script, tongue: Tongue, random: Random) -> None:
        self.person = person
        self.script = script
        self.tongue = tongue
        self.acts = 0
        self.patience: float | None = None
        self.again = 0
        self.random = random
        self._old: tuple[str, Shown] | None = None
        self.did: Callable[[Any], None] = lambda _: None
        self.known = {*map(tongue.on_screen, script.sent), *script.frozen}
        self.hasty = random.random() < 0.5
        self._asked = 0
        self._tried: set[str] = set()
        self._strange = 0
        self._errors = 0
        self._copy: object = None
        self._since = time.monotonic()

    @property
    def done(self) -> bool:
        """Return whether the result is there."""
        wanted, seen = self.tongue.on_screen(self.script.sent[-1]), self.tongue.seen
        return any(seen(shown) == wanted for shown in reversed(self.person.heard()))

    def look(self) -> None:
        """Look at the screen, and do the next thing."""
        with self.person._world.lock:
            heard = self.person.heard()
            shown = next((one for one in reversed(heard) if self._is_open(one)), None)
            if not self.acts:
                self._says(self.tongue.hello)
            elif shown is not None:
                self._answer(shown, heard)
            elif self._waited():  # there is nothing to answer
                self.again += 1
                self._says("hm")

    def _is_open(self, shown: Shown) -> bool:
        """Return whether it is to be answered; below it may be a late copy of an earlier one."""
        return bool(shown.buttons) and number_of(shown) >= self._asked

    def _answer(self, shown: Shown, heard: Sequence[Shown]) -> None:
        asked = number_of(shown)
        strange = sum(self.tongue.seen(one) not in self.known for one in heard)
        failed = self.tongue.errors(self.person) > self._errors
        anew = strange > self._strange or failed or self._waited()
        self.again += anew and asked == self._asked
        if self.tongue.own_ticks and shown.message_id != self._copy:  # each copy has its own boxes
            self._copy = shown.message_id
            self._tried = {one for one in self._tried if not one.startswith(OPEN) and one != DONE}
        if anew or asked != self._asked:
            self._asked, self._strange, self._tried = asked, strange, set()
            self._errors = self.tongue.errors(self.person)
            self._since = time.monotonic()
        act = self.script.acts.get(self.tongue.question(shown))
        if act is None:  # the result
            return
        ticked = any(label.startswith(TICKED) for label in shown.labels)
        if anew and ticked and DONE not in shown.labels:
            self._says("hm")  # nobody has heard of the ticks yet: it is asked again
            return
        if act.text and act.text not in self._tried:
            self._says(act.text)
        for label in act.taps:
            if not self._pressed(label, shown):
                return

    def _pressed(self, label: str, shown: Shown) -> bool:
        """Press a button once; return whether to look at the next one."""
        ticked = label.replace(OPEN, TICKED) if label.startswith(OPEN) else ""
        if ticked and ticked in shown.labels:
            return True
        if label in self._tried and not (ticked and self._is_unticked()):
            return self.hasty
        if label in shown.labels:
            self._note(label)
            self.did(self.person.taps(label, shown))
        return self.hasty and label in self._tried

    def _is_unticked(self) -> bool:
        """Return whether a tick is still not there after long, as on a copy of the question."""
        late = time.monotonic() - self._since > COPY_SECONDS
        self.hasty &= not late
        return late

    def _waited(self) -> bool:
        return self.patience is not None and time.monotonic() - self._since > self.patience

    def _says(self, text: str) -> None:
        self._note(text)
        self.did(self.person.says(text))

    def _note(self, act: str) -> None:
        self._tried.add(act)
        self._since = time.monotonic()
        self.acts += 1


def number_of(shown: Shown) -> int:
    """Return the number of a question; one that is left behind has a lower one."""
    return int((shown.buttons[0][0].data or "").split(":")[1])


class Crowd:
    """So many people at a time; where one has got a result, another comes, while it is open."""

    def __init__(
        self,
        newcomer: Callable[[], Person],
        library: Library,
        tongue: Tongue,
        random: Random,
        at_once: int,
    ) -> None:
        self.patience: float | None = None
        self._person = newcomer
        self._library = library
        self._tongue = tongue
        self._random = random
        self._at_once = at_once
        self.open = True
        self.typing = 0.25
        self.greet: Callable[[Walker], None] = lambda _: None
        self.kind: type[Walker] = Walker
        self.walkers: list[Walker] = []
        self.walking: list[Walker] = []

    @property
    def turns(self) -> int:
        return sum(walker.acts for walker in self.walkers)

    def tick(self) -> None:
        """Let everybody look once."""
        self.walking = [walker for walker in self.walking if not walker.done]
        while self.open and len(self.walking) < self._at_once:
            self.walking.append(self._newcomer())
        for walker in self.walking:
            if self._random.random() < 0.3:
                walker.look()
        time.sleep(LOOK_SECONDS)

    def walk(self, seconds: float) -> None:
        """Go on for so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.tick()

    def until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Go on until something is true; return whether it came true in time."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                return False
            self.tick()
        return True

    def finish(self, seconds: float) -> bool:
        """Let nobody in any more; return whether everybody got a result in time."""
        self.open = False
        return self.until(lambda: not self.walking, seconds)

    def leave(self, walker: Walker) -> None:
        """Let somebody block the bot and go; nobody minds what they saw."""
        walker.person.blocks()
        self.walking = [one for one in self.walking if one is not walker]
        self.walkers.remove(walker)

    def _newcomer(self) -> Walker:
        script = compose(self._library, self._tongue, self._random, self.typing)
        walker = self.kind(self._person(), script, self._tongue, self._random)
        walker.patience = self.patience
        self.greet(walker)
        self.walkers.append(walker)
        return walker


__all__ = ["Crowd", "Walker", "number_of"]

"""What somebody is going to answer, and what painbot must say to it: its pure engine's own words.

A script is drawn from a seed by talking to `step`, which knows no store, network or fault. What
people see through faults is compared with it, message by message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Final

from painbot.dialogue.engine import step
from painbot.dialogue.events import Called, Event, Tapped
from painbot.dialogue.replies import Asking, Choice, Reply, Result
from painbot.dialogue.session import Session
from painbot.flow.model import Library
from painbot.platforms.telegram.keyboard import OPEN, TICKED
from tests.faults.tongues import Tongue

NOON: Final = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
DONE: Final = frozenset({"done", "none", "unsure"})


@dataclass(frozen=True)
class Act:
    """How one question is answered: by buttons, one after the other, or by typing a text."""

    taps: tuple[str, ...] = ()
    text: str = ""


@dataclass
class Script:
    """What to answer, by the words of a question; and all that painbot says, in order.

    `sent` names each new message, `frozen` each question as it is seen once it is answered.
    """

    acts: dict[str, Act] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    frozen: list[str] = field(default_factory=list)

    @property
    def turns(self) -> int:
        """Count what the person does, the first message included."""
        return 1 + sum(len(act.taps) or 1 for act in self.acts.values())


def compose(library: Library, tongue: Tongue, random: Random, typing: float = 0.25) -> Script:
    """Draw a script whose messages are all different, so that each can be told from a copy."""
    while True:
        script = _Composer(library, tongue, random, typing).compose()
        if len(set(script.sent)) == len(script.sent):
            return script


def retold(library: Library, tongue: Tongue, screen: Mapping[str, str]) -> Script:
    """Return the script of somebody whose answers, by their questions, stand on the screen."""
    return _Reteller(library, tongue, screen).compose()


class _Composer:
    """Talk to the engine once, answering at random."""

    def __init__(self, library: Library, tongue: Tongue, random: Random, typing: float) -> None:
        self._library = library
        self._tongue = tongue
        self._random = random
        self._typing = typing
        self._session: Session | None = None
        self._script = Script()

    def compose(self) -> Script:
        last = self._take(Called("start", NOON, "abc"))
        while isinstance(last, Asking):
            picks = self._pick(last)
            self._script.acts[self._tongue.asked(last.text)] = self._act(last, picks)
            for pick in picks:
                last = self._tap(pick)
        assert isinstance(last, Result)
        return self._script

    def _act(self, shown: Asking, picks: tuple[Choice, ...]) -> Act:
        if shown.kind == "one" and self._random.random() < self._typing:
            return Act(text=picks[0].label)
        ticks = shown.kind == "any"
        return Act(
            tuple(
                f"{OPEN} {pick.label}" if ticks and pick.id not in DONE else pick.label
                for pick in picks
            )
        )

    def _pick(self, shown: Asking) -> tuple[Choice, ...]:
        if shown.kind != "any":
            return (self._random.choice((*shown.choices, *shown.more)),)
        alarming = "now" in shown.text and self._random.random() < 0.8  # or few would get far
        most = 0 if alarming else min(3, len(shown.choices))
        ticks = self._random.sample(shown.choices, self._random.randint(0, most))
        if ticks:
            return (*ticks, Choice("done", self._library.phrases["done"], ""))
        return (shown.more[0 if self._random.random() < 0.85 else -1],)

    def _tap(self, pick: Choice) -> Reply:
        assert self._session is not None
        event = Tapped(self._session.id, self._session.number, pick.id, NOON, "abc")
        return self._take(event)

    def _take(self, event: Event) -> Reply:
        outcome = step(self._library, self._session, event)
        self._session = outcome.session
        for effect in outcome.effects:
            self._script.frozen += self._tongue.frozen(effect)
        for reply in outcome.replies:
            if not (isinstance(reply, Asking) and reply.redraw):
                self._script.sent += self._tongue.sent(reply)
        return outcome.replies[-1]


class _Reteller(_Composer):
    """Answer as it stands on a screen; what does not stand there ends the talk."""

    def __init__(self, library: Library, tongue: Tongue, screen: Mapping[str, str]) -> None:
        super().__init__(library, tongue, Random(0), 0.0)  # noqa: S311 - nothing is drawn
        self._screen = screen

    def _pick(self, shown: Asking) -> tuple[Choice, ...]:
        said = self._screen[self._tongue.asked(shown.text)].split(", ")
        picks = tuple(c for c in (*shown.choices, *shown.more) if c.label in said)
        assert len(picks) == len(said), said
        ticks = shown.kind == "any" and DONE.isdisjoint(pick.id for pick in picks)
        return (*picks, Choice("done", self._library.phrases["done"], "")) if ticks else picks


__all__ = ["NOON", "OPEN", "TICKED", "Act", "Script", "compose", "retold"]

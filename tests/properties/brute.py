"""Every conversation of a small library, by real taps through the real step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace

from painbot.dialogue.asking import asking
from painbot.dialogue.engine import step
from painbot.dialogue.events import Called, Tapped
from painbot.dialogue.replies import Outcome, Result
from painbot.dialogue.session import Answered, Session
from painbot.dialogue.view import View
from painbot.dialogue.walk import resume
from painbot.flow.model import Library
from painbot.proof.explore.search import End
from tests.tiny import NOON

Key = tuple[str, tuple[Answered, ...]]  # the flow it began in, and every answer
Last = tuple[tuple[str, ...], tuple[str, ...] | None, str]  # toggled, walked, the last tap
Offer = tuple[str, tuple[str, ...], tuple[str, ...]]  # a flow, keys, ids of what is offered


class TooMany(Exception):
    """The library has more conversations than are wanted."""


@dataclass(frozen=True)
class Finished:
    """One conversation that has come to its result."""

    path: tuple[str, ...]
    view: View
    result: Result
    asked: int

    @property
    def end(self) -> End:
        return End(self.view.library, self.path, self.view, self.result.level, self.asked)


@dataclass
class Brute:
    """All conversations of a library; raises TooMany when there are more than `most`."""

    library: Library
    most: int
    ends: dict[Key, Finished] = field(default_factory=dict)
    offers: set[Offer] = field(default_factory=set)
    longest: dict[str, int] = field(default_factory=dict)
    fell: bool = False  # whether something that was certain was not so any more later
    _taps: dict[Offer, list[Last]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for flow in self.library.flows:
            self.longest[flow] = 0
            self._all(flow, step(self.library, None, Called("start", NOON, "abc", flow)))

    def _all(self, flow: str, first: Outcome) -> None:
        waiting = [(first, 0, 0)]
        while waiting:
            outcome, asked, before = waiting.pop()
            session, last = outcome.session, outcome.replies[-1]
            assert session is not None
            certain = resume(self.library, session).view.floor
            self.fell = self.fell or certain < before
            if isinstance(last, Result):
                self._note(flow, session, last, asked)
            else:
                waiting += [(each, asked + 1, certain) for each in self._answered(session)]

    def _note(self, flow: str, session: Session, result: Result, asked: int) -> None:
        if len(self.ends) >= self.most:
            raise TooMany
        walk = resume(self.library, session)
        view = View(self.library, walk.path, walk.picks, walk.doubts)
        self.ends[flow, session.answers] = Finished(walk.path, view, result, asked)
        self.longest[flow] = max(asked, self.longest[flow])

    def _answered(self, session: Session) -> Iterator[Outcome]:
        """Yield what comes of every answer to a message, however it is tapped."""
        here = offer(self.library, session)
        self.offers.add(here)
        if here not in self._taps:
            self._taps[here] = list(_last_taps(self.library, session))
        for toggled, walked, choice in self._taps[here]:
            ready = replace(session, toggled=toggled, walked=walked)
            yield step(self.library, ready, _tap(ready, choice))


def offer(library: Library, session: Session) -> Offer:
    """Return what a message asks and offers."""
    walk = resume(library, session)
    shown = asking(walk, replace(session, toggled=(), walked=None))
    ids = tuple(choice.id for choice in (*shown.choices, *shown.more))
    return session.flow, walk.keys_to_ask(), ids


def _tap(session: Session, choice: str) -> Tapped:
    return Tapped(session.id, session.number, choice, NOON, "new")


def _last_taps(library: Library, session: Session) -> Iterator[Last]:
    """Tap everything that can be tapped before a message is answered; yield how each answer ends.

    What can be tapped hangs on the message alone, so this is done once for every message.
    """
    before = len(session.answers)
    given: set[tuple[Answered, ...]] = set()
    waiting = [session]
    seen: set[tuple[tuple[str, ...], tuple[str, ...] | None]] = {((), session.walked)}
    while waiting:
        here = waiting.pop()
        shown = asking(resume(library, here), here)
        for choice in (*shown.choices, *shown.more):
            outcome = step(library, here, _tap(here, choice.id))
            after = outcome.session
            assert after is not None
            whole = any(effect.whole for effect in outcome.effects)
            if whole and after.answers[before:] not in given:
                given.add(after.answers[before:])
                yield here.toggled, here.walked, choice.id
            kind = (tuple(sorted(after.toggled)), after.walked)
            if not whole and kind not in seen:
                seen.add(kind)
                waiting.append(after)

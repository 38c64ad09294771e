"""One answer given to the real step, as taps do it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final

from msgspec.structs import replace

from painbot.dialogue.asking import DONE, MAX_BUTTONS
from painbot.dialogue.engine import step
from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.dialogue.session import Answered, Session
from painbot.dialogue.walk import Walk
from painbot.flow.levels import Level
from painbot.flow.model import NONE, UNSURE, Library, Question, Tick
from painbot.flow.stops import StopKind
from painbot.proof.explore.watch import Reads, watched

AT: Final = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
_FRESH: Final = "proof"


class StepStopped(Exception):
    """The step ended a conversation that nobody had ended."""


def begin(library: Library, flow: str) -> Session:
    """Return the session of a conversation that begins in a flow."""
    return _session(step(library, None, Called("start", AT, _FRESH, flow)).session)


def give(library: Library, walk: Walk, session: Session, given: tuple[Answered, ...]) -> Stepped:
    """Answer what the session asks and return the new session, with what routing read."""
    reads = Reads()
    ready, event = _tapped(walk, session, given)
    outcome = step(library, ready, event, resumed=partial(watched, reads))
    return Stepped(_session(outcome.session), reads)


class Stepped:
    """What came of an answer."""

    __slots__ = ("reads", "session")

    def __init__(self, session: Session, reads: Reads) -> None:
        """Take the session after the answer and what was read on the way."""
        self.session = session
        self.reads = reads


def _session(session: Session | None) -> Session:
    if session is None:
        raise StepStopped
    return session


def _tapped(walk: Walk, session: Session, given: tuple[Answered, ...]) -> tuple[Session, Event]:
    """Return the session with all but the last tap done, and that last tap."""
    picks = tuple(pick for each in given for pick in each.picks)
    if walk.here.kind is StopKind.LISTS:
        if any(each.doubts for each in given):
            return _walked(walk, session, given)
        return _ticked(session, picks)
    question = walk.library.questions[given[0].key]
    if question.kind == "any":
        return _ticked(session, picks)
    if len(walk.offered(question)) > MAX_BUTTONS and picks != (UNSURE,):
        return session, Typed(as_typed(question, picks[0]), AT, _FRESH)
    return session, _tap(session, picks[0])


def _tap(session: Session, choice: str) -> Tapped:
    return Tapped(session.id, session.number, choice, AT, _FRESH)


def _ticked(session: Session, picks: tuple[str, ...]) -> tuple[Session, Event]:
    if UNSURE in picks:
        ticked = tuple(pick for pick in picks if pick != UNSURE)
        return replace(session, toggled=ticked), _tap(session, UNSURE)
    return replace(session, toggled=picks), _tap(session, DONE if picks else NONE)


def _walked(walk: Walk, session: Session, given: tuple[Answered, ...]) -> tuple[Session, Event]:
    """Walk a list: what was ticked before "not sure" first, then tick by tick in order."""
    marks = list(walk_marks(walk, given))
    last = marks.pop()
    answer = {"+": "yes", "-": "no", "?": UNSURE}[last[0]]
    return replace(session, walked=tuple(marks)), _tap(session, answer)


def walk_marks(walk: Walk, given: tuple[Answered, ...]) -> Iterator[str]:
    """Yield the marks of a walked list: the ticked ones, then all others up to an emergency."""
    yes = {pick for each in given for pick in each.picks}
    doubts = {doubt for each in given for doubt in each.doubts}
    ticks = [t for each in given for t in walk.shown(walk.library.lists[each.key])]
    yield from (f"+{tick.id}" for tick in ticks if tick.id in yes and not _ends(tick))
    for tick in ticks:
        if tick.id not in yes:
            yield f"{'?' if tick.id in doubts else '-'}{tick.id}"
        elif _ends(tick):
            yield f"+{tick.id}"
            return


def _ends(tick: Tick) -> bool:
    return tick.level is not None and tick.level.lowest == Level.EMERGENCY


def as_typed(question: Question, answer_id: str) -> str:
    """Return what somebody types who means an answer of a number or a duration."""
    answer = question.answer(answer_id)
    low = answer.low if answer else None
    return f"{low} days" if question.kind == "duration" else str(low)

"""The end of every turn that moved: what is told, what is asked next, or the result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from painbot.dialogue.advice import advice
from painbot.dialogue.asking import asking
from painbot.dialogue.replies import Answer, Asking, Choice, Outcome, Reply, Saying
from painbot.dialogue.result import AFTER, result
from painbot.dialogue.session import Session
from painbot.dialogue.walk import Walk
from painbot.flow.levels import Level
from painbot.flow.model import Library


@dataclass(frozen=True, slots=True)
class Turn:
    """What every part of a turn needs: the library, the session it began with, the time."""

    library: Library
    session: Session
    at: datetime

    def line(self, phrase: str) -> str:
        """Return one of painbot's own lines."""
        return self.library.phrases[phrase]

    def say(self, *phrases: str) -> Saying:
        """Return painbot's own lines as a reply."""
        return Saying(tuple(self.line(phrase) for phrase in phrases))


@dataclass(frozen=True, slots=True)
class Still:
    """What is still open after a turn that moved: alarms to confirm, ticks not sent yet.

    `lowering` is true where an answer was taken back or a flow was edited, `alarmed` where an
    alarm was just confirmed.
    """

    pending: tuple[str, ...] = ()
    toggled: tuple[str, ...] = ()
    walked: tuple[str, ...] | None = None
    lowering: bool = False
    alarmed: bool = False


NOTHING: Final = Still()


def moved(
    turn: Turn,
    walk: Walk,
    before: Iterable[Reply] = (),
    still: Still = NOTHING,
    *,
    answer: bool = False,
) -> Outcome:
    """Return the outcome of a turn that moved the conversation, by a whole answer or otherwise."""
    told, notices = _tell(turn, walk, lowering=still.lowering)
    session = msgspec.structs.replace(
        turn.session,
        path=walk.path,
        digest=turn.library.digests[turn.session.began],
        stop=walk.stop,
        number=turn.session.number + 1,
        answers=tuple(walk.answers.values()),
        kept=() if walk.done else tuple(walk.kept.values()),
        toggled=still.toggled,
        walked=still.walked,
        pending=still.pending,
        alarms=walk.alarms,
        alarmed=turn.session.number + 1 if still.alarmed else turn.session.alarmed,
        told=told,
        unclear=0,
        guess="",
        changing=False,
    )
    last = _last(turn, walk, session)
    effects = (Answer(turn.session.number),) if answer else ()
    return Outcome(session, (*before, *notices, last), effects)


def again(turn: Turn, walk: Walk, *before: Reply, **changes: object) -> Outcome:
    """Return the outcome of a turn that asks the same question again."""
    session = msgspec.structs.replace(turn.session, **{"changing": False, "guess": "", **changes})
    if walk.done and not session.pending:
        return Outcome(session, (*before, after(turn, session)))
    redraw = "toggled" in changes and "number" not in changes
    return Outcome(session, (*before, asking(walk, session, redraw=redraw)))


def after(turn: Turn, session: Session) -> Asking:
    """Return what can still be done after a result."""
    choices = tuple(Choice(name, turn.line(name), turn.line(name)) for name in AFTER)
    return Asking(session.id, session.number, "one", turn.line("finished"), choices)


def _last(turn: Turn, walk: Walk, session: Session) -> Reply:
    if session.pending or not walk.done:
        return asking(walk, session)
    return result(walk, session, turn.at, lowered_from=turn.session.told)


def _tell(turn: Turn, walk: Walk, *, lowering: bool) -> tuple[int, list[Reply]]:
    """Tell an urgent level before more is asked, and never lower one silently."""
    before = turn.session.told
    if walk.done:
        return walk.view.level, []
    now = walk.view.floor
    if now >= Level.HOSPITAL and now > before:
        urgent = advice(walk.view, Level(now), turn.at)
        lines = (turn.line("told-hospital"), *urgent.lines, *urgent.because)
        return now, [Saying((*lines, turn.line("more-questions")), Level(now))]
    return before, [turn.say("lowered")] if lowering and now < before else []

"""What somebody may always ask of their own data: to see all of it, and to have it gone."""

from __future__ import annotations

from collections.abc import Iterator

from painbot.dialogue.advice import advice
from painbot.dialogue.evidence import everything
from painbot.dialogue.replies import Outcome, Saying
from painbot.dialogue.turn import Turn, again
from painbot.dialogue.walk import Walk
from painbot.flow.levels import Level
from painbot.flow.model import Library


def kept(library: Library) -> str:
    """Return the line that says what is kept, and for how long."""
    return library.phrases["kept"].replace("{days}", str(library.keep_days))


def forget(library: Library) -> Outcome:
    """Erase everything and say so."""
    return Outcome(None, (Saying((library.phrases["forgotten"],)),), erase=True)


def nothing_kept(library: Library) -> Outcome:
    """Say that there is no conversation, and what is kept all the same."""
    return Outcome(None, (Saying((library.phrases["mydata-none"],)),))


def stopped(library: Library) -> Outcome:
    """End the conversation; its answers go with it."""
    return Outcome(None, (Saying((library.phrases["stopped"],)),))


def show(turn: Turn, walk: Walk) -> Outcome:
    """Show everything that is kept of this conversation, in words, and go on with it."""
    return again(turn, walk, Saying(tuple(_kept(turn, walk))))


def _kept(turn: Turn, walk: Walk) -> Iterator[str]:
    library, session, them = turn.library, turn.session, walk.view.them
    yield turn.line("mydata")
    topics = dict.fromkeys(library.flows[flow].title.to(them) for flow in session.path)
    yield f"{turn.line('mydata-topics')} {', '.join(topics)}"
    answers = (*session.answers, *session.kept)
    yield from (f"• {line}" for line in dict.fromkeys(everything(walk.view, answers)))
    yield from (f"• {line}" for line in _unsent(turn, walk))
    known = {alarm.id: alarm for alarm in library.words.alarms}
    for alarm in (*session.alarms, *session.pending):
        yield f"• {known[alarm].because.to(them)}"
    if session.told:
        headline = advice(walk.view, Level(session.told), turn.at).headline
        yield f"{turn.line('mydata-told')} {headline}"
    yield turn.line("mydata-also")


def _unsent(turn: Turn, walk: Walk) -> Iterator[str]:
    """Yield the ticks of a list that was not sent yet."""
    session, them = turn.session, walk.view.them
    marks = (*session.toggled, *(mark[1:] for mark in session.walked or () if mark[0] == "+"))
    for key in walk.here.keys if marks else ():
        part = turn.library.lists.get(key)
        yield from (tick.say.to(them) for tick in (part.ticks if part else ()) if tick.id in marks)


__all__ = ["forget", "kept", "nothing_kept", "show", "stopped"]

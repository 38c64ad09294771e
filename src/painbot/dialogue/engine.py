"""One turn: `step(library, session, event) -> Outcome`, pure.

Time and random ids come in on the event. Routing is the machine's; what is typed is
understood elsewhere; this module decides only which of them a message is for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from painbot.dialogue import answering, commands, rights
from painbot.dialogue.emergency import heard
from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.dialogue.replies import Outcome, Saying
from painbot.dialogue.session import Session
from painbot.dialogue.standing import fits, sound, standing, with_known_alarms
from painbot.dialogue.turn import Still, Turn, again, moved
from painbot.dialogue.walk import LimitHit, Walk, replay, resume
from painbot.flow.model import Library

# What can be asked for when there is no conversation, and then begins none.
_WITHOUT: Final[Mapping[str, Callable[[Library], Outcome]]] = {
    "mydata": rights.nothing_kept,
    "forget": rights.forget,
    "stop": rights.stopped,
}
Resume = Callable[[Library, Session], Walk]


def step(
    library: Library, session: Session | None, event: Event, *, resumed: Resume = resume
) -> Outcome:
    """Return what a message does to a conversation.

    `session` None begins one. Every event is answered; nothing in it can raise. A walk that
    never ends, which no checked library has, ends the conversation instead. `resumed` makes
    the walk out of the session, so that a proof can watch what is read of it.
    """
    try:
        return _step(library, session, event, resumed)
    except LimitHit:
        return Outcome(None, (Saying((library.phrases["lost"],)),))


def _step(library: Library, session: Session | None, event: Event, resumed: Resume) -> Outcome:
    if session is None or session.began not in library.flows:
        return _begin(library, event, lost=session is not None)
    if not sound(session):
        return _begin(library, event, lost=True)
    known = with_known_alarms(library, session)
    edited = known.digest != library.digests[known.began] or known is not session
    if edited or not fits(library, known):
        same_alarm = known.pending[:1] == session.pending[:1]
        return _after_edit(library, known, event, same_alarm=same_alarm)
    return _handle(Turn(library, session, event.at), resumed(library, session), event)


def _handle(turn: Turn, walk: Walk, event: Event) -> Outcome:
    if isinstance(event, Tapped):
        return answering.tapped(turn, walk, event)
    session = turn.session
    found = (alarm.id for alarm in heard(_said(turn.library, event), turn.library.words))
    new = tuple(each for each in found if each not in (*walk.alarms, *session.pending))
    if new:
        pending = (*session.pending, *new)
        return again(turn, walk, pending=pending, number=session.number + 1, unclear=0)
    if isinstance(event, Called):
        return commands.called(turn, walk, event)
    return answering.typed(turn, walk, event)


def _said(library: Library, event: Typed | Called) -> str:
    """Return the words of a message: of a command those behind it, if they name no flow."""
    if isinstance(event, Typed):
        return event.text
    return "" if event.argument in library.flows else event.argument


def _begin(library: Library, event: Event, *, lost: bool) -> Outcome:
    """Begin a conversation; emergency words in a first message count.

    Nobody begins one by asking what is kept, or to have it gone.
    """
    command = _named(library, event)
    if command in _WITHOUT:
        return _WITHOUT[command](library)
    first = commands.begin(library, event)
    before = (Saying((library.phrases["lost"],)),) if lost else ()
    if not isinstance(event, Tapped) and heard(_said(library, event), library.words):
        first = step(library, first.session, event)
    return msgspec.structs.replace(first, replies=(*before, *first.replies))


def _named(library: Library, event: Event) -> str:
    """Return the command that a message is, by name or in words."""
    if isinstance(event, Called):
        return event.command
    return commands.named(event.text, library.words) if isinstance(event, Typed) else ""


def _after_edit(library: Library, session: Session, event: Event, *, same_alarm: bool) -> Outcome:
    """Replay the answers through flows that were edited meanwhile; nothing is dropped silently."""
    walk = replay(library, session)
    turn = Turn(library, session, event.at)
    same = (walk.stop, walk.path) == (session.stop, session.path)
    if same and same_alarm and not (walk.done and walk.view.level != session.told):
        fresh = standing(walk, session)
        return _handle(Turn(library, fresh, event.at), resume(library, fresh), event)
    still = Still(pending=session.pending, lowering=True)
    first = moved(turn, walk, [turn.say("flow-changed")], still)
    if not _still_counts(library, event):
        return first
    second = step(library, first.session, event)
    told = first.replies if walk.done else first.replies[:-1]  # a result is told in any case
    return msgspec.structs.replace(second, replies=(*told, *second.replies))


def _still_counts(library: Library, event: Event) -> bool:
    """Return whether a message means the same whatever is asked now."""
    if isinstance(event, Called):
        return event.command != "start"
    if isinstance(event, Tapped):
        return False
    words = library.words
    return bool(heard(event.text, words) or commands.named(event.text, words))

"""One turn: `step(library, session, event) -> Outcome`, pure.

Time and random ids come in on the event. Routing is the machine's; what is typed is
understood elsewhere; this module decides only which of them a message is for.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from painbot.dialogue import answering, commands
from painbot.dialogue.emergency import heard
from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.dialogue.replies import Outcome, Saying
from painbot.dialogue.session import Session
from painbot.dialogue.turn import Turn, again, moved
from painbot.dialogue.walk import LimitHit, Walk, replay, resume
from painbot.flow.model import Library


def step(library: Library, session: Session | None, event: Event) -> Outcome:
    """Return what a message does to a conversation.

    `session` None begins one. Every event is answered; nothing in it can raise. A walk that
    never ends, which no checked library has, ends the conversation instead.
    """
    try:
        return _step(library, session, event)
    except LimitHit:
        return Outcome(None, (Saying((library.phrases["lost"],)),))


def _step(library: Library, session: Session | None, event: Event) -> Outcome:
    if session is None or session.began not in library.flows:
        return _begin(library, session, event)
    if session.digest != library.digests[session.began]:
        return _after_edit(library, session, event)
    return _handle(Turn(library, session, event.at), resume(library, session), event)


def _handle(turn: Turn, walk: Walk, event: Event) -> Outcome:
    if isinstance(event, Tapped):
        return answering.tapped(turn, walk, event)
    if isinstance(event, Called):
        return commands.called(turn, walk, event)
    alarm = heard(event.text, turn.library.words)
    if alarm is not None and alarm.id not in (*walk.alarms, turn.session.alarm):
        changes = {"alarm": alarm.id, "number": turn.session.number + 1, "unclear": 0}
        return again(turn, walk, **changes)
    return answering.typed(turn, walk, event)


def _begin(library: Library, session: Session | None, event: Event) -> Outcome:
    """Begin a conversation; emergency words in a first message count."""
    first = commands.begin(library, event)
    if session is not None:  # the flow it began in is gone
        lost = Saying((library.phrases["lost"],))
        return replace(first, replies=(lost, *first.replies))
    if isinstance(event, Typed) and heard(event.text, library.words) is not None:
        return step(library, first.session, event)
    return first


def _after_edit(library: Library, session: Session, event: Event) -> Outcome:
    """Replay the answers through flows that were edited meanwhile; nothing is dropped silently."""
    walk = replay(library, session)
    turn = Turn(library, session, event.at)
    if walk.stop == session.stop and walk.path == session.path:
        fresh = msgspec.structs.replace(
            session,
            digest=library.digests[session.began],
            answers=tuple(walk.answers.values()),
            toggled=(),
            walked=None,
        )
        return _handle(Turn(library, fresh, event.at), resume(library, fresh), event)
    return moved(turn, walk, [turn.say("flow-changed")])

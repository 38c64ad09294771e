"""Whether a stored session stands in this library, and what of it still does after an edit."""

from __future__ import annotations

import msgspec

from painbot.dialogue.asking import offered_ids
from painbot.dialogue.session import Session
from painbot.dialogue.walk import Walk
from painbot.flow.levels import Level
from painbot.flow.model import Library


def with_known_alarms(library: Library, session: Session) -> Session:
    """Return the session without alarms that the words file no longer has."""
    known = {alarm.id for alarm in library.words.alarms}
    if known.issuperset((*session.pending, *session.alarms)):
        return session
    return msgspec.structs.replace(
        session,
        pending=tuple(each for each in session.pending if each in known),
        alarms=tuple(each for each in session.alarms if each in known),
    )


def fits(library: Library, session: Session) -> bool:
    """Return whether everything the session names is there; bytes can be whole and still wrong."""
    if any(flow not in library.flows for flow in session.path):
        return False
    keys = (each.key for each in session.answers)
    known = all(key in library.questions or key in library.lists for key in keys)
    told = session.told in tuple(Level)
    return known and told and session.stop in library.routes[session.flow].stops


def standing(walk: Walk, session: Session) -> Session:
    """Return a session that stands at the same question after an edit.

    Ticks that are no longer shown are dropped, and with them the buttons of the old message.
    """
    shown = set(offered_ids(walk))
    toggled = tuple(each for each in session.toggled if each in shown)
    walked = session.walked
    if walked is not None:
        walked = tuple(each for each in walked if each[1:] in shown)
    gone = (toggled, walked) != (session.toggled, session.walked)
    return msgspec.structs.replace(
        session,
        digest=walk.library.digests[session.began],
        answers=tuple(walk.answers.values()),
        kept=tuple(walk.kept.values()),
        toggled=toggled,
        walked=walked,
        number=session.number + gone,
    )

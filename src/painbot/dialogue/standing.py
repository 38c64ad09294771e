"""Whether a stored session stands in this library, and what of it still does after an edit."""

from __future__ import annotations

from typing import Final

import msgspec

from painbot.dialogue.asking import offered_ids
from painbot.dialogue.session import Answered, Session
from painbot.dialogue.walk import Walk, resume
from painbot.flow.levels import Level
from painbot.flow.model import Library
from painbot.flow.stops import StopKind

MARKS: Final = frozenset("+-?")
_LEVELS: Final = frozenset(Level)


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


def sound(session: Session) -> bool:
    """Return whether the session can be one at all; bytes can be whole and still wrong."""
    marks = session.walked or ()
    return session.told in _LEVELS and all(m[:1] in MARKS and m[1:] for m in marks)


def fits(library: Library, session: Session) -> bool:
    """Return whether everything the session names is there in this library."""
    if any(flow not in library.flows for flow in session.path):
        return False
    stop = library.routes[session.flow].stops.get(session.stop)
    if stop is None or not (stop.kind.asks or stop.kind is StopKind.RESULT):
        return False
    return all(_given(library, each) for each in session.answers) and _open(library, session)


def _given(library: Library, each: Answered) -> bool:
    """Return whether an answer can have been given to what is there."""
    ids = library.offered.get(each.key)
    if ids is None:
        return False
    if each.key in library.lists:
        return ids.issuperset(each.picks) and ids.issuperset(each.doubts)
    one = library.questions[each.key].kind != "any"
    return ids.issuperset(each.picks) and (not one or len(each.picks) == 1)


def _open(library: Library, session: Session) -> bool:
    """Return whether a list has something to tick, and one that is walked ticks left to ask."""
    stop = library.routes[session.flow].stops[session.stop]
    if session.walked is None and stop.kind is not StopKind.LISTS:
        return True
    walk = resume(library, session)
    if session.walked is None:
        return bool(offered_ids(walk))
    left = set(offered_ids(walk)) - {mark[1:] for mark in session.walked}
    return walk.here.kind is StopKind.LISTS and bool(left)


def standing(walk: Walk, session: Session) -> Session:
    """Return a session that stands at the same question after an edit.

    Ticks that are no longer shown are dropped, and with them the buttons of the old message.
    """
    shown = set(offered_ids(walk))
    toggled = tuple(each for each in session.toggled if each in shown)
    walked = session.walked
    if walked is not None:
        walked = tuple(each for each in walked if each[1:] in shown)
        walked = walked[:-1] if len(walked) == len(shown) else walked  # one is asked again
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

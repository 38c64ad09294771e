"""What a version of the flows would mean to the people who are in the middle of a conversation.

Copies of their sessions go through the real step: what is counted is what they would see at their
next message. Nothing of a session is kept but the flow it is in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from painbot.dialogue.engine import step
from painbot.dialogue.events import Called
from painbot.dialogue.session import Session
from painbot.dialogue.walk import resume
from painbot.flow.model import Library
from painbot.flow.stops import RESULT

_NOBODY: Final = ""  # what begins anew gets this id, which no conversation has


class Goes(Enum):
    """How a conversation would go on."""

    UNCHANGED = "unchanged"
    ASKED = "asked something else"
    RESULT = "given a result"
    ANEW = "begun anew"


@dataclass(frozen=True, slots=True)
class Fate:
    """What would become of one conversation.

    It is `raised` or `lowered` when the person was told a level and would be told another.
    """

    goes: Goes
    raised: bool = False
    lowered: bool = False


def fate(library: Library, session: Session, at: datetime) -> Fate:
    """Return what would become of a conversation at its next message."""
    after = step(library, session, Called("start", at, _NOBODY)).session
    if after is None or after.id != session.id:
        return Fate(Goes.ANEW)
    walk = resume(library, after)
    level = walk.view.level if walk.done else walk.view.floor
    if _place(after) == _place(session) and not (walk.done and level != session.told):
        return Fate(Goes.UNCHANGED)
    told = session.told > 0 or session.stop == RESULT
    goes = Goes.RESULT if walk.done and not after.pending else Goes.ASKED
    return Fate(goes, told and after.told > session.told, level < session.told)


def fates(library: Library, sessions: Iterable[Session], at: datetime) -> dict[str, Counter[Fate]]:
    """Count what would become of conversations, by the flow they are in."""
    found: dict[str, Counter[Fate]] = {}
    for session in sessions:
        found.setdefault(session.flow, Counter())[fate(library, session, at)] += 1
    return found


def _place(session: Session) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    return session.path, session.stop, session.pending


__all__ = ["Fate", "Goes", "fate", "fates"]

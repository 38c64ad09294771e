"""What one version tells somebody who answers as a conversation of another version did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from painbot.dialogue.result import shown_causes
from painbot.dialogue.session import Answered
from painbot.dialogue.walk import LimitHit, Walk
from painbot.flow.levels import Level
from painbot.flow.model import Library
from painbot.flow.stops import StopKind

MOST = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody ends with: the level, the first cause, the flow; `view` is their end."""

    level: int
    cause: str
    walk: Walk


def told_by(library: Library, flow: str, answers: Iterable[Answered]) -> Told | None:
    """Return what this version tells somebody who says the same; None if it has no such flow.

    Whatever only this version asks is answered calmly: nothing ticked, "no", or the first answer.
    """
    if flow not in library.flows:
        return None
    said = {each.key: each for each in answers}
    walk = Walk(library, (flow,))
    try:
        walk.go_on()
        for _ in range(MOST):
            if walk.done:
                return _told(walk)
            walk.record([_answer(walk, key, said.get(key)) for key in walk.keys_to_ask()])
            walk.go_on()
    except LimitHit:
        return None
    return None


def _told(walk: Walk) -> Told:
    view = walk.view
    calm = view.level < Level.TODAY
    causes = shown_causes(view, walk.library.flows[walk.path[-1]]) if calm else ()
    return Told(view.level, causes[0].cause.id if causes else "", walk)


def _answer(walk: Walk, key: str, said: Answered | None) -> Answered:
    """Return the same answer as far as it is still offered."""
    if walk.here.kind is StopKind.LISTS:
        ids = [tick.id for tick in walk.shown(walk.library.lists[key])]
    else:
        ids = [answer.id for answer in walk.offered(walk.library.questions[key])]
    picks = tuple(pick for pick in said.picks if pick in ids) if said else ()
    doubts = tuple(doubt for doubt in said.doubts if doubt in ids) if said else ()
    question = walk.library.questions.get(key)
    if question is not None and question.kind != "any" and not picks:
        picks = ("no",) if "no" in ids else (ids[0],)
    return Answered(key, picks, doubts)

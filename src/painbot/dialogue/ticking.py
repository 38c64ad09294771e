"""Tick lists as answers: sorted into their lists, or walked one tick at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import msgspec

from painbot.dialogue.asking import asking, next_to_walk, ticks_here
from painbot.dialogue.replies import Outcome
from painbot.dialogue.session import Answered, Session
from painbot.dialogue.turn import Turn, again, moved
from painbot.dialogue.walk import Walk, checksum
from painbot.flow.levels import Level

_MARKS: Final[Mapping[str, str]] = {"yes": "+", "no": "-"}
_DOUBT: Final = "?"


def by_list(walk: Walk, picks: Iterable[str], doubts: Iterable[str] = ()) -> list[Answered]:
    """Sort ticks into the lists they stand in; every list shown is answered."""
    yes, unsure = set(picks), set(doubts)
    found = []
    for key in walk.keys_to_ask():
        shown = walk.shown(walk.library.lists[key])
        sure = tuple(tick.id for tick in shown if tick.id in yes)
        doubtful = tuple(tick.id for tick in shown if tick.id in unsure)
        found.append(Answered(key, sure, doubtful, checksum(shown)))
    return found


def as_shown(turn: Turn, walk: Walk, boxes: Iterable[str]) -> Turn:
    """Take over which boxes are ticked, where a platform lets people tick by themselves."""
    shown = asking(walk, turn.session)
    wanted = set(boxes) if shown.kind == "any" else ()
    toggled = tuple(choice.id for choice in shown.choices if choice.id in wanted)
    return replace(turn, session=msgspec.structs.replace(turn.session, toggled=toggled))


def noted(turn: Turn, walk: Walk, before: Session) -> Outcome:
    """Keep which boxes are ticked; only "none of these" and "done" may have to change places."""
    if bool(turn.session.toggled) == bool(before.toggled):
        return Outcome(turn.session, ())
    return again(turn, walk, toggled=turn.session.toggled, unclear=0)


def one_tick(turn: Turn, walk: Walk, choice: str) -> Outcome:
    """Take the answer to one tick of a walked list."""
    mark = _MARKS.get(choice, _DOUBT)
    tick = next_to_walk(walk, turn.session)
    return walk_on(turn, walk, (*(turn.session.walked or ()), mark + tick.id))


def walk_on(turn: Turn, walk: Walk, walked: tuple[str, ...]) -> Outcome:
    """Ask the next tick, or take the list as answered; an emergency ends it at once."""
    yes = [each[1:] for each in walked if each[0] == "+"]
    if len(walked) < len(ticks_here(walk)) and not _emergency(walk, yes):
        number = turn.session.number + 1
        return again(turn, walk, walked=walked, toggled=(), number=number, unclear=0)
    walk.record(by_list(walk, yes, [each[1:] for each in walked if each[0] == _DOUBT]))
    walk.go_on()
    return moved(turn, walk, answer=True)


def _emergency(walk: Walk, yes: list[str]) -> bool:
    levels = [tick.level.lowest for tick in ticks_here(walk) if tick.level and tick.id in yes]
    return max(levels, default=Level.SELF_CARE) == Level.EMERGENCY

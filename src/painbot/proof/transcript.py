"""A conversation that was found, played again by taps from its beginning, as a chat file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from painbot.dialogue.asking import MAX_BUTTONS
from painbot.dialogue.replies import Result
from painbot.dialogue.walk import Walk
from painbot.flow.model import UNSURE, Library
from painbot.proof.explore.choices import Given
from painbot.proof.explore.drive import as_typed, walk_marks
from painbot.proof.explore.notproved import NotProved
from painbot.proof.explore.search import Found
from painbot.proof.player import Player

WIDTH = 34
NOON = 12
_ANSWERS = {"+": "yes", "-": "no", "?": UNSURE}


@dataclass(frozen=True, slots=True)
class Transcript:
    """A chat and the result it ends with."""

    text: str
    result: Result


def transcript(library: Library, found: Found) -> Transcript:
    """Play a conversation from its beginning; raise NotProved if it goes another way."""
    player = Player(library, found.flow, NOON)
    lines = [f"flow: {found.flow}"]
    for given in found.given:
        lines += _message(player, given)
    result = player.result
    if result is None:
        raise NotProved.unplayable(lines[0])
    lines.append(f"end: {result.level.id}")
    if result.level:
        lines.append(f"because: {', '.join(result.reasons)}")
    else:
        lines.append(f"causes: {', '.join(result.causes)}")
    return Transcript("\n".join(lines), result)


def _message(player: Player, given: Given) -> Iterator[str]:
    """Answer what is asked; yield the lines of a chat that do the same."""
    asked = " + ".join(each.key for each in given)
    for how, ids in list(_taps(player.walk, given)):
        if how == "me":
            player.type(ids[0])
        elif player.answer(ids):
            raise NotProved.unplayable(asked)
        yield f"{how}: {', '.join(ids) or 'none'}".ljust(WIDTH) + f" # {asked}"


def _taps(walk: Walk, given: Given) -> Iterator[tuple[str, tuple[str, ...]]]:
    picks = tuple(pick for each in given for pick in each.picks)
    if any(each.doubts for each in given):
        marks = list(walk_marks(walk, given))
        ticked = [mark[1:] for mark in marks if mark[0] == "+"]
        last_is_yes = marks[-1][0] == "+"
        first = ticked[:-1] if last_is_yes else ticked
        yield "tap", (*first, UNSURE)
        for mark in marks[len(first) :]:
            yield "tap", (_ANSWERS[mark[0]],)
        return
    question = walk.library.questions.get(given[0].key)
    many = question is not None and len(walk.offered(question)) > MAX_BUTTONS
    if question is not None and many and question.kind != "any" and picks != (UNSURE,):
        yield "me", (as_typed(question, picks[0]),)
    else:
        yield "tap", picks

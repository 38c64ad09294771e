"""Why something is asked, or why the result is what it is."""

from __future__ import annotations

from painbot.dialogue.replies import Saying
from painbot.dialogue.result import result
from painbot.dialogue.turn import Turn
from painbot.dialogue.walk import Walk
from painbot.flow.stops import StopKind


def why(turn: Turn, walk: Walk) -> Saying:
    """Say why this is asked, or repeat what the result rests on."""
    if walk.done and not turn.session.pending:
        return _why_result(turn, walk)
    return Saying(tuple(_why_lines(turn, walk)))


def _why_lines(turn: Turn, walk: Walk) -> list[str]:
    them, library = walk.view.them, walk.library
    if turn.session.pending:
        alarms = (a for a in library.words.alarms if a.id == turn.session.pending[0])
        return [alarm.because.to(them) for alarm in alarms]
    if walk.here.kind is StopKind.LISTS:
        screens = dict.fromkeys(library.lists[key].screen for key in walk.keys_to_ask())
        reasons = [library.screens[name].why.to(them) for name in screens]
        return [turn.line("why-screen"), *reasons]
    question = library.questions[walk.here.keys[0]]
    if question.why is not None:
        return [question.why.to(them)]
    return [turn.line("why-fact" if question.fact else "why-question")]


def _why_result(turn: Turn, walk: Walk) -> Saying:
    shown = result(walk, turn.session, turn.at)
    wanted = ("because", "causes", "sources")
    lines = [turn.line("why-result")]
    for section in (each for each in shown.sections if each.id in wanted):
        lines.append(section.title)
        for point in section.points:
            lines += [f"• {point.text}", *(f"   {detail}" for detail in point.details)]
    return Saying(tuple(line for line in lines if line))


__all__ = ["why"]

"""Taps and typed texts to answers: what counts, what toggles, what is asked again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from painbot.dialogue import commands, ticking
from painbot.dialogue.answers import Unclear, understand
from painbot.dialogue.asking import DONE, asked, asking
from painbot.dialogue.events import Called, Tapped, Typed
from painbot.dialogue.replies import Answer, Asking, Outcome, Saying
from painbot.dialogue.session import Answered, Session
from painbot.dialogue.turn import Still, Turn, again, moved
from painbot.dialogue.walk import Walk
from painbot.flow.levels import Level
from painbot.flow.model import NONE, UNSURE
from painbot.flow.stops import StopKind

MAX_TEXT: Final = 4_096
_YES = "yes"


def tapped(turn: Turn, walk: Walk, event: Tapped) -> Outcome:
    """Take a button; one of an older question is answered kindly with the present one."""
    session = turn.session
    if (event.conversation, event.number) != (session.id, session.number):
        # A tick that was overtaken by "done" is nothing to answer.
        return Outcome(session, ()) if event.reports else again(turn, walk, turn.say("stale-tap"))
    if walk.done and not (session.pending or session.changing):
        return commands.called(turn, walk, _after_result(event))
    if event.boxes is not None:
        turn = ticking.as_shown(turn, walk, event.boxes)
    return ticking.noted(turn, walk, session) if event.reports else _pressed(turn, walk, event)


def _pressed(turn: Turn, walk: Walk, event: Tapped) -> Outcome:
    session = turn.session
    shown = commands.which(turn, walk) if session.changing else asking(walk, session)
    if event.choice not in {choice.id for choice in (*shown.choices, *shown.more)}:
        # "Done" where nothing is ticked any more was for this question; it is asked again.
        stale = () if event.choice == DONE and shown.kind == "any" else (turn.say("stale-tap"),)
        return again(turn, walk, *stale)
    if event.ticks == (event.choice in session.toggled):  # so it is already
        return again(turn, walk, toggled=session.toggled)
    return _take(turn, walk, (event.choice,), shown, tap=True)


def typed(turn: Turn, walk: Walk, event: Typed) -> Outcome:
    """Take a free text: a command, an answer, or a kind question again."""
    session = turn.session
    if event.edited or len(event.text) > MAX_TEXT:
        return again(turn, walk, turn.say("edited" if event.edited else "too-long"))
    command = commands.named(event.text, turn.library.words)
    idle = walk.done and not (session.pending or session.changing)
    if command and (idle or not _is_label(turn, walk, event.text)):
        return commands.called(turn, walk, Called(command, event.at, event.fresh))
    if event.seen not in (0, session.number):  # it went on in another window
        return again(turn, walk, turn.say("stale-tap"))
    if idle:
        return again(turn, walk)
    if session.changing:
        return commands.choose(turn, walk, event.text)
    return _understood(turn, walk, event)


def _understood(turn: Turn, walk: Walk, event: Typed) -> Outcome:
    session, words = turn.session, turn.library.words
    if session.toggled and event.text.strip().casefold() in words.done:
        return _take(turn, walk, (DONE,), asking(walk, session), tap=True)
    if session.guess and event.text.strip().casefold() in words.yes:
        return _take(turn, walk, (session.guess,), asking(walk, session), tap=False)
    shown = asking(walk, session)
    found = understand(event.text, asked(walk, shown), words, event.at)
    if isinstance(found, Unclear) or (session.toggled and found.ids == (NONE,)):
        return _unclear(turn, walk, found.close if isinstance(found, Unclear) else ())
    return _take(turn, walk, found.ids, shown, tap=False)


def _take(turn: Turn, walk: Walk, ids: tuple[str, ...], shown: Asking, *, tap: bool) -> Outcome:
    """Take what was chosen; a question that is then behind us keeps a trace of it."""
    outcome = _taken(turn, walk, ids, shown, tap=tap)
    if outcome.session is not None and outcome.session.number == turn.session.number:
        return outcome
    picked = [c for c in (*shown.choices, *shown.more) if c.picked or c.id in ids]
    label = ", ".join(c.label for c in picked if c.id != DONE)
    trace = Answer(turn.session.number, label, shown.text, whole=bool(outcome.effects))
    return msgspec.structs.replace(outcome, effects=(trace,))


def _taken(turn: Turn, walk: Walk, ids: tuple[str, ...], shown: Asking, *, tap: bool) -> Outcome:
    session = turn.session
    if session.changing:
        return commands.change(turn, walk, ids[0])
    if session.pending:
        return _confirmed(turn, walk, ids[0] == _YES)
    if session.walked is not None:
        return ticking.one_tick(turn, walk, ids[0])
    if ids == (UNSURE,) and walk.here.kind is StopKind.LISTS:
        return ticking.walk_on(turn, walk, tuple(f"+{tick}" for tick in session.toggled))
    if shown.kind == "any" and tap and ids[0] not in (DONE, NONE, UNSURE):
        return again(turn, walk, toggled=_toggle(session, ids[0]), unclear=0)
    if shown.kind == "any" and ids != (NONE,):
        ids = _in_order(shown, {*session.toggled, *ids} - {DONE})
    return _submit(turn, walk, ids)


def _toggle(session: Session, choice: str) -> tuple[str, ...]:
    without = tuple(each for each in session.toggled if each != choice)
    return without if choice in session.toggled else (*session.toggled, choice)


def _in_order(shown: Asking, ids: Iterable[str]) -> tuple[str, ...]:
    wanted = set(ids)
    return tuple(c.id for c in (*shown.choices, *shown.more) if c.id in wanted)


def _submit(turn: Turn, walk: Walk, ids: tuple[str, ...]) -> Outcome:
    picks = () if ids == (NONE,) else ids
    if walk.here.kind is StopKind.LISTS:
        walk.record(ticking.by_list(walk, picks))
    else:
        walk.record([Answered(walk.here.keys[0], picks)])
    walk.go_on()
    return moved(turn, walk, answer=True)


def _confirmed(turn: Turn, walk: Walk, yes: bool) -> Outcome:  # noqa: FBT001
    """Take the one tap after emergency words: a yes raises, a no goes on where we were."""
    session = turn.session
    first, rest = session.pending[0], session.pending[1:]
    if not yes:
        lines = () if rest else (turn.say("alarm-no"),)
        return again(turn, walk, *lines, pending=rest, number=session.number + 1, unclear=0)
    walk.alarms = (*walk.alarms, first)
    walk.refresh()
    walk.settle()
    if walk.done and walk.view.level == Level.EMERGENCY:
        rest = ()  # nothing could be worse
    same = (walk.stop, walk.path) == (session.stop, session.path)
    toggled, walked = (session.toggled, session.walked) if same else ((), None)
    still = Still(rest, toggled, walked, alarmed=True)
    return moved(turn, walk, (), still, answer=True)


def _unclear(turn: Turn, walk: Walk, close: tuple[str, ...]) -> Outcome:
    """Ask again, kindly; the second time with examples; never guess between two."""
    session = turn.session
    shown = asking(walk, session)
    lines = [turn.line("unclear" if not session.unclear else "unclear-again")]
    labels = [c.label for c in (*shown.choices, *shown.more) if c.id in close]
    if labels:
        lines = [f"{turn.line('unclear-close')} {' / '.join(labels)}"]
    if session.unclear:
        lines += _examples(turn, walk, shown)
    guess = close[0] if len(labels) == 1 else ""
    unclear = min(session.unclear + 1, 9)
    return again(turn, walk, Saying(tuple(lines)), unclear=unclear, guess=guess)


def _examples(turn: Turn, walk: Walk, shown: Asking) -> list[str]:
    helped = [] if turn.session.pending else commands.help_lines(walk)
    if shown.kind in ("number", "duration"):
        return [*helped, turn.line(f"example-{shown.kind}")]
    labels = [f"“{choice.label}”" for choice in shown.choices[:3]]
    return [*helped, f"{turn.line('example-pick')} {', '.join(labels)}"]


def _is_label(turn: Turn, walk: Walk, text: str) -> bool:
    session = turn.session
    shown = commands.which(turn, walk) if session.changing else asking(walk, session)
    plain = text.strip().casefold()
    return any(
        plain in (c.label.casefold(), c.say.casefold()) for c in (*shown.choices, *shown.more)
    )


def _after_result(event: Tapped) -> Called:
    names = {"start-again": "restart", "change-answer": "change", "why": "why"}
    return Called(names.get(event.choice, "help"), event.at, event.fresh)

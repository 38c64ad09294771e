"""What a person can do at any time: back, change, why, start again, stop, help, language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from painbot.dialogue import rights
from painbot.dialogue.answers import Asked, Picked, understand
from painbot.dialogue.answers import Choice as Option
from painbot.dialogue.events import Called, Event
from painbot.dialogue.evidence import everything
from painbot.dialogue.evidence import named as about
from painbot.dialogue.replies import Answer, Asking, Choice, Outcome, Reply, Saying
from painbot.dialogue.result import result
from painbot.dialogue.session import Session
from painbot.dialogue.turn import Still, Turn, again, moved
from painbot.dialogue.understanding.typed import bare, fold, split
from painbot.dialogue.understanding.vocabulary import vocabulary_of
from painbot.dialogue.walk import Walk, replay
from painbot.dialogue.why import why
from painbot.flow.model import WHO, Library
from painbot.flow.stops import START, StopKind
from painbot.flow.words import Words

START_FLOW: Final = "start"


def begin(library: Library, event: Event, number: int = 0) -> Outcome:
    """Begin a conversation, in the flow that was asked for or the start flow.

    `number` is that of the last question before it: none below has a number twice, so what is
    known of the one that was shown last cannot be taken for one of this conversation.
    """
    wanted = event.argument if isinstance(event, Called) else ""
    flow = wanted if wanted in library.flows else _first_flow(library)
    session = Session(
        id=event.fresh,
        began=flow,
        path=(flow,),
        digest=library.digests[flow],
        language=library.words.language,
        stop=START,
        number=number,
    )
    turn = Turn(library, session, event.at)
    walk = Walk(library, (flow,))
    walk.go_on()
    return moved(turn, walk, [Saying((turn.line("welcome"), rights.kept(library)))])


def _first_flow(library: Library) -> str:
    return START_FLOW if START_FLOW in library.flows else next(iter(library.flows))


def named(text: str, words: Words) -> str:
    """Return the command a text names, word for word, or nothing."""
    return vocabulary_of(words).commands.get(bare(split(fold(text))), "")


def called(turn: Turn, walk: Walk, event: Called) -> Outcome:
    """Do what a command asks for; an unknown one gets help."""
    command = _COMMANDS.get(event.command, _help)
    return command(turn, walk, event)


def _start(turn: Turn, walk: Walk, event: Called) -> Outcome:
    """Go on where the conversation was, unless another flow is asked for."""
    other = event.argument not in (*turn.session.path, turn.session.began)
    if other and event.argument in turn.library.flows:
        return begin(turn.library, event, turn.session.number)
    if walk.done and not turn.session.pending:
        session = msgspec.structs.replace(turn.session, changing=False)
        shown = result(walk, session, turn.at)
        return Outcome(session, (turn.say("resumed-result"), shown))
    return again(turn, walk, turn.say("resumed"))


def _restart(turn: Turn, walk: Walk, event: Called) -> Outcome:
    del walk
    return begin(turn.library, event, turn.session.number)


def _stop(turn: Turn, walk: Walk, event: Called) -> Outcome:
    del walk, event
    return _left(turn, rights.stopped(turn.library))


def _mydata(turn: Turn, walk: Walk, event: Called) -> Outcome:
    del event
    return rights.show(turn, walk)


def _forget(turn: Turn, walk: Walk, event: Called) -> Outcome:
    del walk, event
    return _left(turn, rights.forget(turn.library))


def _left(turn: Turn, outcome: Outcome) -> Outcome:
    """Let the buttons of the open question go, for nothing can be answered any more."""
    left = Answer(turn.session.number, whole=False)
    return msgspec.structs.replace(outcome, effects=(left,))


def _not_text(turn: Turn, walk: Walk, event: Called) -> Outcome:
    del event
    return again(turn, walk, turn.say("not-text"))


def _help(turn: Turn, walk: Walk, event: Called) -> Outcome:
    del event
    return again(turn, walk, Saying((turn.line("help"), *help_lines(walk))))


def _language(turn: Turn, walk: Walk, event: Called) -> Outcome:
    del event
    return again(turn, walk, turn.say("language"))


def help_lines(walk: Walk) -> list[str]:
    """Return the extra words of the question that is being asked."""
    if walk.here.kind not in (StopKind.QUESTION, StopKind.FACT):
        return []
    more = walk.library.questions[walk.here.keys[0]].help
    return [more.to(walk.view.them)] if more else []


def _why(turn: Turn, walk: Walk, event: Called) -> Outcome:
    del event
    return again(turn, walk, why(turn, walk))


def _back(turn: Turn, walk: Walk, event: Called) -> Outcome:
    """Take back the last answer; within a list that is walked, the last tick."""
    del event
    session = turn.session
    number = session.number + 1
    if session.pending or session.changing:
        return again(turn, walk, pending=(), number=number)
    if session.walked is not None:
        rest = session.walked[:-1] if session.walked else None
        return again(turn, walk, walked=rest, number=number)
    if session.toggled:
        return again(turn, walk, toggled=(), number=number)
    passed = replay(turn.library, session).trace
    if session.alarms and (walk.done or not passed or session.number == session.alarmed):
        return _anew(turn, (), session.alarms[:-1], turn.say("went-back"))
    if not passed:
        return again(turn, walk, turn.say("nothing-to-undo"))
    return _anew(turn, passed[-1], session.alarms, turn.say("went-back"))


def _anew(turn: Turn, without: tuple[str, ...], alarms: tuple[str, ...], *before: Reply) -> Outcome:
    """Walk again without some answers; about somebody else, without what was told so far too."""
    told = turn.session.told
    if WHO in without:
        alarms, told = (), 0
    session = msgspec.structs.replace(turn.session, alarms=alarms, told=told)
    fresh = Turn(turn.library, session, turn.at)
    return moved(fresh, replay(turn.library, session, without), before, Still(lowering=True))


def _change(turn: Turn, walk: Walk, event: Called) -> Outcome:
    """Ask which earlier answer to change."""
    if event.argument in walk.answers:
        return change(turn, walk, event.argument)
    shown = which(turn, walk, turn.session.number + 1)
    if not shown.choices:
        return again(turn, walk, turn.say("nothing-to-change"))
    session = msgspec.structs.replace(turn.session, changing=True, number=shown.number)
    return Outcome(session, (shown,))


def which(turn: Turn, walk: Walk, number: int = 0) -> Asking:
    """Return the question which answer to change; the choices are the keys answered."""
    choices = []
    for each in walk.answers.values():
        (line,) = everything(walk.view, [each])
        choices.append(Choice(each.key, line, line))
    session = turn.session
    text = turn.line("change-which")
    return Asking(session.id, number or session.number, "one", text, tuple(choices))


def choose(turn: Turn, walk: Walk, text: str) -> Outcome:
    """Understand which earlier answer a typed text means."""
    shown = which(turn, walk)
    options = tuple(Option(c.id, (c.label, about(walk.view, c.id))) for c in shown.choices)
    found = understand(text, Asked("one", options), turn.library.words, turn.at)
    if isinstance(found, Picked):
        return change(turn, walk, found.ids[0])
    return Outcome(turn.session, (turn.say("unclear"), shown))


def change(turn: Turn, walk: Walk, key: str) -> Outcome:
    """Ask one earlier question again and keep every other answer."""
    stops = replay(turn.library, turn.session).trace
    keys = next((keys for keys in stops if key in keys), ())
    if not keys:
        return again(turn, walk, turn.say("nothing-to-change"))
    return _anew(turn, keys, turn.session.alarms)


_COMMANDS: Final[Mapping[str, Callable[[Turn, Walk, Called], Outcome]]] = {
    "start": _start,
    "restart": _restart,
    "stop": _stop,
    "help": _help,
    "language": _language,
    "why": _why,
    "back": _back,
    "change": _change,
    "mydata": _mydata,
    "forget": _forget,
    "not-text": _not_text,
}

"""What is asked at a stop, as plain values: the text, the choices, the buttons beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from painbot.dialogue.answers import Asked
from painbot.dialogue.answers import Choice as Option
from painbot.dialogue.replies import Asking, Choice
from painbot.dialogue.session import Session
from painbot.dialogue.walk import Walk
from painbot.flow.model import NONE, UNSURE, Answer, Question, Tick
from painbot.flow.stops import StopKind
from painbot.flow.text import Text

DONE: Final = "done"
MAX_BUTTONS: Final = 20  # more numbers than this are typed, not tapped


def asking(walk: Walk, session: Session, *, redraw: bool = False) -> Asking:
    """Return the question at the session's stop."""
    if session.pending:
        return _alarm(walk, session)
    if walk.here.kind is StopKind.LISTS:
        if session.walked is not None:
            return _one_tick(walk, session)
        return _list(walk, session, redraw=redraw)
    return _question(walk, session, redraw=redraw)


def asked(walk: Walk, shown: Asking) -> Asked:
    """Return a question as what a typed answer to it is understood by."""
    also = _also(walk)
    choices = [c for c in (*shown.choices, *shown.more) if c.id != DONE]
    options = tuple(Option(c.id, (c.label, c.say, *also.get(c.id, ()))) for c in choices)
    ranges: tuple[Answer, ...] = ()
    unit = ""
    if shown.kind in ("number", "duration"):
        question = walk.library.questions[walk.here.keys[0]]
        ranges, unit = question.answers, question.unit
    ranges = tuple(answer for answer in ranges if answer.low is not None)
    return Asked(shown.kind, options, ranges, unit)


def _also(walk: Walk) -> Mapping[str, tuple[str, ...]]:
    if walk.here.kind is StopKind.LISTS:
        return {tick.id: tick.also for tick in ticks_here(walk)}
    keys = walk.here.keys
    return {a.id: a.also for key in keys for a in walk.library.questions[key].answers}


def ticks_here(walk: Walk) -> tuple[Tick, ...]:
    """Return the ticks shown at this stop, of all its lists in order."""
    return tuple(tick for _, tick in _ticks_by_ask(walk))


def offered_ids(walk: Walk) -> tuple[str, ...]:
    """Return the ids of what can be ticked or answered at this stop."""
    if walk.here.kind is StopKind.LISTS:
        return tuple(tick.id for tick in ticks_here(walk))
    keys = walk.here.keys if walk.here.kind.asks else ()
    questions = (walk.library.questions[key] for key in keys)
    return tuple(a.id for q in questions for a in walk.offered(q))


def _ticks_by_ask(walk: Walk) -> Iterable[tuple[str, Tick]]:
    for key in walk.keys_to_ask():
        part = walk.library.lists[key]
        ask = part.ask.to(walk.view.them)
        yield from ((ask, tick) for tick in walk.shown(part))


def next_to_walk(walk: Walk, session: Session) -> Tick:
    """Return the tick that is asked next when a list is walked."""
    walked = {mark[1:] for mark in session.walked or ()}
    return next(tick for tick in ticks_here(walk) if tick.id not in walked)


def yes_no(phrases: Mapping[str, str], *, unsure: bool) -> tuple[Choice, ...]:
    """Return the buttons yes, no and perhaps not sure."""
    ids = [("yes", "yes"), ("no", "no"), *([(UNSURE, "not-sure")] if unsure else [])]
    return tuple(Choice(name, phrases[phrase], phrases[phrase]) for name, phrase in ids)


def _alarm(walk: Walk, session: Session) -> Asking:
    alarm = next(a for a in walk.library.words.alarms if a.id == session.pending[0])
    choices = yes_no(walk.library.phrases, unsure=False)
    text = alarm.ask.to(walk.view.them)
    return Asking(session.id, session.number, "one", text, choices)


def _list(walk: Walk, session: Session, *, redraw: bool) -> Asking:
    phrases, them = walk.library.phrases, walk.view.them
    pairs = list(_ticks_by_ask(walk))
    asks = list(dict.fromkeys(ask for ask, _ in pairs))
    several = len(asks) > 1
    choices = tuple(
        Choice(
            tick.id,
            tick.button.to(them),
            tick.say.to(them),
            tick.id in session.toggled,
            ask if several else "",
        )
        for ask, tick in pairs
    )
    return Asking(
        session.id,
        session.number,
        "any",
        phrases["several-lists"] if several else asks[0],
        choices,
        tuple(_list_buttons(session, phrases)),
        phrases["hint-any"],
        redraw=redraw,
    )


def _list_buttons(session: Session, phrases: Mapping[str, str]) -> Iterable[Choice]:
    """Offer "done" once something is ticked, "none of these" before that."""
    first = ("done", DONE) if session.toggled else ("none-of-these", NONE)
    for phrase, choice in (first, ("not-sure", UNSURE)):
        yield Choice(choice, phrases[phrase], phrases[phrase])


def _one_tick(walk: Walk, session: Session) -> Asking:
    tick = next_to_walk(walk, session)
    phrases = walk.library.phrases
    text = f"{phrases['walk-ask']} {tick.say.to(walk.view.them)}"
    hint = "" if session.walked else phrases["walk-intro"]
    choices = yes_no(phrases, unsure=True)
    return Asking(session.id, session.number, "one", text, choices, (), hint)


def _question(walk: Walk, session: Session, *, redraw: bool) -> Asking:
    question = walk.library.questions[walk.here.keys[0]]
    them, phrases = walk.view.them, walk.library.phrases
    answers = walk.offered(question)
    tapped = len(answers) <= MAX_BUTTONS
    choices = _choices((a for a in answers if a.id != UNSURE and tapped), session, them=them)
    unsure = next((a.say for a in answers if a.id == UNSURE), None)
    return Asking(
        session.id,
        session.number,
        question.kind,
        question.ask.to(them),
        choices,
        tuple(_more(question, session, phrases, unsure.to(them) if unsure else "")),
        phrases[f"hint-{question.kind}"] if question.kind != "one" else "",
        question.picture,
        redraw,
    )


def _choices(answers: Iterable[Answer], session: Session, *, them: bool) -> tuple[Choice, ...]:
    def choice(answer_id: str, text: Text) -> Choice:
        said = text.to(them)
        return Choice(answer_id, said, said, answer_id in session.toggled)

    return tuple(choice(answer.id, answer.say) for answer in answers)


def _more(
    question: Question, session: Session, phrases: Mapping[str, str], unsure: str
) -> Iterable[Choice]:
    if question.kind == "any" and session.toggled:
        yield Choice(DONE, phrases["done"], phrases["done"])
    elif question.kind == "any":
        yield Choice(NONE, phrases["none-of-these"], phrases["none-of-these"])
    if unsure:
        yield Choice(UNSURE, unsure, unsure)

"""What the person said, in words they recognise: for "because you said" and the summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from painbot.dialogue.session import Answered
from painbot.dialogue.view import Raised, View
from painbot.flow.model import NONE, UNSURE, Question
from painbot.flow.text import Condition


def said(view: View, key: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Return answers as short lines: a tick's own words, or `where it hurts: calf`."""
    library = view.library
    if key in library.lists:
        wanted = set(ids)
        ticks = (tick for tick in library.lists[key].ticks if tick.id in wanted)
        return tuple(tick.say.to(view.them) for tick in ticks)
    question = library.questions[key]
    short = question.short.to(view.them)
    if tuple(ids) == ("yes",):
        return (short,)
    return (f"{short}: {_labels(view, question, ids)}",)


def speaks_for(view: View, condition: Condition, *, known: bool = False) -> tuple[str, ...]:
    """Return what makes a condition hold; `known` leaves out what is not sure."""
    lines: dict[str, None] = {}
    for key, ids in condition.evidence(view):
        if not known or ids != (UNSURE,):
            lines.update(dict.fromkeys(said(view, key, ids)))
    return tuple(lines)


def said_lines(view: View, raised: Raised) -> tuple[str, ...]:
    """Return what the person said that raised the level."""
    if raised.tick is not None:
        return (raised.tick[1].say.to(view.them),)
    if raised.rule is not None:
        return speaks_for(view, raised.rule.condition)
    return ()


def summary(view: View, answers: Iterable[Answered]) -> Iterator[str]:
    """Yield everything the person answered, one line an answer; empty lists are left out."""
    library = view.library
    for each in answers:
        if each.key in library.lists:
            yield from said(view, each.key, each.picks)
            doubtful = said(view, each.key, each.doubts)
            yield from (f"{line} ({library.phrases['not-sure']})" for line in doubtful)
        else:
            question = library.questions[each.key]
            ids = each.picks or (NONE,)
            yield f"{question.short.to(view.them)}: {_labels(view, question, ids)}"


def everything(view: View, answers: Iterable[Answered]) -> Iterator[str]:
    """Yield one line an answer, also for lists in which nothing was ticked."""
    for each in answers:
        if each.key in view.library.lists or each.key in view.library.questions:
            yield "; ".join(summary(view, [each])) or unticked(view, each.key)


def unticked(view: View, key: str) -> str:
    """Return a list in which nothing was ticked, in words."""
    return f"{named(view, key)}: {view.library.phrases['none-of-these']}"


def named(view: View, key: str) -> str:
    """Return what an answer is about, in a few words."""
    part = view.library.lists.get(key)
    name = view.library.screens[part.screen].title if part else view.library.questions[key].short
    return name.to(view.them)


def _labels(view: View, question: Question, ids: Iterable[str]) -> str:
    labels = []
    for each in ids:
        answer = question.answer(each)
        labels.append(answer.say.to(view.them) if answer else view.library.phrases["none-of-these"])
    return "; ".join(labels)

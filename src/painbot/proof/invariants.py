"""What must be true of every move of the exploration, and what is offered somewhere in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from painbot.dialogue.advice import ANY
from painbot.dialogue.result import result
from painbot.dialogue.view import View, tick_levels
from painbot.dialogue.walk import Walk, resume
from painbot.flow.contents import all_rules, used_screens
from painbot.flow.levels import Level
from painbot.flow.model import Library, TickList
from painbot.flow.stops import StopKind
from painbot.flow.text import Place
from painbot.proof.explore.drive import AT
from painbot.proof.explore.graph import Graph, Move

Offered = tuple[str, str, str]  # kind, key, and the id of an answer or a tick


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must never be and is: a finding in the making."""

    code: str
    at: Place
    slots: tuple[tuple[str, str], ...]


def faults(graph: Graph) -> tuple[Fault, ...]:
    """Return what is wrong with any move: a level lost, a screen passed, a result incomplete."""
    found = dict.fromkeys(_without_words(graph.library))
    seen: set[object] = set()
    for move in graph.moves:
        walk = resume(graph.library, move.session)
        found.update(dict.fromkeys(_lost_levels(move, walk)))
        found.update(dict.fromkeys(_passed_screens(graph.library, walk)))
        kind = (move.session.flow, walk.view.level, move.before.session.stop)
        if walk.done and kind not in seen:
            seen.add(kind)
            found.update(dict.fromkeys(_incomplete(walk, move)))
    return tuple(found)


def _without_words(library: Library) -> Iterator[Fault]:
    """Yield levels that can be given and for which nobody is named, or no reason."""
    levels = {Level.SELF_CARE, *(r.level.otherwise for r in all_rules(library))}
    ticks = (tick.level for part in library.lists.values() for tick in part.ticks)
    levels |= {level for given in ticks if given for level in (given.otherwise, given.lowest)}
    contact = library.contacts[ANY]
    for level in sorted(levels - contact.lines.keys()):
        hint = f"Give the contact `any` a line for `{level.id}`."
        yield Fault("PB079", contact.at, (("what", f"a contact at `{level.id}`"), ("hint", hint)))
    if library.levels[Level.SELF_CARE].because is None:
        at = next(iter(library.flows.values())).at
        hint = "Write `because` at the level `self-care`."
        yield Fault("PB079", at, (("what", "a reason at `self-care`"), ("hint", hint)))


def _lost_levels(move: Move, walk: Walk) -> Iterator[Fault]:
    """Yield ticks whose level does not hold after all, and a level that fell."""
    library, now = walk.library, walk.view.floor
    if now < move.before.walk.view.floor:
        before = Level(move.before.walk.view.floor)
        yield _lower("What was said before", library.flows[move.session.flow].at, before, now)
    for each in move.choice.given:
        part = library.lists.get(each.key)
        for tick in part.ticks if part else ():
            if tick.id not in (*each.picks, *each.doubts):
                continue
            levels = tick_levels(tick, doubtful=tick.id not in each.picks)
            if levels is not None and levels.lowest > now:
                yield _lower(f"The tick `{tick.id}`", tick.at, levels.lowest, now)


def _lower(what: str, at: Place, high: Level, low: int) -> Fault:
    slots = (("what", what), ("high", high.id), ("low", Level(low).id))
    return Fault("PB077", at, slots)


def _passed_screens(library: Library, walk: Walk) -> Iterator[Fault]:
    """Yield screens of the flow that were passed although they could have given more."""
    flow = library.flows[walk.path[-1]]
    order = list(library.routes[flow.id].stops)
    place = order.index(walk.stop)
    for name in chain.from_iterable(flow.screens):
        for part in library.screens[name].lists:
            stop = next(s for s in library.routes[flow.id].stops.values() if part.key in s.keys)
            passed = walk.done or order.index(stop.name) < place
            if passed and _could_give_more(library, part, walk.view):
                yield Fault("PB078", library.screens[name].at, (("id", name),))


def _could_give_more(library: Library, part: TickList, view: View) -> bool:
    """Return whether a list that was not asked applies and could raise what is certain.

    Worked out from the model alone, not from the guards that decided about it.
    """
    screen = library.screens[part.screen]
    if part.key in view.picks or (screen.condition and not screen.condition.may(view)):
        return False
    if not any(tick.condition is None or tick.condition.may(view) for tick in part.ticks):
        return False
    keys = {part.key, *(each.key for each in screen.then)}
    levels = [tick.level.otherwise for tick in part.ticks if tick.level]
    rules = (r for r in all_rules(library) if not keys.isdisjoint(r.condition.reads))
    return max([*levels, *(rule.level.otherwise for rule in rules)]) > view.floor


def _incomplete(walk: Walk, move: Move) -> Iterator[Fault]:
    shown = result(walk, move.session, AT)
    flow = walk.library.flows[walk.path[-1]]
    parts = {section.id for section in shown.sections}
    calm = shown.level < Level.TODAY
    hints = {
        "a safety net": ("urgent" in parts, "Write `urgent signs` in the file of levels."),
        "sources": ("sources" in parts, "Name `sources` in the flow."),
        "a cause": (bool(shown.causes) or not calm, "Name a cause under `otherwise`."),
        "leaving out causes": (calm or not (shown.causes or shown.tips), "Report this fault."),
    }
    for what, (there, hint) in hints.items():
        if not there:
            yield Fault("PB079", flow.at, (("what", what), ("hint", hint)))


def offered(graph: Graph) -> frozenset[Offered]:
    """Return every question, answer, list and tick that is offered in some state."""
    found: set[Offered] = set()
    for state in graph.states:
        walk = state.walk
        for key in () if state.done else walk.keys_to_ask():
            if walk.here.kind is StopKind.LISTS:
                ticks = walk.shown(graph.library.lists[key])
                found |= {("list", key, ""), *(("tick", key, tick.id) for tick in ticks)}
            else:
                answers = walk.offered(graph.library.questions[key])
                found |= {("question", key, ""), *(("answer", key, a.id) for a in answers)}
    return frozenset(found)


def what_is_offered(library: Library) -> Iterator[tuple[Offered, Place]]:
    """Yield all that should be offered somewhere; screens that no flow lists are left out."""
    used = used_screens(library)
    for key, question in library.questions.items():
        yield ("question", key, ""), question.at
        yield from ((("answer", key, answer.id), question.at) for answer in question.answers)
    for key, part in library.lists.items():
        if part.screen in used:
            yield ("list", key, ""), part.ticks[0].at
            yield from ((("tick", key, tick.id), tick.at) for tick in part.ticks)

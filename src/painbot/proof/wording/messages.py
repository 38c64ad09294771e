"""How large the messages of a library can get: what is asked together, and whole results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from painbot.dialogue.result import MAX_CAUSES, MAX_TIPS
from painbot.flow.contents import screens_of
from painbot.flow.levels import LEVELS, Level
from painbot.flow.model import CauseFit, Flow, Library, Question, Rule, Screen, Tick, TickList
from painbot.flow.stops import StopKind
from painbot.flow.text import Condition, Place, Text
from painbot.proof.wording.limits import units

MARKS: Final = 4  # what stands around a line: its number or dot, a full stop, the line's end


@dataclass(frozen=True, slots=True)
class Message:
    """The largest form of something shown; `lines` are ticks, `choices` all its buttons."""

    at: Place
    what: str
    size: int
    lines: int = 0
    choices: int = 0
    picture: bool = False


def asked(library: Library) -> Iterator[Message]:
    """Yield every question and every message of tick lists once, with all that it can show."""
    for question in library.questions.values():
        yield _question(library, question)
    stops = (stop for route in library.routes.values() for stop in route.stops.values())
    for keys in dict.fromkeys(stop.keys for stop in stops if stop.kind is StopKind.LISTS):
        yield _lists(library, [library.lists[key] for key in keys])


def _question(library: Library, question: Question) -> Message:
    hint = library.phrases.get(f"hint-{question.kind}", "")
    own = 1 if question.kind == "any" else 0  # none of these, or done
    return Message(
        question.at,
        f"The question `{question.id}`",
        long(question.ask) + units(hint),
        len(question.answers) if question.kind == "any" else 0,
        len(question.answers) + own,
        bool(question.picture),
    )


def _lists(library: Library, parts: list[TickList]) -> Message:
    ticks = [tick for part in parts for tick in part.ticks]
    heads = [long(part.ask) for part in parts]
    size = sum(heads) + units(library.phrases["several-lists"] + library.phrases["hint-any"])
    names = " and ".join(f"`{part.key}`" for part in parts)
    return Message(
        library.screens[parts[0].screen].at,
        f"The list{'s' if len(parts) > 1 else ''} {names}",
        size + sum(long(tick.say) for tick in ticks),
        len(ticks),
        len(ticks) + 2,  # none of these, not sure
    )


def long(text: Text | None) -> int:
    """Return the length of a line: the longer of its wordings."""
    return max(units(text.say), units(text.them)) + MARKS if text is not None else 0


def cards(library: Library) -> Iterator[Message]:
    """Yield every cause card of every flow with all that can speak for it; it is never cut."""
    for flow in library.flows.values():
        for fit in flow.causes:
            what = f"The card of the cause `{fit.cause}`"
            yield Message(fit.at, what, _card(library, fit))


def _card(library: Library, fit: CauseFit) -> int:
    cause = library.causes[fit.cause]
    speaks = max(evidence(library, fit.fits), evidence(library, fit.may_fit))
    called = units(", ".join(cause.also_called)) + MARKS
    return long(cause.name) + long(cause.what) + called + speaks + _sum(c.say for c in cause.care)


def evidence(library: Library, condition: Condition | None) -> int:
    """Return how long the lines can get that say what makes a condition hold."""
    keys = condition.reads if condition is not None else ()
    return sum(_told(library, key) for key in keys)


def _told(library: Library, key: str) -> int:
    if key in library.lists:
        return _sum(tick.say for tick in library.lists[key].ticks)
    question = library.questions.get(key)
    if question is None:
        return 0
    return long(question.short) + _sum(answer.say for answer in question.answers)


def _sum(texts: Iterable[Text]) -> int:
    return sum(long(text) for text in texts)


def results(library: Library) -> Iterator[Message]:
    """Yield the longest result of every flow: at least as long as any person can bring about."""
    for flow in library.flows.values():
        yield Message(flow.at, f"The result of the flow `{flow.id}`", _result(library, flow))


def _result(library: Library, flow: Flow) -> int:
    screens = [library.screens[name] for name in screens_of(flow)]
    causes = sorted((_card(library, fit) for fit in flow.causes), reverse=True)
    tips = sorted((long(tip.say) for tip in library.tips.values()), reverse=True)
    signs = (*library.urgent_signs, *flow.urgent_signs)
    own = (key for key in library.questions if "." not in key or key.startswith(f"{flow.id}."))
    parts = (part.key for screen in screens for part in (*screen.lists, *screen.then))
    sources = (units(s.title + s.by + s.on + s.url) + MARKS for s in library.sources.values())
    return (
        max(_reasons(library, flow, screens, level) for level in Level)
        + sum(causes[:MAX_CAUSES])
        + sum(tips[:MAX_TIPS])
        + _sum(text for screen in screens for _, text in screen.meanwhile)
        + _sum(sign.say for sign in signs)
        + sum(_told(library, key) for key in (*own, *parts))
        + sum(sources)
    )


def _reasons(library: Library, flow: Flow, screens: Iterable[Screen], level: Level) -> int:
    """Return how long the reasons for one level can get: only those of the top are shown."""
    there = tuple(screens)
    ticks = (tick for screen in there for part in screen.lists for tick in part.ticks)
    rules = (*flow.rules, *(rule for screen in there for rule in screen.rules))
    ticked = sum(long(t.because) + long(t.say) for t in ticks if level in _levels(t))
    given = (rule for rule in rules if level in _levels(rule))
    return ticked + sum(long(r.because) + evidence(library, r.condition) for r in given)


def _levels(raises: Tick | Rule) -> set[Level]:
    """Return the levels a tick or rule can give, in any country, ticked or not sure."""
    doubtful = LEVELS.get(raises.unsure_as) if isinstance(raises, Tick) else None
    found = {doubtful} if doubtful is not None else set()
    if raises.level is None:
        return found
    return {*found, raises.level.otherwise, *(level for _, level in raises.level.by_country)}

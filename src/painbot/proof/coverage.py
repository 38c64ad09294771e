"""What a library can do to a person, by name, so that chats can be held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from painbot.dialogue.advice import top_reasons
from painbot.dialogue.session import Session
from painbot.dialogue.view import Raised, View
from painbot.flow.levels import Level
from painbot.flow.model import Library
from painbot.flow.text import Place

KINDS: Final = ("answer", "tick", "rule", "alarm", "cause", "tip")


@dataclass(frozen=True, slots=True)
class Missing:
    """Something no chat exercises: `answer`, `leg-pain-at-night.where.calf`, and its place."""

    at: Place
    kind: str
    name: str

    def __str__(self) -> str:
        """Return the line an operator reads."""
        what = "emergency words" if self.kind == "alarm" else self.kind
        return f"{self.at} no chat exercises the {what} `{self.name}`"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What chats exercise: how many of how many by kind, and what is missing in file order."""

    counts: Mapping[str, tuple[int, int]]
    missing: tuple[Missing, ...]


def coverage(library: Library, shown: frozenset[str]) -> Coverage:
    """Return what of a library these names leave out."""
    counts = {}
    missing = []
    for kind in KINDS:
        names = {n: at for n, at in everything(library).items() if n.startswith(f"{kind} ")}
        left = [name for name in names if name not in shown]
        counts[kind] = len(names) - len(left), len(names)
        missing += [Missing(names[name], kind, name.split(" ", 1)[1]) for name in left]
    return Coverage(counts, tuple(sorted(missing, key=lambda each: each.at)))


def everything(library: Library) -> dict[str, Place]:
    """Return where every answer, tick, rule, alarm, cause and tip stands, by its name.

    A name is `tick clot.swollen` or `answer age.16-24`; an answer has its question's place.
    """
    return dict(_all(library))


def _all(library: Library) -> Iterator[tuple[str, Place]]:
    for key, question in library.questions.items():
        yield from ((f"answer {key}.{answer.id}", question.at) for answer in question.answers)
    for screen in library.screens.values():
        ticks = (t for part in screen.lists for t in part.ticks)
        yield from ((f"tick {screen.id}.{t.id}", t.at) for t in ticks)
        yield from ((f"tick {part.key}.{t.id}", t.at) for part in screen.then for t in part.ticks)
    yield from ((f"rule {name}", at) for at, name in _rules(library).items())
    yield from ((f"alarm {alarm.id}", alarm.at) for alarm in library.words.alarms)
    yield from ((f"cause {cause.id}", cause.at) for cause in library.causes.values())
    yield from ((f"tip {tip.id}", tip.at) for tip in library.tips.values())


def _rules(library: Library) -> dict[Place, str]:
    """Return the full name of every rule by its place; ids alone are not unique."""
    owned = [(each.id, each.rules) for each in library.screens.values()]
    owned += [(each.id, each.rules) for each in library.flows.values()]
    return {rule.at: f"{owner}.{rule.id}" for owner, rules in owned for rule in rules}


def answers_in(library: Library, session: Session) -> Iterator[str]:
    """Yield the name of every answer a conversation holds."""
    for each in session.answers:
        if each.key in library.questions:
            yield from (f"answer {each.key}.{pick}" for pick in each.picks)


def names_in(view: View, level: int) -> frozenset[str]:
    """Return the names of everything that gave this level: ticks, rules, alarms."""
    rules = _rules(view.library)
    reasons = top_reasons(view, Level(level))
    return frozenset(name for each in reasons for name in _names(view, each, rules))


def _names(view: View, raised: Raised, rules: dict[Place, str]) -> Iterator[str]:
    if raised.rule is not None:
        yield f"rule {rules[raised.rule.at]}"
        for key, ids in raised.rule.condition.evidence(view):
            if key in view.library.lists and view.library.lists[key].follow_up:
                yield from (f"tick {key}.{tick}" for tick in ids)
    elif raised.tick is None:
        yield f"alarm {raised.id}"
    elif not raised.doubtful:
        yield f"tick {raised.id}"

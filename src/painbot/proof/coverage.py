"""What a library can do to a person, by name, so that chats can be held against it."""

from __future__ import annotations

from collections.abc import Iterator

from painbot.dialogue.advice import top_reasons
from painbot.dialogue.view import Raised, View
from painbot.flow.levels import Level
from painbot.flow.model import Library
from painbot.flow.text import Place


def everything(library: Library) -> frozenset[str]:
    """Return every tick, rule, alarm, cause and tip by name: `tick clot.swollen`."""
    return frozenset(_all(library))


def _all(library: Library) -> Iterator[str]:
    for screen in library.screens.values():
        yield from (f"tick {screen.id}.{t.id}" for part in screen.lists for t in part.ticks)
        yield from (f"tick {part.key}.{t.id}" for part in screen.then for t in part.ticks)
    yield from (f"rule {name}" for name in _rules(library).values())
    yield from (f"alarm {alarm.id}" for alarm in library.words.alarms)
    yield from (f"cause {cause}" for cause in library.causes)
    yield from (f"tip {tip}" for tip in library.tips)


def _rules(library: Library) -> dict[Place, str]:
    """Return the full name of every rule by its place; ids alone are not unique."""
    owned = [(each.id, each.rules) for each in library.screens.values()]
    owned += [(each.id, each.rules) for each in library.flows.values()]
    return {rule.at: f"{owner}.{rule.id}" for owner, rules in owned for rule in rules}


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

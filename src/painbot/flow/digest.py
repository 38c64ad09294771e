"""The digest of a flow's logic: what must be the same for a conversation just to go on.

It covers ids, order, conditions and levels of everything reachable, and no wording.
"""

from __future__ import annotations

from hashlib import blake2b

from painbot.flow.contents import leads_to
from painbot.flow.levels import Levels
from painbot.flow.model import (
    Flow,
    Group,
    Item,
    Library,
    Question,
    Rule,
    Screen,
    Signpost,
    TickList,
    Use,
)
from painbot.flow.text import Condition

_SIZE = 8


def digests(library: Library) -> dict[str, str]:
    """Return the digest of every flow, by flow id."""
    own = {name: logic_of_flow(flow) for name, flow in library.flows.items()}
    common = (
        [logic_of_question(fact) for fact in library.facts.values()],
        [logic_of_question(question) for question in library.shared.values()],
    )
    screens = {name: repr(logic_of_screen(screen)) for name, screen in library.screens.items()}
    found = {}
    for name in library.flows:
        reachable = sorted(_reachable(library, name))
        used = sorted({s for f in reachable for g in library.flows[f].screens for s in g})
        logic = (common, [own[each] for each in reachable], [screens[each] for each in used])
        found[name] = blake2b(repr(logic).encode(), digest_size=_SIZE).hexdigest()
    return found


def _reachable(library: Library, name: str) -> set[str]:
    found = {name}
    waiting = [name]
    while waiting:
        for other in leads_to(library.flows[waiting.pop()]):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def logic_of_flow(flow: Flow) -> str:
    """Return the logic of one flow: ids, order, conditions, levels."""
    items = [_item(item) for item in flow.items]
    parts = (flow.id, shape_of(flow.suits), flow.otherwise, flow.screens, items, _rules(flow.rules))
    return repr(parts)


def _item(item: Item) -> object:
    if isinstance(item, Use):
        return ("use", item.key)
    if isinstance(item, Signpost):
        return ("to", item.go_to, shape_of(item.condition))
    if isinstance(item, Group):
        return ("group", shape_of(item.condition), [_item(each) for each in item.items])
    return logic_of_question(item)


def logic_of_question(question: Question) -> object:
    """Return the logic of one question."""
    answers = [(a.id, shape_of(a.condition), a.go_to, a.low, a.high) for a in question.answers]
    condition = shape_of(question.condition)
    return (question.key, question.kind, answers, condition, question.unsure_as)


def logic_of_screen(screen: Screen) -> object:
    """Return the logic of one screen."""
    lists = [_list(part) for part in (*screen.lists, *screen.then)]
    return (screen.id, shape_of(screen.condition), lists, _rules(screen.rules))


def _list(part: TickList) -> object:
    ticks = [(t.id, _levels(t.level), shape_of(t.condition), t.unsure_as) for t in part.ticks]
    return (part.key, ticks)


def _rules(rules: tuple[Rule, ...]) -> object:
    return [(rule.id, rule.condition.shape, _levels(rule.level)) for rule in rules]


def _levels(levels: Levels | None) -> object:
    return levels and (int(levels.otherwise), levels.by_country)


def shape_of(condition: Condition | None) -> str:
    """Return what a condition means; nothing where there is none."""
    return condition.shape if condition else ""

"""What it hangs on whether something is asked, by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from painbot.flow.model import Group, Item, Library, Question, Use
from painbot.flow.text import Condition, Sight


def with_gates(
    items: Iterable[Item], gates: tuple[Condition, ...] = ()
) -> Iterator[tuple[Question | Use, tuple[Condition, ...]]]:
    """Yield every question of a flow with the conditions of the groups it stands in."""
    for item in items:
        if isinstance(item, Group):
            yield from with_gates(item.items, (*gates, item.condition))
        elif isinstance(item, Question | Use):
            yield item, gates


def hangs(library: Library) -> Mapping[str, frozenset[Sight]]:
    """Return all that decides whether a key is asked, or what is offered there."""
    found: dict[str, set[Condition | None]] = {}
    for flow in library.flows.values():
        for item, gates in with_gates(flow.items):
            found.setdefault(item.key, set()).update(gates)
    for key, question in library.questions.items():
        offers = (answer.condition for answer in question.answers)
        found.setdefault(key, set()).update([question.condition, *offers])
    for key, part in library.lists.items():
        ticks = (tick.condition for tick in part.ticks)
        found.setdefault(key, set()).update([library.screens[part.screen].condition, *ticks])
    return {key: _seen(conditions) for key, conditions in found.items()}


def _seen(conditions: Iterable[Condition | None]) -> frozenset[Sight]:
    return frozenset[Sight]().union(*(c.may_see for c in conditions if c is not None))


def with_hangs(
    sights: frozenset[Sight], hanging: Mapping[str, frozenset[Sight]]
) -> frozenset[Sight]:
    """Return sights with all that decides whether what they look at is asked."""
    found, more = sights, sights
    while more:
        keys = {key for sight in more for key in sight.look.keys}
        more = frozenset[Sight]().union(*(hanging.get(key, ()) for key in keys)) - found
        found |= more
    return found

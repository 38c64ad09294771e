"""Everything that is claimed of a library: what never may happen, and what must be possible."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from painbot.flow.model import Flow, Library, Rule
from painbot.flow.text import Condition, Place, Sight
from painbot.proof.explore import traits
from painbot.proof.explore.graph import Graph
from painbot.proof.explore.hangs import hangs, with_hangs
from painbot.proof.explore.search import Trait
from painbot.proof.promises import Scoped, meant, promises_of, sought

Hunt = list[Trait]
_TURN = "Mend the conditions that stand in its way, or remove it."


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing to prove.

    `hunts` look for what would break it or, if it is `wanted`, for what shows that it can
    happen. `code` and `slots` are the finding if it does not hold. A claim with `when` is looked
    into only when one of the claims named there failed.
    """

    id: str
    at: Place
    code: str
    slots: dict[str, str]
    hunts: Callable[[Graph], Iterable[Hunt]]
    wanted: bool = False
    when: tuple[str, ...] = ()

    def failed(self, found: Container[str]) -> bool:
        """Return whether it does not hold, given the claims that something was found for."""
        return (self.id in found) != self.wanted


def claims(library: Library) -> tuple[Claim, ...]:
    """Return every claim: the operator's promises first, then what every library must hold."""
    return (*_promises(library), *_rules(library), *_causes(library), *_tips(library))


def _promises(library: Library) -> Iterator[Claim]:
    for scoped in promises_of(library):
        promise = scoped.promise
        name = f"promise {scoped.flow}.{promise.id}"
        if promise.kind == "can happen":
            yield Claim(name, promise.at, "PB071", {"id": promise.id}, _sought(scoped), wanted=True)
            continue
        yield Claim(name, promise.at, "PB070", {"id": promise.id}, _sought(scoped))
        if promise.condition is not None:
            yield Claim(
                f"if of {name}",
                promise.at,
                "PB072",
                {"id": promise.id},
                _meant(scoped),
                wanted=True,
            )
    yield from _contradictions(library)


def _sought(scoped: Scoped) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: ([*meant(graph, scoped), *more] for more in sought(graph, scoped))


def _meant(*each: Scoped) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: [[trait for scoped in each for trait in meant(graph, scoped)]]


def _contradictions(library: Library) -> Iterator[Claim]:
    """Yield, for promises that cannot both hold, that they never speak of the same people."""
    every = list(promises_of(library))
    for one in every:
        for other in every:
            low, high = one.promise, other.promise
            if (low.kind, high.kind) != ("at least", "at most"):
                continue
            if (low.level or 0) <= (high.level or 0) or _apart(one, other):
                continue
            where = "there are conversations that both speak about"
            slots = {"id": low.id, "other": high.id, "where": where}
            name = f"contradiction {one.flow}.{low.id} {other.flow}.{high.id}"
            yield Claim(
                name,
                low.at,
                "PB073",
                slots,
                _meant(one, other),
                when=(f"promise {one.flow}.{low.id}", f"promise {other.flow}.{high.id}"),
            )


def _apart(one: Scoped, other: Scoped) -> bool:
    return bool(one.flow and other.flow and one.flow != other.flow)


def _rules(library: Library) -> Iterator[Claim]:
    hanging = hangs(library)
    for owner, rule in _owned(library):
        name = f"rule {owner}.{rule.id}"
        yield Claim(name, rule.at, "PB076", {"id": rule.id}, _decides(rule), wanted=True)
        slots = {"what": f"What the rule `{rule.id}` asks for", "hint": _TURN}
        yield Claim(
            f"{name} at all", rule.at, "PB075", slots, _fires(rule), wanted=True, when=(name,)
        )
        yield from _lowered(owner, library, rule, hanging)


def _owned(library: Library) -> Iterator[tuple[str, Rule]]:
    for screen in library.screens.values():
        yield from ((screen.id, rule) for rule in screen.rules)
    for flow in library.flows.values():
        yield from ((flow.id, rule) for rule in flow.rules)


def _fires(rule: Rule) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: [[traits.Fires(rule, graph.lookouts)]]


def _decides(rule: Rule) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: [
        [traits.Fires(rule, graph.lookouts), traits.Decides(rule, graph.lookouts)]
    ]


def _lowered(
    owner: str, library: Library, rule: Rule, hanging: Mapping[str, frozenset[Sight]]
) -> Iterator[Claim]:
    """Yield that no tick lowers the level, for a rule that hangs on a `not` before a tick."""
    everything = with_hangs(rule.condition.may_see, hanging)
    lists = library.lists.keys()
    against = {s for s in everything if s.surely and not s.look.keys.isdisjoint(lists)}
    if against:
        name = f"one more yes {owner}.{rule.id}"
        hunt = _one_more(rule, frozenset(against), everything)
        yield Claim(name, rule.at, "PB092", {"rule": rule.id}, hunt)


def _one_more(
    rule: Rule, against: frozenset[Sight], everything: frozenset[Sight]
) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: [
        [traits.Fires(rule, graph.lookouts), traits.OneMoreYes(against, everything)]
    ]


def _causes(library: Library) -> Iterator[Claim]:
    for flow in library.flows.values():
        for fit in flow.causes:
            slots = {"what": f"The cause `{fit.cause}` in the flow `{flow.id}`", "hint": _TURN}
            name = f"cause {flow.id}.{fit.cause}"
            yield Claim(name, fit.at, "PB075", slots, _shows(flow, fit.cause), wanted=True)
            for key, condition in (("fits", fit.fits), ("may fit", fit.may_fit)):
                if condition is not None:
                    slots = {
                        "what": f"What `{key}` of the cause `{fit.cause}` asks for",
                        "hint": _TURN,
                    }
                    hunt = _calm(flow, condition)
                    yield Claim(
                        f"{key} {flow.id}.{fit.cause}", fit.at, "PB075", slots, hunt, wanted=True
                    )


def _shows(flow: Flow, cause: str) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: [
        [traits.EndsIn(graph.library, flow.id), traits.Shows(cause, graph.lookouts)]
    ]


def _calm(flow: Flow, condition: Condition) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: [
        [
            traits.EndsIn(graph.library, flow.id),
            traits.Said(condition, graph.lookouts),
            traits.Below(3, graph.lookouts),
        ]
    ]


def _tips(library: Library) -> Iterator[Claim]:
    for flow in library.flows.values():
        slots = {"what": "any tip", "hint": "Give the flow a tip that needs no condition."}
        name = f"tips {flow.id}"
        yield Claim(name, flow.at, "PB079", slots, _no_tip(flow))


def _no_tip(flow: Flow) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: [[traits.EndsIn(graph.library, flow.id), traits.NoTip(graph.lookouts)]]

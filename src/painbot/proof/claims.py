"""Everything that is claimed of a library: what never may happen, and what must be possible."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from painbot.flow.contents import owned_rules
from painbot.flow.levels import Level
from painbot.flow.model import CauseFit, Flow, Library, Promise, Rule
from painbot.flow.text import Condition, Place, Sight
from painbot.proof.explore import traits
from painbot.proof.explore.graph import Graph
from painbot.proof.explore.hangs import hangs, with_hangs
from painbot.proof.explore.search import Trait
from painbot.proof.promises import Scoped, guards, meant, promises_of, sought
from painbot.proof.shown_if import shown_if

Hunt = list[Trait]
_TURN = "Mend the conditions that stand in its way, or remove it."


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing to prove.

    `hunts` look for what would break it or, if it is `wanted`, for what shows that it can
    happen. `code` and `slots` are the finding if it does not hold. A claim with `when` is looked
    into only when one of the claims named there failed. `about` is whom a promise guards.
    """

    id: str
    at: Place
    code: str
    slots: dict[str, str]
    hunts: Callable[[Graph], Iterable[Hunt]]
    wanted: bool = False
    when: tuple[str, ...] = ()
    about: Condition | None = None

    def failed(self, found: Container[str]) -> bool:
        """Return whether it does not hold, given the claims that something was found for."""
        return (self.id in found) != self.wanted


def claims(library: Library) -> tuple[Claim, ...]:
    """Return every claim: the operator's promises first, then what every library must hold."""
    every = (_promises, _rules, _causes, _tips, _tests)
    return tuple(claim for part in every for claim in part(library))


def _promises(library: Library) -> Iterator[Claim]:
    for scoped in promises_of(library):
        promise = scoped.promise
        name, happens = _name(scoped), promise.kind == "can happen"
        slots = {"id": promise.id}
        code = "PB071" if happens else "PB070"
        about = promise.condition if guards(promise) else None
        hunts = _sought(scoped)
        yield Claim(name, promise.at, code, slots, hunts, wanted=happens, about=about)
        if promise.condition is not None:
            when = (name,) if happens else ()
            hunts = _meant(scoped)
            yield Claim(f"if of {name}", promise.at, "PB072", slots, hunts, wanted=True, when=when)
    yield from _contradictions(library)


def _name(scoped: Scoped) -> str:
    return f"promise {scoped.flow}.{scoped.promise.id}"


def _sought(scoped: Scoped) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: ([*meant(graph, scoped), *more] for more in sought(graph, scoped))


def _meant(*each: Scoped) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: [[trait for scoped in each for trait in meant(graph, scoped)]]


def _contradictions(library: Library) -> Iterator[Claim]:
    """Yield, for promises that cannot both hold, that they never speak of the same people."""
    every = list(promises_of(library))
    for one in every:
        for other in every:
            hunts = None if _apart(one, other) else _against(one, other)
            if hunts is not None:
                low, high = one.promise, other.promise
                slots = {"id": low.id, "other": high.id, "where": f"{high.at.file}:{high.at.line}"}
                names = (_name(one), _name(other))
                name = f"contradiction {' '.join(names)}"
                yield Claim(name, low.at, "PB073", slots, hunts, when=names)


def _against(one: Scoped, other: Scoped) -> Callable[[Graph], Iterable[Hunt]] | None:
    """Return the hunts for people whom both speak about; None if both can hold for them."""
    low, high = one.promise, other.promise
    if low.kind == "at least" and high.kind == "at most":
        return _meant(one, other) if (low.level or 0) > (high.level or 0) else None
    if high.kind != "can happen" or (low.condition and not _same_people(low, high)):
        return None  # it may happen to those whom only one of them speaks about
    level = low.kind == "at least" and high.level is not None and high.level < (low.level or 0)
    shown = low.kind in ("never cause", "never tip") and low.targets[0] in high.targets
    return _meant(other) if level or shown else None


def _same_people(low: Promise, high: Promise) -> bool:
    if low.condition is None or high.condition is None:
        return False
    return low.condition.shape == high.condition.shape


def _apart(one: Scoped, other: Scoped) -> bool:
    return bool(one.flow and other.flow and one.flow != other.flow)


def _rules(library: Library) -> Iterator[Claim]:
    hanging = hangs(library)
    for owner, rule in owned_rules(library):
        name = f"rule {owner}.{rule.id}"
        yield Claim(name, rule.at, "PB076", {"id": rule.id}, _decides(rule), wanted=True)
        slots = {"what": f"What the rule `{rule.id}` asks for", "hint": _TURN}
        yield Claim(
            f"{name} at all", rule.at, "PB075", slots, _fires(rule), wanted=True, when=(name,)
        )
        yield from _lowered(owner, library, rule, hanging)


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
                    yield from _fits(flow, fit, key, condition)


def _fits(flow: Flow, fit: CauseFit, key: str, condition: Condition) -> Iterator[Claim]:
    """Yield that a cause comes to fit for some people, and not for everybody."""
    name = f"{key} {flow.id}.{fit.cause}"
    slots = {"what": f"What `{key}` of the cause `{fit.cause}` asks for", "hint": _TURN}
    yield Claim(name, fit.at, "PB075", slots, _calm(flow, condition), wanted=True)
    slots = {"what": f"The `{key}` of the cause `{fit.cause}` in the flow `{flow.id}`"}
    hunt = _tested(condition, surely=True, value=False)
    yield Claim(f"always {name}", fit.at, "PB091", slots, hunt, wanted=True)


def _shows(flow: Flow, cause: str) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: [
        [traits.EndsIn(graph.library, flow.id), traits.Shows(cause, graph.lookouts)]
    ]


def _calm(flow: Flow, condition: Condition) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: [
        [
            traits.EndsIn(graph.library, flow.id),
            traits.Said(condition, graph.lookouts),
            traits.Below(Level.TODAY, graph.lookouts),
        ]
    ]


def _tips(library: Library) -> Iterator[Claim]:
    for flow in library.flows.values():
        slots = {"what": "any tip", "hint": "Give the flow a tip that needs no condition."}
        name = f"tips {flow.id}"
        yield Claim(name, flow.at, "PB079", slots, _no_tip(flow))


def _no_tip(flow: Flow) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda graph: [[traits.EndsIn(graph.library, flow.id), traits.NoTip(graph.lookouts)]]


def _tests(library: Library) -> Iterator[Claim]:
    """Yield, for conditions of what is shown, that they hold for some people and not for others."""
    for what, condition, surely, at in shown_if(library):
        for value, code in ((True, "PB075"), (False, "PB091")):
            told = f"What {what} asks for" if value else f"The {what}"
            slots = {"what": told, "hint": "Mend the condition, or remove it."}
            hunt = _tested(condition, surely=surely, value=value)
            yield Claim(f"{value} {what}", at, code, slots, hunt, wanted=True)


def _tested(
    condition: Condition, *, surely: bool, value: bool
) -> Callable[[Graph], Iterable[Hunt]]:
    return lambda _graph: [[traits.Tested(condition, surely, value)]]

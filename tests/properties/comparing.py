"""What the merged exploration of a library says, against every one of its conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as with_

from painbot.dialogue.replies import Result
from painbot.flow.contents import all_rules
from painbot.flow.levels import Level
from painbot.flow.model import Rule
from painbot.flow.text import Condition
from painbot.proof.explore import traits
from painbot.proof.explore.graph import Graph
from painbot.proof.explore.search import Found, Trait, search
from painbot.proof.explore.terrain import Terrain
from painbot.proof.explore.traits.said import possible_views
from painbot.proof.invariants import faults
from painbot.proof.promises import Scoped, guards, meant, promises_of, sought
from tests.properties.brute import Brute, Finished, offer
from tests.properties.hunting import hunt

Wanted = Callable[[Finished], bool]


@dataclass(frozen=True)
class Question:
    """Something to search for, and what a conversation must be like to be that."""

    name: str
    traits: Sequence[Trait]
    wanted: Wanted


def differences(brute: Brute) -> Iterator[str]:
    """Yield where the merged exploration of a library says something else."""
    library = brute.library
    graph = Graph(Terrain(library))
    graph.explore()
    faulty = any(fault.code == "PB077" for fault in faults(graph))
    if brute.fell or faulty:  # an error for the operator; searches count on its absence
        yield from ["a level fell, no fault"] if not faulty else []
        yield from ["a fault, no level fell"] if not brute.fell else []
        return
    offers = {offer(library, state.session) for state in graph.states if not state.done}
    yield from (f"offered nowhere: {each}" for each in offers - brute.offers)
    yield from (f"offered, not explored: {each}" for each in brute.offers - offers)
    for flow, longest in brute.longest.items():
        if graph.roots[flow].left != longest:
            yield f"{flow}: at most {longest} answers, explored: {graph.roots[flow].left}"
    for each in questions(graph):
        yield from _compared(brute, each.name, search(graph, each.traits), each.wanted)
    yield from _broken_promises(brute, graph)


def _compared(brute: Brute, name: str, found: Found | None, wanted: Wanted) -> Iterator[str]:
    """Yield what is wrong with what was found: it must be one of the shortest there are."""
    there = [key for key, end in brute.ends.items() if wanted(end)]
    if found is None or not there:
        if found is not None or there:
            yield f"{name}: brute force {there[:1]}, found {found}"
        return
    key = (found.flow, tuple(each for message in found.given for each in message))
    if key not in brute.ends:
        yield f"{name}: no conversation goes like {found}"
    elif not wanted(brute.ends[key]):
        yield f"{name}: it is not what {found} comes to"
    elif len(found.given) != min(brute.ends[each].asked for each in there):
        yield f"{name}: {there[:1]} is shorter than {found}"


def questions(graph: Graph) -> Iterator[Question]:
    """Yield everything that is searched for, alone and joined with what promises speak of."""
    said = [None, *(each.promise.condition for each in promises_of(graph.library))]
    for number, each in enumerate(_plain(graph)):
        yield each
        condition = said[number % len(said)]
        if condition is not None:
            more = traits.Said(condition, graph.lookouts)
            wanted = _both(each.wanted, condition)
            yield Question(f"{each.name} if {condition.text}", [*each.traits, more], wanted)


def _both(wanted: Wanted, condition: Condition) -> Wanted:
    return lambda end: wanted(end) and condition.must(end.view)


def _plain(graph: Graph) -> Iterator[Question]:
    library, looks = graph.library, graph.lookouts
    for flow in library.flows:
        for level in Level:
            of = [traits.EndsIn(library, flow), *_exactly(graph, level)]
            yield Question(f"{flow} at {level.id}", of, _ends(flow, level))
    for cause in library.causes:
        shows = traits.Shows(cause, looks)
        yield Question(f"cause {cause}", [shows], _has(lambda r: r.causes, cause))
        first = traits.Shows(cause, looks, first=True)
        yield Question(f"first {cause}", [first], _has(lambda r: r.causes[:1], cause))
    for name, tip in library.tips.items():
        yield Question(f"tip {name}", [traits.Advises(tip, looks)], _has(lambda r: r.tips, name))
    for rule in all_rules(library):
        yield from _of_rule(graph, rule)
    for key, part in library.lists.items():
        for tick in part.ticks:
            yes = traits.Ticked(key, tick, looks)
            yield Question(f"{key} got {tick.id}", [yes], _got(key, tick.id))
            doubt = traits.Ticked(key, tick, looks, doubtful=True)
            yield Question(f"{key} has doubt {tick.id}", [doubt], _doubted(key, tick.id))
    yield _held("no tip", [traits.NoTip(looks)])


def _exactly(graph: Graph, level: int) -> tuple[Trait, Trait]:
    return traits.Below(level + 1, graph.lookouts), traits.AtLeast(level, graph.lookouts)


def _of_rule(graph: Graph, rule: Rule) -> Iterator[Question]:
    fires = traits.Fires(rule, graph.lookouts)
    yield Question(f"rule {rule.id}", [fires], lambda end: _counts(end, rule))
    yield _held(f"decides {rule.id}", [fires, traits.Decides(rule, graph.lookouts)])


def _held(name: str, of: Sequence[Trait]) -> Question:
    return Question(name, of, lambda end: all(trait.holds(end.end) for trait in of))


def _ends(flow: str, level: int) -> Wanted:
    return lambda end: end.path[-1] == flow and end.result.level == level


def _has(shown: Callable[[Result], Iterable[str]], name: str) -> Wanted:
    return lambda end: name in shown(end.result)


def _got(key: str, tick: str) -> Wanted:
    return lambda end: tick in end.view.picks.get(key, ())


def _doubted(key: str, tick: str) -> Wanted:
    return lambda end: tick in end.view.doubts.get(key, ())


def _counts(end: Finished, rule: Rule) -> bool:
    return any(each is rule for each in end.view.rules()) and rule.condition.may(end.view)


# Promises


def _broken_promises(brute: Brute, graph: Graph) -> Iterator[str]:
    for scoped in _with_near_numbers(brute, promises_of(brute.library)):
        promise = scoped.promise
        name = f"{promise.id} {promise.kind} {promise.level} {promise.number} {promise.targets}"
        wanted = _forbidden(scoped)
        there = hunt(graph, scoped)
        if (there is None) != (not any(wanted(end) for end in brute.ends.values())):
            yield f"{name}: hunted {there}"
        hunts = (search(graph, [*meant(graph, scoped), *more]) for more in sought(graph, scoped))
        found = [each for each in hunts if each is not None]
        shortest = min(found, key=lambda each: len(each.given), default=None)
        yield from _compared(brute, name, shortest, wanted)


def _with_near_numbers(brute: Brute, promises: Iterable[Scoped]) -> Iterator[Scoped]:
    """Yield promises; of those about a number of questions those near the most there are."""
    for scoped in promises:
        if scoped.promise.kind != "questions":
            yield scoped
            continue
        about = (end.asked for end in brute.ends.values() if _speaks_of(scoped, end))
        most = max(about, default=5)
        for number in (most - 1, most, most + 1):
            yield Scoped(with_(scoped.promise, number=number), scoped.flow)


def _speaks_of(scoped: Scoped, end: Finished) -> bool:
    condition = scoped.promise.condition
    if scoped.flow not in ("", end.path[-1]):
        return False
    if condition is None or not guards(scoped.promise):
        return condition is None or condition.must(end.view)
    return any(condition.must(view) for view in possible_views(condition, end.view))


def _forbidden(scoped: Scoped) -> Wanted:
    """Return what breaks a promise, or what one that it says can happen is like."""
    promise = scoped.promise
    level = promise.level
    hits: Mapping[str, Wanted] = {
        "at least": lambda end: end.result.level < (level or 0),
        "at most": lambda end: end.result.level > (level or 0),
        "questions": lambda end: end.asked > promise.number,
        "never cause": lambda end: promise.targets[0][1] in end.result.causes,
        "never cause first": lambda end: promise.targets[0][1] in end.result.causes[:1],
        "never tip": lambda end: promise.targets[0][1] in end.result.tips,
        "can happen": lambda end: level in (None, end.result.level) and _shown(scoped, end),
    }
    return lambda end: _speaks_of(scoped, end) and hits[promise.kind](end)


def _shown(scoped: Scoped, end: Finished) -> bool:
    there = {"cause": end.result.causes, "tip": end.result.tips}
    return all(name in there[kind] for kind, name in scoped.promise.targets)

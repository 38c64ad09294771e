"""What operators promise, hunted for a conversation that breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from painbot.flow.contents import rules_of
from painbot.flow.levels import Level
from painbot.flow.model import Library, Promise
from painbot.proof.explore import traits
from painbot.proof.explore.graph import Graph
from painbot.proof.explore.search import Trait


@dataclass(frozen=True, slots=True)
class Scoped:
    """A promise and the flow it speaks about: "" for every conversation."""

    promise: Promise
    flow: str = ""


def promises_of(library: Library) -> Iterator[Scoped]:
    """Yield every promise: a flow's own speak of conversations that end there."""
    yield from (Scoped(promise) for promise in library.promises)
    for flow in library.flows.values():
        yield from (Scoped(promise, flow.id) for promise in flow.promises)


def guards(promise: Promise) -> bool:
    """Return whether it guards people, and so also those of whom a fact was never asked."""
    return promise.kind == "at least" or promise.kind.startswith("never")


def meant(graph: Graph, scoped: Scoped) -> list[Trait]:
    """Return the traits of the conversations that a promise speaks about."""
    promise = scoped.promise
    found: list[Trait] = []
    if scoped.flow:
        found.append(traits.EndsIn(graph.library, scoped.flow))
    if promise.condition is not None:
        said = traits.Possible if guards(promise) else traits.Said
        found.append(said(promise.condition, graph.lookouts))
    return found


def sought(graph: Graph, scoped: Scoped) -> Iterator[list[Trait]]:
    """Yield what to hunt for, one hunt after another: joint sets of rules would explode."""
    promise, lookouts = scoped.promise, graph.lookouts
    if promise.kind == "at least":
        yield [traits.Below(_level(promise), lookouts)]
    elif promise.kind == "at most":
        yield from _raised(graph, _level(promise) + 1)
    elif promise.kind == "questions":
        yield [traits.Longer(promise.number)]
    elif promise.kind == "can happen" and promise.level is not None:
        shown = _shown(graph, promise)
        yield from ([*shown, *level] for level in _exactly(graph, promise.level))
    else:
        yield _shown(graph, promise)


def _exactly(graph: Graph, level: int) -> Iterator[list[Trait]]:
    """Yield the ways to end at one level: by a tick, by each rule; or by nothing at all."""
    below: list[Trait] = [traits.Below(level + 1, graph.lookouts)]
    if level == Level.SELF_CARE:
        yield below
        return
    yield from ([*below, *more] for more in _raised(graph, level))


def _level(promise: Promise) -> int:
    return int(promise.level or 0)


def _raised(graph: Graph, level: int) -> Iterator[list[Trait]]:
    """Yield what can give at least a level: some tick, or one rule after another."""
    if level > Level.EMERGENCY:
        return
    yield [traits.TicksGive(level, graph.lookouts)]
    for rule in rules_of(graph.library, graph.library.flows):
        if rule.level.otherwise >= level:
            yield [traits.Fires(rule, graph.lookouts, level)]


def _shown(graph: Graph, promise: Promise) -> list[Trait]:
    library, lookouts = graph.library, graph.lookouts
    found: list[Trait] = []
    for kind, name in promise.targets:
        if kind == "tip":
            found.append(traits.Advises(library.tips[name], lookouts))
        else:
            first = promise.kind == "never cause first"
            found.append(traits.Shows(name, lookouts, first))
    return found

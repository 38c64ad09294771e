"""Search all conversations for one that has certain traits at its end.

A search tells apart only what its traits look at. Where a conversation has not all of them, the
trait it lacks says which looks that hangs on; when one of those is not told apart yet, others of
its kind could have the trait, so the search begins anew and looks there, too. It ends with a
conversation, or with the certainty that there is none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final, NamedTuple

from painbot.dialogue.view import View
from painbot.flow.text import Sight
from painbot.proof.explore.choices import Given
from painbot.proof.explore.ends import End, Found, Here, Trait
from painbot.proof.explore.graph import Graph, State
from painbot.proof.explore.notproved import NotProved

MOST_NODES: Final = 400_000


class _Node(NamedTuple):
    """Conversations alike: bits of the sights that were looked at, and of those that held."""

    here: Here
    seen: int
    true: int
    parent: int
    given: Given


def search(
    graph: Graph, traits: Sequence[Trait], *, shortest: bool = True, most: int = MOST_NODES
) -> Found | None:
    """Return a conversation with all the traits, or None if there is none.

    It is the shortest, unless any will do, which is faster. Raises NotProved when there are
    more than `most` kinds of conversation to look at.
    """
    sights = frozenset[Sight]().union(*(trait.sights for trait in traits))
    while True:
        found, missing = _Run(graph, traits, sights, most).run(shortest=shortest)
        if found is not None or not missing:
            return found
        sights |= missing


class _Run:
    """One run over all conversations with a fixed set of sights."""

    def __init__(
        self, graph: Graph, traits: Sequence[Trait], sights: frozenset[Sight], most: int
    ) -> None:
        self._graph = graph
        self._traits = traits
        self._sights = sights
        self._bits = graph.sights.mask(sights)
        self._of_facts = graph.sights.about(frozenset(graph.library.facts))
        self._most = most
        self._counts = any(trait.counts for trait in traits)
        self._nodes: list[_Node] = []
        self._seen: set[object] = set()
        self._about: dict[tuple[str, ...], int] = {}
        self._open: dict[frozenset[str], int] = {}
        self._hopeless: dict[object, bool] = {}

    def run(self, *, shortest: bool) -> tuple[Found | None, frozenset[Sight]]:
        """Return a conversation, or what else has to be looked at, or neither."""
        waiting: deque[int] = deque()
        for flow, root in self._graph.roots.items():
            self._add(_Node(Here(root, (flow,), 0, 0), 0, 0, -1, ()), waiting)
        while waiting:
            place = waiting.popleft() if shortest else waiting.pop()
            state = self._nodes[place].here.state
            if not state.done:
                self._go_on(place, waiting, calm_last=not shortest)
                continue
            missing = self._missing(place)
            if missing is None:
                return self._found(place), frozenset()
            if missing:
                return None, missing
        return None, frozenset()

    def _go_on(self, place: int, waiting: deque[int], *, calm_last: bool) -> None:
        """Add all that one node leads to; who comes last is tried first when any will do."""
        (state, path, certain, asked), seen, true, _, _ = self._nodes[place]
        looked_at = self._looked_at(state)
        seen |= looked_at
        ways = self._graph.ways(state, looked_at)
        for way in reversed(ways) if calm_last else ways:
            there = (*path, *way.further) if way.further else path
            here = Here(way.after, there, max(way.certain, certain), asked + 1)
            self._add(_Node(here, seen, true | way.shows, place, way.given), waiting)

    def _add(self, node: _Node, waiting: deque[int]) -> None:
        """Add a node unless one like it is there, or nothing can come of it."""
        (state, path, certain, answers), seen, true, _, _ = node
        asked = answers if self._counts else 0
        kind = (state.number, path, certain, seen, true, asked)
        if kind in self._seen:
            return
        self._seen.add(kind)
        if self._is_hopeless(node, asked):
            return
        if len(self._nodes) >= self._most:
            raise NotProved.too_many(self._most, "kinds of conversation")
        waiting.append(len(self._nodes))
        self._nodes.append(node)

    def _is_hopeless(self, node: _Node, asked: int) -> bool:
        """Return whether no end with every trait can come of this; alike cases are asked once."""
        here = node.here
        settled = self._bits & ~self._still_open(here.state)
        unknown = self._of_facts & ~node.seen  # a fact never asked stays unknown
        false = settled & ~node.true & ~unknown
        left = here.state.left if self._counts else 0
        kind = (node.true, false, here.certain, here.path[-1], asked + left)
        if kind not in self._hopeless:
            known = self._graph.sights.known(node.true, false)
            self._hopeless[kind] = any(trait.hopeless(known, here) for trait in self._traits)
        return self._hopeless[kind]

    def _still_open(self, state: State) -> int:
        """Return the bits of looks that something still to be asked can change."""
        askable = state.alive.askable
        if askable not in self._open:
            self._open[askable] = self._graph.sights.about(askable)
        return self._open[askable]

    def _looked_at(self, state: State) -> int:
        """Return the bits of the sights that look at what is asked in a state."""
        asked = state.asked
        if asked not in self._about:
            self._about[asked] = self._bits & self._graph.sights.about(asked)
        return self._about[asked]

    def _missing(self, place: int) -> frozenset[Sight] | None:
        """Return what else has to be looked at to be sure of one end; None: it has every trait."""
        end = self._end(place)
        lacking = [trait for trait in self._traits if not trait.holds(end)]
        if not lacking:
            return None
        reasons = (trait.why_not(end) - self._sights for trait in lacking)
        return min(reasons, key=len)

    def _end(self, place: int) -> End:
        node = self._nodes[place]
        given = [each for message in self._given(place) for each in message]
        picks = {each.key: each.picks for each in given}
        doubts = {each.key: each.doubts for each in given if each.doubts}
        library, here = self._graph.library, node.here
        view = View(library, here.path, picks, doubts)
        return End(library, here.path, view, here.certain, here.asked)

    def _given(self, place: int) -> list[Given]:
        found = []
        while self._nodes[place].parent >= 0:
            found.append(self._nodes[place].given)
            place = self._nodes[place].parent
        return found[::-1]

    def _found(self, place: int) -> Found:
        return Found(self._nodes[place].here.path[0], tuple(self._given(place)))


__all__ = ["End", "Found", "Here", "Trait", "search"]

"""A conversation that a promise forbids, or that it says can happen."""

from __future__ import annotations

from painbot.proof.explore.graph import Graph
from painbot.proof.explore.search import Found, search
from painbot.proof.promises import Scoped, meant, sought


def hunt(graph: Graph, scoped: Scoped) -> Found | None:
    """Return the first one that the hunts for a promise find."""
    about = meant(graph, scoped)
    found = (search(graph, [*about, *more]) for more in sought(graph, scoped))
    return next((each for each in found if each is not None), None)

"""Whether `painbot check` would notice a mutant: by a vignette, or by a promise that breaks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from painbot.flow.findings import Finding, Findings
from painbot.flow.model import Library, Promise
from painbot.proof.chats import play_chats
from painbot.proof.explore.graph import Graph
from painbot.proof.explore.terrain import Terrain
from painbot.proof.explore.traits import reachable
from painbot.proof.promises import Scoped, promises_of
from painbot.proof.transcript import transcript
from painbot.proof.vignettes import Vignette, play_vignette, read_vignettes
from tests import shipped
from tests.properties.hunting import hunt
from tests.properties.mutants import Mutant


def killed(mutant: Mutant) -> str:
    """Return the conversation that shows what is wrong with a mutant, or nothing."""
    library = mutant.made()
    return next(_told(library, mutant), "") or next(_broken(library, mutant), "")


def _told(library: Library, mutant: Mutant) -> Iterator[str]:
    """Yield the vignettes that come to what was changed and now end too low."""
    for story in _stories(mutant.shown):
        findings = Findings()
        play_vignette(library, story, findings)
        yield from (found.example for found in findings if _counts(found))


def _counts(found: Finding) -> bool:
    return found.code == "PB062" and bool(found.example)


@cache
def _stories(name: str) -> tuple[Vignette, ...]:
    """Return the vignettes that show this."""
    played, _ = shipped.stories()
    showing = {each.id for each in played if name in each.shows}
    files = {path.name: path.read_bytes() for path in (shipped.FLOWS / "vignettes").glob("*.yaml")}
    every = read_vignettes(shipped.library(), files, Findings())
    return tuple(each for each in every if each.id in showing)


def _broken(library: Library, mutant: Mutant) -> Iterator[str]:
    """Yield conversations that break a promise, of those that look where the mutant does."""
    terrain = Terrain(library)
    for flow in _flows(library, mutant.owner):
        graph = Graph(terrain, [flow])
        for scoped in promises_of(library):
            if _may_break(library, scoped, flow, mutant):
                found = hunt(graph, scoped)
                if found is not None:
                    yield transcript(library, found).text


def _flows(library: Library, owner: str) -> Iterator[str]:
    """Yield the flows to begin in: the one that has it, or those that ask the screen."""
    if owner in library.flows:
        yield owner
        return
    has = (f for f in library.flows.values() if any(owner in group for group in f.screens))
    yield from sorted((f.id for f in has), key=lambda flow: len(reachable(library, flow)))


def _may_break(library: Library, scoped: Scoped, flow: str, mutant: Mutant) -> bool:
    promise = scoped.promise
    if promise.kind != "at least":  # a level that falls breaks no other kind
        return False
    return _reads(promise, mutant) and scoped.flow in {"", *reachable(library, flow)}


def _reads(promise: Promise, mutant: Mutant) -> bool:
    return promise.condition is None or not promise.condition.reads.isdisjoint(mutant.reads)


def replays(library: Library, chat: str) -> bool:
    """Return whether a chat goes as it is written."""
    findings = Findings()
    play_chats(library, {"found.chat": chat.encode()}, findings)
    return not list(findings)

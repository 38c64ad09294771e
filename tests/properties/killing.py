"""Whether `painbot check` would notice a mutant: by a vignette, or by a promise that breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from painbot.flow.contents import leads_to
from painbot.flow.findings import Finding, Findings
from painbot.flow.model import Library, Promise
from painbot.flow.text import Place
from painbot.proof.chats import play_chats
from painbot.proof.explore.graph import Graph
from painbot.proof.promises import Scoped, hunt, promises_of
from painbot.proof.transcript import transcript
from painbot.proof.vignettes import play_vignettes
from tests import shipped
from tests.properties.mutants import Mutant

ENTRY = re.compile(r" {2}[a-z]")  # where the next vignette begins


def killed(mutant: Mutant) -> str:
    """Return the conversation that shows what is wrong with a mutant, or nothing."""
    library = mutant.made()
    return next(_told(library, mutant), "") or next(_broken(library, mutant), "")


def _told(library: Library, mutant: Mutant) -> Iterator[str]:
    """Yield the vignettes that come to what was changed and now end too low."""
    for story in _stories(mutant.shown):
        findings = Findings()
        play_vignettes(library, {"v.yaml": story}, findings)
        yield from (found.example for found in findings if _counts(found))


def _counts(found: Finding) -> bool:
    return found.code == "PB062" and bool(found.example)


@cache
def _stories(name: str) -> tuple[bytes, ...]:
    """Return each vignette that shows this, as a file of its own."""
    played, _ = shipped.stories()
    return tuple(_alone(each.at) for each in played if name in each.shows)


def _alone(at: Place) -> bytes:
    """Return one vignette as a file of its own."""
    lines = (shipped.FLOWS / at.file).read_text().splitlines()[at.line - 1 :]
    inside = takewhile(lambda line: not ENTRY.match(line), lines[1:])
    return "\n".join(["format: 1", "vignettes:", lines[0], *inside]).encode()


def _broken(library: Library, mutant: Mutant) -> Iterator[str]:
    """Yield conversations that break a promise, of those that look where the mutant does."""
    for flow in _flows(library, mutant.owner):
        graph = Graph(library, [flow])
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
    yield from sorted((f.id for f in has), key=lambda name: len(library.flows[name].items))


def _may_break(library: Library, scoped: Scoped, flow: str, mutant: Mutant) -> bool:
    promise = scoped.promise
    if promise.kind != "at least":  # a level that falls breaks no other kind
        return False
    return _reads(promise, mutant) and scoped.flow in {"", *_after(library, flow)}


def _reads(promise: Promise, mutant: Mutant) -> bool:
    return promise.condition is None or not promise.condition.reads.isdisjoint(mutant.reads)


def _after(library: Library, flow: str) -> Iterator[str]:
    yield flow
    for other in leads_to(library.flows[flow]):
        yield from _after(library, other)


def replays(library: Library, chat: str) -> bool:
    """Return whether a chat goes as it is written."""
    findings = Findings()
    play_chats(library, {"found.chat": chat.encode()}, findings)
    return not list(findings)

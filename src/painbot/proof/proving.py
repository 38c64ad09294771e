"""Prove every claim of a library, from some of its flows on, and say what was found."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from painbot.flow.findings import Findings
from painbot.flow.model import Library
from painbot.proof.claims import Claim, claims
from painbot.proof.explore.graph import Graph
from painbot.proof.explore.notproved import NotProved
from painbot.proof.explore.search import Found, search
from painbot.proof.explore.terrain import Terrain
from painbot.proof.invariants import Fault, Offered, faults, offered, what_is_offered
from painbot.proof.transcript import transcript
from painbot.proof.truths import Truth, conditions, truths


@dataclass(frozen=True, slots=True)
class Share:
    """What a search from some flows came to; plain values, so that processes can share the work.

    `found` has a conversation for every claim that one was found for; `stuck` says of claims
    why they could not be decided. `longest` is the most answers a conversation can take.
    """

    found: dict[str, Found] = field(default_factory=dict)
    stuck: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    offered: frozenset[Offered] = frozenset()
    truths: frozenset[Truth] = frozenset()
    longest: int = 0
    states: int = 0


@dataclass(frozen=True, slots=True)
class Proved:
    """What was looked into: promises, all claims, kinds of situation, the most answers."""

    promises: int
    claims: int
    states: int
    longest: int


def explored(terrain: Terrain, flows: Sequence[str]) -> Share:
    """Explore every conversation that begins in these flows, and hunt for every claim."""
    try:
        graph = Graph(terrain, flows)
        graph.explore()
    except NotProved as problem:
        return Share(stuck={"": str(problem)})
    found: dict[str, Found] = {}
    stuck: dict[str, str] = {}
    failed: set[str] = set()
    for claim in claims(terrain.library):
        if not claim.when or not failed.isdisjoint(claim.when):
            _decide(graph, claim, found, stuck)
            failed |= {claim.id} if claim.failed(found) else set()
    longest = max((root.left for root in graph.roots.values()), default=0)
    return Share(
        found, stuck, faults(graph), offered(graph), truths(graph), longest, len(graph.states)
    )


def _decide(graph: Graph, claim: Claim, found: dict[str, Found], stuck: dict[str, str]) -> None:
    try:
        for hunt in claim.hunts(graph):
            there = search(graph, hunt, shortest=not claim.wanted)
            if there is not None and _shorter(there, found.get(claim.id)):
                found[claim.id] = there
                if claim.wanted:
                    return
    except NotProved as problem:
        stuck[claim.id] = str(problem)


def _shorter(one: Found, other: Found | None) -> bool:
    return other is None or len(one.given) < len(other.given)


def report(library: Library, shares: Iterable[Share], findings: Findings) -> Proved:
    """Put together what was found from all flows, and note what does not hold."""
    there = list(shares)
    for share in there:
        for name, why in share.stuck.items():
            _not_proved(library, name, why, findings)
        for fault in share.faults:
            findings.add(fault.code, fault.at, **dict(fault.slots))
    if not any("" in share.stuck for share in there):
        _offers(library, there, findings)
        _always(library, there, findings)
        _claims(library, there, findings)
    every = claims(library)
    promises = sum(claim.id.startswith("promise ") for claim in every)
    longest = max((share.longest for share in there), default=0)
    return Proved(promises, len(every), sum(share.states for share in there), longest)


def _not_proved(library: Library, name: str, why: str, findings: Findings) -> None:
    """Note what could not be decided: it never counts as proved."""
    at = {claim.id: claim.at for claim in claims(library)}
    first = next(iter(library.flows.values())).at
    what = f"`{name}` could not be decided" if name else "Nothing could be proved"
    findings.add("PB074", at.get(name, first), what=what, why=why[:1].upper() + why[1:])


def _claims(library: Library, shares: Sequence[Share], findings: Findings) -> None:
    found: dict[str, Found] = {}
    for share in shares:
        for name, there in share.found.items():
            if _shorter(there, found.get(name)):
                found[name] = there
    stuck = {name for share in shares for name in share.stuck}
    wrong = dict(_wrong(library, found, stuck))
    for name, claim in wrong.items():
        if f"{name} at all" not in wrong:  # what never happens need not be said to change nothing
            _note(library, claim, found.get(name), findings)


def _wrong(
    library: Library, found: Mapping[str, Found], stuck: Container[str]
) -> Iterator[tuple[str, Claim]]:
    """Yield the claims that do not hold."""
    failed: set[str] = set()
    for claim in claims(library):
        looked_into = not claim.when or not failed.isdisjoint(claim.when)
        if looked_into and claim.id not in stuck and claim.failed(found):
            failed.add(claim.id)
            yield claim.id, claim


def _note(library: Library, claim: Claim, found: Found | None, findings: Findings) -> None:
    if found is None:
        findings.add(claim.code, claim.at, **claim.slots)
        return
    try:
        shown = transcript(library, found)
    except NotProved as problem:
        _not_proved(library, claim.id, str(problem), findings)
        return
    ends = f"ends at `{shown.result.level.id}`, after {len(found.given)} answers"
    what = f"this conversation {ends}"
    what += _unasked(library, claim, found)
    findings.add(claim.code, claim.at, shown.text, **{"what": what, **claim.slots})


def _unasked(library: Library, claim: Claim, found: Found) -> str:
    """Say which facts nobody asked for: then the promise may speak of this person."""
    asked = {each.key for message in found.given for each in message}
    reads = claim.about.reads if claim.about else frozenset()
    facts = [f"`{key}`" for key in library.facts if key in reads and key not in asked]
    return f"; nobody asked for {' and '.join(facts)}, so it may be so" if facts else ""


def _offers(library: Library, shares: Sequence[Share], findings: Findings) -> None:
    there = frozenset[Offered]().union(*(share.offered for share in shares))
    for each, at in what_is_offered(library):
        if each not in there:
            kind, key, name = each
            what = {
                "question": f"The question `{key}`",
                "list": f"The list `{key}`",
                "answer": f"The answer `{name}` of `{key}`",
                "tick": f"The tick `{name}` of `{key}`",
            }[kind]
            hint = "Mend the conditions that stand in its way, or remove it."
            findings.add("PB075", at, what=what, hint=hint)


def _always(library: Library, shares: Sequence[Share], findings: Findings) -> None:
    """Note conditions that were never seen not to hold; those that never do lead nowhere."""
    there = frozenset[Truth]().union(*(share.truths for share in shares))
    for name, what, at in conditions(library):
        if (name, True) in there and (name, False) not in there:
            findings.add("PB091", at, what=what)

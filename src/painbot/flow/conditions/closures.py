"""Parts of a condition joined: what may hold, what must hold, what speaks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from painbot.flow.text import Fate, Known, Sight, Test, View

Evidence = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A part of a condition, compiled."""

    may: Test
    must: Test
    evidence: Callable[[View], Evidence]
    reads: frozenset[str]
    may_see: frozenset[Sight]
    must_see: frozenset[Sight]
    fate: Callable[[Known], Fate]


def all_of(parts: Sequence[Compiled]) -> Compiled:
    """Test that every part holds."""
    return Compiled(
        _every([part.may for part in parts]),
        _every([part.must for part in parts]),
        lambda view: tuple(item for part in parts for item in part.evidence(view)),
        _union(parts),
        *_seen(parts),
        lambda known: _settled(len(parts), [part.fate(known) for part in parts]),
    )


def at_least(count: int, parts: Sequence[Compiled]) -> Compiled:
    """Test that at least so many parts hold."""
    return Compiled(
        _enough(count, [part.may for part in parts]),
        _enough(count, [part.must for part in parts]),
        lambda view: tuple(i for part in parts if part.may(view) for i in part.evidence(view)),
        _union(parts),
        *_seen(parts),
        lambda known: _settled(count, [part.fate(known) for part in parts]),
    )


def _every(tests: Sequence[Test]) -> Test:
    def every(view: View) -> bool:
        for test in tests:  # noqa: SIM110 - runs for every rule in every turn
            if not test(view):
                return False
        return True

    return every


def _enough(count: int, tests: Sequence[Test]) -> Test:
    def enough(view: View) -> bool:
        missing = count
        for test in tests:
            if test(view):
                missing -= 1
                if not missing:
                    return True
        return False

    return enough


def inverse(part: Compiled) -> Compiled:
    """Test that the part does not hold; what may hold is what need not fail."""
    may, must = part.may, part.must

    def fate(known: Known) -> Fate:
        may_hold, must_hold = part.fate(known)
        return _opposite(must_hold), _opposite(may_hold)

    return Compiled(
        lambda view: not must(view),
        lambda view: not may(view),
        lambda _view: (),
        part.reads,
        part.must_see,
        part.may_see,
        fate,
    )


def _union(parts: Sequence[Compiled]) -> frozenset[str]:
    return frozenset[str]().union(*(part.reads for part in parts))


def _seen(parts: Sequence[Compiled]) -> tuple[frozenset[Sight], frozenset[Sight]]:
    return (
        frozenset[Sight]().union(*(part.may_see for part in parts)),
        frozenset[Sight]().union(*(part.must_see for part in parts)),
    )


def _settled(count: int, fates: Sequence[Fate]) -> Fate:
    """Return what "at least so many" comes to."""
    return (
        _enough_settled(count, [may for may, _ in fates]),
        _enough_settled(count, [must for _, must in fates]),
    )


def _enough_settled(count: int, each: Sequence[bool | None]) -> bool | None:
    if each.count(True) >= count:
        return True
    return False if len(each) - each.count(False) < count else None


def _opposite(settled: bool | None) -> bool | None:  # noqa: FBT001 - a truth value is what it is about
    return None if settled is None else not settled

"""One test of a condition as closures: what may hold, what must hold, what speaks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from painbot.flow.model import NONE, UNSURE, Question, Tick
from painbot.flow.text import Test, View

Evidence = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A part of a condition, compiled."""

    may: Test
    must: Test
    evidence: Callable[[View], Evidence]
    reads: frozenset[str]


def one_of(question: Question, accepted: frozenset[str], *, cautious: bool) -> Compiled:
    """Test that the one answer given is among the accepted ids."""
    key = question.key
    worse = _with_doubt(question, accepted, cautious=cautious)
    absent = _unknown_fact(question, possible=bool(accepted))

    def may(view: View) -> bool:
        picks = view.picks.get(key)
        return absent(view) if picks is None else picks[0] in worse

    def must(view: View) -> bool:
        picks = view.picks.get(key)
        return picks is not None and picks[0] in accepted

    return Compiled(may, must, _picked(key, worse), frozenset({key}) | _reads(question))


def some_of(question: Question, wanted: frozenset[str], *, cautious: bool) -> Compiled:
    """Test that one of the wanted ids is among the several answers given."""
    key = question.key
    worse = _with_doubt(question, wanted, cautious=cautious)
    absent = _unknown_fact(question, possible=bool(wanted))

    def may(view: View) -> bool:
        picks = view.picks.get(key)
        return absent(view) if picks is None else not worse.isdisjoint(picks)

    def must(view: View) -> bool:
        return not wanted.isdisjoint(view.picks.get(key, ()))

    return Compiled(may, must, _picked(key, worse), frozenset({key}) | _reads(question))


def none_of(question: Question, *, cautious: bool) -> Compiled:
    """Test that the question was asked and "None of these" was the answer."""
    key = question.key
    doubt = _with_doubt(question, frozenset({NONE}), cautious=cautious)
    absent = _unknown_fact(question, possible=True)

    def may(view: View) -> bool:
        picks = view.picks.get(key)
        return absent(view) if picks is None else not picks or not doubt.isdisjoint(picks)

    def must(view: View) -> bool:
        return view.picks.get(key) == ()

    def evidence(view: View) -> Evidence:
        return ((key, view.picks[key]),) if key in view.picks and may(view) else ()

    return Compiled(may, must, evidence, frozenset({key}) | _reads(question))


def ticked(ticks: Sequence[tuple[str, Tick]], *, cautious: bool = False) -> Compiled:
    """Test that one of these ticks, each with its list's key, was said yes to."""
    keys = tuple(dict.fromkeys(key for key, _ in ticks))
    sure = {key: frozenset(tick.id for each, tick in ticks if each == key) for key in keys}
    doubt = {
        key: frozenset(t.id for each, t in ticks if each == key and _alarms(t, cautious=cautious))
        for key in keys
    }

    def must(view: View) -> bool:
        return _hit(view.picks, sure)

    def may(view: View) -> bool:
        if _hit(view.picks, sure) or (view.open and not view.open.isdisjoint(keys)):
            return True
        return bool(view.doubts) and _hit(view.doubts, doubt)

    def evidence(view: View) -> Evidence:
        found = []
        for key in keys:
            given = (*view.picks.get(key, ()), *view.doubts.get(key, ()))
            if hits := tuple(each for each in given if each in sure[key]):
                found.append((key, hits))
        return tuple(found)

    return Compiled(may, must, evidence, frozenset(keys))


def _alarms(tick: Tick, *, cautious: bool) -> bool:
    return cautious or tick.unsure_as != "no"


def _hit(given: Mapping[str, tuple[str, ...]], wanted: Mapping[str, frozenset[str]]) -> bool:
    for key, ids in wanted.items():  # noqa: SIM110 - runs for every rule in every turn
        if key in given and not ids.isdisjoint(given[key]):
            return True
    return False


def doubted(keys: Sequence[str]) -> Compiled:
    """Test that some tick of these lists was answered "not sure"."""

    def doubt(view: View) -> bool:
        return any(view.doubts.get(key) for key in keys)

    return Compiled(doubt, doubt, lambda _view: (), frozenset(keys))


def all_of(parts: Sequence[Compiled]) -> Compiled:
    """Test that every part holds."""
    return Compiled(
        _every([part.may for part in parts]),
        _every([part.must for part in parts]),
        lambda view: tuple(item for part in parts for item in part.evidence(view)),
        _union(parts),
    )


def at_least(count: int, parts: Sequence[Compiled]) -> Compiled:
    """Test that at least so many parts hold."""
    return Compiled(
        _enough(count, [part.may for part in parts]),
        _enough(count, [part.must for part in parts]),
        lambda view: tuple(i for part in parts if part.may(view) for i in part.evidence(view)),
        _union(parts),
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
    return Compiled(
        lambda view: not must(view), lambda view: not may(view), lambda _view: (), part.reads
    )


def _union(parts: Sequence[Compiled]) -> frozenset[str]:
    return frozenset[str]().union(*(part.reads for part in parts))


def _with_doubt(question: Question, ids: frozenset[str], *, cautious: bool) -> frozenset[str]:
    """Return the ids that may hold: "not sure" too where it counts as the worse case."""
    doubtful = question.fact or cautious or question.unsure_as == "yes"
    return ids | {UNSURE} if ids and doubtful else ids


def _unknown_fact(question: Question, *, possible: bool) -> Test:
    """Return how a key without an answer reads: a fact could be anything, a question is skipped."""
    if not (question.fact and possible):
        return lambda _view: False
    condition = question.condition
    return condition.may if condition else lambda _view: True


def _reads(question: Question) -> frozenset[str]:
    return question.condition.reads if question.fact and question.condition else frozenset()


def _picked(key: str, ids: frozenset[str]) -> Callable[[View], Evidence]:
    def evidence(view: View) -> Evidence:
        hits = tuple(each for each in view.picks.get(key, ()) if each in ids)
        return ((key, hits),) if hits else ()

    return evidence

"""The smallest tests of a condition: one answer, several answers, ticks, doubts, the level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from painbot.flow.conditions.closures import Compiled, Evidence
from painbot.flow.model import NONE, UNSURE, Question, Tick
from painbot.flow.text import Look, Sight, Test, View


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

    shape = f"{key} is {_shape(worse)}, surely {_shape(accepted)}"
    return _of_question(question, shape, may, must, _picked(key, worse))


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

    shape = f"{key} has {_shape(worse)}, surely {_shape(wanted)}"
    return _of_question(question, shape, may, must, _picked(key, worse))


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

    return _of_question(question, f"{key} has {_shape(doubt)}", may, must, evidence)


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

    parts = (f"{key} {_shape(sure[key])} {_shape(doubt[key])}" for key in sorted(keys))
    return leaf(f"ticked {'; '.join(parts)}", frozenset(keys), may, must, evidence)


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

    return leaf(f"doubtful {sorted(keys)}", frozenset(keys), doubt, doubt)


def positive(keys: Sequence[str]) -> Compiled:
    """Test that some tick of these lists was said yes to."""

    def ticked(view: View) -> bool:
        return any(view.picks.get(key) for key in keys)

    return leaf(f"positive {sorted(keys)}", frozenset(keys), ticked, ticked)


def leaf(
    shape: str,
    keys: frozenset[str],
    may: Test,
    must: Test,
    evidence: Callable[[View], Evidence] = lambda _view: (),
) -> Compiled:
    """Return a test that has no parts."""
    look = Look(shape, keys, may, must)
    may_see, must_see = (frozenset({Sight(look, surely)}) for surely in (False, True))
    return Compiled(may, must, evidence, keys, may_see, must_see, lambda known: known(look))


def _of_question(
    question: Question, shape: str, may: Test, must: Test, evidence: Callable[[View], Evidence]
) -> Compiled:
    """Return a test of one question; of a fact not asked yet it also looks at who is asked."""
    found = leaf(shape, frozenset({question.key}), may, must, evidence)
    condition = question.condition if question.fact else None
    if condition is None:
        return found
    may_see = found.may_see | condition.may_see
    return replace(found, reads=found.reads | condition.reads, may_see=may_see)


def _shape(ids: Iterable[str]) -> str:
    return "|".join(sorted(ids)) or "nothing"


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


def _picked(key: str, ids: frozenset[str]) -> Callable[[View], Evidence]:
    def evidence(view: View) -> Evidence:
        hits = tuple(each for each in view.picks.get(key, ()) if each in ids)
        return ((key, hits),) if hits else ()

    return evidence

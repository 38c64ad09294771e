"""Conditions say what a naive interpreter of three values says, whatever is asked and answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from painbot.flow.conditions import Scope, TickTarget, compile_condition
from painbot.flow.conditions.names import ListTarget, QuestionTarget, Target
from painbot.flow.conditions.syntax import AtLeast, Both, Either, Not, Tree, parse
from painbot.flow.conditions.syntax import Test as Look
from painbot.flow.findings import Findings
from painbot.flow.levels import Level, Levels
from painbot.flow.model import Answer, Question, Tick
from painbot.flow.reader import Scalar
from painbot.flow.text import Place, Text

AT: Final = Place("f", 1, 1)
SAY: Final = Text("x", "x")
NO, PERHAPS, YES = range(3)
ONES: Final = ("one", "one-yes", "one-no", "fact")
SEVERAL: Final = ("several", "several-yes")
TICKS: Final = {"swollen": "yes", "stays": "no", "hot": "today"}
BANDS: Final = {"under-16": (0, 16), "16-64": (16, 65), "65-plus": (65, 121)}


@dataclass(frozen=True, slots=True)
class View:
    picks: Mapping[str, tuple[str, ...]]
    doubts: Mapping[str, tuple[str, ...]]
    open: frozenset[str] = frozenset()
    level: int = 0


def _question(name: str, kind: str, *answers: str) -> Question:
    unsure = name.partition("-")[2]
    said = (*(Answer(each, SAY) for each in answers), Answer("unsure", SAY))
    made = Question(name, name, kind, SAY, SAY, None, None, said, AT, unsure_as=unsure)
    return replace(made, fact=name in ("fact", "age"))


def _tick(name: str, unsure: str) -> TickTarget:
    level = Levels(Level.TODAY)
    return TickTarget("list", Tick(name, SAY, SAY, (), level, SAY, "any", (), (), unsure, AT))


_BANDS = tuple(Answer(band, SAY, low=low, high=high) for band, (low, high) in BANDS.items())
AGE = replace(_question("age", "number"), answers=(*_BANDS, Answer("unsure", SAY)))
NAMES: Final[dict[str, Target]] = {
    **{name: QuestionTarget(_question(name, "one", "yes", "no", "maybe")) for name in ONES},
    **{name: QuestionTarget(_question(name, "any", "yes", "no", "maybe")) for name in SEVERAL},
    **{name: _tick(name, unsure) for name, unsure in TICKS.items()},
    "age": QuestionTarget(AGE),
    "list": ListTarget(("list",), {name: _tick(name, un) for name, un in TICKS.items()}),
}

# Conditions

words = st.sampled_from(["yes", "no", "maybe"])
several_words = st.lists(words, min_size=1, max_size=3, unique=True).map(", ".join)
tests = st.one_of(
    st.builds("{} is {}".format, st.sampled_from(ONES), words),
    st.builds("{} is not {}".format, st.sampled_from(ONES), words),
    st.builds("{} in [{}]".format, st.sampled_from(ONES), several_words),
    st.builds("{} has {}".format, st.sampled_from(SEVERAL), words),
    st.builds("{} has any [{}]".format, st.sampled_from(SEVERAL), several_words),
    st.builds("{} has {}".format, st.sampled_from(SEVERAL), st.sampled_from(["any", "none"])),
    st.builds("age {} {}".format, st.sampled_from([">=", "<"]), st.sampled_from([16, 65])),
    st.sampled_from(["list is positive", "list is doubtful", "list has any", *TICKS]),
    st.builds("list has {}".format, st.sampled_from(list(TICKS))),
)


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    both = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(
        both.map(lambda each: " and ".join(f"({part})" for part in each)),
        both.map(lambda each: " or ".join(f"({part})" for part in each)),
        both.map(lambda each: f"2 of ({', '.join(each)})"),
        parts.map("not ({})".format),
        parts.map("not {}".format),
        both.map(" and ".join),
        both.map(" or\n  ".join),
    )


conditions = st.recursive(tests, _joined, max_leaves=8)

# Answers

one = st.sampled_from([("yes",), ("no",), ("maybe",), ("unsure",)])
some = st.one_of(
    st.just(("unsure",)), st.lists(words, max_size=3, unique=True).map(tuple).map(tuple)
)
ages = st.sampled_from([(band,) for band in (*BANDS, "unsure")])
ticks = st.lists(st.sampled_from(list(TICKS)), max_size=3, unique=True).map(tuple)


@st.composite
def views(draw: st.DrawFn) -> View:
    picks: dict[str, tuple[str, ...]] = {}
    kinds = {**dict.fromkeys(ONES, one), **dict.fromkeys(SEVERAL, some), "age": ages}
    for name, kind in kinds.items():
        if draw(st.booleans()):
            picks[name] = draw(kind)
    if not draw(st.booleans()):
        return View(picks, {}, frozenset(draw(st.sets(st.just("list")))))
    sure = draw(ticks)
    picks["list"] = sure
    doubts = tuple(name for name in draw(ticks) if name not in sure)
    return View(picks, {"list": doubts} if doubts else {})


# The naive interpreter


def meaning(tree: Tree, view: View, *, cautious: bool) -> int:
    if isinstance(tree, Look):
        return _test(tree, view, cautious=cautious)
    if isinstance(tree, Not):
        return YES - meaning(tree.part, view, cautious=cautious)
    values = [meaning(part, view, cautious=cautious) for part in tree.parts]
    if isinstance(tree, Both):
        return min(values)
    if isinstance(tree, Either):
        return max(values)
    assert isinstance(tree, AtLeast)
    return sorted(values, reverse=True)[tree.count - 1]


def _test(test: Look, view: View, *, cautious: bool) -> int:
    if test.name == "list" or test.name in TICKS:
        return _of_list(test, view, cautious=cautious)
    doubtful = cautious or test.name in ("fact", "age") or test.name.endswith("-yes")
    given = view.picks.get(test.name)
    if given is None:
        return PERHAPS if test.name in ("fact", "age") else NO
    if given == ("unsure",):
        return PERHAPS if doubtful else NO
    return YES if _holds(test, given) else NO


def _holds(test: Look, given: tuple[str, ...]) -> bool:
    if test.operation in (">=", "<"):
        low, _ = BANDS[given[0]]
        return (low >= int(test.values[0])) == (test.operation == ">=")
    if test.operation == "is not":
        return given[0] not in test.values
    if test.values == ("none",):
        return not given
    return bool(set(given) & set(test.values)) if test.values else bool(given)


def _of_list(test: Look, view: View, *, cautious: bool) -> int:
    doubts = view.doubts.get("list", ())
    if test.values == ("doubtful",):
        return YES if doubts else NO
    wanted = {test.name} if test.name in TICKS else set(test.values) & set(TICKS) or set(TICKS)
    if wanted & set(view.picks.get("list", ())):
        return YES
    alarming = {name for name in doubts if cautious or TICKS[name] != "no"}
    return PERHAPS if wanted & alarming or "list" in view.open else NO


@settings(max_examples=600, deadline=None)
@given(conditions, views(), st.booleans())
def test_a_condition_means_what_three_values_mean(text: str, view: View, cautious: bool) -> None:  # noqa: FBT001
    findings = Findings()
    compiled = compile_condition(Scalar(text, AT), Scope(NAMES, cautious=cautious), findings)
    assert compiled is not None, [str(each) for each in findings]
    tree = parse(text)
    assert isinstance(tree, Look | Both | Either | Not | AtLeast)
    value = meaning(tree, view, cautious=cautious)
    assert compiled.may(view) == (value > NO)
    assert compiled.must(view) == (value == YES)
    for key, ids in compiled.evidence(view):
        assert key in compiled.reads
        assert set(ids) <= {*view.picks.get(key, ()), *view.doubts.get(key, ())}


@settings(max_examples=200, deadline=None)
@given(conditions, views(), st.sampled_from(["list", *ONES]))
def test_what_a_condition_does_not_read_changes_nothing(text: str, view: View, key: str) -> None:
    compiled = compile_condition(Scalar(text, AT), Scope(NAMES), Findings())
    assert compiled is not None
    if key not in compiled.reads:
        without = View({k: v for k, v in view.picks.items() if k != key}, {}, frozenset())
        kept = view if key != "list" else replace(view, doubts={}, open=frozenset())
        without = replace(without, doubts=kept.doubts, open=kept.open)
        assert compiled.may(without) == compiled.may(view)
        assert compiled.must(without) == compiled.must(view)


@settings(max_examples=200, deadline=None)
@given(conditions)
def test_layout_is_no_part_of_the_meaning(text: str) -> None:
    spaced = text.replace("(", " ( ").replace(")", " ) ").replace(" ", "  \n ")
    assert repr(parse(text)) == repr(parse(spaced))
    assert parse(f"({text})") == parse(text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("abno isthr()[],0123 >=<-\n{}'\"éA"), max_size=60) | st.text())
def test_any_text_is_a_condition_or_a_finding(text: str) -> None:
    findings = Findings()
    compiled = compile_condition(Scalar(text, AT), Scope(NAMES), findings)
    assert (compiled is None) == findings.errors

"""The way through a flow: in the order written, nothing missed, nothing asked in vain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painbot.dialogue.session import Answered
from painbot.dialogue.walk import Walk
from painbot.flow.compiler import compile_library
from painbot.flow.levels import LEVELS, Level
from painbot.flow.model import Library
from painbot.flow.stops import RESULT, StopKind
from tests.tiny import HEAD, files, flow, library

ALL = 'because: Serious.\nunsure counts as: "no"\n'
AB = "{a: A, b: B}"


def question(name: str, condition: str = "") -> str:
    asked_if = f"if: {condition}, " if condition else ""
    return f"{name}: {{{asked_if}ask: Is it {name}?, answers: {AB}}}"


def questions(*lines: str) -> str:
    return "questions:\n" + "".join(f"  {line}\n" for line in lines)


def group(name: str, condition: str, *lines: str) -> str:
    inner = "".join(f"\n      {line}" for line in lines)
    return f"{name}:\n    if: {condition}\n    questions:{inner}"


def signs(ticks: str, more: str = "", name: str = "signs") -> str:
    head = f"screen: {name}\ntitle: Signs\nask: Any of these?\nlevel: today\n{HEAD}{ALL}"
    return f"{head}ticks: {{{ticks}}}\n{more}"


class Way:
    """One conversation: what is asked, as far as the given answers lead."""

    def __init__(self, library: Library, answers: Mapping[str, str], start: str = "start") -> None:
        self.asked: list[str] = []
        self.walk = Walk(library, (start,))
        self.walk.go_on()
        while not self.walk.done and len(self.asked) < 500:
            keys = self.walk.keys_to_ask()
            self.asked += keys
            picks = {key: tuple(answers.get(key, _usual(library, key)).split()) for key in keys}
            self.walk.record(Answered(key, ids) for key, ids in picks.items())
            self.walk.go_on()

    @property
    def ends(self) -> bool:
        return self.walk.done

    @property
    def level(self) -> Level:
        return Level(self.walk.view.level)

    @property
    def questions(self) -> list[str]:
        """Return what was asked besides who it is for."""
        return [key.removeprefix("start.") for key in self.asked if key != "who"]


def _usual(library: Library, key: str) -> str:
    return "" if key in library.lists else library.questions[key].answers[0].id


def way(library: Library, **answers: str) -> list[str]:
    found = Way(library, {name.replace("__", "."): ids for name, ids in answers.items()})
    assert found.ends
    return found.questions


# Edges


def sources(made: Library) -> Counter[str]:
    return Counter(edge.source for edge in made.routes["start"].edges)


def targets(made: Library, stop: str) -> list[str]:
    return [edge.target for edge in made.routes["start"].edges if edge.source == stop]


def test_edges_stop_at_the_next_unconditional_question() -> None:
    made = library(
        start=flow(
            questions(
                question("q1"),
                question("q2", "q1 is a"),
                question("q3", "q1 is b"),
                question("q4"),
                question("q5", "q4 is a"),
            )
        )
    )
    assert targets(made, "question:q1") == [
        "question:q2",
        "question:q3",
        "question:q4",
        RESULT,
    ]
    assert targets(made, "question:q4") == ["question:q5", RESULT]


def test_a_group_is_one_gate_from_outside() -> None:
    inner = [question(f"r{n}", "q1 is a") for n in range(3)]
    made = library(
        start=flow(questions(question("q1"), group("g", "q1 is a", *inner), question("q2")))
    )
    assert targets(made, "question:q1") == ["gate:g", "question:q2", RESULT]
    assert targets(made, "gate:g")[:3] == ["question:r0", "question:r1", "question:r2"]


LONG = 300
SHAPES: dict[str, Callable[[int], Iterator[str]]] = {
    "mixed": lambda n: (question(f"q{i}", "q0 is a" if i % 6 else "") for i in range(n)),
    "conditional": lambda n: (question(f"q{i}", "q0 is a" if i else "") for i in range(n)),
    "unconditional": lambda n: (question(f"q{i}") for i in range(n)),
    **{
        f"groups of {size}": lambda n, size=size: _grouped(n, size)  # type: ignore[misc]
        for size in (1, 3, 6, 7, 10)
    },
}


def _grouped(count: int, size: int) -> Iterator[str]:
    yield question("q0")
    for first in range(1, count, size):
        inner = (question(f"q{i}", "q0 is a") for i in range(first, first + size))
        yield group(f"g{first}", "q0 is a", *inner)


@pytest.mark.parametrize("shape", SHAPES)
def test_three_hundred_questions_have_few_edges_and_all_are_asked(
    shape: str, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = files(start=flow(questions(*SHAPES[shape](LONG))))
    took = []
    for _ in range(4):  # the first builds the grammar and meets every condition
        begin = perf_counter()
        made, _ = compile_library(texts)
        took.append(1000 * (perf_counter() - begin))
    assert made is not None
    counts = sources(made)
    assert max(counts.values()) <= 16
    assert counts.total() <= 10 * LONG
    assert len(way(made)) >= LONG
    assert len(way(made, start__q0="b")) < LONG or shape == "unconditional"
    with capsys.disabled():
        print(f"\n{LONG} questions, {shape}: {median(took[1:]):.0f} ms ", end="")  # noqa: T201


# Facts, and the country, which is one of them


def test_a_fact_is_asked_once_just_before_the_first_thing_that_reads_it() -> None:
    made = library(
        start=flow(
            questions(question("q1"), question("q2", "age >= 16"), question("q3", "age < 65"))
        )
    )
    assert way(made, age="16-64") == ["q1", "age", "q2", "q3"]
    assert way(made, age="65-plus") == ["q1", "age", "q2"]


def test_a_fact_of_a_rule_is_asked_before_the_question_it_goes_with() -> None:
    rule = "rules:\n  r: {if: q2 is b and age >= 65, at least: soon, because: B.}\n"
    made = library(start=flow(questions(question("q1"), question("q2")) + rule))
    assert way(made) == ["q1", "age", "q2"]


def test_a_fact_asked_in_a_group_is_asked_after_it_when_the_group_was_left_out() -> None:
    body = questions(
        question("q1"),
        group("g", "q1 is a", "age: fact", question("r")),
        question("q2", "age >= 65"),
    )
    made = library(start=flow(body))
    assert way(made, start__q1="a", age="65-plus") == ["q1", "age", "r", "q2"]
    assert way(made, start__q1="b", age="65-plus") == ["q1", "age", "q2"]
    assert way(made, start__q1="b", age="16-64") == ["q1", "age"]


def test_a_fact_of_a_rule_of_a_group_is_asked_for_the_next_reader_too() -> None:
    rule = "rules:\n  r: {if: age >= 65 and (inner is b or q2 is b), at least: soon, because: B.}\n"
    body = questions(question("q1"), group("g", "q1 is a", question("inner")), question("q2"))
    made = library(start=flow(body + rule))
    assert way(made, start__q1="a") == ["q1", "age", "inner", "q2"]
    assert way(made, start__q1="b") == ["q1", "age", "q2"]


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        (questions("country: fact", question("q")), ["country", "q"]),
        (questions(question("p"), question("q", "country is gb")), ["p", "country", "q"]),
        (
            questions(question("q"))
            + "rules:\n  r: {if: q is a and country is gb, at least: soon, because: B.}\n",
            ["country", "q"],
        ),
    ],
)
def test_a_condition_on_the_country_asks_for_it(body: str, asked: list[str]) -> None:
    made = library(start=flow(body))
    assert way(made, country="gb") == asked
    elsewhere = Way(made, {"country": "other"})
    assert elsewhere.ends
    assert elsewhere.level == Level.SELF_CARE


def test_a_screen_that_reads_the_country_asks_for_it_only_when_it_matters() -> None:
    rules = "rules:\n  r: {if: a and country is gb, at least: hospital, because: B.}\n"
    made = library(start=flow("screens: [signs]\n"), signs=signs("a: A, b: B", rules))
    assert way(made) == ["signs"]
    assert way(made, signs="b") == ["signs"]
    assert way(made, signs="a", country="gb") == ["signs", "country"]
    for country, level in (("gb", Level.HOSPITAL), ("other", Level.TODAY)):
        assert Way(made, {"signs": "a", "country": country}).level == level


def test_a_level_by_country_asks_for_the_country_after_a_tick() -> None:
    by_country = "a: {say: A, level: {gb: today, otherwise: hospital}}, b: B"
    rules = "rules:\n  r: {if: b and country is gb, at least: hospital, because: B.}\n"
    made = library(start=flow("screens: [signs]\n"), signs=signs(by_country, rules))
    assert way(made) == ["signs"]
    assert way(made, signs="a") == ["signs", "country"]
    assert Way(made, {"signs": "a", "country": "gb"}).level == Level.TODAY
    assert Way(made, {"signs": "a b", "country": "gb"}).level == Level.HOSPITAL
    assert Way(made, {"signs": "b", "country": "other"}).level == Level.TODAY


# Turnings


def test_two_signposts_may_lead_to_the_same_flow() -> None:
    body = questions(
        question("q1"),
        question("q2", "q1 is a"),
        "one: {if: q1 is b, go to: other}",
        "two: {if: q2 is b, go to: other}",
        question("q3"),
    )
    made = library(start=flow(body), other=flow(questions(question("o")), "other"))
    assert way(made, start__q1="b") == ["q1", "other.o"]
    assert way(made, start__q1="a", start__q2="b") == ["q1", "q2", "other.o"]
    assert way(made, start__q1="a", start__q2="a") == ["q1", "q2", "q3"]


def test_an_answer_hands_over_and_shared_answers_come_along() -> None:
    body = questions("all: shared", "q: {ask: Q?, answers: {x: {say: X, go to: other}, z: Z}}")
    made = library(
        start=flow(body + "screens: [signs]\n"),
        other=flow("screens: [signs]\n" + questions("all: shared", question("o")), "other"),
        shared=f"questions: {{{question('all')}}}\n",
        signs=signs("a: A"),
    )
    assert way(made, start__q="x") == ["signs", "all", "q", "other.o"]
    assert way(made, start__q="z") == ["signs", "all", "q"]


def test_who_a_flow_is_not_for_is_handed_over_at_once() -> None:
    made = library(
        start=flow("for: age >= 16\notherwise go to: other\n" + questions(question("q"))),
        other=flow(questions(question("o")), "other"),
    )
    assert way(made, age="16-64") == ["age", "q"]
    assert way(made, age="under-16") == ["age", "other.o"]
    assert way(made, age="unsure") == ["age", "q"]


def test_nobody_is_turned_away_for_what_they_are_not_sure_of() -> None:
    not_sure = "q: {ask: Q?, answers: {a: A, b: B, unsure: Not sure}}"
    for condition in ("not (q is a)", "q is b", "not (age >= 65)"):
        body = questions(not_sure, f"turn: {{if: {condition}, go to: other}}", question("r"))
        made = library(start=flow(body), other=flow(questions(question("o")), "other"))
        assert "r" in way(made, start__q="unsure", age="unsure"), condition


# Levels


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, ["low", "high", "q"]),
        ({"low": "l"}, ["low", "high"]),
        ({"high": "h"}, ["low", "high"]),
        ({"high": "e"}, ["low", "high"]),
    ],
)
def test_from_today_up_only_what_can_give_more_is_asked(
    given: dict[str, str], asked: list[str]
) -> None:
    high = signs("{h: {say: H, level: hospital}, e: {say: E, level: emergency}}"[1:-1], name="high")
    made = library(
        start=flow("screens: [low, high]\n" + questions(question("q"))),
        low=signs("l: L", name="low"),
        high=high,
    )
    assert way(made, **given) == asked


def test_an_emergency_ends_at_once() -> None:
    made = library(
        start=flow("screens: [high, low]\n" + questions(question("q"))),
        low=signs("l: L", name="low"),
        high=signs("e: {say: E, level: emergency}", name="high"),
    )
    assert way(made, high="e") == ["high"]


def test_a_topic_rule_that_says_today_ends_the_topic() -> None:
    rule = "rules:\n  r: {if: q1 is b, at least: today, because: B.}\n"
    made = library(start=flow(questions(question("q1"), question("q2")) + rule))
    assert way(made, start__q1="b") == ["q1"]
    assert way(made, start__q1="a") == ["q1", "q2"]


# Any small flow


@dataclass(frozen=True, slots=True)
class Ask:
    """A question; asked when an earlier one had an answer, or `-`: had it not."""

    name: str
    on: str = ""
    answer: str = ""

    @property
    def condition(self) -> str:
        text = f"{self.on.lstrip('-')} is {self.answer}"
        return (f"not ({text})" if self.on.startswith("-") else text) if self.on else ""

    def holds(self, answers: Mapping[str, str]) -> bool:
        same = answers.get(self.on.lstrip("-")) == self.answer
        return not self.on or same != self.on.startswith("-")


@dataclass(frozen=True, slots=True)
class Pack:
    """A group, under the condition of its gate."""

    gate: Ask
    inner: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A signpost to the other flow."""

    gate: Ask


@dataclass(frozen=True, slots=True)
class Rise:
    """A rule: a question's answer raises to a level."""

    on: str
    answer: str
    level: str


Plan = tuple[tuple[Ask | Pack | Turn, ...], tuple[Rise, ...]]
letters = st.sampled_from("ab")


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    names: list[str] = []
    items: list[Ask | Pack | Turn] = []

    def gate(name: str, *, free: bool) -> Ask:
        if not names or (free and draw(st.booleans())):
            return Ask(name)
        sign = draw(st.sampled_from(["", "", "-"]))
        return Ask(name, sign + draw(st.sampled_from(names)), draw(letters))

    def asked() -> Ask:
        made = gate(f"q{len(names)}", free=True)
        names.append(made.name)
        return made

    for number in range(draw(st.integers(1, 10))):
        kind = draw(st.sampled_from(["ask", "ask", "ask", "pack", "turn"])) if names else "ask"
        if kind == "ask":
            items.append(asked())
        elif kind == "turn":
            items.append(Turn(gate(f"t{number}", free=False)))
        else:
            held = gate(f"g{number}", free=False)
            items.append(Pack(held, tuple(asked() for _ in range(draw(st.integers(1, 9))))))
    risers = st.builds(
        Rise, st.sampled_from(names), letters, st.sampled_from(["soon", "today", "today"])
    )
    return tuple(items), tuple(draw(st.lists(risers, max_size=3)))


def written(plan: Plan) -> dict[str, str]:
    items, rises = plan
    lines = []
    for item in items:
        if isinstance(item, Ask):
            lines.append(question(item.name, item.condition))
        elif isinstance(item, Turn):
            lines.append(f"{item.gate.name}: {{if: {item.gate.condition}, go to: other}}")
        else:
            inner = (question(each.name, each.condition) for each in item.inner)
            lines.append(group(item.gate.name, item.gate.condition, *inner))
    rules = "".join(
        f"  r{number}: {{if: {rise.on} is {rise.answer}, at least: {rise.level}, because: B.}}\n"
        for number, rise in enumerate(rises)
    )
    body = "screens: [signs]\n" + questions(*lines) + (f"rules:\n{rules}" if rises else "")
    hospital = "t: T, h: {say: H, level: hospital}"
    return {
        "start": flow(body),
        "other": flow("screens: [signs, late]\n" + questions(question("o")), "other"),
        "signs": signs(hospital),
        "late": signs("e: {say: E, level: emergency}", name="late"),
    }


class Reader:
    """Say what is asked, by simply reading the flow from top to bottom."""

    def __init__(self, plan: Plan, given: Mapping[str, str]) -> None:
        self.items, self.rises = plan
        self.given = given
        self.asked = ["signs"]
        self.answers: dict[str, str] = {}

    @property
    def level(self) -> Level:
        ticked = {"": Level.SELF_CARE, "t": Level.TODAY, "h": Level.HOSPITAL}
        raised = (LEVELS[r.level] for r in self.rises if self.answers.get(r.on) == r.answer)
        return max([ticked[self.given.get("signs", "")], *raised])

    def read(self) -> list[str]:
        for item in self.items:
            if isinstance(item, Ask):
                self.ask(item)
            elif not item.gate.holds(self.answers):
                continue
            elif isinstance(item, Turn):
                return [*self.asked, "late", *(["other.o"] if self.level < Level.TODAY else [])]
            else:
                for inner in item.inner:
                    self.ask(inner)
        return self.asked

    def leads_on(self, each: Ask) -> bool:
        """A question that a turning hangs on is asked while the other flow could raise."""
        return any(self.reads(item, each.name) for item in self.items)

    def reads(self, item: Ask | Pack | Turn, name: str) -> bool:
        if isinstance(item, Turn):
            return item.gate.on.lstrip("-") == name
        if isinstance(item, Ask):
            return item.on.lstrip("-") == name and self.leads_on(item)
        names = {item.gate.on.lstrip("-")}
        return any(
            name in names | {inner.on.lstrip("-")} and self.leads_on(inner) for inner in item.inner
        )

    def ask(self, each: Ask) -> None:
        if each.holds(self.answers) and (self.level < Level.TODAY or self.leads_on(each)):
            self.asked.append(each.name)
            self.answers[each.name] = self.given.get(f"start.{each.name}", "a")


@settings(max_examples=150, deadline=None)
@given(plans(), st.data())
def test_any_small_flow_is_asked_as_it_is_read(plan: Plan, data: st.DataObject) -> None:
    made = library(**written(plan))
    names = [key for key in made.questions if key.startswith("start.")]
    for _ in range(4):
        given = {name: data.draw(letters) for name in names}
        given["signs"] = data.draw(st.sampled_from(["", "", "", "t", "h"]))
        found = Way(made, given)
        assert found.ends
        assert found.questions == Reader(plan, given).read()
        assert len(set(found.asked)) == len(found.asked)
    assert max(sources(made).values()) <= 20
    kinds = {stop.kind for stop in made.routes["start"].stops.values()}
    assert StopKind.RESULT in kinds

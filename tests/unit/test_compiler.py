"""Flow files become a library: what is inherited, placed, named, counted and told apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from painbot.flow.compiler import compile_library
from painbot.flow.levels import Level, Levels
from painbot.flow.model import Group, Library, Question, Signpost, Tick, Use
from tests.tiny import HEAD, files, flow, library

YES_NO = "{yes: 'Yes', no: 'No'}"


def codes(**more: str) -> list[str]:
    _, findings = compile_library(files(**more))
    return [f"{each.code} {each.at.file}:{each.at.line}:{each.at.column}" for each in findings]


def screen(ticks: str, more: str = "", name: str = "signs") -> str:
    return f"screen: {name}\ntitle: Signs\nask: Any of these?\n{HEAD}{more}ticks:\n{ticks}"


ALL = 'level: today\nbecause: Serious.\nunsure counts as: "no"\n'


def tick_of(made: Library, name: str) -> Tick:
    found = (t for part in made.lists.values() for t in part.ticks if t.id == name)
    return next(found)


# Screens


def test_a_tick_inherits_from_its_screen_and_may_say_it_differently() -> None:
    own = (
        "  plain: Plain\n"
        "  own:\n"
        "    say: It is hot\n"
        "    them: It is hot, they say\n"
        "    button: Hot\n"
        "    also: [warm]\n"
        "    level: soon\n"
        "    because: Heat.\n"
        "    contact: surgeon\n"
        "    unsure counts as: yes\n"
        "    sources: [paper]\n"
    )
    levels = files()["levels.yaml"].decode().replace("any: {", "surgeon: {soon: Ask}, any: {")
    made = library(
        start=flow("screens: [signs]\n"),
        signs=screen(own, f"{ALL}contact: any\n"),
        levels=levels,
        more="sources: {paper: {title: A paper, by: Somebody}}\n",
    )
    plain, hot = tick_of(made, "plain"), tick_of(made, "own")
    assert (plain.level, plain.because.say, plain.contact) == (
        Levels(Level.TODAY),
        "Serious.",
        "any",
    )
    assert (plain.unsure_as, plain.sources) == ("no", ("book",))
    assert plain.button == plain.say
    assert (hot.level, hot.because.say, hot.contact) == (Levels(Level.SOON), "Heat.", "surgeon")
    assert (hot.unsure_as, hot.sources, hot.also) == ("yes", ("paper",), ("warm",))
    assert (hot.button.say, hot.say.say, hot.say.them) == (
        "Hot",
        "It is hot",
        "It is hot, they say",
    )


def test_pages_are_lists_of_their_own_and_a_page_goes_on_until_the_next() -> None:
    ticks = "  a: A\n  b: {page: 2, say: B}\n  c: C\n  d: {page: 3, say: D}\n"
    made = library(start=flow("screens: [signs]\n"), signs=screen(ticks, ALL))
    pages = made.screens["signs"].lists
    assert [page.key for page in pages] == ["signs", "signs.page-2", "signs.page-3"]
    assert [[tick.id for tick in page.ticks] for page in pages] == [["a"], ["b", "c"], ["d"]]


def test_a_follow_up_list_raises_only_through_a_rule() -> None:
    then = (
        "then:\n  risk:\n    ask: Any?\n    ticks: {fall: A fall, age: A weak bone}\n"
        "rules:\n  fell: {if: a and risk has fall, at least: hospital, because: Broken.}\n"
    )
    made = library(
        start=flow("screens: [signs]\n"),
        signs=screen("  a: A\n", ALL) + then.replace("age:", "bone:"),
    )
    signs = made.screens["signs"]
    (risk,) = signs.then
    assert (risk.key, risk.follow_up, risk.screen) == ("signs.risk", True, "signs")
    assert [(tick.id, tick.level, tick.unsure_as) for tick in risk.ticks] == [
        ("fall", None, "yes"),
        ("bone", None, "yes"),
    ]
    (rule,) = signs.rules
    assert rule.condition.reads == {"signs", "signs.risk"}
    assert rule.sources == ("book",)
    assert signs.highest == Level.HOSPITAL


def test_a_level_by_country_is_kept_with_its_highest() -> None:
    more = 'level: {gb: today, otherwise: hospital}\nbecause: B.\nunsure counts as: "no"\n'
    made = library(start=flow("screens: [signs]\n"), signs=screen("  a: A\n", more))
    levels = tick_of(made, "a").level
    assert levels is not None
    assert levels.for_country("gb") == Level.TODAY
    assert levels.for_country("other") == levels.for_country(None) == Level.HOSPITAL
    assert levels.lowest == Level.TODAY


def test_what_is_inherited_for_not_sure_is_capped_and_no_mistake() -> None:
    more = "level: hospital\nbecause: B.\nunsure counts as: today\n"
    signs = screen("  a: A\n  b: {say: B, level: soon}\n", more)
    assert codes(start=flow("screens: [signs]\n"), signs=signs) == []


def test_screens_shown_together_need_ticks_of_different_ids() -> None:
    one, other = screen("  a: A\n", ALL, "one"), screen("  b: B\n  a: A\n", ALL, "other")
    start = flow("screens:\n  - together: [one, other]\n")
    assert codes(start=start, one=one, other=other) == ["PB058 start.yaml:8:21"]
    paged = screen("  b: B\n  a: {page: 2, say: A}\n", ALL, "other")
    assert codes(start=start, one=one, other=paged) == []
    assert codes(start=flow("screens: [one, other]\n"), one=one, other=other) == []
    made = library(start=start, one=one, other=paged)
    assert made.flows["start"].screens == (("one", "other"),)


def test_a_rule_may_read_other_screens_and_facts_but_no_topic() -> None:
    more = screen("  b: B\n", ALL, "other")
    rules = "rules:\n  r: {if: a and other has b and age >= 65, at least: hospital, because: B.}\n"
    start = flow(f"screens: [signs, other]\nquestions: {{q: {{ask: Q?, answers: {YES_NO}}}}}\n")
    assert codes(start=start, signs=screen("  a: A\n", ALL) + rules, other=more) == []
    topic = screen("  a: A\n", ALL) + rules.replace("age >= 65", "q is yes")
    assert codes(start=start, signs=topic, other=more) == ["PB022 signs.yaml:13:33"]


# Questions


def test_a_question_of_a_flow_and_a_shared_one_are_kept_under_different_names() -> None:
    made = library(
        start=flow("questions:\n  own: {ask: O?, answers: yes-no}\n  all: shared\n  age: fact\n"),
        shared=f"questions:\n  all: {{ask: A?, answers: {YES_NO}, was: every}}\n",
    )
    assert {"start.own", "all", "age", "who"} <= made.questions.keys()
    own, shared, age = made.flows["start"].items
    assert isinstance(own, Question)
    assert isinstance(shared, Use)
    assert isinstance(age, Use)
    assert made.questions["all"].was == "every"
    assert not made.questions["all"].fact
    assert made.questions["age"].fact


def test_numbers_and_lengths_make_their_own_answers() -> None:
    made = library(
        start=flow(
            "questions:\n"
            "  weeks: {ask: W?, number: {from: 1, to: 43, borders: [13, 28]}, unsure: No idea}\n"
            "  pillows: {ask: P?, number: {from: 0, to: 2}}\n"
            "  since: {ask: S?, duration: [2 days, 6 weeks]}\n"
        )
    )
    weeks, pillows, since = (made.questions[f"start.{n}"] for n in ("weeks", "pillows", "since"))
    assert [(a.id, a.say.say, a.low, a.high) for a in weeks.answers] == [
        ("under-13", "Under 13", 1, 13),
        ("13-27", "13 to 27", 13, 28),
        ("28-plus", "28 or more", 28, 44),
        ("unsure", "No idea", None, None),
    ]
    assert [answer.id for answer in pillows.answers] == ["0", "1", "2"]
    assert [(a.id, a.say.say, a.low, a.high) for a in since.answers] == [
        ("under-2-days", "Less than 2 days", 0, 2),
        ("2-days", "2 days to 6 weeks", 2, 42),
        ("6-weeks", "6 weeks or more", 42, None),
    ]


def test_without_another_wording_them_hears_what_me_hears() -> None:
    made = library(
        start=flow(
            "questions:\n  q:\n    ask: {say: 'You?', them: 'They?'}\n    answers: yes-no\n"
            "  r:\n    ask: Sure?\n    answers: {yes: {say: I do, them: They do}, no: 'No'}\n"
        )
    )
    q, r = made.questions["start.q"], made.questions["start.r"]
    assert (q.ask.say, q.ask.them) == ("You?", "They?")
    assert (r.ask.them, r.short.say) == ("Sure?", "Sure?")
    assert [answer.say.them for answer in r.answers] == ["They do", "No"]


def test_a_condition_reads_what_was_asked_before_it() -> None:
    asked = "  b: {ask: B?, answers: yes-no}\n"
    reads = "  a: {if: b is yes, ask: A?, answers: yes-no}\n"
    assert codes(start=flow(f"questions:\n{asked}{reads}")) == []
    assert codes(start=flow(f"questions:\n{reads}{asked}")) == ["PB026 start.yaml:8:11"]
    group = "  g:\n    if: age >= 16\n    questions:\n    " + asked.replace("\n", "\n")
    assert codes(start=flow(f"questions:\n{group}{reads}")) == []
    assert codes(start=flow(f"questions:\n{reads}{group}")) == ["PB026 start.yaml:8:11"]


def test_a_shared_question_is_read_only_where_the_flow_asks_it() -> None:
    shared = f"questions:\n  all: {{ask: All?, answers: {YES_NO}}}\n"
    rule = "rules:\n  r: {if: all is yes, at least: soon, because: B.}\n"
    reads = "  a: {if: all is yes, ask: A?, answers: yes-no}\n"
    assert codes(start=flow(f"questions:\n  all: shared\n{reads}{rule}"), shared=shared) == []
    late = flow(f"questions:\n{reads}  all: shared\n{rule}")
    assert codes(start=late, shared=shared) == ["PB026 start.yaml:8:11"]
    assert codes(start=flow(rule), shared=shared) == ["PB022 start.yaml:8:11"]


def test_facts_read_only_facts_above_them() -> None:
    lower = (
        "  a: {ask: A?, answers: {x: X, z: Z}}\n  b: {if: a is x, ask: B?, answers: {x: X, z: Z}}\n"
    )
    assert codes(start=flow(""), more=f"facts:\n{lower}") == []
    turned = lower.replace("a is x", "d is x") + "  d: {ask: D?, answers: {x: X, z: Z}}\n"
    assert codes(start=flow(""), more=f"facts:\n{turned}") == ["PB026 more.yaml:4:11"]


def test_groups_and_signposts_keep_their_order() -> None:
    made = library(
        start=flow(
            "questions:\n"
            "  first: {ask: F?, answers: yes-no}\n"
            "  more:\n    if: first is yes\n    questions:\n"
            "      inner: {ask: I?, answers: yes-no}\n"
            "      turn: {if: inner is yes, go to: other}\n"
            "  last: {ask: L?, answers: yes-no}\n"
        ),
        other=flow("", "other"),
    )
    first, more, last = made.flows["start"].items
    assert isinstance(first, Question)
    assert isinstance(last, Question)
    assert isinstance(more, Group)
    inner, turn = more.items
    assert isinstance(inner, Question)
    assert isinstance(turn, Signpost)
    assert turn.go_to == "other"


# Promises


@pytest.mark.parametrize(
    ("says", "kind", "level", "number", "targets"),
    [
        ("always: at least today", "at least", Level.TODAY, 0, ()),
        ("always: at most soon", "at most", Level.SOON, 0, ()),
        ("always: at most 14 questions", "questions", None, 14, ()),
        ("always: at most 1 question", "questions", None, 1, ()),
        ("never: cause ache", "never cause", None, 0, (("cause", "ache"),)),
        ("never: cause ache first", "never cause first", None, 0, (("cause", "ache"),)),
        ("never: tip rest", "never tip", None, 0, (("tip", "rest"),)),
        ("can happen: soon", "can happen", Level.SOON, 0, ()),
        (
            "can happen: self-care and cause ache and tip rest",
            "can happen",
            Level.SELF_CARE,
            0,
            (("cause", "ache"), ("tip", "rest")),
        ),
    ],
)
def test_a_promise_is_understood(
    says: str, kind: str, level: Level | None, number: int, targets: tuple[tuple[str, str], ...]
) -> None:
    text = f"promises:\n  p: {{if: age >= 65 and level is soon, {says}, covers: [R01]}}\n"
    tips = "tips: {rest: Rest.}\n"
    for made in (
        library(start=flow(text), tips=tips).flows["start"].promises,
        library(start=flow(""), promises=text, tips=tips).promises,
    ):
        (promise,) = made
        assert (promise.kind, promise.level, promise.number) == (kind, level, number)
        assert (promise.targets, promise.covers) == (targets, ("R01",))
        assert promise.condition is not None
        assert promise.condition.reads == {"age", "level"}


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("always", "today"),
        ("always", "at least todya"),
        ("always", "at most many questions"),
        ("never", "tip rest first"),
        ("never", "rest"),
        ("can happen", "soon and today"),
        ("can happen", "soon, cause ache"),
    ],
)
def test_a_promise_that_is_not_understood_is_a_finding(key: str, says: str) -> None:
    text = f"promises:\n  p:\n    {key}: {says}\n"
    found = codes(start=flow(""), promises=text, tips="tips: {rest: Rest.}\n")
    assert found == [f"PB051 promises.yaml:4:{len(key) + 7}"]


def test_a_promise_of_all_conversations_names_a_question_with_its_topic() -> None:
    flows = {
        "start": flow("questions:\n  why:\n    ask: W?\n    answers: yes-no\n"),
        "promises": "promises: {p: {if: start.why is yes, always: at least soon}}\n",
    }
    (promise,) = library(**flows).promises
    assert promise.condition is not None
    assert promise.condition.reads == {"start.why"}
    wrong = flows["promises"].replace("start.why", "why")
    assert codes(start=flows["start"], promises=wrong) == ["PB022 promises.yaml:2:20"]


# Coverage of the reference


@pytest.mark.parametrize(
    "where",
    [
        {"start": flow("screens: [signs]\n"), "signs": screen("  a: A\n", f"{ALL}covers: [R09]\n")},
        {"start": flow("screens: [s]\n"), "s": screen("  a: {say: A, covers: [R09]}\n", ALL, "s")},
        {
            "start": flow(
                f"questions: {{q: {{ask: Q?, answers: {YES_NO}}}}}\n"
                "rules: {r: {if: q is yes, at least: soon, because: B., covers: [R09]}}\n"
            )
        },
        {"start": flow(""), "x": f"cause: x\nname: X\nwhat: X\n{HEAD}covers: [R09]\n"},
        {"start": flow(""), "x": "tips: {rest: {say: Rest., covers: [R09]}}\n"},
        {"start": flow(""), "x": "promises: {p: {can happen: soon, covers: [R09]}}\n"},
        {"start": flow("leaves out: {R09: Another time.}\n")},
    ],
    ids=["screen", "tick", "rule", "cause", "tip", "promise", "left-out"],
)
def test_a_row_is_covered_by_anything_that_says_so(where: dict[str, str]) -> None:
    assert codes(**where, reference="rows: {R09: A row}\n") == []


def test_a_row_that_nothing_covers_is_a_finding_where_the_row_stands() -> None:
    found = codes(start=flow(""), reference="rows:\n  R09: A row\n")
    assert found == ["PB035 reference.yaml:3:3"]


def test_a_row_that_is_covered_is_not_left_out_as_well() -> None:
    found = codes(start=flow("leaves out: {R01: Another time.}\n"))
    assert found == ["PB036 start.yaml:7:14"]


# Handing over


def turning(name: str, *to: str) -> str:
    signs = "".join(f"  to-{each}: {{if: age >= 65, go to: {each}}}\n" for each in to)
    return flow(f"questions:\n{signs}" if to else "", name)


@pytest.mark.parametrize(
    ("flows", "circles"),
    [
        ({"a": "b", "b": "c", "c": ""}, 0),
        ({"a": "b c", "b": "d", "c": "d", "d": ""}, 0),
        ({"a": "a"}, 1),
        ({"a": "b", "b": "a"}, 1),
        ({"a": "b", "b": "c", "c": "a"}, 1),
        ({"a": "b", "b": "c", "c": "b"}, 1),
        ({"a": "b", "b": "a", "c": "d", "d": "c"}, 2),
    ],
)
def test_flows_never_hand_over_in_a_circle(flows: dict[str, str], circles: int) -> None:
    texts = {f"flow-{name}": turning(name, *to.split()) for name, to in flows.items()}
    found = codes(start=flow(""), **texts)
    assert [each.split()[0] for each in found] == ["PB034"] * circles


def test_a_circle_is_found_through_answers_and_otherwise_too() -> None:
    start = flow("questions:\n  q: {ask: Q?, answers: {x: {say: X, go to: other}, z: Z}}\n")
    other = flow("for: age >= 65\notherwise go to: start\n", "other")
    assert codes(start=start, other=other) == ["PB034 other.yaml:8:18"]


def test_an_answer_goes_only_to_flows_there_are() -> None:
    start = flow("questions:\n  q: {ask: Q?, answers: {x: {say: X, go to: nowhere}, z: Z}}\n")
    assert codes(start=start) == ["PB020 start.yaml:8:45"]


# The digest


BODY = """\
for: who is me
otherwise go to: other
screens: [signs]
questions:
  q: {ask: Q?, answers: {x: X, z: {say: Z, if: age >= 16}}}
  w: {ask: W?, number: {from: 0, to: 9, borders: [5]}, unsure: Dunno, unsure counts as: yes}
  g:
    if: q is x
    questions: {r: {ask: R?, choose: any, answers: {x: X, z: Z}}}
  all: shared
rules:
  big: {if: w >= 5, at least: soon, because: It is big.}
"""
SIGNS = screen("  a: A\n  b: {say: B, level: soon}\n", ALL)
OTHER = flow("questions: {o: {ask: O?, answers: {x: X, z: Z}}}\n", "other")
SHARED = "questions:\n  all: {ask: All?, answers: {x: X, z: Z}}\n"
TEXTS = {"start": flow(BODY), "signs": SIGNS, "other": OTHER, "shared": SHARED}


@cache
def digest(**changed: str) -> str:
    return library(**{**TEXTS, **changed}).digests["start"]


def edited(old: str, new: str) -> Callable[[], dict[str, str]]:
    def change() -> dict[str, str]:
        changed = {n: t.replace(old, new) for n, t in TEXTS.items() if old in t}
        assert changed
        return changed

    return change


@pytest.mark.parametrize(
    "edit",
    [
        edited("ask: Q?", "ask: 'Quite another question?'"),
        edited("x: X", "x: {say: The first, also: [one]}"),
        edited("because: It is big.", "because: It is very big."),
        edited("because: Serious.", "because: Very serious."),
        edited("title: Signs", "title: Other signs"),
        edited("unsure: Dunno", "unsure: No idea"),
        edited("  a: A\n", "  a: {say: A, button: Aha, also: [ah]}\n"),
        edited("q is x", "( q  is x )"),
        edited("level: today\n", "level: today\ncontact: any\n"),
        edited("  all: shared\n", "\n  # a comment\n  all: shared\n"),
    ],
)
def test_wording_and_layout_do_not_change_the_digest(edit: Callable[[], dict[str, str]]) -> None:
    assert digest(**edit()) == digest()


@pytest.mark.parametrize(
    "edit",
    [
        edited("for: who is me", "for: who is adult"),
        edited("q is x", "q is z"),
        edited("if: age >= 16", "if: age >= 65"),
        edited("z: {say: Z, if: age >= 16}", "z: Z"),
        edited("{x: X, z: Z}}}", "{x: X, z: Z, y: Y}}}"),
        edited("borders: [5]", "borders: [5, 7]"),
        edited("unsure: Dunno, unsure counts as: yes", "unsure counts as: yes"),
        edited("unsure counts as: yes", "unsure counts as: no"),
        edited("choose: any, ", ""),
        edited("at least: soon", "at least: today"),
        edited("w >= 5, at", "w < 5, at"),
        edited("level: soon", "level: hospital"),
        edited('unsure counts as: "no"', "unsure counts as: today"),
        edited("  a: A\n", "  a: A\n  c: C\n"),
        edited("  a: A\n", "  a: {say: A, if: age >= 65}\n"),
        edited("  b: {say: B,", "  b: {page: 2, say: B,"),
        edited(
            "all: {ask: All?, answers: {x: X, z: Z}}", "all: {ask: All?, answers: {x: X, y: Z}}"
        ),
        edited("o: {ask: O?", "p: {ask: O?"),
        edited("  all: shared\n", ""),
    ],
)
def test_logic_changes_the_digest(edit: Callable[[], dict[str, str]]) -> None:
    assert digest(**edit()) != digest()


def test_a_digest_covers_what_can_be_reached_and_no_more() -> None:
    changed = {**TEXTS, "far": flow("questions: {f: {ask: F?, answers: {x: X, z: Z}}}\n", "far")}
    assert library(**changed).digests["start"] == digest()
    assert library(**TEXTS).digests["other"] != digest()
    of_other = library(**TEXTS).digests["other"]
    assert library(**{**TEXTS, **edited("q is x", "q is z")()}).digests["other"] == of_other

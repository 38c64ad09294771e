"""What `painbot check` proves: a fault is found at its own line, with a chat that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from painbot.app import prove as app
from painbot.cli.check import check
from painbot.dialogue.session import Answered
from painbot.dialogue.view import tick_levels
from painbot.dialogue.walk import Walk
from painbot.flow.findings import Finding, Findings
from painbot.flow.levels import Level, Levels
from painbot.flow.model import Library, Tick
from painbot.proof import proving
from painbot.proof.chats import Played, play_chats
from painbot.proof.claims import claims
from painbot.proof.explore.ends import Found
from painbot.proof.explore.graph import Graph
from painbot.proof.explore.notproved import NotProved
from painbot.proof.explore.search import search
from painbot.proof.explore.terrain import Terrain
from painbot.proof.transcript import transcript
from tests import tiny
from tests.tiny import HEAD, LEVELS, flow, screen

BASE = {
    "facts": "facts:\n  who: {ask: Who is it for?, answers: {me: Me, adult: Another adult}}\n",
    "levels": "levels:\n"
    + "".join(f"  {name}: {{headline: {name}, because: It is so.}}\n" for name in LEVELS)
    + "contacts:\n  any:\n"
    + "".join(f"    {name}: Phone for {name}\n" for name in LEVELS)
    + "urgent signs: {worse: It gets worse}\n",
    "tips": "tips:\n  rest: {say: Rest it., sources: [book]}\n"
    "  rub: {say: Rub it., sources: [book], only if: worse is no}\n",
    "shared": "questions:\n  worse: {ask: Is it worse?, answers: yes-no}\n",
    "strain": f"cause: strain\nname: A strain\nwhat: It is strained.\n{HEAD}",
    "signs": screen("level: today\nticks: {hot: It is hot, cold: {say: Cold, level: soon}}\n"),
}
QUESTIONS = (
    "questions:\n"
    "  where: {ask: Where?, answers: {calf: Calf, foot: Foot}}\n"
    "  lock:\n    if: where is calf\n    ask: Does it lock?\n    answers: yes-no-unsure\n"
    "    unsure counts as: 'yes'\n"
    "  worse: shared\n"
)
RULES = "rules:\n  locks: {if: lock is yes, at least: soon, because: It locks.}\n"
CAUSES = "  ache: {fits: where is calf}\n  strain: {fits: worse is yes}\n  otherwise: ache\n"
TIPS = "tips: [rest, rub]\n"


def start(more: str = "", *, questions: str = QUESTIONS, rules: str = RULES) -> str:
    return flow(f"screens: [signs]\n{questions}{rules}{TIPS}{more}", causes=CAUSES)


def promising(promise: str) -> str:
    return start(f"promises:\n  mine: {{{promise}}}\n")


def library(**more: str) -> Library:
    return tiny.library(**{**BASE, **more})


def proved(there: Library) -> list[Finding]:
    findings = Findings()
    proving.report(
        there, [proving.explored(Terrain(there), [name]) for name in there.flows], findings
    )
    return list(findings)


def found(**more: str) -> list[Finding]:
    return proved(library(**more))


def told(**more: str) -> list[str]:
    """Return what is found, each as its code and the line of its file that it points at."""
    texts = {**BASE, **more}
    lines = {name: f"format: 1\n{text}".splitlines() for name, text in texts.items()}
    return sorted(
        f"{each.code} {lines[each.at.file.removesuffix('.yaml')][each.at.line - 1].strip()}"
        for each in found(**more)
    )


def played(there: Library, finding: Finding) -> Played:
    """Play the example of a finding; it must go exactly as it is written."""
    findings = Findings()
    (one,) = play_chats(there, {"example.chat": finding.example.encode()}, findings)
    assert not list(map(str, findings)), finding.example
    assert one.result is not None
    return one


def test_a_good_library_has_nothing_to_mend() -> None:
    assert told(start=start()) == []


# What operators promise

BROKEN = {
    "at least": ("if: where is foot, always: at least routine", "self-care", 4),
    "at least, though not sure": (
        "if: lock is unsure and worse is no, always: at least today",
        "soon",
        5,
    ),
    "at most, by a tick": ("always: at most soon", "today", 2),
    "at most, by a rule": (
        "if: where is calf and not signs is positive, always: at most routine",
        "soon",
        5,
    ),
    "questions": ("always: at most 4 questions", "soon", 5),
    "questions of some": ("if: where is foot, always: at most 3 questions", "self-care", 4),
    "never a cause": ("never: cause strain", "self-care", 4),
    "never a cause first": ("never: cause strain first", "self-care", 4),
    "never a tip": ("never: tip rub", "self-care", 4),
    "only at a level": ("if: level is today, always: at most 1 questions", "today", 2),
    "no tick, but a not sure": (
        "if: where is foot and no screen is positive, always: at most self-care",
        "soon",
        4,
    ),
    "only from a level on": ("if: level >= soon, always: at least today", "soon", 4),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_promise_is_one_finding_at_its_line_with_the_shortest_chat(case: str) -> None:
    promise, level, answers = BROKEN[case]
    text = promising(promise)
    there = library(start=text)
    (finding,) = proved(there)
    assert finding.code == "PB070"
    assert f"format: 1\n{text}".splitlines()[finding.at.line - 1].startswith("  mine: ")
    assert f"`mine` is broken: this conversation ends at `{level}`" in finding.message
    assert f"after {answers} answers" in finding.message
    one = played(there, finding)
    assert one.result is not None
    assert (one.result.level.id, one.answers) == (level, answers), finding.example


def test_the_example_shows_the_cause_or_the_tip_that_should_not_be_there() -> None:
    for promise, shown in (("cause strain first", "strain"), ("tip rub", "rub")):
        there = library(start=promising(f"never: {promise}"))
        result = played(there, *proved(there)).result
        assert result is not None
        assert shown in (result.causes[:1] if promise.endswith("first") else result.tips)


def test_the_same_cause_second_breaks_no_promise_about_the_first() -> None:
    text = promising("if: where is calf, never: cause strain first")
    assert told(start=text) == []
    assert len(found(start=text.replace(" strain first", " strain"))) == 1


def test_not_sure_on_a_list_counts() -> None:
    """Only "not sure" gives `soon` here, and a chat goes through the list one by one to say so."""
    signs = screen("level: today\nticks: {hot: It is hot}\n").replace("as: yes", "as: soon")
    text = promising("if: where is foot, always: at most routine")
    there = library(signs=signs, start=text)
    (finding,) = proved(there)
    result = played(there, finding).result
    assert result is not None
    assert (result.level.id, result.reasons) == ("soon", ("signs.hot",))
    assert "tap: unsure" in finding.example


KEPT = (
    "if: signs has hot, always: at least today",
    "always: at most today",
    "always: at most 5 questions",
    "if: where is foot, always: at most 4 questions",
    "if: where is foot and not signs is positive, always: at most self-care",
    "if: lock is unsure, always: at least soon",
    "if: worse is yes, never: tip rub",
    "can happen: self-care and cause strain and tip rest",
    "can happen: today",
    "can happen: soon and cause ache and tip rub",
    "if: level is today, always: at most 2 questions",
)


@pytest.mark.parametrize("promise", KEPT)
def test_a_promise_that_holds_is_not_spoken_of(promise: str) -> None:
    assert told(start=promising(promise)) == []


@pytest.mark.parametrize(
    "promise",
    [
        "can happen: hospital",
        "can happen: today and tip rest",
        "can happen: cause strain and tip rub",
    ],
)
def test_what_should_happen_and_never_does_is_found(promise: str) -> None:
    assert told(start=promising(promise)) == [f"PB071 mine: {{{promise}}}"]


def test_a_promise_about_nobody_is_found() -> None:
    promise = "if: where is foot and lock is yes, always: at least today"
    assert told(start=promising(promise)) == [f"PB072 mine: {{{promise}}}"]


def test_two_promises_that_contradict_each_other_are_found() -> None:
    low = "low: {if: where is foot, always: at least soon}"
    high = "high: {if: worse is yes, always: at most routine}"
    text = start(f"promises:\n  {low}\n  {high}\n")
    assert {f"PB070 {low}", f"PB073 {low}"} <= set(told(start=text))
    said = [each.message for each in found(start=text) if each.code == "PB073"]
    assert [("`low`" in each, "`high`" in each) for each in said] == [(True, True)]


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("if: where is foot, always: at least soon", "if: where is foot, can happen: routine"),
        ("always: at least routine", "if: worse is yes, can happen: self-care"),
        ("never: cause strain", "if: worse is yes, can happen: cause strain"),
        ("if: where is foot, never: tip rest", "if: where is foot, can happen: tip rest"),
    ],
)
def test_what_may_happen_to_nobody_contradicts_what_can_happen(low: str, high: str) -> None:
    text = start(f"promises:\n  low: {{{low}}}\n  high: {{{high}}}\n")
    assert f"PB073 low: {{{low}}}" in told(start=text)


def test_what_can_happen_to_others_contradicts_nothing() -> None:
    low = "if: signs is positive, always: at least soon"
    text = start(f"promises:\n  low: {{{low}}}\n  high: {{can happen: self-care}}\n")
    assert told(start=text) == []


def test_what_can_happen_to_nobody_is_found_as_both() -> None:
    promise = "if: where is foot and lock is yes, can happen: routine"
    ends = f" mine: {{{promise}}}"
    assert told(start=promising(promise)) == [f"PB071{ends}", f"PB072{ends}"]


AGED = {
    "facts": f"{BASE['facts']}  age: {{ask: Age?, number: {{from: 0, to: 120, borders: [65]}}}}\n",
    "signs": f"{BASE['signs']}rules:\n"
    "  old: {if: cold and age >= 65, at least: today, because: Old.}\n",
}


def test_a_promise_guards_those_whom_nobody_asked_for_their_age() -> None:
    text = promising("if: age >= 65, always: at least routine")
    (finding,) = [each for each in found(start=text, **AGED) if each.code == "PB070"]
    assert "nobody asked for `age`, so it may be so" in finding.message
    assert "# age" not in finding.example


def test_a_promise_about_the_old_does_not_speak_of_those_who_said_they_are_not() -> None:
    text = promising("if: age >= 65 and signs has cold, always: at least today")
    assert [each for each in found(start=text, **AGED) if each.code == "PB070"] == []


# Conditions of what is shown

SHOWN = {
    "rub: {say: Rub it., sources: [book], only if: signs has hot and worse is yes}": "PB075",
    "rub: {say: Rub it., sources: [book], hide if: who is me or who is adult}": "PB091",
    "rub: {say: Rub it., sources: [book], only if: worse is yes or worse is no}": "",
    "rub: {say: Rub it., sources: [book], hide if: worse is yes}": "",
}


@pytest.mark.parametrize("tip", SHOWN)
def test_a_tip_that_nobody_or_everybody_is_shown_by_its_condition_is_found(tip: str) -> None:
    tips = f"tips:\n  rest: {{say: Rest it., sources: [book]}}\n  {tip}\n"
    codes = {each.code for each in found(start=start(), tips=tips)}
    assert codes == ({SHOWN[tip]} if SHOWN[tip] else set())


@pytest.mark.parametrize(("condition", "code"), [("who is me or who is adult", "PB091")])
def test_a_screen_that_everybody_is_asked_by_its_condition_is_found(
    condition: str, code: str
) -> None:
    signs = BASE["signs"].replace("ticks:", f"if: {condition}\nticks:")
    assert {each.code for each in found(start=start(), signs=signs)} == {code}


def test_promises_about_different_people_do_not_contradict_each_other() -> None:
    text = start(
        "promises:\n  low: {if: lock is yes, always: at least soon}\n"
        "  high: {if: where is foot and not signs is positive, always: at most routine}\n"
    )
    assert told(start=text) == []


def test_a_flow_speaks_of_its_own_conversations_and_the_library_of_all() -> None:
    other = flow(f"{QUESTIONS}{TIPS}", "other", "  otherwise: ache\n")
    other = other.replace("questions:\n  where", "questions:\n  place").replace(
        "where is", "place is"
    )
    texts = {"start": start(), "other": other.replace("[rest, rub]", "[rest]")}
    promise = "promises:\n  mine: {always: at most soon}\n"
    assert told(**{**texts, "other": texts["other"] + promise}) == []
    whole = {**texts, "mine": promise}
    there = library(**whole)
    assert told(**whole) == ["PB070 mine: {always: at most soon}"]
    assert played(there, *proved(there)).flow == "start"


def test_a_conversation_handed_over_counts_where_it_ends() -> None:
    """It breaks the promise of the flow it ends in, and not of the flow it began in."""
    other = flow(
        "questions: {deep: {ask: Is it deep?, answers: yes-no}}\n"
        "rules: {deep: {if: deep is yes, at least: soon, because: It is deep.}}\ntips: [rest]\n",
        "other",
    )
    on = "  on: {if: worse is yes, go to: other}\n"
    calm = "if: where is foot and not signs is positive, always: at most routine"
    mine = f"promises:\n  mine: {{{calm}}}\n"
    begins = start(mine, questions=QUESTIONS + on)
    begins = begins.replace("  strain: {fits: worse is yes}\n", "  strain: {fits: worse is no}\n")
    assert told(start=begins, other=other) == []
    theirs = "promises:\n  mine: {if: signs has cold, always: at most routine}\n"
    there = library(start=begins.replace(mine, ""), other=other + theirs)
    broken = [each for each in proved(there) if each.example.startswith("flow: start")]
    assert [each.at.file for each in broken] == ["other.yaml"]
    assert played(there, *broken).flow == "start"


# Levels by country

FACTS = f"{BASE['facts']}  country: {{ask: Where?, answers: countries}}\n"
ABROAD = screen(
    "level: {gb: today, otherwise: hospital}\nticks: {hot: It is hot, red: It is red}\n"
)


@pytest.mark.parametrize(
    ("promise", "level"),
    [
        ("always: at most today", "hospital"),
        ("if: country is gb, always: at least hospital", "today"),
        ("if: country is gb and signs has hot, always: at most soon", "today"),
        ("if: signs has hot, always: at least hospital", "today"),
        ("if: level is hospital, always: at most 2 questions", "hospital"),
    ],
)
def test_a_level_by_country_is_known_to_promises(promise: str, level: str) -> None:
    there = library(facts=FACTS, signs=ABROAD, start=promising(promise))
    (finding,) = proved(there)
    result = played(there, finding).result
    assert result is not None
    assert (finding.code, result.level.id) == ("PB070", level), finding.example


@pytest.mark.parametrize(
    "promise",
    [
        "if: country is gb, always: at most today",
        "if: country is other and signs has hot, always: at least hospital",
        "if: signs has hot, always: at least today",
        "can happen: hospital",
        "can happen: today",
    ],
)
def test_a_promise_by_country_can_hold(promise: str) -> None:
    assert told(facts=FACTS, signs=ABROAD, start=promising(promise)) == []


# What every library must hold


def without(text: str, part: str, by: str = "") -> str:
    assert part in text
    return text.replace(part, by)


def test_a_rule_that_gives_no_more_than_what_comes_with_it_changes_nothing() -> None:
    rule = "cold: {if: signs has cold, at least: routine, because: Cold.}"
    assert told(start=start(rules=f"{RULES}  {rule}\n")) == [f"PB076 {rule}"]
    higher = rule.replace("routine", "today")
    assert told(start=start(rules=f"{RULES}  {higher}\n")) == []


def test_of_two_rules_that_say_the_same_each_changes_nothing() -> None:
    again = RULES.removeprefix("rules:\n").replace("locks:", "again:")
    found_here = told(start=start(rules=f"{RULES}{again}"))
    assert found_here == [f"PB076 {again.strip()}", f"PB076 {RULES.splitlines()[1].strip()}"]


def test_a_rule_that_never_holds_is_found() -> None:
    rule = "never: {if: lock is yes and where is foot, at least: today, because: Never.}"
    assert f"PB075 {rule}" in told(start=start(rules=f"{RULES}  {rule}\n"))


def test_a_rule_that_never_holds_is_found_once() -> None:
    rule = "never: {if: lock is yes and where is foot, at least: today, because: Never.}"
    assert told(start=start(rules=f"{RULES}  {rule}\n")) == [f"PB075 {rule}"]


@pytest.mark.parametrize(
    "fit",
    [
        "strain: {fits: worse is yes and lock is yes and where is foot}",
        "strain: {fits: worse is yes and signs has hot}",
        "strain: {fits: worse is yes, but not if: worse is yes}",
    ],
)
def test_a_cause_that_never_fits_is_found(fit: str) -> None:
    text = without(start(), "strain: {fits: worse is yes}", fit)
    assert f"PB075 {fit}" in told(start=text)
    assert {each.code for each in found(start=text)} == {"PB075"}


def test_a_condition_of_a_cause_that_never_holds_is_found_though_another_does() -> None:
    fit = "strain: {fits: worse is yes, may fit: lock is yes and where is foot}"
    text = without(start(), "strain: {fits: worse is yes}", fit)
    assert told(start=text) == [f"PB075 {fit}"]


def test_a_question_that_is_never_asked_is_found() -> None:
    text = without(start(rules=""), "if: where is calf", "if: where is calf and where is foot")
    assert set(told(start=text)) == {"PB075 lock:"}
    assert "The question `start.lock` never happens" in "".join(map(str, found(start=text)))


def test_an_answer_that_is_never_offered_is_found() -> None:
    foot = "answers: {calf: Calf, foot: {say: Foot, if: signs has hot and signs has cold}}"
    text = without(start(), "answers: {calf: Calf, foot: Foot}", foot)
    said = [str(each) for each in found(start=text) if each.code == "PB075"]
    assert len(said) == 1
    assert "The answer `foot` of `start.where` never happens" in said[0]


def test_a_tick_that_is_never_shown_is_found() -> None:
    ticks = "{hot: It is hot, cold: {say: Cold, level: soon, if: who is me and who is adult}}"
    signs = without(BASE["signs"], "{hot: It is hot, cold: {say: Cold, level: soon}}", ticks)
    (finding,) = found(start=start(), signs=signs)
    assert (finding.code, finding.at.file) == ("PB075", "signs.yaml")
    assert "The tick `cold` of `signs` never happens" in finding.message


def test_a_screen_that_is_never_asked_is_found() -> None:
    signs = without(BASE["signs"], "ask:", "if: who is me and who is adult\nask:")
    said = [str(each) for each in found(start=start(), signs=signs)]
    assert any("The list `signs` never happens" in each for each in said)
    assert all(each.startswith("signs.yaml") for each in said)


def test_what_nobody_reaches_in_another_flow_is_found_there_alone() -> None:
    """What one flow never comes to another may; only what none comes to is found."""
    other = flow("screens: [signs]\ntips: [rest]\n", "other")
    assert told(start=start(), other=other) == []


def test_a_result_without_a_tip_is_found_with_a_chat() -> None:
    there = library(start=without(start(), "tips: [rest, rub]", "tips: [rub]"))
    findings = [each for each in proved(there) if each.code == "PB079"]
    assert ["any tip" in each.message for each in findings] == [True]
    result = played(there, findings[0]).result
    assert result is not None
    assert (result.tips, result.level < Level.TODAY) == ((), True)


@pytest.mark.parametrize(
    ("what", "level"),
    [
        ("contact", "today"),
        ("contact", "soon"),
        ("contact", "self-care"),
        ("reason", "self-care"),
    ],
)
def test_a_level_without_a_contact_or_a_reason_is_found(what: str, level: str) -> None:
    part = f"    {level}: Phone for {level}\n"
    levels = without(BASE["levels"], part if what == "contact" else ", because: It is so.")
    said = [each.message for each in found(start=start(), levels=levels)]
    assert said == [f"A result can be without a {what} at `{level}`."]


LOWERING = "calm: {if: where is foot and not signs has cold, at least: today, because: Not cold.}"


def test_one_more_yes_that_lowers_the_level_is_found() -> None:
    text = start(rules=f"{RULES}  {LOWERING}\n")
    there = library(start=text)
    (finding,) = proved(there)
    assert (finding.code, finding.at.line) == (
        "PB092",
        text.splitlines().index(f"  {LOWERING}") + 2,
    )
    result = played(there, finding).result
    assert result is not None
    assert result.level.id == "today"


def test_a_tick_after_not_that_gives_as_much_itself_is_fine() -> None:
    rule = LOWERING.replace("today", "soon")
    assert told(start=start(rules=f"{RULES}  {rule}\n")) == []


def test_one_more_yes_leaves_the_other_lines_of_the_list_as_they_were() -> None:
    """Whoever is not sure of `hot` and ticks `cold` as well is still told `today`."""
    signs = screen("level: today\nticks: {cold: {say: Cold, level: soon}, hot: It is hot}\n")
    rule = "x: {if: signs is doubtful and not signs has cold, at least: soon, because: It.}"
    said = told(signs=signs, start=start(rules=f"{RULES}  {rule}\n"))
    assert not [each for each in said if each.startswith("PB092")]


def test_one_more_yes_that_takes_a_question_away_is_found() -> None:
    bad = "  bad: {if: not signs has cold, ask: Is it bad?, answers: yes-no}\n"
    rules = f"{RULES}  bad: {{if: bad is yes, at least: today, because: It is bad.}}\n"
    assert "PB092" in str(told(start=start(questions=QUESTIONS + bad, rules=rules)))


def test_a_condition_that_always_holds_is_found() -> None:
    text = (
        "questions:\n  where: {ask: Where?, answers: {calf: Calf, foot: Foot}}\n  side:\n"
        "    if: where is calf or where is foot\n    ask: Which?\n    answers: {l: L, r: R}\n"
    )
    causes = "  ache: {fits: side is l}\n  strain: {fits: where is calf}\n  otherwise: ache\n"
    there = {
        "tips": "tips: {rest: {say: Rest it., sources: [book]}}\n",
        "start": flow(f"{text}tips: [rest]\n", causes=causes),
    }
    said = [str(each) for each in found(**there) if each.code == "PB091"]
    assert ["The condition of `side` in the flow `start`" in each for each in said] == [True]


def test_a_condition_that_always_holds_is_found_where_a_screen_can_end_it() -> None:
    text = without(start(), "if: where is calf", "if: where is calf or where is foot")
    assert [each.code for each in found(start=text)] == ["PB091"]


# What cannot be proved, and what is painbot's own fault


def few(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(proving, "Graph", lambda there, flows: Graph(there, flows, most=most))


def test_a_cap_that_is_hit_is_not_proved_and_never_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch, 3)
    (finding,) = found(start=start())
    assert (finding.code, finding.severity.value) == ("PB074", "error")
    assert str(finding).startswith("start.yaml:2:1 PB074 NOT PROVED: ")
    assert "more than 3 different situations" in finding.message


def test_a_claim_that_takes_too_long_is_not_proved_at_its_own_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The others are decided all the same."""

    def tired(graph: Graph, hunt: object, *, shortest: bool) -> Found | None:
        if shortest:
            raise NotProved.too_many(7, "kinds of conversation")
        return search(graph, hunt, shortest=shortest)  # type: ignore[arg-type]

    monkeypatch.setattr(proving, "search", tired)
    text = start(
        "promises:\n  mine: {always: at least routine}\n  other: {can happen: emergency}\n"
    )
    said = told(start=text)
    assert "PB074 mine: {always: at least routine}" in said
    assert "PB071 other: {can happen: emergency}" in said
    assert "PB070 mine: {always: at least routine}" not in said


def test_a_conversation_that_cannot_be_played_again_is_not_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lost(_there: Library, found: Found) -> None:
        raise NotProved.unplayable(found.flow)

    monkeypatch.setattr(proving, "transcript", lost)
    assert told(start=promising("always: at most soon")) == ["PB074 mine: {always: at most soon}"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in tiny.files(**BASE, start=promising("always: at most soon")).items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_painbot_check_prints_the_chat_and_fails(folder: Path) -> None:
    done = CliRunner().invoke(check, [str(folder)])
    assert done.exit_code == 1
    assert re.search(r"start\.yaml:\d+:3 error PB070 The promise `mine` is broken", done.output)
    assert re.search(r"tap: hot +# signs\n.*\bend: today\n", done.output)


def test_painbot_check_never_passes_what_it_could_not_prove(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (folder / "start.yaml").read_text()
    (folder / "start.yaml").write_text(text.replace("at most soon", "at most today"))
    assert CliRunner().invoke(check, [str(folder)]).exit_code == 0
    few(monkeypatch, 3)
    done = CliRunner().invoke(check, [str(folder)])
    assert done.exit_code == 1
    assert "error PB074 NOT PROVED: " in done.output


def test_all_processors_find_what_one_does() -> None:
    other = flow("screens: [signs]\ntips: [rest]\n", "other")
    there = library(start=promising("always: at most soon"), other=other)
    findings = Findings()
    app.prove(there, findings)
    assert list(findings) == proved(there)


def test_a_level_that_is_lost_again_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file does this: here what ticks count is made less than what they gave."""

    def higher(tick: Tick, *, doubtful: bool) -> Levels | None:
        found = tick_levels(tick, doubtful=doubtful)
        return replace(found, otherwise=Level.EMERGENCY) if found else None

    monkeypatch.setattr("painbot.proof.invariants.tick_levels", higher)
    said = [str(each) for each in found(start=start())]
    assert all(each.startswith("signs.yaml") and "PB077" in each for each in said)
    assert any(
        "The tick `hot` gave `emergency`, and later the level was only `today`." in each
        for each in said
    )


def test_a_screen_that_is_passed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file does this: here the walk forgets the screen."""
    record = Walk.record

    def forgetful(walk: Walk, given: Iterable[Answered]) -> None:
        record(walk, given)
        if walk.stop == "fact:who":
            walk.stop = "screen:signs"

    monkeypatch.setattr(Walk, "record", forgetful)
    said = [each for each in found(start=start()) if each.code == "PB078"]
    assert [(each.at.file, each.at.line) for each in said] == [("signs.yaml", 2)]
    assert "The screen `signs` can be passed" in said[0].message


def test_every_claim_has_a_name_of_its_own() -> None:
    there = library(start=start(), other=flow("screens: [signs]\ntips: [rest]\n", "other"))
    names = [claim.id for claim in claims(there)]
    assert len(names) == len(set(names))


def test_an_example_is_the_text_of_a_chat_file() -> None:
    there = library(start=start())
    graph = Graph(Terrain(there))
    one = search(graph, [])
    assert one is not None
    text = transcript(there, one).text
    assert text.startswith("flow: start\ntap: ")
    assert all(
        re.fullmatch(r"(flow|tap|end|because|causes): .+", line) for line in text.splitlines()
    )

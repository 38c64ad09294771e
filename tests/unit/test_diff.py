"""`painbot diff OLD NEW`: who is told something else, each with the shortest chat that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from painbot.cli.diff import diff
from painbot.flow.findings import Findings
from painbot.flow.model import Library
from painbot.proof.chats import play_chats
from painbot.proof.diff import Change, compare, told_by
from painbot.proof.diff import compare as comparing
from tests import tiny
from tests.tiny import HEAD, flow, screen

SIGNS = screen("level: today\nticks: {hot: It is hot, cold: {say: Cold, level: soon}}\n")
QUESTIONS = (
    "questions:\n"
    "  where: {ask: Where?, answers: {calf: Calf, foot: Foot}}\n"
    "  worse: {ask: Is it worse?, answers: yes-no}\n"
)
RULES = "rules:\n  worsens: {if: worse is yes, at least: routine, because: It is worse.}\n"
CAUSES = "  strain: {fits: where is calf}\n  ache: {fits: worse is yes}\n  otherwise: ache\n"
OLD = {
    "signs": SIGNS,
    "strain": f"cause: strain\nname: A strain\nwhat: It is strained.\n{HEAD}",
    "start": flow(f"screens: [signs]\n{QUESTIONS}{RULES}", causes=CAUSES),
}


def edited(name: str, old: str, new: str, base: dict[str, str] = OLD) -> dict[str, str]:
    assert old in base[name]
    return {**base, name: base[name].replace(old, new)}


def changes(new: dict[str, str], old: dict[str, str] = OLD) -> tuple[Change, ...]:
    compared = compare(tiny.library(**old), tiny.library(**new))
    assert not compared.undecided
    return compared.changes


def level_of_chat(there: Library, change: Change) -> tuple[str, int]:
    """Play the chat of a change in the version it is from, exactly as it is written."""
    findings = Findings()
    (one,) = play_chats(there, {"example.chat": change.chat.encode()}, findings)
    assert not list(map(str, findings)), change.chat
    assert one.result is not None
    return one.result.level.id, one.answers


LESS = edited("signs", "level: today", "level: soon")
MORE = edited("start", "at least: routine", "at least: soon")


def test_a_lower_level_is_found_with_the_shortest_chat_of_the_old_version() -> None:
    (change,) = changes(LESS)
    assert (change.group, change.what, change.owner) == ("lowered", "the tick signs.hot", "signs")
    assert (change.before, change.after.split(",")[0]) == ("today", "soon")
    assert level_of_chat(tiny.library(**OLD), change) == ("today", 2)
    assert change.length == 2


def test_a_higher_level_is_found_with_a_chat_of_the_new_version() -> None:
    (change,) = changes(MORE)
    assert (change.group, change.what) == ("raised", "the rule start.worsens")
    assert (change.before, change.after) == ("routine, first ache", "soon, first ache")
    assert level_of_chat(tiny.library(**MORE), change) == ("soon", 4)


def test_what_was_raised_one_way_is_lowered_the_other() -> None:
    (change,) = changes(OLD, MORE)
    assert (change.group, change.before) == ("lowered", "soon, first ache")
    assert level_of_chat(tiny.library(**MORE), change) == ("soon", 4)


def test_the_same_level_with_another_first_cause_is_found() -> None:
    new = edited("start", "fits: where is calf", "fits: where is foot")
    found = changes(new)
    assert {each.group for each in found} == {"other cause"}
    assert [(each.what, each.before, each.after) for each in found] == [
        ("the cause strain of start", "self-care, first strain", "self-care, first ache"),
        ("the cause ache of start", "self-care, first ache", "self-care, first strain"),
    ]
    there = tiny.library(**OLD)
    assert [level_of_chat(there, each) for each in found] == [("self-care", 4)] * 2


def test_another_order_of_causes_is_another_first_cause() -> None:
    turned = "  ache: {fits: worse is yes}\n  strain: {fits: where is calf}\n  otherwise: ache\n"
    found = changes(edited("start", CAUSES, turned))
    assert [each.what for each in found] == ["the cause strain of start"]
    assert "tap: calf" in found[0].chat
    assert "tap: yes" in found[0].chat


def test_a_cause_further_down_changes_nobody() -> None:
    """Only who comes first counts."""
    new = edited("start", "ache: {fits: worse is yes}", "ache: {fits: worse is yes and where is calf}")
    assert changes(new) == ()


SAYS_THE_SAME = {
    "a question is worded anew": edited("start", "ask: Where?", "ask: Where does it hurt?"),
    "a tick is worded anew": edited("signs", "It is hot", "It feels hot"),
    "a reason is worded anew": edited("start", "because: It is worse.", "because: It gets worse."),
    "a rule is renamed": edited("start", "worsens: {", "gets-worse: {was: worsens, "),
    "a rule is renamed carelessly": edited("start", "worsens: {", "gets-worse: {"),
    "a condition is laid out anew": edited("start", "if: worse is yes", "if: (worse is yes)"),
    "a question is added that nothing reads": edited(
        "start", "  worse: {ask", "  side: {ask: Which?, answers: {left: L, right: R}}\n  worse: {ask"
    ),
    "a promise is added": edited(
        "start", RULES, f"{RULES}promises:\n  mine: {{always: at most today}}\n"
    ),
}


@pytest.mark.parametrize("edit", SAYS_THE_SAME)
def test_an_edit_that_tells_nobody_anything_else_is_not_spoken_of(edit: str) -> None:
    assert changes(SAYS_THE_SAME[edit]) == ()


def test_a_tick_that_is_gone_lowers_who_ticked_it() -> None:
    new = edited("signs", "hot: It is hot, ", "")
    (change,) = changes(new)
    assert (change.group, change.what, change.before) == ("lowered", "the tick signs.hot", "today")
    assert change.after.startswith("self-care")


def test_a_tick_that_is_new_raises_who_ticks_it() -> None:
    new = edited("signs", "hot: It is hot, ", "hot: It is hot, red: It is red, ")
    (change,) = changes(new)
    assert (change.group, change.what, change.after) == ("raised", "the tick signs.red", "today")
    assert level_of_chat(tiny.library(**new), change) == ("today", 2)


def test_a_rule_that_is_gone_lowers() -> None:
    (change,) = changes(edited("start", RULES, ""))
    assert (change.group, change.what) == ("lowered", "the rule start.worsens")


def test_not_sure_that_counts_less_lowers() -> None:
    (change, *_) = changes(edited("signs", "unsure counts as: yes", "unsure counts as: soon"))
    assert (change.group, change.before) == ("lowered", "today")
    assert "tap: unsure" in change.chat


def test_a_question_that_is_put_before_the_rule_lowers_whom_it_lets_out() -> None:
    """A rule under a narrower condition tells some people less, and the others the same."""
    new = edited("start", "if: worse is yes, at", "if: worse is yes and where is calf, at")
    (change,) = changes(new)
    assert (change.group, change.after.split(",")[0]) == ("lowered", "self-care")
    assert "tap: foot" in change.chat


def test_a_screen_taken_out_of_a_flow_lowers() -> None:
    found = changes(edited("start", "screens: [signs]\n", ""))
    assert {(each.group, each.what) for each in found} == {
        ("lowered", "the tick signs.hot"),
        ("lowered", "the tick signs.cold"),
    }


OTHER = flow("screens: [signs]\n", "other")


def test_a_new_flow_tells_nobody_of_before_anything_else() -> None:
    assert [c for c in changes({**OLD, "other": OTHER}) if c.group != "raised"] == []


def test_people_whose_answers_fit_are_asked_what_is_new_calmly() -> None:
    """A new question that could raise is answered calmly: nobody is told more for that."""
    new = edited(
        "start", "  worse: {ask", "  numb: {ask: Is it numb?, answers: yes-no}\n  worse: {ask"
    )
    new = edited(
        "start", RULES, f"{RULES}  numb: {{if: numb is yes, at least: soon, because: Numb.}}\n", new
    )
    (change,) = changes(new)
    assert (change.group, change.what) == ("raised", "the rule start.numb")


# On the command line


def lay(folder: Path, texts: dict[str, str]) -> str:
    folder.mkdir()
    for name, data in tiny.files(**texts).items():
        (folder / name).write_bytes(data)
    return str(folder)


@pytest.fixture
def run(tmp_path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a function of two versions
    def compared(new: dict[str, str], old: dict[str, str] = OLD) -> Result:
        folders = [lay(tmp_path / "old", old), lay(tmp_path / "new", new)]
        return CliRunner().invoke(diff, folders)

    return compared

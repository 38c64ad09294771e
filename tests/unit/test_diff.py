"""`painbot diff OLD NEW`: who is told something else, each with the shortest chat that shows it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from painbot.cli.diff import diff
from painbot.dialogue.session import Answered
from painbot.dialogue.walk import Walk
from painbot.flow.findings import Findings
from painbot.flow.levels import Level
from painbot.flow.model import Library
from painbot.proof.chats import play_chats
from painbot.proof.diff import Change, compare, told_by
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
    assert (change.before, change.after) == ("routine, first strain", "soon, first strain")
    assert level_of_chat(tiny.library(**MORE), change) == ("soon", 4)


def test_an_answer_that_leads_to_another_topic_is_found() -> None:
    """The topic's own file is as it was: only the way to it changed."""
    first = "questions:\n  what: {ask: What?, answers: {a: {say: A, go to: one}, b: B}}\n"
    one = flow(QUESTIONS + RULES, "one", CAUSES)
    two = flow(QUESTIONS.replace("where", "place"), "two", "  otherwise: ache\n")
    old = {**OLD, "start": flow(first), "one": one, "two": two}
    found = changes(edited("start", "go to: one", "go to: two", old), old)
    assert ("lowered", "the rule one.worsens") in {(each.group, each.what) for each in found}


def test_a_new_topic_changes_nothing_for_those_who_go_elsewhere() -> None:
    first = "questions:\n  what: {ask: What?, answers: {a: {say: A, go to: one}, b: B}}\n"
    old = {**OLD, "start": flow(first), "one": flow(QUESTIONS + RULES, "one", CAUSES)}
    new = edited("start", "b: B}", "b: B, c: {say: C, go to: two}}", old)
    found = changes({**new, "two": flow("", "two", "  otherwise: ache\n")}, old)
    assert found == ()


@pytest.mark.parametrize(("level", "group"), [("soon", "lowered"), ("emergency", "raised")])
def test_emergency_words_that_give_another_level_are_found(level: str, group: str) -> None:
    words = tiny.COMMON["words.yaml"].replace("level: emergency", "level: today", 1)
    old = {**OLD, "words": words}
    (change,) = changes({**OLD, "words": words.replace("level: today", f"level: {level}", 1)}, old)
    assert (change.group, change.before, change.after) == (group, "today", level)
    assert change.what.startswith("the emergency words ")


def test_what_was_raised_one_way_is_lowered_the_other() -> None:
    (change,) = changes(OLD, MORE)
    assert (change.group, change.before) == ("lowered", "soon, first strain")
    assert level_of_chat(tiny.library(**MORE), change) == ("soon", 4)


def test_the_same_level_with_another_first_cause_is_found() -> None:
    new = edited("start", "fits: where is calf", "fits: where is foot")
    found = changes(new)
    assert {each.group for each in found} == {"other cause"}
    assert [(each.what, *_first(each)) for each in found] == [
        ("the cause strain of start", "strain", "ache"),
        ("the cause ache of start", "ache", "strain"),
    ]
    there = tiny.library(**OLD)
    for each in found:
        level, _, _ = each.before.partition(",")
        assert level == each.after.partition(",")[0]
        assert level_of_chat(there, each) == (level, 4)


def _first(change: Change) -> tuple[str, str]:
    before, after = (said.partition(", first ")[2] for said in (change.before, change.after))
    return before, after


def test_another_order_of_causes_is_another_first_cause() -> None:
    turned = "  ache: {fits: worse is yes}\n  strain: {fits: where is calf}\n  otherwise: ache\n"
    found = changes(edited("start", CAUSES, turned))
    assert [each.what for each in found] == ["the cause strain of start"]
    assert "tap: calf" in found[0].chat
    assert "tap: yes" in found[0].chat


def test_a_cause_further_down_changes_nobody() -> None:
    """Only who comes first counts."""
    new = edited(
        "start", "ache: {fits: worse is yes}", "ache: {fits: worse is yes and where is calf}"
    )
    assert changes(new) == ()


SAYS_THE_SAME = {
    "a question is worded anew": edited("start", "ask: Where?", "ask: Where does it hurt?"),
    "a tick is worded anew": edited("signs", "It is hot", "It feels hot"),
    "a reason is worded anew": edited("start", "because: It is worse.", "because: It gets worse."),
    "a rule is renamed": edited("start", "worsens: {", "gets-worse: {was: worsens, "),
    "a rule is renamed carelessly": edited("start", "worsens: {", "gets-worse: {"),
    "a condition is laid out anew": edited("start", "if: worse is yes", "if: (worse is yes)"),
    "a question is added that nothing reads": edited(
        "start",
        "  worse: {ask",
        "  side: {ask: Which?, answers: {left: L, right: R}}\n  worse: {ask",
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


# Against everybody, one by one

BOTH = edited("signs", "cold: {say: Cold, level: soon}", "cold: {say: Cold, level: today}", LESS)
EDITS: dict[str, dict[str, str]] = {
    **SAYS_THE_SAME,
    "a tick gives less": LESS,
    "a rule gives more": MORE,
    "a tick is gone": edited("signs", "hot: It is hot, ", ""),
    "a tick is new": edited("signs", "hot: It is hot, ", "hot: It is hot, red: It is red, "),
    "two ticks change places": BOTH,
    "a rule is gone": edited("start", RULES, ""),
    "a rule is narrower": edited(
        "start", "if: worse is yes, at", "if: worse is yes and where is calf, at"
    ),
    "a rule reads a tick": edited(
        "start", "if: worse is yes, at", "if: worse is yes or signs has cold, at"
    ),
    "a rule reads against a tick": edited(
        "start", "if: worse is yes, at", "if: worse is yes and not signs has cold, at"
    ),
    "a question has a condition": edited("start", "worse: {ask", "worse: {if: where is calf, ask"),
    "a tick has a condition": edited("signs", "cold: {say", "cold: {if: who is me, say"),
    "a screen is gone": edited("start", "screens: [signs]\n", ""),
    "an answer is gone": edited("start", "foot: Foot", "toe: Toe"),
    "another cause comes first": edited("start", "fits: where is calf", "fits: where is foot"),
    "the cause that is left is another": edited("start", "otherwise: ache", "otherwise: strain"),
    "a cause reads a tick": edited(
        "start", "fits: where is calf", "fits: where is calf and signs has cold"
    ),
    "not sure counts as no": edited(
        "signs", "{say: Cold, l", "{say: Cold, unsure counts as: no, l"
    ),
    "not sure counts less": edited("signs", "unsure counts as: yes", "unsure counts as: soon"),
}


def everybody(there: Library) -> Iterator[tuple[Answered, ...]]:
    """Yield the answers of every conversation there can be in `start`."""
    waiting: list[tuple[Answered, ...]] = [()]
    while waiting:
        said = waiting.pop()
        walk = Walk(there, ("start",))
        walk.go_on()
        for each in said:
            walk.record([each])
            walk.go_on()
        if walk.done:
            yield said
            continue
        (key,) = walk.keys_to_ask()
        waiting += [(*said, each) for each in _all_answers(there, walk, key)]


def _all_answers(there: Library, walk: Walk, key: str) -> Iterator[Answered]:
    if key in there.lists:
        ticks = [tick.id for tick in walk.shown(there.lists[key])]
        for marks in product("-+?", repeat=len(ticks)):
            yes, doubt = (
                tuple(t for t, mark in zip(ticks, marks, strict=True) if mark == wanted)
                for wanted in "+?"
            )
            yield Answered(key, yes, doubt)
    else:
        yield from (Answered(key, (each.id,)) for each in walk.offered(there.questions[key]))


def differences(old: Library, new: Library) -> set[str]:
    """Return in what way anybody is told something else, asking each of them."""
    found = set()
    for group, one, other in (("lowered", old, new), ("raised", new, old)):
        for said in everybody(one):
            here, there = told_by(one, "start", said), told_by(other, "start", said)
            assert here is not None
            assert there is not None
            if there.level < here.level:
                found.add(group)
            elif group == "lowered" and there.level == here.level and there.cause != here.cause:
                found.add("other cause")
    return found


@pytest.mark.parametrize("edit", EDITS)
def test_nobody_who_is_told_something_else_is_missed(edit: str) -> None:
    new = EDITS[edit]
    expected = differences(tiny.library(**OLD), tiny.library(**new))
    assert {each.group for each in changes(new)} == expected
    assert {each.group for each in changes(OLD, new)} == {_BACK[group] for group in expected}


_BACK = {"lowered": "raised", "raised": "lowered", "other cause": "other cause"}


# On the command line


def lay(folder: Path, texts: dict[str, str]) -> str:
    folder.mkdir()
    for name, data in tiny.files(**texts).items():
        (folder / name).write_bytes(data)
    return str(folder)


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def compared(new: dict[str, str], old: dict[str, str] = OLD) -> Result:
        folders = [lay(tmp_path / "old", old), lay(tmp_path / "new", new)]
        return CliRunner().invoke(diff, folders)

    return compared


def test_a_lower_level_fails_and_shows_who_is_told_less(run: Run) -> None:
    done = run(LESS)
    assert done.exit_code == 1
    assert done.output.splitlines()[:2] == [
        "Some people would be told a LOWER level, through 1 of what decides it:",
        "  the tick signs.hot: today -> soon, first strain",
    ]
    assert re.search(r"flow: start\n +tap: me .*\n +tap: hot .*\n +end: today\n", done.output)
    assert done.output.endswith("\n1 lowered, 0 raised, 0 other cause\n")


def test_a_higher_level_and_another_cause_are_told_and_do_not_fail(run: Run) -> None:
    done = run(edited("start", "fits: where is calf", "fits: where is foot", MORE))
    assert done.exit_code == 0
    assert "LOWER" not in done.output
    assert "Some people would be told a higher level, through 1 of" in done.output
    assert "the same level and another first cause" in done.output
    assert re.search(r"\n0 lowered, 1 raised, [12] other cause\n$", done.output)
    assert done.output.count("For instance:") == 2


def test_where_nobody_is_told_anything_else_it_says_so(run: Run) -> None:
    done = run(SAYS_THE_SAME["a question is worded anew"])
    assert (done.exit_code, done.output) == (
        0,
        "Nobody would be told another level or first cause.\n",
    )


def signing(texts: dict[str, str], name: str, *days: str) -> dict[str, str]:
    """Sign off lower levels in one file, on these days."""
    lines = "".join(f"  {day}: Seen by two doctors\n" for day in days)
    return {**texts, name: f"{texts[name]}lowered:\n{lines}"}


def test_a_lower_level_that_the_new_screen_signs_off_passes(run: Run) -> None:
    done = run(signing(LESS, "signs", "2026-11-22"))
    assert done.exit_code == 0
    assert (
        "today -> soon, first strain - signed off: Seen by two doctors (2026-11-22)" in done.output
    )
    assert done.output.endswith("\n1 lowered, 0 raised, 0 other cause\n")


def test_a_lower_level_that_the_new_flow_signs_off_passes(run: Run) -> None:
    new = edited("start", RULES, "")
    assert run(signing(new, "start", "2026-11-22")).exit_code == 0


def test_who_signed_off_something_before_has_to_sign_off_again(run: Run) -> None:
    before = signing(OLD, "signs", "2026-10-01")
    done = run(signing(LESS, "signs", "2026-10-01"), before)
    assert done.exit_code == 1
    assert "signed off" not in done.output


def test_a_new_entry_beside_the_old_one_signs_off(run: Run) -> None:
    before = signing(OLD, "signs", "2026-10-01")
    done = run(signing(LESS, "signs", "2026-10-01", "2026-11-22"), before)
    assert done.exit_code == 0
    assert "(2026-11-22)" in done.output


@pytest.mark.parametrize(
    ("new", "hint"),
    [(LESS, True), (MORE, False), (signing(LESS, "signs", "2026-11-22"), False)],
    ids=["lower", "higher", "signed off"],
)
def test_only_an_unsigned_lower_level_says_where_to_sign_it_off(
    run: Run,
    new: dict[str, str],
    hint: bool,  # noqa: FBT001 - what is expected
) -> None:
    assert ("sign it off in the file of `signs`: `lowered:`" in run(new).output) is hint


def test_another_file_cannot_sign_off(run: Run) -> None:
    assert run(signing(LESS, "start", "2026-11-22")).exit_code == 1


def test_one_signature_covers_one_file_only(run: Run) -> None:
    both = signing(edited("start", RULES, "", LESS), "signs", "2026-11-22")
    done = run(both)
    assert done.exit_code == 1
    assert done.output.count("signed off") == 1
    assert "\n2 lowered, " in done.output


def test_a_flow_that_is_gone_is_not_passed_over(run: Run) -> None:
    """Its people are told nothing at all any more: nobody may miss that."""
    done = run(OLD, {**OLD, "other": OTHER})
    assert "other" in done.output
    assert done.exit_code == 1


def test_what_could_not_be_compared_never_passes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["painbot.proof.diff.compare"], "MOST", 2)
    done = run(LESS)
    assert done.exit_code == 1
    assert "NOT COMPARED: the tick signs.hot: there are more than 2 kinds" in done.output
    assert re.search(r", \d+ NOT COMPARED\n$", done.output)
    assert "Nobody would be told" not in done.output


def test_what_people_would_be_told_is_found_again_by_their_answers() -> None:
    there = tiny.library(**OLD)
    said = (("who", "me"), ("signs", "cold"), ("start.where", "calf"), ("worse", "no"))
    told = told_by(there, "start", [Answered(key, (pick,)) for key, pick in said])
    assert told is not None
    assert (told.level, told.cause) == (Level.SOON, "strain")
    assert told_by(there, "gone", []) is None

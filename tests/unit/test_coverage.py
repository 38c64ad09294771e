"""`painbot check --coverage`: what no chat exercises, where it stands, and how much is."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from painbot.cli.check import check
from painbot.flow.findings import Findings
from painbot.flow.model import Library
from painbot.proof.chats import play_chats
from painbot.proof.coverage import Coverage, coverage
from tests import tiny

SCREEN = f"""screen: red
title: Red signs
{tiny.HEAD}level: today
unsure counts as: "yes"
because: It can be serious.
ask: Any of these?
ticks:
  hot: The knee is hot
  shut: The knee does not bend
"""
FLOW = f"""format: 1
flow: knee
title: Knee pain
about: A knee
{tiny.HEAD}screens: [red]
questions:
  how:
    ask: How does it hurt?
    choose: any
    answers: {{dull: Dull, sharp: Sharp}}
  age: fact
rules:
  sharp: {{if: how has sharp, at least: soon, because: A sharp pain.}}
causes:
  otherwise: ache
"""
ALL = {
    "calm": "tap: none\ntap: dull\ntap: 16-64\nend: self-care\nbecause: none\ncauses: ache\n",
    "hot": "tap: hot, shut\nend: today\nbecause: red.hot, red.shut\n",
    "sharp": "given: red = none\nme: sharp\nme: 70\nend: soon\nbecause: sharp\n",
}


def library() -> Library:
    return tiny.library(red=SCREEN, knee=FLOW)


def covered(**chats: str) -> Coverage:
    findings, there = Findings(), library()
    files = {
        f"{n}.chat": f"flow: knee\ngiven: who = me\n{text}".encode() for n, text in chats.items()
    }
    played = play_chats(there, files, findings)
    assert not [str(each) for each in findings]
    return coverage(there, frozenset(n for each in played for n in each.shows | each.answered))


def missing(**chats: str) -> set[str]:
    return {f"{each.kind} {each.name}" for each in covered(**chats).missing}


def test_what_no_chat_exercises_is_named_where_it_stands() -> None:
    lines = [str(each) for each in covered(**ALL).missing]
    assert "facts.yaml:4:3 no chat exercises the answer `age.under-16`" in lines
    assert "red.yaml:11:3 no chat exercises the tick `red.hot`" not in lines
    lines = [str(each) for each in covered(calm=ALL["calm"]).missing]
    assert "red.yaml:12:3 no chat exercises the tick `red.shut`" in lines
    assert "knee.yaml:15:3 no chat exercises the rule `knee.sharp`" in lines
    assert "words.yaml" in next(line for line in lines if "emergency words `chest`" in line)


def test_an_answer_counts_when_it_is_tapped_typed_or_given() -> None:
    assert "answer knee.how.sharp" in missing(calm=ALL["calm"])
    assert "answer knee.how.sharp" not in missing(typed=ALL["sharp"])
    given = "given: red = none, how = sharp, age = 65-plus\nend: soon\nbecause: sharp\n"
    assert missing(given=given) == missing(typed=ALL["sharp"])
    assert "answer age.65-plus" not in missing(given=given)


def test_an_answer_taken_back_was_exercised_all_the_same() -> None:
    assert "answer knee.how.sharp" not in missing(
        back="tap: none\ntap: sharp\nme: back\nbot: how\n"
    )


def test_a_tick_counts_only_where_the_chat_says_what_it_gave() -> None:
    assert "tick red.hot" in missing(hot="tap: hot\nend: today\n")
    assert "tick red.hot" not in missing(hot="tap: hot\nend: today\nbecause: red.hot\n")


def test_the_counts_say_how_much_of_each_kind_is_exercised() -> None:
    counts = covered(**ALL).counts
    assert counts["tick"] == (2, 2)
    assert counts["rule"] == (1, 1)
    assert counts["cause"] == (1, 1)
    assert counts["alarm"] == (0, 2)
    assert counts["tip"] == (0, 0)
    done, total = counts["answer"]
    assert done == total - len(covered(**ALL).missing) + 2  # the two emergency words are missing


def test_missing_things_stand_in_file_order() -> None:
    places = [each.at for each in covered(calm=ALL["calm"]).missing]
    assert places == sorted(places)


def test_coverage_needs_the_chats_that_a_quick_check_leaves_out(tmp_path: Path) -> None:
    done = CliRunner().invoke(check, [str(tmp_path), "--quick", "--coverage"])
    assert done.exit_code == 2
    assert "give one of them" in done.output


def test_the_command_prints_what_is_missing_and_fails_for_nothing(tmp_path: Path) -> None:
    for name, data in tiny.files(red=SCREEN, knee=FLOW).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "chats").mkdir()
    (tmp_path / "chats" / "hot.chat").write_text(f"flow: knee\ngiven: who = me\n{ALL['hot']}")
    plain = CliRunner().invoke(check, [str(tmp_path)])
    done = CliRunner().invoke(check, [str(tmp_path), "--coverage"])
    assert done.exit_code == plain.exit_code
    assert f"{tmp_path}/knee.yaml:15:3 no chat exercises the rule `knee.sharp`" in done.output
    assert "10 % of the answers (1 of 10), 100 % of the ticks (2 of 2)" in done.output
    assert "exercises" not in CliRunner().invoke(check, [str(tmp_path)]).output

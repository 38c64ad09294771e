"""People's stories: those painbot ships, how they are read and played, and how they are scored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from painbot.cli import main
from painbot.flow.findings import Finding, Findings
from painbot.flow.levels import Level
from painbot.flow.model import Library
from painbot.flow.reader import Mapping as MappingNode
from painbot.flow.reader import read
from painbot.proof.chats import play_chats
from painbot.proof.coverage import everything
from painbot.proof.promises import promises_of
from painbot.proof.score import Score, score
from painbot.proof.vignettes import PlayedVignette, play_vignettes
from tests import shipped, tiny

# The shipped vignettes


def test_no_emergency_or_hospital_case_ends_too_low() -> None:
    played, _ = shipped.stories()
    unsafe = [
        f"{each.at} {each.id}: {each.given.id}\n{each.chat}" for each in played if each.unsafe
    ]
    assert not unsafe, "\n".join(unsafe)


def test_every_vignette_ends_where_it_should_and_finds_a_line_for_each_phrase() -> None:
    _, findings = shipped.stories()
    assert not list(findings), "\n".join(map(str, findings))


def test_there_are_60_at_least() -> None:
    assert len(shipped.stories()[0]) >= 60


def test_every_row_that_is_not_left_out_has_a_vignette() -> None:
    told = {row for each in shipped.stories()[0] for row in each.rows}
    rows = {row for row in shipped.library().rows if re.match(r"[RB]\d", row)}
    missing = sorted(rows - told - left_out())
    assert not missing, f"no vignette comes from {', '.join(missing)}"


def test_every_row_that_is_not_left_out_has_a_promise() -> None:
    covered = {row for each in promises_of(shipped.library()) for row in each.promise.covers}
    rows = {row for row in shipped.library().rows if re.match(r"[RB]\d", row)}
    missing = sorted(rows - covered - left_out())
    assert len(rows) > 60
    assert not missing, f"no promise covers {', '.join(missing)}"


def left_out() -> set[str]:
    trees = (
        read(path.name, path.read_bytes(), Findings()) for path in shipped.FLOWS.glob("*.yaml")
    )
    values = (v for tree in trees if tree for k, v in tree.entries if k.value == "leaves out")
    return {row.value for v in values if isinstance(v, MappingNode) for row, _ in v.entries}


def test_every_tick_and_every_rule_of_every_screen_is_in_a_vignette() -> None:
    shown = frozenset[str]().union(*(each.shows for each in shipped.stories()[0]))
    owners = tuple(f"{kind} {screen}." for kind in ("tick", "rule") for screen in screens())
    wanted = {name for name in everything(shipped.library()) if name.startswith(owners)}
    missing = sorted(wanted - shown)
    assert len(wanted) > 60
    assert not missing, "no vignette comes to:\n" + "\n".join(missing)


def screens() -> tuple[str, ...]:
    return tuple(shipped.library().screens)


def test_every_conversation_replays_as_a_chat() -> None:
    chats = {f"{each.id}.chat": each.chat.encode() for each in shipped.stories()[0]}
    findings = Findings()
    play_chats(shipped.library(), chats, findings)
    assert list(map(str, findings)) == []


def test_no_story_is_told_twice() -> None:
    texts = "\n".join(path.read_text() for path in (shipped.FLOWS / "vignettes").glob("*.yaml"))
    stories = re.findall(r"^    story: (.+)$", texts, re.MULTILINE)
    assert len(stories) == len(set(stories)) == len(shipped.stories()[0])


# A small library

RED = tiny.screen(
    "level: hospital\nticks:\n"
    "  swollen: {say: One leg is swollen, also: [fat calf]}\n"
    "  cold: {say: One foot is cold, level: emergency}\n"
    "  sore: {say: 'Sore, red skin', level: today}\n"
    "then:\n  more: {ask: And this?, ticks: {ill: Very ill, old: Very old}}\n"
    "rules:\n  sore-and-ill: {if: sore and more has ill, at least: hospital, because: Ill.}\n",
    "red",
)
LATE = tiny.screen(
    "level: soon\nticks:\n  itch: It itches\n  thin: {page: 2, say: Losing weight}\n"
)
LEG = (
    "screens: [red, signs]\n"
    "questions:\n"
    "  where:\n    ask: Where?\n    choose: any\n"
    "    answers: {hip: {say: Hip}, calf: {say: Calf}, unsure: {say: Not sure}}\n"
    "  long: {ask: How long?, duration: [2 days, 6 weeks]}\n"
    "  old: {ask: How old?, number: {from: 1, to: 90}}\n"
    "rules: {lasts: {if: long >= 6 weeks, at least: routine, because: Long.}}\n"
)
CALM = "who: me, long: 3 days, old: '50'"


def leg(red: str = RED) -> Library:
    return tiny.library(red=red, signs=LATE, start=tiny.flow(LEG))


def story(answers: str = CALM, level: str = "self-care", name: str = "case", more: str = "") -> str:
    lines = f"story: It hurts.\n    answers: {{{answers}}}\n    level: {level}\n    rows: [R01]\n"
    return f"  {name}:\n    {lines}{more}"


def play(
    *stories: str, library: Library | None = None
) -> tuple[tuple[PlayedVignette, ...], Findings]:
    text = "format: 1\nvignettes:\n" + "".join(stories)
    findings = Findings()
    return play_vignettes(library or leg(), {"v.yaml": text.encode()}, findings), findings


def taps(played: PlayedVignette) -> list[str]:
    return re.findall(r"^tap: (.*?) +#", played.chat, re.MULTILINE)


def only(findings: Findings) -> Finding:
    (found,) = findings
    return found


def replays(found: Finding, library: Library | None = None) -> None:
    findings = Findings()
    play_chats(library or leg(), {"example.chat": found.example.encode()}, findings)
    assert list(map(str, findings)) == []


# How they are played


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        (CALM, "self-care"),
        ("who: me, long: 3 months, old: '50'", "routine"),
        (f"{CALM}, red: fat calf", "hospital"),
        (f"{CALM}, red: fat calf; one foot is cold", "emergency"),
        (f"{CALM}, red: 'sore, red skin'", "today"),
        (f"{CALM}, red: 'sore, red skin', red.more: very ill", "hospital"),
        (f"{CALM}, signs: losing weight", "soon"),
        (f"{CALM}, red: none, where: none", "self-care"),
        (f"{CALM}, where: hip; the calf", "self-care"),
        (f"{CALM}, where: not sure", "self-care"),
    ],
)
def test_a_vignette_ends_where_its_answers_lead(answers: str, level: str) -> None:
    (played,), findings = play(story(answers, level))
    assert list(map(str, findings)) == []
    assert played.given is played.expected


def test_not_sure_goes_through_the_list_line_by_line() -> None:
    (played,), findings = play(story(f"{CALM}, red: 'not sure: one foot is cold'", "emergency"))
    assert list(map(str, findings)) == []
    assert taps(played)[1:5] == ["unsure", "no", "unsure", "no"]


def test_not_sure_alone_ticks_nothing() -> None:
    (played,), findings = play(story(f"{CALM}, red: not sure", "self-care"))
    assert list(findings) == []
    assert taps(played)[1:5] == ["unsure", "no", "no", "no"]


def test_beside_not_sure_a_phrase_still_counts_as_yes() -> None:
    (played,), _ = play(story(f"{CALM}, red: not sure; fat calf", "hospital"))
    assert "tick red.swollen" in played.shows
    assert played.given is Level.HOSPITAL


def test_emergency_words_do_not_count_because_nothing_is_typed() -> None:
    (played,), findings = play(story(f"{CALM}, red: chest pain", "emergency"))
    assert played.given is Level.SELF_CARE
    assert {each.code for each in findings} == {"PB062", "PB066"}


def test_the_country_is_another_one_unless_said() -> None:
    red = RED.replace("level: hospital\nticks", "level: {gb: today, otherwise: hospital}\nticks")
    library = leg(red)
    at_home = story(f"{CALM}, red: fat calf, country: Britain", "today", "at-home")
    abroad = story(f"{CALM}, red: fat calf", "hospital", "abroad")
    played, findings = play(at_home, abroad, library=library)
    assert list(map(str, findings)) == []
    assert [each.given.id for each in played] == ["today", "hospital"]


# What is found


def test_a_deleted_tick_is_an_error_with_the_conversation_that_shows_it() -> None:
    told = story(f"{CALM}, red: fat calf", "hospital")
    assert list(play(told)[1]) == []
    without = leg(re.sub(r"  swollen: .+\n", "", RED))
    _, findings = play(told, library=without)
    found = next(each for each in findings if each.code == "PB062")
    assert findings.errors
    assert found.at[:2] == ("v.yaml", 3)
    assert "`hospital`, but ends at `self-care`: too low" in found.message
    assert found.example.endswith("end: self-care\n")
    replays(found, without)


@pytest.mark.parametrize("level", ["soon", "today", "hospital", "emergency"])
def test_a_case_of_soon_or_above_that_ends_lower_is_an_error(level: str) -> None:
    (played,), findings = play(story(CALM, level))
    found = only(findings)
    assert (found.code, bool(findings.errors), played.too_low) == ("PB062", True, True)
    assert f"needs `{level}`, but ends at `self-care`: too low" in found.message
    replays(found)


def test_a_tick_that_got_not_sure_is_shown_as_a_doubt() -> None:
    (played,), _ = play(story(f"{CALM}, red: 'not sure: one foot is cold'", "emergency"))
    assert "doubt red.cold" in played.shows
    assert "tick red.cold" not in played.shows


@pytest.mark.parametrize(
    ("answers", "level", "way"),
    [
        (CALM, "routine", "too low"),
        (f"{CALM}, red: fat calf", "today", "too high"),
        (f"{CALM}, red: one foot is cold", "hospital", "too high"),
    ],
)
def test_any_other_difference_is_a_warning(answers: str, level: str, way: str) -> None:
    _, findings = play(story(answers, level))
    found = only(findings)
    assert found.code == "PB063"
    assert way in found.message
    assert not found.example
    assert not findings.errors


def test_a_question_without_an_answer_is_an_error_that_names_it() -> None:
    played, findings = play(story("who: me, long: 3 days"))
    found = only(findings)
    assert played == ()
    assert (found.code, found.at.line) == ("PB064", 3)
    assert "`start.old`" in found.message
    assert found.example.endswith("bot: start.old\n")
    replays(found)


def test_an_answer_that_is_not_clear_is_an_error_at_its_place() -> None:
    played, findings = play(story("who: a ghost"))
    found = only(findings)
    assert played == ()
    assert (found.code, found.at.line) == ("PB065", 5)
    assert "`a ghost`" in found.message
    assert "`Me`, `Another adult`" in found.remedy
    replays(found)


def test_a_phrase_that_fits_no_line_is_a_warning_that_names_it() -> None:
    _, findings = play(story(f"{CALM}, red: fat calf; green hair", "hospital"))
    found = only(findings)
    assert found.code == "PB066"
    assert "`green hair` fits no line of `red`" in found.message
    assert found.example.endswith("end: hospital\n")
    assert not findings.errors
    replays(found)


def test_a_phrase_for_a_list_that_was_not_reached_is_no_finding() -> None:
    _, findings = play(story(f"{CALM}, red: one foot is cold, signs: green hair", "emergency"))
    assert list(findings) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (story("who: me, were: hip"), "were"),
        (story().replace("[R01]", "[R01, R99]"), "R99"),
        (story(more="    flow: arm\n"), "arm"),
    ],
)
def test_an_unknown_name_is_an_error_and_the_story_is_not_played(text: str, name: str) -> None:
    played, findings = play(text)
    found = only(findings)
    assert played == ()
    assert found.code == "PB020"
    assert f"`{name}`" in found.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (story(more="    levle: soon\n"), "PB011"),
        (story().replace("    rows: [R01]\n", ""), "PB012"),
        (story(level="urgent"), "PB015"),
        (story(name="Bad Id"), "PB014"),
        (story() + story(), "PB003"),
    ],
)
def test_a_vignette_that_is_not_written_as_one_is_an_error(text: str, code: str) -> None:
    assert code in {each.code for each in play(text)[1]}


def test_an_id_is_used_once_over_all_files() -> None:
    text = f"format: 1\nvignettes:\n{story()}".encode()
    findings = Findings()
    played = play_vignettes(leg(), {"a.yaml": text, "b.yaml": text}, findings)
    assert len(played) == 1
    assert (only(findings).code, only(findings).at.file) == ("PB018", "b.yaml")


# The score


def scored() -> Score:
    stories = (
        story(name="calm"),
        story("who: me, long: 3 months, old: '50'", "self-care", "high"),
        story(CALM, "soon", "low"),
        story(CALM, "hospital", "unsafe"),
        story(f"{CALM}, red: one foot is cold", "emergency", "found"),
    )
    return score(play(*stories)[0])


def test_the_score_counts_by_level() -> None:
    found = scored()
    assert (found.cases, found.right) == (5, (2, 5))
    assert found.by_level[Level.SELF_CARE] == (1, 2)
    assert found.by_level[Level.TODAY] == (0, 0)
    assert found.table[Level.SELF_CARE, Level.ROUTINE] == 1
    assert (found.under, found.over) == ((2, 5), (1, 5))
    assert [each.id for each in found.unsafe] == ["unsafe"]
    assert [each.id for each in found.wrong] == ["high", "low", "unsafe"]


def test_the_score_counts_questions() -> None:
    found = scored()
    assert (found.questions, found.to_emergency) == (7, 2)


def test_the_published_figures_stand_beside_the_cases_they_compare_with() -> None:
    beside = {published.name: share for published, share in scored().beside}
    assert beside["all cases"] == (2, 5)
    assert beside["emergent"] == (1, 2)
    assert beside["foot drop"] == (0, 0)


def test_painbot_score_prints_the_score_of_the_shipped_flows() -> None:
    done = CliRunner().invoke(main, ["score", str(shipped.FLOWS)])
    assert done.exit_code == 0, done.output
    report = done.output.split("Not as expected:")[0]
    assert max(map(len, report.splitlines())) <= 88
    assert "Safety: no emergency or hospital case ends too low." in report
    assert re.search(r"^emergent +100 % of \d+ +57-80 %$", report, re.MULTILINE)
    assert re.search(r"^all cases .+56 % \(median\)$", report, re.MULTILINE)
    assert re.search(r"^emergency( +[\d.]+){6} +100 %$", report, re.MULTILINE)


def test_painbot_score_fails_when_a_case_is_not_safe_or_there_is_none(tmp_path: Path) -> None:
    for name, data in tiny.files(red=RED, signs=LATE, start=tiny.flow(LEG)).items():
        (tmp_path / name).write_bytes(data)
    empty = CliRunner().invoke(main, ["score", str(tmp_path)])
    assert (empty.exit_code, "no score" in empty.output) == (1, True)
    (tmp_path / "vignettes").mkdir()
    text = f"format: 1\nvignettes:\n{story()}{story(level='hospital', name='unsafe')}"
    (tmp_path / "vignettes" / "v.yaml").write_text(text)
    unsafe = CliRunner().invoke(main, ["score", str(tmp_path)])
    assert unsafe.exit_code == 1
    assert "NOT SAFE: 1 emergency or hospital case too low, listed below." in unsafe.output
    assert "PB062" in unsafe.output

"""The chats that painbot ships, the number of answers they take, and how chats are played."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from painbot.flow.findings import Findings
from painbot.flow.levels import Level, Levels
from painbot.flow.model import Library
from painbot.proof.chats import Played, play_chats
from painbot.proof.coverage import everything
from tests import shipped, tiny
from tests.unit.test_engine import CRAMP, NERVES, QUESTIONS, SIGNS, TIPS

ROOT = Path(__file__).parents[2]


def test_every_chat_goes_as_written() -> None:
    _, wrong = shipped.played()
    assert not wrong, f"\n{wrong}"


def test_every_answer_tick_rule_alarm_cause_and_tip_is_in_a_chat() -> None:
    chats, _ = shipped.played()
    names = {name for chat in chats for name in chat.shows | chat.answered}
    missing = everything(shipped.library()).keys() - names
    assert not missing, "no chat comes to:\n" + "\n".join(sorted(missing))


def test_every_chat_demands_something() -> None:
    empty = [
        path.name
        for path in (shipped.FLOWS / "chats").rglob("*.chat")
        if not {"end", "bot"} & {line.split(":")[0] for line in path.read_text().splitlines()}
    ]
    assert not empty


# How many answers it takes


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = spec_from_file_location("count_answers", ROOT / "scripts" / "count_answers.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_a_side_sleeper_with_nothing_alarming_has_a_result_after_12_answers(
    script: ModuleType,
) -> None:
    found: list[Played] = script.counted(shipped.played()[0]).side_sleepers
    assert {chat.chat: chat.answers for chat in found if chat.answers > 12} == {}
    assert any(chat.answers == 12 for chat in found)


def test_an_emergency_is_told_after_5_answers(script: ModuleType) -> None:
    found: list[Played] = script.counted(shipped.played()[0]).at(Level.EMERGENCY)
    assert {chat.chat: chat.answers for chat in found if chat.answers > 5} == {}


def test_every_emergency_has_a_chat_from_the_start(script: ModuleType) -> None:
    found: list[Played] = script.counted(shipped.played()[0]).at(Level.EMERGENCY)
    wanted = frozenset(_emergencies(shipped.library()))
    assert len(wanted) > 20
    assert wanted.difference(*(chat.shows for chat in found)) == set()


def _emergencies(library: Library) -> list[str]:
    def urgent(levels: Levels | None) -> bool:
        return levels is not None and levels.otherwise is Level.EMERGENCY

    screens = library.screens.values()
    ticks = [(f"tick {s.id}.{t.id}", t.level) for s in screens for p in s.lists for t in p.ticks]
    rules = [(f"rule {s.id}.{rule.id}", rule.level) for s in screens for rule in s.rules]
    alarms = [f"alarm {a.id}" for a in library.words.alarms if a.level is Level.EMERGENCY]
    return [*(name for name, level in (*ticks, *rules) if urgent(level)), *alarms]


def test_the_table_has_a_line_for_every_level(script: ModuleType) -> None:
    lines = "\n".join(script.table(script.counted(shipped.played()[0])))
    assert all(f"to {level.id}" in lines for level in Level)


# How a chat is played


@pytest.fixture(scope="module")
def small() -> Library:
    return tiny.library(start=QUESTIONS, cramp=CRAMP, tips=TIPS, signs=SIGNS, nerves=NERVES)


def play(library: Library, text: str) -> tuple[Played | None, list[str]]:
    findings = Findings()
    played = play_chats(library, {"a.chat": text.encode()}, findings)
    return (played[0] if played else None), [str(finding) for finding in findings]


def good(library: Library, text: str) -> Played:
    played, findings = play(library, text)
    assert played is not None
    assert findings == []
    return played


CALM = "given: who = me, other screens = none\n"
QUIET = f"{CALM}given: where = none, hang = no, long = 2-days\n"


def test_taps_answers_and_the_end(small: Library) -> None:
    said = "bot: where\ntap: calf\ntap: knot\ntap: no\nme: 3 days\n"
    ends = "end: self-care, contact any\nbecause: none\ncauses: cramp\ntips: stretch\n"
    played = good(small, CALM + said + ends)
    assert (played.answers, played.moves) == (7, 8)
    assert played.given
    assert played.shows == {"cause cramp", "tip stretch"}
    assert played.result is not None


def test_what_is_given_is_answered_until_something_else_is_asked(small: Library) -> None:
    good(small, f"{QUIET}bot: nerves\ntap: numb\nend: hospital\nbecause: nerves.numb\n")
    good(small, f"{QUIET}end: self-care\ncauses: ache\n")


def test_a_list_given_as_not_sure_is_walked_by_the_chat(small: Library) -> None:
    walked = "given: alarm-signs = unsure\nbot: breath\ntap: unsure\nbot: stroke\ntap: no\n"
    played = good(small, f"{QUIET}{walked}end: today\nbecause: alarm-signs.breath\n")
    assert played.shows == set()  # a doubt is no yes


def test_rules_and_the_lists_they_read_are_named_in_full(small: Library) -> None:
    played = good(
        small,
        f"{CALM}bot: nerves\ntap: numb\nbot: more\ntap: walk\nend: emergency\nbecause: both\n",
    )
    assert played.shows == {"rule nerves.both", "tick nerves.more.walk"}


def test_alarms_commands_and_what_is_said(small: Library) -> None:
    alarm = 'tap: me\nme: chest pain\nbot: chest\nbot: says "Chest pain now?"\ntap: no\n'
    change = "bot: says alarm-no\nbot: alarm-signs\nme: change\nbot: change\ntap: who\nbot: who\n"
    stop = "tap: adult\nresume:\nbot: says resumed\nme: stop\nbot: nothing\nme: hi\nbot: who\n"
    good(small, alarm + change + stop)


def test_answers_count_to_the_first_result(small: Library) -> None:
    played = good(
        small, "tap: me\ntap: breath\nend: emergency\nme: back\ntap: stroke\nend: emergency\n"
    )
    assert (played.answers, played.moves, played.given) == (2, 3, False)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("tap: you\n", 1, "`you`"),
        ("tap: me\nbot: where\n", 2, "alarm-signs"),
        ("bot: says went-back\n", 1, "I took that answer back"),
        ("tap: me\nend: today\n", 2, "a result"),
        (f"{QUIET}end: soon\n", 3, "self-care"),
        (f"{QUIET}end: self-care, contact maternity\n", 3, "contact any"),
        (f"{QUIET}end:\n", 3, "self-care"),
        (f"{QUIET}because: cramp\n", 3, "a result"),
        (f"{QUIET}end: self-care\nbecause: cramp\n", 4, "none"),
        (f"{QUIET}end: self-care\ncauses: cramp, ache\n", 4, "`ache`"),
        (f"{QUIET}end: self-care\ntips: stretch\n", 4, "none"),
        ("tap: me\ntap: breath\nend: emergency\nmeanwhile: none\n", 4, "door"),
        ("given: who = you\nend: today\n", 1, "`you`"),
        ("tap: me\nme: stop\ntap: me\n", 3, "no buttons"),
        ("given: whoo = me\nend: today\n", 1, "`whoo`"),
        ("flow: nowhere\ntap: me\n", 1, "`nowhere`"),
    ],
)
def test_what_does_not_go_as_written_is_one_finding_at_its_line(
    small: Library, text: str, line: int, said: str
) -> None:
    _, findings = play(small, text)
    assert len(findings) == 1
    assert findings[0].startswith(f"a.chat:{line}:1 ")
    assert said in findings[0]

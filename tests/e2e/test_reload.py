"""Flows edited under a live `painbot chat`: good edits count at once, bad ones meet nobody."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from painbot.platforms import terminal
from tests.e2e.painbots import Place
from tests.library_fixture import lay_out

if TYPE_CHECKING:
    from painbot.flow.model import Library
    from tests.e2e.painbots import Pipe, Screen

WHERE = "  where:\n    ask: Where is it?"
NEW = "  side:\n    ask: Which side?\n    answers: {left: Left, right: Right}\n"
FEEL = """  feel:
    ask: How does it feel?
    short: how it feels
    choose: any
    answers:
      knot: A hard knot
      burn: It burns
      ache: A dull ache
"""
RULE = "  young: {if: age < 40, at least: today, because: You are young.}\n"


class Flows:
    """A folder of flows that somebody edits."""

    def __init__(self, folder: Path) -> None:
        self.folder = lay_out(folder)

    def edit(self, old: str, new: str, name: str = "knee.yaml") -> None:
        text = (self.folder / name).read_text()
        assert old in text
        (self.folder / name).write_text(text.replace(old, new, 1))


@pytest.fixture
def flows(tmp_path: Path) -> Flows:
    return Flows(tmp_path / "flows")


@pytest.fixture
def place(home: Path, flows: Flows) -> Place:
    return Place(home, flows.folder)


def to(pipe: Pipe, question: str, *answers: str) -> None:
    """Talk up to a question."""
    for answer in ("me", "none", "none", "34", *answers):
        pipe.say(answer)
    pipe.until(question)
    time.sleep(0.2)  # it watches, and waits for an answer


def test_new_wording_is_seen_at_the_next_question(
    place: Place, flows: Flows, library: Library
) -> None:
    with place.open() as pipe:
        to(pipe, "Where is it?")
        flows.edit("How does it feel?", "What is it like?")
        pipe.until(terminal.RELOADED)
        pipe.say("calf")
        said = pipe.until("What is it like?")
        assert library.phrases["flow-changed"] not in said
        pipe.leave()


def test_a_new_question_in_front_is_asked_first_and_takes_no_old_answer(
    place: Place, flows: Flows, library: Library
) -> None:
    with place.open() as pipe:
        to(pipe, "Where is it?")
        flows.edit(WHERE, NEW + WHERE)
        pipe.until(terminal.RELOADED)
        pipe.say("1")
        assert library.phrases["flow-changed"] in pipe.until("Which side?")
        pipe.say("1")
        pipe.until("Where is it?")
        pipe.say("calf")
        pipe.until("How does it feel?")
        pipe.leave()


def test_a_question_that_is_taken_away_is_passed(
    place: Place, flows: Flows, library: Library
) -> None:
    with place.open() as pipe:
        to(pipe, "How does it feel?", "calf")
        flows.edit(FEEL, "")
        flows.edit("    fits: feel has knot", "    fits: where is calf")
        pipe.until(terminal.RELOADED)
        pipe.say("burn")
        assert library.phrases["flow-changed"] in pipe.until("Since when?")
        pipe.say("3 days")
        assert "A cramp" in pipe.until(library.phrases["disclaimer"])
        pipe.leave()


def test_a_rule_that_fires_now_gives_its_result_at_once(
    place: Place, flows: Flows, library: Library
) -> None:
    with place.open() as pipe:
        to(pipe, "How does it feel?", "calf")
        flows.edit("rules:\n", f"rules:\n{RULE}")
        pipe.until(terminal.RELOADED)
        pipe.say("burn")
        said = pipe.until("You are young.")
        assert said.index(library.phrases["flow-changed"]) < said.index("Level of care: today")
        pipe.leave()


def test_a_flow_that_is_gone_ends_kindly(place: Place, flows: Flows, library: Library) -> None:
    with place.open() as pipe:
        to(pipe, "Where is it?")
        flows.edit("flow: start", "flow: other")
        pipe.until(terminal.RELOADED)
        pipe.say("calf")
        assert library.phrases["lost"] in pipe.until("Who is it for?")
        pipe.leave()


def test_a_bad_edit_is_shown_with_its_place_and_meets_nobody(place: Place, flows: Flows) -> None:
    with place.open() as pipe:
        to(pipe, "Where is it?")
        flows.edit("ask: How does it feel?", "asks: How does it feel?")
        said = pipe.until("PB011")
        assert terminal.NOT_RELOADED in said
        assert "flows/knee.yaml:20:5 PB011 `asks` is not a key" in said
        pipe.say("calf")
        pipe.until("How does it feel?")

        flows.edit("asks: How does it feel?", "ask: What is it like?")
        pipe.until(terminal.RELOADED)
        pipe.say("help")
        pipe.until("What is it like?")
        pipe.leave()


def test_many_errors_are_not_all_shown(place: Place, flows: Flows) -> None:
    with place.open() as pipe:
        to(pipe, "Where is it?")
        for name in ("one", "two", "three", "four", "five"):
            (flows.folder / f"{name}.yaml").write_text("format: 1\nflow: [\n")
        said = pipe.until("more: painbot check shows all of them.")
        assert said.count(".yaml:") == 3
        pipe.leave()


def test_an_edit_while_nobody_talks_is_met_at_the_next_start(place: Place, flows: Flows) -> None:
    place.chat("me", "none", "none", "34")
    flows.edit(WHERE, NEW + WHERE)
    assert "Which side?" in place.chat()


def test_a_recording_keeps_to_the_version_it_began_with(
    place: Place, flows: Flows, tmp_path: Path
) -> None:
    with place.open("--record", str(tmp_path / "mine.chat")) as pipe:
        to(pipe, "Where is it?")
        flows.edit(WHERE, NEW + WHERE)
        time.sleep(1.0)
        pipe.say("calf")
        assert terminal.RELOADED not in pipe.until("How does it feel?")
        pipe.leave()


def at_where(place: Place, *options: str) -> Screen:
    screen = place.screen(*options, columns=100)
    for answer, shown in (("me", "now?"), ("none", "leg?"), ("none", "old?"), ("34", "is it?")):
        screen.ready()
        screen.say(answer)
        screen.until(shown)
    screen.ready()
    time.sleep(0.3)
    return screen


def test_on_a_screen_it_stands_above_the_prompt_and_what_is_typed(
    place: Place, flows: Flows
) -> None:
    screen = at_where(place)
    screen.press("cal")
    screen.until("cal")
    flows.edit("ask: How does it feel?", "asks: How does it feel?")
    shown = screen.ready()
    screen.until("cal")
    assert "not used" in shown
    assert "knee.yaml:20:5PB011" in "".join(shown.split())
    screen.say("f")  # it goes on where it was typed
    screen.until("How does it feel?")
    screen.ready()

    flows.edit("asks: How does it feel?", "ask: What is it like?")
    screen.until(terminal.RELOADED)
    screen.ready()
    screen.say("help")
    screen.until("What is it like?")
    screen.ready()
    screen.press("\x03")
    assert terminal.KEPT in screen.end()


def test_on_a_bare_screen_the_prompt_comes_again(place: Place, flows: Flows) -> None:
    screen = at_where(place, "--plain")
    flows.edit("How does it feel?", "What is it like?")
    assert screen.until(terminal.RELOADED).startswith("\r\n")
    assert screen.ready() == "\r\n> "
    screen.say("calf")
    screen.until("What is it like?")
    screen.press("\x03")
    assert terminal.KEPT in screen.end()


@pytest.mark.parametrize("key", ["\x03", "\x04", "quit\r"])
@pytest.mark.parametrize("options", [(), ("--plain",)])
def test_leaving_in_the_middle_of_an_edit_is_polite(
    place: Place, flows: Flows, key: str, options: tuple[str, ...]
) -> None:
    screen = at_where(place, *options)
    flows.edit("How does it feel?", "What is it like?")
    time.sleep(0.25)  # it reads, or waits for the files to settle
    screen.press(key)
    assert terminal.KEPT in screen.end()
    assert "Where is it?" in place.chat()

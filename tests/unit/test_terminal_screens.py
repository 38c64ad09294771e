"""What is drawn and what is printed: the same things, with and without colours."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import Literal

import pytest
from rich.console import Console
from wcwidth import wcswidth

from painbot.dialogue.replies import Asking, Choice, Point, Reply, Result, Saying, Section
from painbot.flow.levels import Level
from painbot.platforms.terminal.plain import PlainScreen, to_wire
from painbot.platforms.terminal.pretty import WIDEST, closing, draw
from painbot.platforms.terminal.wording import COMMANDS

EVIL = "\x1b[31m[red]evil[/red]\x07\u202e"
CHOICES = (
    Choice("calf", "Calf", "The calf, from the back of the knee down to the heel, on one side"),
    Choice("foot", "Foot", "The foot", picked=True),
)
MORE = (Choice("none", "None of these", "None of these"),)
LEFT = Choice("left", "Left", "The left", group="On which side?")
RIGHT = Choice("right", "Right", "The right", group="On which side?")
RESULT = Result(
    "c",
    5,
    Level.TODAY,
    "Speak to a clinician today, within hours",
    ("Phone your doctor or an urgent advice line today.",),
    (
        Section("because", "Why", (Point("It may be a clot.", ("Because you said: swollen",)),)),
        Section("meanwhile", "Until you are seen", (Point("Do not rub."), Point("Rest."))),
        Section("check-again", "Check again", (Point("tomorrow"),)),
        Section("sources", "Where this comes from", (Point("A book, https://example.org/a/b"),)),
        Section("disclaimer", "", (Point("It does not replace a clinician."),)),
    ),
    CHOICES,
)
REPLIES: dict[str, Reply] = {
    "saying": Saying(("One.", "Two.", "\u2022 A point", "   its detail")),
    "urgent": Saying(("This is important.", "Go now."), Level.HOSPITAL),
    "one": Asking("c", 1, "one", "Where?", CHOICES, hint="No problem."),
    "any": Asking("c", 2, "any", "Any of these?", CHOICES, MORE, "Tick all that fit."),
    "groups": Asking("c", 4, "any", "Any?", (*CHOICES[:1], LEFT, RIGHT), MORE),
    "number": Asking("c", 3, "number", "How old?", CHOICES),
    "result": RESULT,
}


def drawn(what: Reply, columns: int, *, colour: bool = False) -> str:
    system: Literal["256"] | None = "256" if colour else None
    console = Console(file=io.StringIO(), width=columns, force_terminal=colour, color_system=system)
    console.print(draw(what))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("columns", [20, 40, 80])
@pytest.mark.parametrize("name", REPLIES)
def test_everything_fits_the_width(name: str, columns: int) -> None:
    assert max(map(wcswidth, drawn(REPLIES[name], columns).splitlines())) <= columns


@pytest.mark.parametrize("name", REPLIES)
def test_nothing_is_left_out_of_either(name: str) -> None:
    printed = " ".join(to_wire(REPLIES[name]))
    for word in texts(REPLIES[name]):
        assert word in " ".join(drawn(REPLIES[name], 200).split())
        assert word in printed


def texts(reply: Reply) -> Iterator[str]:
    match reply:
        case Saying():
            yield from (line.strip("\u2022 ") for line in reply.lines)
        case Asking():
            yield reply.text
            for choice in (*reply.choices, *reply.more):
                yield from (choice.group, choice.say)
        case Result():
            yield from (reply.headline, *reply.contact_lines)
            for section in reply.sections:
                yield section.title
                for point in section.points:
                    yield from (point.text, *point.details)


@pytest.mark.parametrize("level", Level)
def test_every_level_is_in_a_word_and_in_a_colour_of_its_own(level: Level) -> None:
    result = Result("c", 1, level, "Do this", ("Call.",), (), ())
    assert level.id in drawn(result, 80).lower()
    others = {drawn(result, 80, colour=True).replace(level.id.capitalize(), "")}
    for other in set(Level) - {level}:
        text = drawn(Result("c", 1, other, "Do this", ("Call.",), (), ()), 80, colour=True)
        others.add(text.replace(other.id.capitalize(), ""))
    assert len(others) == len(Level)


def test_the_level_comes_first_and_the_sources_last_and_dim() -> None:
    text = drawn(RESULT, 80, colour=True)
    places = [
        text.index(each) for each in ("Speak to a", "Why", "Until you", "Where this", "It does")
    ]
    assert places == sorted(places)
    assert "\x1b[2mA book" in text


def test_lists_in_one_message_have_headings_and_one_count() -> None:
    assert to_wire(REPLIES["groups"])[1:6] == (
        f"1. {CHOICES[0].say}",
        "On which side?",
        "2. The left",
        "3. The right",
        "4. None of these",
    )
    assert drawn(REPLIES["groups"], 200).count("On which side?") == 1


def test_the_level_is_repeated_where_its_top_has_left_the_screen() -> None:
    console = Console(file=io.StringIO(), width=80)
    console.print(closing(RESULT, tall=True))
    console.print(closing(RESULT, tall=False))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().count("Speak to a clinician today") == 1
    assert console.file.getvalue().count("The calf") == 2


def test_a_single_point_stands_beside_its_title() -> None:
    assert "Check again: tomorrow" in drawn(RESULT, 80)


def test_ticks_have_numbers_and_show_what_is_picked() -> None:
    assert to_wire(REPLIES["any"])[1:4] == (
        f"1. {CHOICES[0].say}",
        "2. [x] The foot",
        "3. None of these",
    )
    lines = [line.split() for line in drawn(REPLIES["any"], 120).splitlines()]
    assert ["2", "[x]", "The", "foot"] in lines
    assert ["3", "None", "of", "these"] in lines


def test_ages_have_no_numbers() -> None:
    assert to_wire(REPLIES["number"])[2] == "- [x] The foot"


@pytest.mark.parametrize(
    "reply",
    [
        Saying((EVIL,)),
        Saying((EVIL, EVIL), Level.EMERGENCY),
        Asking("c", 1, "one", EVIL, (Choice("a", EVIL, EVIL),), hint=EVIL),
        Result(
            "c", 1, Level.SOON, EVIL, (EVIL,), (Section("x", EVIL, (Point(EVIL, (EVIL,)),)),), ()
        ),
    ],
)
def test_no_text_steers_the_terminal(reply: Reply) -> None:
    text = drawn(reply, 80)
    assert "[red]evil[/red]" in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)

    out = io.StringIO()
    reading, writing = os.pipe()
    screen = PlainScreen(out, reading)
    screen.show(reply)
    screen.tell("The end.")
    os.close(reading)
    os.close(writing)
    assert "[red]evil[/red]" in out.getvalue()
    assert not {"\x1b", "\x07", "\u202e"} & set(out.getvalue())


def test_a_page_is_no_wider_than_one_reads() -> None:
    assert WIDEST <= 88


def test_how_to_leave_is_always_among_the_commands() -> None:
    assert COMMANDS[-1] == "quit"

"""`painbot chat` at a screen: what a person sees, and how they leave."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

from painbot.platforms import terminal
from tests.e2e.painbots import ESCAPES, Place

if TYPE_CHECKING:
    from painbot.flow.model import Library

TO_THE_END = ("1", "none", "3", "34", "lower leg", "1 3", "3 weeks")
CTRL_C, CTRL_D = "\x03", "\x04"


def talked(small: Place, columns: int) -> list[str]:
    """Return every line of a whole conversation but those typed in."""
    screen = small.screen(columns=columns)
    shown = screen.ready()
    for line in TO_THE_END:
        screen.say(line)
        shown += screen.ready()
    screen.press(CTRL_D)
    shown += screen.end()
    return [line.rstrip() for line in shown.replace("\r", "").split("\n")]


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_whole_conversation_fits_the_screen(small: Place, library: Library, columns: int) -> None:
    lines = talked(small, columns)
    text = " ".join(" ".join(lines).split())

    urgent = library.phrases["urgent"]
    for part in ("Routine", "Book a visit", "A cramp", urgent, "The test book"):
        assert part in text
    own = [line for line in lines if "> " not in line]
    assert max(map(wcswidth, own)) <= min(columns, 84)
    assert text.endswith(terminal.KEPT)


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_leaving_by_key_keeps_the_place(small: Place, library: Library, key: str) -> None:
    screen = small.screen()
    screen.until("Who is it for?")
    screen.ready()
    screen.say("1")
    screen.until("Any of these now?")
    screen.ready()
    screen.press(key)
    assert terminal.KEPT in screen.end()

    again = screen = small.screen()
    again.until(library.phrases["resumed"])
    again.until("Any of these now?")
    again.ready()
    again.say("quit")
    assert terminal.KEPT in again.end()


def test_one_enter_too_many_asks_nothing(small: Place) -> None:
    screen = small.screen()
    screen.ready()
    screen.press("\r\r  \r")
    screen.say("me")
    assert "Sorry" not in screen.until("Any of these now?")
    screen.press(CTRL_D)


def test_control_characters_typed_are_not_obeyed(small: Place, library: Library) -> None:
    screen = small.screen()
    screen.ready()
    screen.press("\x16\x1b[2J")  # Ctrl-V: the next key as it is
    screen.say("")
    shown = screen.until(library.phrases["unclear"][:20])
    assert "\x1b[2J" not in shown
    screen.press(CTRL_D)


def test_a_huge_paste_is_asked_again_kindly(small: Place, library: Library) -> None:
    screen = small.screen()
    screen.ready()
    screen.press(f"\x1b[200~{'leg 🦵 ' * 3_000}\nmore\x1b[201~")
    screen.press("\r")
    screen.until(library.phrases["too-long"][:20])
    screen.until("Who is it for?")
    screen.press(CTRL_D)


def test_a_terminal_that_does_not_tell_its_cursor_is_no_trouble(small: Place) -> None:
    screen = small.with_(PROMPT_TOOLKIT_NO_CPR="").screen()
    screen.ready()
    screen.say("me")
    assert "WARNING" not in screen.until("Any of these now?")
    screen.ready()
    time.sleep(2.5)
    screen.say("quit")
    assert "WARNING" not in screen.end()


@pytest.mark.parametrize("how", ["--plain", "TERM=dumb", "NO_COLOR=1"])
def test_there_is_a_way_without_colours(small: Place, how: str) -> None:
    name, _, value = how.partition("=")
    place = small if how == "--plain" else small.with_(**{name: value})
    screen = place.screen(*([how] if how == "--plain" else []))
    screen.ready()
    screen.say("me")
    screen.until("Any of these now?")
    colours = [code for code in ESCAPES.findall(screen.seen) if code.endswith("m")]
    if how == "NO_COLOR=1":
        assert not any(number in code for code in colours for number in ("31", "36", "32"))
    else:
        assert "\x1b" not in screen.seen
    screen.press(CTRL_C)
    assert terminal.KEPT in screen.end()

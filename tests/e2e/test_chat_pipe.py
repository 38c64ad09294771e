"""`painbot chat` through a pipe: a script talks, and nothing it says or does loses the place."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from painbot.flow.findings import Findings
from painbot.proof.chats import play_chats
from tests.e2e.painbots import COMMAND, Place

if TYPE_CHECKING:
    from painbot.flow.model import Library

TO_THE_END = ("me", "none", "none", "34", "lower leg", "1 3", "3 weeks")
WHO, SIGNS, LEG, AGE = "Who is it for?", "Any of these now?", "Any of these in the leg?", "How old?"
KEPT = "I keep your place. Start the chat again to go on."


def questions(said: str) -> list[str]:
    return [line for line in said.splitlines() if line in (WHO, SIGNS, LEG, AGE)]


def test_a_script_holds_a_whole_conversation(small: Place, library: Library) -> None:
    said = small.chat(*TO_THE_END)

    assert said.startswith(library.phrases["welcome"])
    assert "Level of care: routine\nBook a visit\nBook by phone.\n" in said
    parts = (
        "Why",
        "A cramp",
        "Walk a little.",
        "It gets much worse.",
        "in 6 weeks",
        "The test book",
    )
    places = [said.index(part) for part in (*parts, library.phrases["disclaimer"])]
    assert places == sorted(places)
    assert said.endswith(f"3. {library.phrases['why']}\n{KEPT}\n")


def test_the_result_is_shown_again_and_its_choices_have_numbers(
    small: Place, library: Library
) -> None:
    small.chat(*TO_THE_END)
    again = small.chat("3", "1")

    assert again.startswith(library.phrases["resumed-result"])
    assert "Level of care: routine" in again
    assert library.phrases["why-result"] in again
    assert questions(again) == [WHO]


def test_nothing_but_text_is_written(small: Place) -> None:
    said = small.chat(*TO_THE_END, options=["--plain"])
    assert all(each == "\n" or each.isprintable() for each in said)


def test_the_end_of_input_keeps_the_place(small: Place, library: Library) -> None:
    assert small.chat("me").endswith(f"{KEPT}\n")
    again = small.chat()
    assert again.startswith(library.phrases["resumed"])
    assert questions(again) == [SIGNS]


@pytest.mark.parametrize("word", ["quit", "EXIT", " q "])
def test_leaving_keeps_the_place(small: Place, word: str) -> None:
    said = small.chat("me", word, "none")
    assert questions(said) == [WHO, SIGNS]
    assert questions(small.chat()) == [SIGNS]


def test_stop_forgets_and_ends(small: Place, library: Library) -> None:
    said = small.chat("me", "stop", "none")
    assert said.endswith(f"{library.phrases['stopped']}\n")
    assert questions(small.chat()) == [WHO]


@pytest.mark.parametrize("option", ["--fresh", "--flow=start"])
def test_fresh_begins_anew_and_flow_alone_does_not(small: Place, option: str) -> None:
    small.chat("me", "none")
    expected = [WHO] if option == "--fresh" else [LEG]
    assert questions(small.chat(options=[option])) == expected


def test_an_unknown_topic_is_named(small: Place) -> None:
    done = small.run("chat", "--flow", "strat")
    assert done.returncode == 2
    assert "There is no topic called `strat`. Did you mean `start`?" in done.stderr


def test_a_recording_can_be_replayed(small: Place, library: Library, tmp_path: Path) -> None:
    file = tmp_path / "new.chat"
    small.chat("me")
    typed = ("1", "chest pain", "no", "what # ever", "3", "none", "back", "none", *TO_THE_END[3:])
    said = small.chat(*typed, "change", "2", "2", options=["--record", str(file)])
    assert questions(said)[0] == WHO
    assert "Level of care: emergency" in said

    text = file.read_text("utf-8")
    findings = Findings()
    (played,) = play_chats(library, {"new.chat": file.read_bytes()}, findings)
    assert list(map(str, findings)) == []
    assert played.result is not None
    for line in ("flow: start", "tap: me", "bot: chest", "me: what ever", "bot: alarm-signs"):
        assert line in text.splitlines()
    assert "end: routine, contact any\nbecause: lasts\ncauses: cramp\ntips: stretch, walk\n" in text
    assert "end: emergency, contact any\nbecause: alarm-signs.faint\ncauses: none\n" in text
    assert text.endswith("meanwhile: door\n")


def test_a_recording_never_writes_over_a_file(small: Place, tmp_path: Path) -> None:
    small.chat("me")
    file = tmp_path / "old.chat"
    file.write_text("precious")
    for name in (file, tmp_path, tmp_path / "no" / "folder.chat"):
        done = small.run("chat", "--record", str(name))
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr
    assert file.read_text() == "precious"
    assert questions(small.chat()) == [SIGNS]


ODD = {
    "empty": b"",
    "spaces": b"   \t ",
    "emoji": "🦵🔥🤷‍♂️".encode(),
    "right to left": "ألم في الساق \u202eabc".encode(),
    "NUL": b"a\x00b\x00",
    "escapes": b"\x1b[2J\x1b]0;title\x07\x9b2J",
    "not UTF-8": b"\xff\xfe\xfa",
    "100 kB": b"x" * 100_000,
    "100 kB of numbers": b"1" * 100_000,
    "100 kB of words": b"leg " * 25_000,
    "2 MB": b"y" * 2_000_000,
    "carriage returns": b"foo\rbar\r",
}


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_odd_lines_are_asked_again_kindly(small: Place, line: bytes) -> None:
    done = small.run("chat", data=b"me\n" + line + b"\nnone\n")

    assert (done.returncode, done.stderr) == (0, "")
    assert questions(done.stdout) == [WHO, SIGNS, SIGNS, LEG]
    assert all(each == "\n" or each.isprintable() for each in done.stdout)


def test_a_last_line_without_an_end_counts(small: Place) -> None:
    assert questions(small.run("chat", data=b"me").stdout) == [WHO, SIGNS]


def test_windows_line_ends_are_no_text(small: Place) -> None:
    assert questions(small.run("chat", data=b"me\r\nnone\r\n").stdout) == [WHO, SIGNS, LEG]


def test_a_file_may_hold_the_answers(small: Place, tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    answers.write_text("me\nnone\n")
    with answers.open() as typed:
        done = subprocess.run(
            [*COMMAND, "chat"], stdin=typed, capture_output=True, env=small.environment, check=True
        )
    assert questions(done.stdout.decode()) == [WHO, SIGNS, LEG]


def test_a_reader_that_goes_away_is_no_trouble(small: Place) -> None:
    with small.open() as pipe:
        pipe.until(WHO)
        assert pipe.process.stdout is not None
        pipe.process.stdout.close()
        pipe.say("me")
        pipe.say("none")
        assert pipe.process.wait(timeout=30) == 1
        assert pipe.complaints() == ""

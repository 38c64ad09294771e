"""`painbot chat` when it is killed, interrupted or run twice: nothing that was said is lost."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from painbot.platforms import terminal
from tests.service.store_processes import kill_server, room, runs

if TYPE_CHECKING:
    from painbot.flow.model import Library
    from tests.e2e.painbots import Place

WHO, SIGNS, LEG, AGE = "Who is it for?", "Any of these now?", "Any of these in the leg?", "How old?"


@pytest.mark.parametrize("also_the_server", [False, True])
def test_kill_9_in_mid_conversation_loses_nothing(
    small: Place, library: Library, *, also_the_server: bool
) -> None:
    with small.open() as pipe:
        for answer in ("me", "none", "none"):
            pipe.say(answer)
        pipe.until(AGE)
        pipe.kill()
    if also_the_server:
        kill_server(small.home)

    with small.open() as pipe:
        assert library.phrases["resumed"] in pipe.until(AGE)
        pipe.say("34")
        pipe.until("Where is it?")
        assert pipe.leave().endswith(f"{terminal.KEPT}\n")
    assert not runs(small.home)


def test_kill_9_at_any_moment_loses_no_answer_that_was_followed_by_a_question(
    small: Place,
) -> None:
    reached = [WHO, SIGNS, LEG, AGE]
    for number, answer in enumerate(("me", "none", "none"), 1):
        with small.open() as pipe:
            pipe.until(reached[number - 1])
            pipe.say(answer)
            pipe.until(reached[number])
            pipe.kill()
    assert AGE in small.chat()


def test_a_server_that_is_killed_is_started_again_unseen(small: Place) -> None:
    with small.open() as pipe:
        pipe.until("2. Someone else")
        time.sleep(0.1)
        kill_server(small.home)
        pipe.say("me")
        pipe.until(SIGNS)
        pipe.leave()


def test_ctrl_c_is_a_polite_way_to_leave(small: Place) -> None:
    with small.open() as pipe:
        pipe.say("me")
        pipe.until("Not sure")
        os.killpg(pipe.process.pid, signal.SIGINT)
        assert pipe.until(terminal.KEPT)
        assert pipe.process.wait(timeout=30) == 0
        assert pipe.complaints() == ""
    assert not runs(small.home)
    assert SIGNS in small.chat()


def test_two_at_once_share_one_conversation(small: Place, library: Library) -> None:
    with small.open() as one:
        one.until("2. Someone else")
        time.sleep(0.1)
        with small.open() as two:
            two.until("2. Someone else")
            time.sleep(0.1)
            one.say("1")
            one.until("Type all")
            time.sleep(0.1)
            two.say("1")  # the first window has gone on: this answers an older question
            assert library.phrases["stale-tap"] in two.until("4. Not sure")
            two.say("none")
            two.until(LEG)
            two.leave()
        one.leave()


def test_many_lines_at_once_from_two_windows_break_nothing(small: Place) -> None:
    with small.open() as keeper, ThreadPoolExecutor() as threads:
        keeper.until(WHO)
        said = list(threads.map(lambda word: small.chat(*[word] * 60), ("help", "why")))
        keeper.leave()
    assert sum(each.count(WHO) for each in said) >= 120
    assert WHO in small.chat()


def test_only_the_store_and_no_word_is_written_to_disk(small: Place) -> None:
    small.chat("me", "none", "none", "my leg is Zanzibar")
    files = [path for path in small.home.rglob("*") if path.is_file()]
    assert {path.relative_to(small.home).parts[0] for path in files} == {"secret", "store"}
    assert not any(b"zanzibar" in path.read_bytes().lower() for path in files)
    assert room(small.home).folder.stat().st_mode & 0o077 == 0

"""Lines from a pipe, however they come in."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from painbot.platforms.terminal.lines import LONGEST, Lines


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        with suppress(OSError):
            os.close(end)


async def all_of(lines: Lines) -> list[str]:
    found = []
    while (line := await lines.next()) is not None:
        found.append(line)
    return found


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"a", ["a"]),
        (b"a\n", ["a"]),
        (b"a\nb", ["a", "b"]),
        (b"\n\na\r\n", ["", "", "a"]),
        (b"a\x00b\n", ["a\x00b"]),
        (b"\xff\n", ["\ufffd"]),
        ("🦵\n".encode(), ["🦵"]),
        (b"a\x0cb\xe2\x80\xa8c\n", ["a\x0cb\u2028c"]),
    ],
)
async def test_lines_are_read_as_they_are(
    pipe: tuple[int, int], data: bytes, lines: list[str], tmp_path: Path
) -> None:
    os.write(pipe[1], data)
    os.close(pipe[1])
    assert await all_of(Lines(pipe[0])) == lines

    (tmp_path / "file").write_bytes(data)
    with (tmp_path / "file").open("rb") as file:
        assert await all_of(Lines(file.fileno())) == lines


async def test_a_line_may_come_in_pieces(pipe: tuple[int, int]) -> None:
    lines = Lines(pipe[0])
    waiting = asyncio.create_task(lines.next())
    for piece in ("🦵".encode()[:2], "🦵".encode()[2:], b"\nnext"):
        await asyncio.sleep(0)
        os.write(pipe[1], piece)
    assert await waiting == "🦵"
    os.close(pipe[1])
    assert await all_of(lines) == ["next"]


async def test_waiting_can_be_cancelled_and_loses_nothing_that_was_whole(
    pipe: tuple[int, int],
) -> None:
    lines = Lines(pipe[0])
    waiting = asyncio.create_task(lines.next())
    await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    os.write(pipe[1], b"a\n")
    assert await lines.next() == "a"


async def test_an_endless_line_is_cut_and_the_next_one_is_whole(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * (3 * LONGEST) + b"\nnext\n")
    with (tmp_path / "file").open("rb") as file:
        first, second = await all_of(Lines(file.fileno()))
    assert first == "x" * LONGEST
    assert second == "next"

"""What was said, written as a .chat file. The only thing a terminal ever writes to disk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

from painbot.dialogue.replies import Asking, Reply, Result
from painbot.platforms.terminal.incoming import Line
from painbot.platforms.terminal.wording import one_line

Here = Callable[[], Awaitable[str]]


class CannotRecord(Exception):
    """The transcript cannot be written there."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"painbot cannot record to {path} ({why}): name another file.")


class Recording:
    """Write each turn as it happens, so that a crash loses nothing that was said.

    `here` names what is being asked, as chats do.
    """

    def __init__(self, file: TextIO, here: Here) -> None:
        self._file = file
        self._here = here
        self._asked: Reply | None = None

    @classmethod
    def begin(cls, path: Path, here: Here, flow: str, at: datetime) -> Recording:
        """Begin a new file; raise CannotRecord rather than write over one."""
        try:
            file = path.open("x", encoding="utf-8", errors="replace", buffering=1)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise CannotRecord(path, why) from error
        print(f"# Recorded on {at:%Y-%m-%d}.\nflow: {flow}\nat: {at:%H:%M}", file=file)
        return cls(file, here)

    def heard(self, line: Line) -> None:
        """Write what the person said or chose."""
        choice = line.choice
        said = one_line(line.text).replace(" # ", " ")
        self._write(f"tap: {choice.id}" if choice else f"me: {said}")

    def shown(self, reply: Reply) -> None:
        """Remember the last question or result of a turn."""
        if isinstance(reply, Asking | Result):
            self._asked = reply

    async def turned(self) -> None:
        """Write what a turn came to."""
        if isinstance(self._asked, Result):
            for line in _end(self._asked):
                self._write(line)
        elif self._asked is not None:
            self._write(f"bot: {await self._here()}")
        self._asked = None

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, line: str) -> None:
        print(line, file=self._file)


def _end(result: Result) -> Iterator[str]:
    contact = f", contact {result.contact}" if result.contact else ""
    yield f"end: {result.level.id}{contact}"
    for name in ("because", "causes", "tips", "meanwhile"):
        ids = result.reasons if name == "because" else getattr(result, name)
        yield f"{name}: {', '.join(ids) or 'none'}"

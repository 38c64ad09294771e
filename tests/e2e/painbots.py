"""Real `painbot` processes: one that is talked to through a pipe, and one at a screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pexpect

import painbot

SOURCE = Path(*painbot.__path__).parent
COMMAND = (sys.executable, "-m", "painbot")
# Nobody is there to say where the cursor is, and waiting for it takes a second.
SCREEN = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()][A-B0-2]|[=>]|\][^\x07]*\x07)")


@dataclass(frozen=True)
class Place:
    """Where painbot runs: its data, its flows and what else is in its environment."""

    home: Path
    flows: Path | None = None
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        flows = {"PAINBOT_FLOWS": str(self.flows)} if self.flows else {}
        own = {"PYTHONPATH": str(SOURCE), "PAINBOT_HOME": str(self.home), "HOME": str(self.home)}
        return {**kept, **own, **flows, "USER": "someone", **self.more}

    def with_(self, **more: str) -> Place:
        return Place(self.home, self.flows, {**self.more, **more})

    def run(
        self,
        *arguments: str,
        lines: Sequence[str] = (),
        data: bytes | None = None,
        where: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run painbot to its end, with these lines typed."""
        typed = "".join(f"{line}\n" for line in lines).encode() if data is None else data
        done = subprocess.run(
            [*COMMAND, *arguments],
            input=typed,
            capture_output=True,
            env=self.environment,
            cwd=where,
            check=False,
            timeout=50,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    def chat(self, *lines: str, options: Sequence[str] = ()) -> str:
        """Hold a conversation through a pipe that goes well; return what painbot said."""
        done = self.run("chat", *options, lines=lines)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def open(self, *options: str) -> Pipe:
        """Start a conversation through a pipe and leave it open."""
        return Pipe(self, options)

    def screen(self, *options: str, columns: int = 80, rows: int = 24) -> Screen:
        """Start a conversation at a terminal."""
        return Screen(self, options, columns, rows)


class Pipe:
    """A conversation that goes on, line by line."""

    def __init__(self, place: Place, options: Sequence[str]) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving
        self.process = subprocess.Popen(
            [*COMMAND, "chat", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=place.environment,
            encoding="utf-8",
            bufsize=1,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._complaints.close()

    def until(self, text: str) -> str:
        """Return what painbot says up to the line that holds this."""
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if text in line:
                return said
        raise AssertionError(said)

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        print(line, file=self.process.stdin)

    def leave(self) -> str:
        """Say no more; return what painbot says at last."""
        said, _ = self.process.communicate(timeout=30)
        assert (self.process.returncode, self.complaints()) == (0, "")
        return said

    def kill(self) -> None:
        """Kill it, if it lives, while it waits for the next line."""
        time.sleep(0.1)
        self.process.kill()
        for end in (self.process.stdin, self.process.stdout):
            assert end is not None
            with suppress(OSError, ValueError):  # nobody reads what was not sent yet
                end.close()
        self.process.wait()

    def complaints(self) -> str:
        """Return what it wrote to standard error."""
        self._complaints.seek(0)
        return self._complaints.read().decode()


class Screen:
    """A conversation at a terminal that answers no questions about its cursor."""

    def __init__(self, place: Place, options: Sequence[str], columns: int, rows: int) -> None:
        self.process = pexpect.spawn(
            COMMAND[0],
            [*COMMAND[1:], "chat", *options],
            env={**SCREEN, **place.environment},
            dimensions=(rows, columns),
            encoding="utf-8",
            timeout=30,
        )
        self.seen = ""

    def until(self, text: str) -> str:
        """Return what is shown up to this, without what only moves and colours."""
        self.process.expect_exact(text)
        self.seen += (shown := f"{self.process.before}{text}")
        return ESCAPES.sub("", shown)

    def ready(self) -> str:
        """Return what is shown up to the next prompt."""
        return self.until("> ")

    def say(self, line: str) -> None:
        self.process.send(f"{line}\r")

    def press(self, key: str) -> None:
        self.process.send(key)

    def end(self) -> str:
        """Return what is shown to the end, which must be a good one."""
        self.process.expect(pexpect.EOF)
        self.process.close()
        assert self.process.exitstatus == 0, self.process.before
        rest = self.process.before or ""
        self.seen += rest
        return ESCAPES.sub("", rest)

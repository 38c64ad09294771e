"""Real processes that use painbot's own server, and ways to look at that server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import painbot
from painbot.store import locks
from painbot.store.embedded import EmbeddedServer
from painbot.store.room import Room

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).with_name("store_user.py")
SOURCE = Path(*painbot.__path__).parent


class User:
    """Be one process that uses the server."""

    def __init__(self, data_dir: Path, *before: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [*before, sys.executable, str(PROGRAM), str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            start_new_session=True,  # a group of its own, as in a terminal of its own
            env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
        )

    def ask(self, line: str) -> str:
        assert self.process.stdin is not None
        print(line, file=self.process.stdin)
        return self.hear()

    def hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def interrupt(self) -> None:
        """Press Ctrl-C in its terminal: the whole process group gets it."""
        os.killpg(self.process.pid, signal.SIGINT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def leave(self) -> str:
        return self.process.communicate(timeout=20)[0]


@contextmanager
def users(data_dir: Path, count: int = 1, **environment: str) -> Iterator[list[User]]:
    """Start this many at the same time; yield when all of them have the server."""
    started = [User(data_dir, **environment) for _ in range(count)]
    try:
        assert [user.hear() for user in started] == ["open"] * count
        yield started
    finally:
        for user in started:
            user.leave()


def room(data_dir: Path) -> Room:
    return Room(data_dir / "store")


def server_pid(data_dir: Path) -> int:
    return int(room(data_dir).pid.read_text("ascii"))


def servers(data_dir: Path) -> list[int]:
    """Return every process that works in the server's folder, where /proc shows them."""
    if not Path("/proc/self/cwd").exists():
        return [server_pid(data_dir)]
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):  # gone meanwhile
            if link.readlink() == room(data_dir).folder:
                found.append(int(link.parent.name))
    return found


def runs(data_dir: Path) -> bool:
    return room(data_dir).alive.exists() and locks.is_held(room(data_dir).alive)


def kill_server(data_dir: Path) -> None:
    os.kill(server_pid(data_dir), signal.SIGKILL)
    end = time.monotonic() + 5
    while runs(data_dir):
        assert time.monotonic() < end
        time.sleep(0.005)


def clean_up(data_dir: Path) -> None:
    """Stop the server, and complain if a test left it with users that were not killed."""
    if runs(data_dir):
        EmbeddedServer.open(data_dir).release()
    left = runs(data_dir)
    if left:
        kill_server(data_dir)
    assert not left

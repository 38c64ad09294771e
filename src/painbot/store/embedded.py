"""painbot's own private server: started when needed, shared, stopped by its last user.

This module knows how a server lives and dies, and nothing of what is kept in it.

Three locks in the server's folder carry all of it, because the kernel frees a lock when its
holder dies, even of `kill -9`. `starting` is held while anybody starts, stops, joins or leaves.
`users` is shared by every user, so whoever can hold it alone is the last. `alive` is inherited
by the server process, so there are never two servers on one append-only file, and nobody takes a
slow server for a dead one.

A server whose users were all killed lives on, idle, until the next user joins it and, as the last
one, stops it. Something that watched over it would have to be watched over as well.
"""

from __future__ import annotations

import os
import socket
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from painbot.store import locks
from painbot.store.errors import (
    EmbeddedUnavailable,
    already_closed,
    died_at_once,
    disk_troubles,
    never_answers,
)
from painbot.store.launch import last_words, launch
from painbot.store.room import open_room

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER_SECONDS = 10.0
STOP_SECONDS = 5.0
PROBE_SECONDS = 0.5
# Longer than another process may take to start or stop the server.
TURN_SECONDS = 15.0


class EmbeddedServer:
    """Be one user of the private server of a folder, from `open` to `release`."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._room = open_room(data_dir)
        self._user: int | None = None
        self.socket = Path()

    @classmethod
    def open(cls, data_dir: Path) -> Self:
        """Join the server of this folder and start it if none runs (0.1 s, blocking)."""
        with disk_troubles(data_dir):
            server = cls(data_dir)
        server._join()
        return server

    @property
    def url(self) -> str:
        """Return the address of the server."""
        return f"unix://{quote(str(self.socket))}"

    def ensure(self) -> None:
        """Start the server again if it died; it comes back with all that it acknowledged."""
        with self._in_turn():
            if self._user is None:
                raise already_closed()
            self.socket = self._running() or self._started()

    def release(self) -> None:
        """Let go of the server; its last user stops it. Never fails, and may be called twice."""
        user, self._user = self._user, None
        if user is None:
            return
        try:
            with suppress(EmbeddedUnavailable), self._in_turn():
                if locks.now_alone(user):
                    self._stop()
        finally:
            os.close(user)

    def _join(self) -> None:
        with self._in_turn():
            user = locks.share(self._room.users)
            try:
                self.socket = self._running() or self._started()
            except BaseException:
                os.close(user)
                raise
            self._user = user

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        with disk_troubles(self.data_dir), locks.alone(self._room.starting, TURN_SECONDS):
            yield

    def _running(self) -> Path | None:
        """Return the socket of the server that runs, once it answers; None when none runs."""
        if not locks.is_held(self._room.alive):
            return None
        place = Path(self._room.address.read_text("utf-8"))
        return place if self._answers(place) else None

    def _started(self) -> Path:
        """Start a server and return its socket, once it answers."""
        room = self._room
        room.has_space()
        place = room.place_socket()
        place.unlink(missing_ok=True)
        room.pid.unlink(missing_ok=True)
        for file in (room.log, room.address):
            file.touch(mode=0o600)
        room.address.write_text(str(place), "utf-8")
        log_size = room.log.stat().st_size
        launch(room, place)
        if not self._answers(place):
            raise died_at_once(self.data_dir, room.log, last_words(room.log, log_size))
        return place

    def _answers(self, place: Path) -> bool:
        """Wait for the server to answer; return False if it dies, raise if it does neither."""
        end = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < end:
            if _ping(place):
                return True
            if not locks.is_held(self._room.alive):
                return False
            time.sleep(locks.POLL_SECONDS)
        raise never_answers(ANSWER_SECONDS, self._room.server())

    def _stop(self) -> None:
        with suppress(OSError):
            _say(self.socket, b"SHUTDOWN\r\n")
        end = time.monotonic() + STOP_SECONDS
        while locks.is_held(self._room.alive) and time.monotonic() < end:
            time.sleep(locks.POLL_SECONDS)


def _ping(place: Path) -> bool:
    # By hand: a client library takes seconds to give up on a dead socket.
    try:
        return _say(place, b"PING\r\n").startswith(b"+PONG")
    except OSError:
        return False


def _say(place: Path, command: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as wire:
        wire.settimeout(PROBE_SECONDS)
        wire.connect(str(place))
        wire.sendall(command)
        return wire.recv(64)


__all__ = ["EmbeddedServer"]

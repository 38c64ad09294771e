"""The private folder of painbot's own server, and where its socket fits.

This module knows files, owners and modes. It does not know how a server is started.
"""

from __future__ import annotations

import os
import stat
import tempfile
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

# Linux allows 107 bytes and macOS 103; a little is left for what a server adds to it.
LONGEST_SOCKET = 100
PROBE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Room:
    """Name the files of one server; everything in `folder` is for its owner's eyes only."""

    folder: Path

    @property
    def starting(self) -> Path:
        """Lock: held by whoever starts, stops, joins or leaves."""
        return self.folder / "starting.lock"

    @property
    def users(self) -> Path:
        """Lock: shared by everybody who uses the server."""
        return self.folder / "users.lock"

    @property
    def alive(self) -> Path:
        """Lock: handed to the server itself, so it is held exactly as long as one runs."""
        return self.folder / "alive.lock"

    @property
    def address(self) -> Path:
        """Text: where the socket is, for those whose own temporary folder is another."""
        return self.folder / "socket.txt"

    @property
    def pid(self) -> Path:
        """Text: the process of the server."""
        return self.folder / "server.pid"

    @property
    def log(self) -> Path:
        """Text: the warnings of the server."""
        return self.folder / "server.log"

    def server(self) -> int | None:
        """Return the process of the server, if it got as far as writing it down."""
        try:
            return int(self.pid.read_text("ascii"))
        except (OSError, ValueError):
            return None

    def has_space(self) -> None:
        """Raise the OSError that a server would die of: a disk that is full or read-only."""
        with tempfile.TemporaryFile(dir=self.folder) as probe:
            probe.write(bytes(PROBE_BYTES))
            probe.flush()
            os.fsync(probe.fileno())

    def place_socket(self) -> Path:
        """Choose where the socket goes: here, or in a private short folder if that is too long."""
        here = self.folder / "redis.sock"
        if _fits(here):
            return here
        name = f"{blake2b(os.fsencode(self.folder), digest_size=8).hexdigest()}.sock"
        for parent in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108 - made_private() guards it
            if parent and _fits(there := Path(parent, f"painbot-{os.geteuid()}", name)):
                make_private(there.parent)
                return there
        raise OSError(None, "its path is too long for a socket, and so is that of the temp folder")


def open_room(data_dir: Path) -> Room:
    """Make the private folder inside the data folder, or the OSError that says why not."""
    folder = data_dir.absolute() / "store"
    make_private(folder)
    return Room(folder)


def make_private(folder: Path) -> None:
    """Make a folder that is ours alone; refuse one that is a link or another user's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise OSError(None, f"{folder} is a link to somewhere else")
    if found.st_uid != os.geteuid():
        raise OSError(None, f"{folder} belongs to another user")
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)


def _fits(socket: Path) -> bool:
    try:
        return len(str(socket).encode()) <= LONGEST_SOCKET
    except UnicodeEncodeError:  # a name that is no text cannot be written as an address
        return False


__all__ = ["Room", "make_private", "open_room"]

"""Start one server process.

This module knows the command line of Valkey and Redis and how to read their last words. It does
not know when a server should run.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

from painbot.store import locks
from painbot.store.binary import find_server
from painbot.store.errors import does_not_run, still_stopping

if TYPE_CHECKING:
    from pathlib import Path

    from painbot.store.room import Room

LAUNCH_SECONDS = 10.0

# The server outlives this process, so it is not given the tokens and keys in its environment.
PASSED_ON = ("PATH", "HOME", "LANG", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")

# "7524:M 22 Nov 2026 21:01:35.261 # Fatal error ..." -> "Fatal error ..."
LOG_PREFIX = re.compile(rb"^\d+:\w \d+ \w+ \d+ [\d:.]+ [-.*#] ")


def launch(room: Room, socket: Path) -> None:
    """Start a server that listens here, detached from us; it answers a little later."""
    binary = find_server()
    alive = locks.take(room.alive)
    if alive is None:
        raise still_stopping()
    try:
        with room.log.open("ab") as log:
            subprocess.run(  # noqa: S603 - our own arguments, and no shell
                [binary, *_options(room, socket)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
                pass_fds=(alive,),
                start_new_session=True,  # or Ctrl-C in our terminal would reach it
                umask=0o077,
                timeout=LAUNCH_SECONDS,
                check=False,  # what went wrong is in the log, where the caller looks
            )
    except subprocess.TimeoutExpired as error:
        raise does_not_run(binary, "it hangs") from error
    except OSError as error:
        raise does_not_run(binary, error.strerror or type(error).__name__) from error
    finally:
        os.close(alive)  # the server has its own copy


def last_words(log: Path, since: int) -> str:
    """Return the last line that was logged after this size, without its time and process."""
    with log.open("rb") as lines:
        lines.seek(since)
        said = [line for line in lines.read().splitlines() if line.strip()]
    return LOG_PREFIX.sub(b"", said[-1]).decode(errors="replace") if said else "nothing"


def _options(room: Room, socket: Path) -> list[str]:
    options = {
        "daemonize": "yes",
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(room.folder),
        "pidfile": str(room.pid),
        "logfile": str(room.log),
        "loglevel": "warning",
        "databases": "1",
        "maxclients": "1000",
        "save": "",
        "appendonly": "yes",
        "appendfsync": "always",
        # A server killed in the middle of a write leaves half a command, which nobody was told
        # is written.
        "aof-load-truncated": "yes",
    }
    return [part for name, value in options.items() for part in (f"--{name}", value)]


__all__ = ["last_words", "launch"]

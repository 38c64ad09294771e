"""Locks between processes, which the kernel lets go of when a process dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from painbot.store.errors import never_our_turn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POLL_SECONDS = 0.01


def share(path: Path) -> int:
    """Hold a lock together with others; closing what this returns lets go of it."""
    lock = _open(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
    except OSError:
        os.close(lock)
        raise
    return lock


def take(path: Path) -> int | None:
    """Hold a lock alone, or return None at once when somebody else holds it."""
    lock = _open(path)
    try:
        if now_alone(lock):
            return lock
    except OSError:
        os.close(lock)
        raise
    os.close(lock)
    return None


def now_alone(lock: int) -> bool:
    """Turn a shared lock into one held alone; if others share it, it may be lost."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_held(path: Path) -> bool:
    """Say whether anybody holds this lock."""
    lock = take(path)
    if lock is not None:
        os.close(lock)
    return lock is None


@contextmanager
def alone(path: Path, seconds: float) -> Iterator[None]:
    """Hold a lock alone for the length of a block, after waiting for it no longer than this."""
    end = time.monotonic() + seconds
    while (lock := take(path)) is None:
        if time.monotonic() > end:
            raise never_our_turn(path.parent, seconds)
        time.sleep(POLL_SECONDS)
    try:
        yield
    finally:
        os.close(lock)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


__all__ = ["POLL_SECONDS", "alone", "is_held", "now_alone", "share", "take"]

"""Lines from a pipe, a file or a bare terminal, without a thread that Ctrl-C could not end."""

from __future__ import annotations

import asyncio
import os
from typing import Final

CHUNK: Final = 1 << 16
LONGEST: Final = 1 << 20  # of a longer line the beginning is read, and the rest is skipped


class Lines:
    """Read lines of one file descriptor, whatever is in them."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._read = bytearray()
        self._ended = False
        self.interactive = os.isatty(fd)

    async def next(self) -> str | None:
        """Return the next line without its end, or None at the end of everything."""
        line = bytearray()
        while (end := self._read.find(b"\n")) < 0 and not self._ended:
            self._keep(line, len(self._read))
            await self._fill()
        if end < 0 and not line and not self._read:
            return None
        self._keep(line, len(self._read) if end < 0 else end + 1)
        return line.rstrip(b"\r\n").decode(errors="replace")

    def _keep(self, line: bytearray, count: int) -> None:
        line += self._read[: min(count, LONGEST - len(line))]
        del self._read[:count]

    async def _fill(self) -> None:
        await self._readable()
        chunk = os.read(self._fd, CHUNK)
        self._ended = not chunk
        self._read += chunk

    async def _readable(self) -> None:
        loop, ready = asyncio.get_running_loop(), asyncio.Event()
        try:
            loop.add_reader(self._fd, ready.set)
        except (PermissionError, NotImplementedError):  # a file on disk never waits
            return
        try:
            await ready.wait()
        finally:
            loop.remove_reader(self._fd)

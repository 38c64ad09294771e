"""What a platform has begun and must not leave half done."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, cast


class Working:
    """Keep hold of work until it is done. `failed` is called for each piece that raised."""

    def __init__(self, failed: Callable[[], None]) -> None:
        self._failed = failed
        self._held: set[asyncio.Task[Any]] = set()
        self._begun: set[asyncio.Task[None]] = set()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let `finish` wait for the task that is in here."""
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._held.add(task)
        try:
            yield
        finally:
            self._held.discard(task)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it in the background."""
        task = asyncio.create_task(work)
        self._begun.add(task)
        task.add_done_callback(self._done)

    async def finish(self, seconds: float) -> None:
        """Let what was begun come to its end for so long; then give the rest up.

        A turn that is being taken has something to send as soon as it is committed.
        """
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            open_ = {*self._held, *self._begun}
            if not open_:
                break
            await asyncio.wait(open_, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        for task in self._begun:
            task.cancel()
        await asyncio.gather(*self._begun, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._begun.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._failed()


__all__ = ["Working"]

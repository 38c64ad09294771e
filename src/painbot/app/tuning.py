"""The event loop and the memory of a process that serves many people for a long time."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

T = TypeVar("T")

# Most of what a turn makes is gone with the turn, without any collecting.
THRESHOLDS: Final = (20_000, 50, 100)


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run until done, on uvloop where there is one: a tenth of a turn's cost is the loop's."""
    if sys.platform == "win32":
        return asyncio.run(main)
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(main)


def settle() -> None:
    """Keep the collector from looking through the flows again and again: they are there to stay.

    To be called again when they were replaced, so that the version before can go.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


__all__ = ["run", "settle"]

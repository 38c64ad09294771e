"""Work that goes on without end, several at once, until somebody says stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

RESTART_SECONDS: Final = 1.0
STOP_SECONDS: Final = 6.5
_LOG = logging.getLogger(__name__)


class CannotServe(Exception):
    """Serving cannot begin; the message is one plain sentence with what to do."""


Work = Callable[[], Coroutine[Any, Any, None]]


async def until(stop: asyncio.Event, works: Mapping[str, Work]) -> None:
    """Do all of it until `stop`; then each has a few seconds to come to its own end."""
    tasks = [asyncio.create_task(_on_and_on(name, work)) for name, work in works.items()]
    try:
        await stop.wait()
    finally:
        _LOG.info("stopping")
        for task in tasks:
            task.cancel()
        _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
        if late:
            _LOG.warning("stopped before everything had come to its end")


async def _on_and_on(name: str, work: Work) -> None:
    """Do it again and again: a fault must not end what serves people."""
    while True:
        try:
            await work()
        except Exception:  # noqa: BLE001 - whatever it is, it is logged
            _LOG.exception("a fault in %s, which is begun anew", name)
        await asyncio.sleep(RESTART_SECONDS)


__all__ = ["CannotServe", "Work", "until"]

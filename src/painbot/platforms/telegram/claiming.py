"""One poller at a time for each bot, among all processes on one store."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final

from painbot.ports import Claims, StoreUnavailable

Work = Callable[[], Coroutine[Any, Any, None]]

CLAIM_SECONDS: Final = 15.0
LOOK_SECONDS: Final = 1.0
_LOG = logging.getLogger(__name__)


async def while_claimed(claims: Claims, name: str, work: Work) -> None:
    """Do something without end, while this process is the one that holds the claim.

    With the store away nobody can hold one; then it is done all the same, because people must get
    the emergency text.
    """
    holder = secrets.token_hex(8)
    try:
        while True:
            await _until_held(claims, name, holder)
            await _while_held(claims, name, holder, work)
            _LOG.warning("another process has taken over")
    finally:
        with suppress(StoreUnavailable):
            await asyncio.shield(claims.release(name, holder))


async def _until_held(claims: Claims, name: str, holder: str) -> None:
    while not await _held(claims, name, holder):  # noqa: ASYNC110 - another process holds it
        await asyncio.sleep(LOOK_SECONDS)


async def _held(claims: Claims, name: str, holder: str) -> bool:
    try:
        return await claims.claim(name, holder, CLAIM_SECONDS)
    except StoreUnavailable:
        return True


async def _while_held(claims: Claims, name: str, holder: str, work: Work) -> None:
    working = asyncio.create_task(work())
    try:
        while not working.done() and await _held(claims, name, holder):
            await asyncio.wait([working], timeout=CLAIM_SECONDS / 3)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    if not working.cancelled():
        working.result()  # a fault must not go unseen


__all__ = ["while_claimed"]

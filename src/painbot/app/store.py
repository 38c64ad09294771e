"""The store that the settings name, for as long as somebody needs it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from painbot.ports import SessionStore
    from painbot.settings import Settings

DAY: Final = 24 * 3600


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[SessionStore]:
    """Open the store and close it in the end; raise StoreUnavailable when that cannot be."""
    from painbot.store import Lifetimes, open_store

    store = await open_store(
        settings.redis_url or None,
        settings.home,
        secret=settings.secret,
        keys=settings.keys,
        lifetimes=Lifetimes(session=settings.keep_days * DAY),
        replicas=settings.redis_replicas,
    )
    try:
        yield store
    finally:
        await store.aclose()


__all__ = ["opened"]

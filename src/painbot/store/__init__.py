"""Where conversations are kept.

One storage path: always a real server that speaks Redis, painbot's own private one when no
address is given.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from painbot.store.errors import EmbeddedUnavailable, no_server
from painbot.store.redis import Lifetimes, RedisStore

if TYPE_CHECKING:
    from pathlib import Path

    from painbot.store.embedded import EmbeddedServer


async def open_store(
    url: str | None,
    data_dir: Path,
    *,
    secret: bytes = b"",
    lifetimes: Lifetimes | None = None,
) -> RedisStore:
    """Open the store at this address, or start or join the private server of this folder.

    An address is not called yet, so that a bot may start before its Redis. Raises
    StoreUnavailable, with one plain sentence, when the address or the folder is no good.
    """
    if url:
        return RedisStore(url, secret=secret, lifetimes=lifetimes)
    server = await _private_server(data_dir)
    return RedisStore(server.url, secret=secret, lifetimes=lifetimes, server=server)


async def _private_server(data_dir: Path) -> EmbeddedServer:
    if sys.platform == "win32":  # no server to find there, nor the locks that guard it
        raise no_server()
    from painbot.store.embedded import EmbeddedServer

    opening = asyncio.ensure_future(asyncio.to_thread(EmbeddedServer.open, data_dir))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        # Ctrl-C while it starts: a server that nobody uses would be left behind.
        with suppress(EmbeddedUnavailable):
            (await opening).release()
        raise


__all__ = ["EmbeddedUnavailable", "Lifetimes", "RedisStore", "open_store"]

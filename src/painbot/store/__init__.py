"""Where conversations are kept.

One storage path: always a real server that speaks Redis, painbot's own private one when no
address is given.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from painbot.store.errors import EmbeddedUnavailable, no_server
from painbot.store.lifetimes import Lifetimes
from painbot.store.redis import RedisStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from painbot.store.embedded import EmbeddedServer


async def open_store(  # noqa: PLR0913 - each is one thing an operator may set
    url: str | None,
    data_dir: Path,
    *,
    secret: bytes = b"",
    keys: Sequence[bytes] = (),
    lifetimes: Lifetimes | None = None,
    replicas: int = 0,
) -> RedisStore:
    """Open the store at this address, or start or join the private server of this folder.

    An address is not called yet, so that a bot may start before its Redis. Raises
    StoreUnavailable, with one plain sentence, when the address or the folder is no good.
    """
    opened = partial(RedisStore, secret=secret, keys=keys, lifetimes=lifetimes)
    if url:
        return opened(url, replicas=replicas)
    server = await _private_server(data_dir)
    return opened(server.url, server=server)


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

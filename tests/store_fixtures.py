"""One real private server for a whole test run, and stores on it that do not see each other.

And servers on ports, for the tests of Sentinels and Clusters.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from painbot.ports import ConversationKey, StoreUnavailable
from painbot.store import RedisStore
from painbot.store.binary import find_server
from painbot.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def store_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """Start painbot's own server once, and stop it at the end."""
    server = EmbeddedServer.open(tmp_path_factory.mktemp("data"))
    yield server
    server.release()


@pytest.fixture
async def raw(store_server: EmbeddedServer) -> AsyncIterator[Redis]:
    """Look at the server without the store in between."""
    client = Redis.from_url(store_server.url)
    yield client
    await client.aclose()


@pytest.fixture
async def store(store_server: EmbeddedServer, raw: Redis) -> AsyncIterator[RedisStore]:
    """Open an empty store; whatever a test leaves in it must have a time to live."""
    prefix = f"test-{secrets.token_hex(4)}"
    store = RedisStore(store_server.url, prefix=prefix)
    yield store
    await store.aclose()
    written = [name async for name in raw.scan_iter(match=f"{prefix}:*")]
    immortal = [name for name in written if await raw.ttl(name) < 0]
    if written:
        await raw.delete(*written)
    assert immortal == []


@pytest.fixture
def someone() -> ConversationKey:
    """Name a person nobody has talked with before."""
    return ConversationKey("terminal", "", "chat", secrets.token_hex(4))


def free_ports(count: int) -> list[int]:
    """Return ports nobody listens on."""
    listeners = [socket.socket() for _ in range(count)]
    for listener in listeners:
        listener.bind(("127.0.0.1", 0))
    ports = [int(listener.getsockname()[1]) for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


@contextmanager
def server_on(
    port: int, folder: Path, *lines: str, sentinel: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server with these lines in its file on a port of this machine; kill it in the end."""
    place = folder / f"{port}"
    place.mkdir()
    own = [f"port {port}", "bind 127.0.0.1", f"dir {place}", f"logfile {place / 'log'}"]
    unsaved = [] if sentinel else ['save ""', "appendonly no"]
    (place / "conf").write_text("\n".join((*own, *unsaved, *lines)))
    server = subprocess.Popen(
        [find_server(), place / "conf", *(["--sentinel"] if sentinel else [])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield server
    finally:
        server.kill()
        server.wait()


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 25.0) -> None:
    """Ask again until it holds, and what is away until then may be."""
    end = time.monotonic() + seconds
    while True:
        try:
            if await holds():
                return
        except (RedisError, StoreUnavailable, OSError):
            pass
        assert time.monotonic() < end, "it never came true"
        await asyncio.sleep(0.05)

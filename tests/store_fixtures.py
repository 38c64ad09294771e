"""One real private server for a whole test run, and stores on it that do not see each other."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest
from redis.asyncio import Redis

from painbot.ports import ConversationKey
from painbot.store import RedisStore
from painbot.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


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

"""What lies on a disk says nothing, and opens nowhere but where it was put."""

from __future__ import annotations

import logging
import secrets
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from painbot.ports import (
    NOTHING_SHOWN,
    Commit,
    Committed,
    ConversationKey,
    Overdue,
    Part,
    Shown,
    Stored,
    Waiting,
)
from painbot.store import RedisStore, open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from redis.asyncio import Redis

    from painbot.store.embedded import EmbeddedServer

    Opens = Callable[..., AbstractAsyncContextManager[RedisStore]]

OLD, NEW = b"o" * 32, b"n" * 32
CANARY = "my-leg-hurts-canary"


@pytest.fixture
async def opens(store_server: EmbeddedServer, raw: Redis) -> AsyncIterator[Opens]:
    """Open stores with different keys on the same conversations."""
    prefix = f"test-{secrets.token_hex(4)}"

    @asynccontextmanager
    async def opened(*keys: bytes) -> AsyncIterator[RedisStore]:
        store = RedisStore(store_server.url, prefix=prefix, keys=keys)
        try:
            yield store
        finally:
            await store.aclose()

    yield opened
    if left := [name async for name in raw.scan_iter(match=f"{prefix}:*")]:
        await raw.delete(*left)


async def talk(store: RedisStore, key: ConversationKey, session: bytes, lease: str = "") -> bytes:
    commit = Commit(None, secrets.token_hex(4), session, (Part(session),), lease)
    assert isinstance(await store.commit(key, commit), Committed)
    return commit.writes


async def test_nothing_anybody_said_is_ever_on_the_disk(tmp_path: Path) -> None:
    someone = ConversationKey(f"platform-{CANARY}", CANARY, CANARY, CANARY)
    body = CANARY.encode()
    store = await open_store(None, tmp_path, keys=(NEW,), secret=b"secret")
    commit = Commit(None, CANARY, body, (Part(body), Part(body)), CANARY[::-1])
    answer = await store.commit(someone, commit)
    assert isinstance(answer, Committed)
    ids = (answer.to_send[0].id,)
    left = await store.sent(someone, CANARY[::-1], ids, 30.0, Shown(1, 2, CANARY))
    assert (left.entries[0].part.body, left.shown.note) == (body, CANARY)
    await store.set_aside(someone, await store.load(someone) or Stored(b"", b""))
    assert await store.claim(CANARY, "us", 10)
    await store.aclose()

    files = on_disk(tmp_path)
    assert any(b"session:" in kept for kept in files)  # the keys are there
    assert not [kept for kept in files if CANARY.encode() in kept]


def on_disk(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


async def test_a_value_moved_to_another_conversation_does_not_open(
    opens: Opens, someone: ConversationKey, raw: Redis
) -> None:
    other = ConversationKey("terminal", "", "chat", "other")
    async with opens(NEW) as store:
        await talk(store, someone, b"mine", "a")
        await store.sent(someone, "a", (), 30.0, Shown(1, 2))
        await talk(store, other, b"theirs", "b")
        await store.sent(other, "b", (), 30.0, Shown(3, 4))
        mine, theirs = store._naming.keys(someone), store._naming.keys(other)
        await raw.set(theirs.session, await raw.get(mine.session) or b"", keepttl=True)
        await raw.set(theirs.shown, await raw.get(mine.shown) or b"", keepttl=True)
        await raw.rpush(theirs.outbox, *await raw.lrange(mine.outbox, 0, -1))

        stored = await store.load(other)
        assert stored is not None
        assert (stored.session, stored.shown) == (b"", NOTHING_SHOWN)
        assert [session async for session in store.sessions() if session] == [b"mine"]
        left = await store.take_outbox(other, "b", 30.0)
        assert [entry.part.body for entry in left.entries] == [b"theirs"]
        assert await raw.llen(theirs.outbox) == 1

        await store.set_aside(other, stored)
        assert await store.load(other) is None


async def test_keys_may_be_added_and_taken_away(opens: Opens, someone: ConversationKey) -> None:
    async with opens() as plain, opens(OLD) as old, opens(NEW, OLD) as both, opens(NEW) as new:
        await talk(plain, someone, b"plain", "a")
        stored = await old.load(someone)
        assert stored is not None
        assert stored.session == b"plain"
        await old.commit(someone, Commit(stored.revision, "2", b"old", (Part(b"old"),)))
        waiting = await both.take_outbox(someone, "a", 30.0)
        assert [entry.part.body for entry in waiting.entries] == [b"plain", b"old"]

        sealed = await new.load(someone)
        assert sealed is not None
        assert sealed.session == b""  # what only the old key opens is as good as broken
        assert [session async for session in new.sessions()] == [b""]
        assert [session async for session in both.sessions()] == [b"old"]


async def test_replies_nobody_can_open_are_dropped_and_keep_nobody_waiting(
    opens: Opens, someone: ConversationKey, raw: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with opens(OLD) as old, opens(NEW) as new:
        await talk(old, someone, b"lost")
        assert await new.overdue() == Overdue()
        assert await raw.exists(new._naming.keys(someone).outbox) == 0

        stored = await new.load(someone)
        assert stored is not None
        await old.commit(someone, Commit(stored.revision, "2", b"2", (Part(b"lost, too"),)))
        assert await new.take_outbox(someone, "a", 30.0) == Waiting()
        answer = await new.commit(someone, Commit(None, "3", b"3", (Part(b"3"),), "b"))
        assert not isinstance(answer, Committed)
        assert {key.split(":")[2] for key in await names(raw, new._naming.prefix)} == {
            "session",
            "seen",
        }
    warnings = [record.getMessage() for record in caplog.records if record.name.startswith("pain")]
    assert (
        warnings == ["1 replies were dropped: they cannot be opened with the keys painbot has"] * 2
    )


async def names(raw: Redis, prefix: str) -> list[str]:
    return [name.decode() async for name in raw.scan_iter(match=f"{prefix}:*")]

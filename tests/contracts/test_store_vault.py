"""Small things that are no conversation: kept, found, taken out once, and told to nobody."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from painbot.ports import StoreUnavailable
from painbot.store import RedisStore, open_store
from tests.store_fixtures import free_ports, server_on, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from redis.asyncio import Redis

    from painbot.store.embedded import EmbeddedServer

    Opens = Callable[..., AbstractAsyncContextManager[RedisStore]]

OLD, NEW = b"o" * 32, b"n" * 32
CANARY = "xoxb-canary-of-acme"
HOUR = 3600.0


@pytest.fixture
async def opens(store_server: EmbeddedServer, raw: Redis) -> AsyncIterator[Opens]:
    """Open stores with different keys and secrets on the same things."""
    prefix = f"test-{secrets.token_hex(4)}"

    @asynccontextmanager
    async def opened(*keys: bytes, secret: bytes = b"") -> AsyncIterator[RedisStore]:
        store = RedisStore(store_server.url, prefix=prefix, keys=keys, secret=secret)
        try:
            yield store
        finally:
            await store.aclose()

    yield opened
    if left := [name async for name in raw.scan_iter(match=f"{prefix}:*")]:
        await raw.delete(*left)


@pytest.mark.parametrize("value", [b"", b"token", b"\x00\xff\r\n$3", b"x" * 100_000])
async def test_what_is_kept_is_fetched_as_often_as_one_likes(
    store: RedisStore, value: bytes
) -> None:
    await store.keep("a name", value, HOUR)
    assert [await store.fetch("a name") for _ in range(2)] == [value, value]


@pytest.mark.parametrize("name", ["", "a:b*[c]", "\ud800", "é" * 1000])
async def test_a_name_may_be_anything(store: RedisStore, name: str) -> None:
    await store.keep(name, b"mine", HOUR)
    assert await store.fetch(f"{name}-other") is None
    assert await store.take_out(name) == b"mine"


async def test_of_what_was_never_kept_there_is_nothing(store: RedisStore) -> None:
    assert await store.fetch("nothing") is None
    assert await store.take_out("nothing") is None


async def test_what_is_kept_anew_takes_the_place_of_the_old_and_of_its_time(
    store: RedisStore, raw: Redis
) -> None:
    await store.keep("a name", b"old", 10)
    await store.keep("a name", b"new", HOUR)
    assert await store.fetch("a name") == b"new"
    assert 3590 < await raw.ttl(store._naming.thing("a name")) <= HOUR


async def test_what_is_taken_out_is_gone(store: RedisStore) -> None:
    await store.keep("a name", b"once", HOUR)
    assert await store.take_out("a name") == b"once"
    assert await store.take_out("a name") is None
    assert await store.fetch("a name") is None


async def test_of_several_who_take_it_at_once_exactly_one_gets_it(opens: Opens) -> None:
    async with opens(NEW) as one, opens(NEW) as other:
        for number in range(50):
            name = f"state {number}"
            await one.keep(name, b"once", HOUR)
            asked = (each.take_out(name) for each in (one, other) * 4)
            assert sorted(got or b"" for got in await asyncio.gather(*asked)) == (
                [b""] * 7 + [b"once"]
            )


@pytest.mark.parametrize("seconds", [0.25, 600, HOUR, 400 * 24 * HOUR])
async def test_each_thing_has_the_time_it_was_given(
    store: RedisStore, raw: Redis, seconds: float
) -> None:
    await store.keep("a name", b"value", seconds)
    (name,) = [each async for each in raw.scan_iter(match=f"{store._naming.prefix}:*")]
    assert max(0, seconds - 5) * 1000 <= await raw.pttl(name) <= seconds * 1000


@pytest.mark.parametrize("seconds", [0.05, 0, -1])
async def test_after_its_time_it_is_gone(store: RedisStore, seconds: float) -> None:
    await store.keep("a name", b"value", seconds)
    await asyncio.sleep(0.1)
    assert await store.fetch("a name") is None
    assert await store.take_out("a name") is None


async def test_nobody_who_reads_the_store_sees_a_value_or_a_name(opens: Opens, raw: Redis) -> None:
    async with opens(NEW, secret=b"secret") as store, opens(NEW) as without:
        await store.keep(CANARY, CANARY.encode(), HOUR)
        found = await everything(raw, store._naming.prefix)
        assert len(found) == 1
        assert not [seen for seen in found if CANARY.encode() in seen]
        assert await without.fetch(CANARY) is None  # whoever lacks the secret cannot even ask


async def test_the_disk_shows_neither_values_nor_names(tmp_path: Path) -> None:
    store = await open_store(None, tmp_path, keys=(NEW,), secret=b"secret")
    await store.keep(CANARY, CANARY.encode(), HOUR)
    await store.keep("state", CANARY.encode(), HOUR)
    assert await store.take_out("state") == CANARY.encode()
    await store.aclose()

    files = on_disk(tmp_path)
    assert any(b":thing:" in kept for kept in files)  # it is there
    assert not [kept for kept in files if CANARY.encode() in kept]


async def test_a_thing_moved_to_another_name_does_not_open(opens: Opens, raw: Redis) -> None:
    async with opens(NEW) as store:
        await store.keep("theirs", b"their token", HOUR)
        await store.keep("mine", b"my token", HOUR)
        names = store._naming.thing("theirs"), store._naming.thing("mine")
        await raw.copy(*names, replace=True)
        assert await store.fetch("mine") is None
        assert await store.take_out("mine") is None
        assert await store.fetch("theirs") == b"their token"


async def test_keys_may_be_added_and_taken_away(opens: Opens) -> None:
    async with opens() as plain, opens(OLD) as old, opens(NEW, OLD) as both, opens(NEW) as new:
        await plain.keep("plain", b"plain", HOUR)
        await old.keep("old", b"old", HOUR)
        assert [await both.fetch(name) for name in ("plain", "old")] == [b"plain", b"old"]
        assert await new.fetch("old") is None  # nobody can open it any more
        assert await plain.fetch("old") is None


async def test_a_workspace_that_is_forgotten_takes_nothing_out_of_the_vault(
    store: RedisStore,
) -> None:
    await store.keep("slack:id:installation:T1", b"token", HOUR)
    await store.forget_all("slack", "T1")
    assert await store.fetch("slack:id:installation:T1") == b"token"


async def test_a_store_that_is_away_says_so(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    store = RedisStore(f"redis://127.0.0.1:{port}")
    with server_on(port, tmp_path):
        await until(lambda: _kept(store))
    for asked in (store.keep("n", b"v", HOUR), store.fetch("n"), store.take_out("n")):
        with pytest.raises(StoreUnavailable) as away:
            await asked
        assert "PAINBOT_REDIS_URL" in str(away.value)
    await store.aclose()


async def test_a_thing_that_no_replica_has_is_not_kept(store_server: EmbeddedServer) -> None:
    prefix = f"test-{secrets.token_hex(4)}"
    store = RedisStore(store_server.url, prefix=prefix, replicas=1)
    try:
        with pytest.raises(StoreUnavailable):
            await store.keep("a name", b"value", 1)
    finally:
        await store.aclose()


async def _kept(store: RedisStore) -> bool:
    await store.keep("n", b"v", HOUR)
    return await store.fetch("n") == b"v"


def on_disk(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


async def everything(raw: Redis, prefix: str) -> list[bytes]:
    """Return each key together with what is kept under it."""
    names = [name async for name in raw.scan_iter(match=f"{prefix}:*")]
    return [name + (await raw.get(name) or b"") for name in names]

"""Replies nobody is sending are found by any process, and what only one may do is done by one."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING

import pytest
from redis.asyncio import Redis

from painbot.ports import (
    Commit,
    Committed,
    ConversationKey,
    Overdue,
    Part,
    Shown,
    StoreUnavailable,
    Waiting,
)
from painbot.store import RedisStore
from painbot.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from pathlib import Path

LONG = 60.0


async def talk(
    store: RedisStore, key: ConversationKey, lease: str = "", seconds: float = LONG
) -> Committed:
    stored = await store.load(key)
    read = stored.revision if stored else None
    said = (Part(b"one"), Part(b"two", harmless=True))
    commit = Commit(read, secrets.token_hex(4), b"session", said, lease, seconds)
    answer = await store.commit(key, commit)
    assert isinstance(answer, Committed)
    return answer


async def kinds(raw: Redis, store: RedisStore) -> list[str]:
    """Return what is left in this store, by kind."""
    pattern = f"{store._naming.prefix}:*"
    return sorted([name.decode().split(":")[2] async for name in raw.scan_iter(match=pattern)])


def odd(number: int) -> ConversationKey:
    """Name somebody whose platform cut a character in half."""
    return ConversationKey("terminal", "", "chat", f"{number} \ud83e")


async def test_parts_come_back_as_they_were(store: RedisStore, someone: ConversationKey) -> None:
    answer = await talk(store, someone, "a")
    assert [entry.part for entry in answer.to_send] == [Part(b"one"), Part(b"two", harmless=True)]
    assert (await store.take_outbox(someone, "a", LONG)).entries == answer.to_send


async def test_what_nobody_sends_is_overdue_at_once_and_only_until_it_is_sent(
    store: RedisStore, someone: ConversationKey, raw: Redis
) -> None:
    await talk(store, someone)
    await asyncio.sleep(0.05)
    overdue = await store.overdue()
    assert overdue.keys == (someone,)
    assert 0.05 <= overdue.oldest_seconds < 10

    entries = (await store.take_outbox(someone, "a", LONG)).entries
    assert await store.overdue() == Overdue()  # somebody sends now
    await store.sent(someone, "a", tuple(entry.id for entry in entries))
    assert await kinds(raw, store) == ["seen", "session"]


async def test_what_a_dead_sender_left_is_overdue_when_its_lease_lapses(
    store: RedisStore, someone: ConversationKey
) -> None:
    await talk(store, someone, "dead", 0.1)
    assert await store.overdue() == Overdue()
    await asyncio.sleep(0.06)
    await talk(store, someone, "other", LONG)  # which does not make it younger
    await asyncio.sleep(0.06)
    assert (await store.overdue()).keys == (someone,)


async def test_who_lets_go_says_when_others_may_go_on(
    store: RedisStore, someone: ConversationKey
) -> None:
    await talk(store, someone, "a")
    await store.let_go(someone, "not ours")
    assert await store.take_outbox(someone, "b", LONG) == Waiting()

    await store.let_go(someone, "a", 0.1)
    assert await store.overdue() == Overdue()
    await asyncio.sleep(0.11)
    assert (await store.overdue()).keys == (someone,)

    assert len((await store.take_outbox(someone, "b", LONG)).entries) == 2  # it is free
    await store.let_go(someone, "a")
    assert await store.overdue() == Overdue()
    await store.let_go(someone, "b")
    assert (await store.overdue()).keys == (someone,)


async def test_letting_go_of_nothing_leaves_nothing(
    store: RedisStore, someone: ConversationKey, raw: Redis
) -> None:
    await store.let_go(someone, "a", LONG)
    assert await kinds(raw, store) == []


async def test_the_longest_waiting_of_all_shards_come_first(store: RedisStore) -> None:
    people = [odd(number) for number in range(40)]
    for key in people:
        await talk(store, key)
        await asyncio.sleep(0.002)
    assert (await store.overdue()).keys == tuple(people)
    assert (await store.overdue(7)).keys == tuple(people[:7])


async def test_several_stores_share_what_is_overdue(
    store: RedisStore, store_server: EmbeddedServer
) -> None:
    people = [odd(number) for number in range(30)]
    await asyncio.gather(*(talk(store, key) for key in people))
    others = [RedisStore(store_server.url, prefix=store._naming.prefix) for _ in range(3)]

    async def sweep(one: RedisStore, name: str) -> list[ConversationKey]:
        found = (await one.overdue()).keys
        taken = [(key, await one.take_outbox(key, name, LONG)) for key in found]
        return [key for key, waiting in taken if waiting.entries]

    swept = await asyncio.gather(*(sweep(one, f"{number}") for number, one in enumerate(others)))
    assert sorted(key.user for keys in swept for key in keys) == sorted(key.user for key in people)
    for one in others:
        await one.aclose()


async def test_an_index_that_names_what_is_gone_is_tidied(
    store: RedisStore, someone: ConversationKey, raw: Redis
) -> None:
    await talk(store, someone)
    await raw.delete(store._naming.keys(someone).outbox)  # it lapsed
    assert await store.overdue() == Overdue()
    assert await kinds(raw, store) == ["seen", "session"]


async def test_where_the_question_is_lives_and_dies_with_its_session(
    store: RedisStore, someone: ConversationKey, raw: Redis
) -> None:
    first = await talk(store, someone, "a")
    place = Shown(3, 4711, "note")
    assert (await store.sent(someone, "b", (), LONG, Shown(9, 9))) == Waiting()  # not the sender
    assert (await store.sent(someone, "a", (first.to_send[0].id,), LONG, place)).shown == place
    assert (await store.take_outbox(someone, "a", LONG)).shown == place
    second = await talk(store, someone)
    assert second.shown == place
    loaded = await store.load(someone)
    assert loaded is not None
    assert (loaded.revision, loaded.shown) == (second.revision, place)

    last = await store.commit(someone, Commit(second.revision, "stop", None))
    assert isinstance(last, Committed)
    assert last.shown == place  # so that what was asked last can still be taken off the screen
    await store.sent(someone, "a", (), LONG, place)  # it came too late
    assert await kinds(raw, store) == ["due", "lease", "outbox", "seen"]


@pytest.mark.parametrize("parts", [(), (Part(b"bye"),)])
async def test_erasing_leaves_only_the_events_seen(
    store: RedisStore, someone: ConversationKey, raw: Redis, parts: tuple[Part, ...]
) -> None:
    await talk(store, someone, "a")
    await store.sent(someone, "a", (), LONG, Shown(1, 2))
    stored = await store.load(someone)
    assert stored is not None
    await store.set_aside(someone, stored)
    again = await talk(store, someone, "a")
    erase = Commit(again.revision, "forget me", None, parts, "a", erase=True)
    assert isinstance(await store.commit(someone, erase), Committed)

    left = await store.take_outbox(someone, "a", LONG)
    assert [entry.part for entry in left.entries] == list(parts)
    ids = tuple(entry.id for entry in left.entries)
    assert await store.sent(someone, "a", ids, LONG, Shown(5, 6)) == Waiting()
    assert await kinds(raw, store) == ["seen"]


async def test_only_one_holds_a_claim_until_it_lapses_or_is_given_back(store: RedisStore) -> None:
    assert await store.claim("poll", "us", 0.1)
    assert await store.claim("poll", "us", 0.1)  # renewed
    assert not await store.claim("poll", "them", LONG)
    await store.release("poll", "them")
    assert not await store.claim("poll", "them", LONG)
    assert await store.claim("another", "them", LONG)
    await asyncio.sleep(0.11)
    assert await store.claim("poll", "them", LONG)
    await store.release("poll", "us")
    assert not await store.claim("poll", "us", LONG)
    await store.release("poll", "them")
    assert await store.claim("poll", "us", LONG)


async def test_a_ping_notices_a_server_that_takes_no_writes(tmp_path: Path) -> None:
    server = EmbeddedServer.open(tmp_path)
    admin, store = Redis.from_url(server.url), RedisStore(server.url)
    await store.ping()
    await admin.config_set("maxmemory", 1)
    with pytest.raises(StoreUnavailable, match="out of memory"):
        await store.ping()
    await admin.config_set("maxmemory", 0)
    await admin.replicaof("127.0.0.1", 1)
    with pytest.raises(StoreUnavailable, match="it is a replica"):
        await store.ping()
    await store.aclose()
    await admin.aclose()
    server.release()

"""A workspace that does not want painbot any more: all of it goes, and nothing else does."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING

import pytest

from painbot.ports import (
    AlreadySeen,
    Commit,
    Committed,
    ConversationKey,
    Overdue,
    Part,
    Raced,
    Shown,
    Stored,
    StoreUnavailable,
    Waiting,
)
from painbot.store import RedisStore
from tests.store_fixtures import free_ports

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

    from painbot.store.embedded import EmbeddedServer

KEY = b"k" * 32
GONE = ("slack", "T1")
MANY = 3000


@pytest.fixture(params=["plain", "sealed"])
async def store(
    request: pytest.FixtureRequest, store_server: EmbeddedServer, raw: Redis
) -> AsyncIterator[RedisStore]:
    """Open an empty store, plain or sealed."""
    prefix = f"test-{secrets.token_hex(4)}"
    keys = (KEY,) if request.param == "sealed" else ()
    store = RedisStore(store_server.url, prefix=prefix, keys=keys, secret=b"secret")
    yield store
    await store.aclose()
    if left := [name async for name in raw.scan_iter(match=f"{prefix}:*", count=10_000)]:
        await raw.delete(*left)


def person(platform: str, workspace: str, name: str) -> ConversationKey:
    return ConversationKey(platform, workspace, name, name)


async def talk(store: RedisStore, key: ConversationKey) -> Stored:
    """Leave behind all that a conversation can: also what was put aside and what waits."""
    first = Commit(None, "first", b"broken")
    await store.commit(key, first)
    await store.set_aside(key, Stored(first.writes, b"broken"))
    second = Commit(None, "second", b"session", (Part(b"one"), Part(b"two")), "a", 30.0)
    answer = await store.commit(key, second)
    assert isinstance(answer, Committed)
    await store.sent(key, "a", (answer.to_send[0].id,), 30.0, Shown(1, 2, "C1"))
    return Stored(second.writes, b"session", Shown(1, 2, "C1"))


async def kinds(raw: Redis, store: RedisStore) -> dict[str, int]:
    """Return how many keys of each kind there are."""
    found = dict[str, int]()
    async for name in raw.scan_iter(match=f"{store._naming.prefix}:*", count=10_000):
        kind = name.decode().split(":")[2]
        found[kind] = found.get(kind, 0) + 1
    return found


async def test_of_a_workspace_only_the_marks_of_events_seen_are_left(
    store: RedisStore, raw: Redis
) -> None:
    people = [person(*GONE, f"U{number}") for number in range(20)]
    for key in people:
        await talk(store, key)
    assert set(await kinds(raw, store)) == {
        *("session", "seen", "outbox", "lease", "shown", "aside", "due")
    }

    await store.forget_all(*GONE)

    assert await kinds(raw, store) == {"seen": 20}
    assert [await store.load(key) for key in people] == [None] * 20
    assert await store.overdue() == Overdue()
    assert await store.take_outbox(people[0], "b", 1.0) == Waiting()


async def test_after_that_an_old_event_revives_nobody_and_a_new_one_begins_anew(
    store: RedisStore,
) -> None:
    key = person(*GONE, "U1")
    before = await talk(store, key)
    await store.forget_all(*GONE)

    assert await store.commit(key, Commit(None, "second", b"again")) == AlreadySeen()
    assert await store.commit(key, Commit(before.revision, "third", b"late")) == Raced()
    assert await store.load(key) is None
    assert isinstance(await store.commit(key, Commit(None, "fourth", b"new")), Committed)


async def test_nothing_is_left_of_those_who_had_no_session_any_more(
    store: RedisStore, raw: Redis
) -> None:
    left, broken = person(*GONE, "left"), person(*GONE, "broken")
    await store.commit(left, Commit(None, "stop", None, (Part(b"bye"),)))
    commit = Commit(None, "event", b"broken")
    await store.commit(broken, commit)
    await store.set_aside(broken, Stored(commit.writes, b"broken"))
    assert await kinds(raw, store) == {"seen": 2, "outbox": 1, "due": 1, "aside": 1}

    await store.forget_all(*GONE)

    assert await kinds(raw, store) == {"seen": 2}


@pytest.mark.parametrize(
    "key",
    [
        ConversationKey("slack", "T2", "U1", "U1"),
        ConversationKey("slack", "T", "U1", "U1"),
        ConversationKey("slack", "T11", "U1", "U1"),
        ConversationKey("slack", "E1.T1", "U1", "U1"),
        ConversationKey("slack", "", "T1", "T1"),
        ConversationKey("telegram", "T1", "U1", "U1"),
        ConversationKey("slackT1", "", "U1", "U1"),
        ConversationKey("slac", "kT1", "U1", "U1"),
        ConversationKey("", "slackT1", "U1", "U1"),
    ],
    ids=str,
)
async def test_nobody_of_another_workspace_or_platform_loses_anything(
    store: RedisStore, raw: Redis, key: ConversationKey
) -> None:
    kept = await talk(store, key)
    before = await kinds(raw, store)
    await talk(store, person(*GONE, "U1"))

    await store.forget_all(*GONE)

    assert await store.load(key) == kept
    assert await kinds(raw, store) == {**before, "seen": 2}
    left = await store.take_outbox(key, "a", 30.0)
    assert [entry.part.body for entry in left.entries] == [b"two"]
    assert left.shown == Shown(1, 2, "C1")


@pytest.mark.parametrize("workspace", ["", "*", "T?", "[T]1", "\ud800"])
async def test_a_workspace_is_no_pattern(store: RedisStore, raw: Redis, workspace: str) -> None:
    mine, theirs = person("slack", workspace, "U1"), person(*GONE, "U1")
    await talk(store, mine)
    kept = await talk(store, theirs)
    await store.forget_all("slack", workspace)
    assert await store.load(mine) is None
    assert await store.load(theirs) == kept
    assert (await kinds(raw, store))["session"] == 1


async def test_thousands_are_erased_and_thousands_are_left(store: RedisStore, raw: Redis) -> None:
    for workspace in ("T1", "T2"):
        people = [person("slack", workspace, f"U{number}") for number in range(MANY)]
        commits = (
            store.commit(key, Commit(None, "event", b"session", (Part(b"reply"),)))
            for key in people
        )
        assert all(isinstance(done, Committed) for done in await asyncio.gather(*commits))

    await store.forget_all(*GONE)

    found = await kinds(raw, store)
    assert (found["session"], found["outbox"], found["seen"]) == (MANY, MANY, 2 * MANY)
    waiting = (await store.overdue(2 * MANY)).keys
    assert {(key.platform, key.workspace) for key in waiting} == {("slack", "T2")}
    assert len(waiting) == MANY


async def test_it_may_be_asked_for_several_times_at_once(store: RedisStore, raw: Redis) -> None:
    for number in range(100):
        await talk(store, person(*GONE, f"U{number}"))
    await asyncio.gather(*(store.forget_all(*GONE) for _ in range(4)))
    await store.forget_all(*GONE)
    assert await kinds(raw, store) == {"seen": 100}


async def test_a_workspace_nobody_talked_in_is_erased_without_a_word(
    store: RedisStore, raw: Redis
) -> None:
    await store.forget_all("slack", "nobody")
    assert await kinds(raw, store) == {}


async def test_a_store_that_is_away_says_so() -> None:
    (port,) = free_ports(1)
    store = RedisStore(f"redis://127.0.0.1:{port}")
    with pytest.raises(StoreUnavailable):
        await store.forget_all(*GONE)
    await store.aclose()

"""What every session store must do, through both doors that painbot opens one by."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from painbot.ports import (
    AlreadySeen,
    Commit,
    Committed,
    ConversationKey,
    Part,
    Raced,
    SessionStore,
    Stored,
    Waiting,
)
from painbot.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

    from painbot.store.embedded import EmbeddedServer


@pytest.fixture(params=["by folder", "by address"])
async def store(
    request: pytest.FixtureRequest, store_server: EmbeddedServer
) -> AsyncIterator[SessionStore]:
    by_address = request.param == "by address"
    opened = await open_store(store_server.url if by_address else None, store_server.data_dir)
    yield opened
    await opened.aclose()


async def written(store: SessionStore, key: ConversationKey, commit: Commit) -> Committed:
    answer = await store.commit(key, commit)
    assert isinstance(answer, Committed)
    return answer


def replies(committed: Committed) -> list[bytes]:
    return [entry.part.body for entry in committed.to_send]


async def test_nobody_is_known_at_first(store: SessionStore, someone: ConversationKey) -> None:
    assert await store.load(someone) is None


@pytest.mark.parametrize("session", [b"", b"\x00\xff\r\n$3", b"x" * 100_000])
async def test_what_is_committed_is_loaded(
    store: SessionStore, someone: ConversationKey, session: bytes
) -> None:
    commit = Commit(None, "event", session)
    answer = await written(store, someone, commit)

    assert answer == Committed(revision=commit.writes, leased=False)
    assert await store.load(someone) == Stored(commit.writes, session)


async def test_a_turn_from_an_old_session_loses_and_writes_nothing(
    store: SessionStore, someone: ConversationKey
) -> None:
    first = await written(store, someone, Commit(None, "first", b"1"))
    second = await written(store, someone, Commit(first.revision, "second", b"2"))

    for read in (None, first.revision):
        late = Commit(read, "late", b"late", (Part(b"reply"),), "sender")
        assert await store.commit(someone, late) == Raced()

    assert await store.load(someone) == Stored(second.revision or b"", b"2")
    assert await store.take_outbox(someone, "sender", 1) == Waiting()
    again = Commit(second.revision, "late", b"3")
    assert (await written(store, someone, again)).repeated is False


@pytest.mark.parametrize("read_again", [True, False])
async def test_a_second_delivery_is_already_seen(
    store: SessionStore, someone: ConversationKey, *, read_again: bool
) -> None:
    first = await written(store, someone, Commit(None, "event", b"1", (Part(b"reply"),), "a"))
    second = Commit(first.revision if read_again else None, "event", b"2", (Part(b"reply"),), "b")

    assert await store.commit(someone, second) == AlreadySeen()
    assert await store.load(someone) == Stored(first.revision or b"", b"1")
    assert len((await store.take_outbox(someone, "a", 1)).entries) == 1


async def test_a_commit_tried_again_knows_itself(
    store: SessionStore, someone: ConversationKey
) -> None:
    commit = Commit(None, "event", b"1", (Part(b"one"), Part(b"two")), "a")
    first = await written(store, someone, commit)
    again = await written(store, someone, commit)

    assert (first.repeated, again.repeated) == (False, True)
    assert (again.revision, again.to_send) == (first.revision, first.to_send)
    assert replies(again) == [b"one", b"two"]


async def test_a_commit_tried_again_after_others_went_on_changes_nothing(
    store: SessionStore, someone: ConversationKey
) -> None:
    commit = Commit(None, "event", b"1", (Part(b"one"),), "a")
    await written(store, someone, commit)
    other = await written(
        store, someone, Commit(commit.writes, "other", b"2", (Part(b"two"),), "b")
    )
    again = await written(store, someone, commit)

    assert again.repeated
    assert again.revision == commit.writes
    assert replies(again) == [b"one", b"two"]
    assert await store.load(someone) == Stored(other.revision or b"", b"2")


async def test_a_commit_can_delete_the_session_and_still_answer(
    store: SessionStore, someone: ConversationKey
) -> None:
    first = await written(store, someone, Commit(None, "hello", b"1"))
    last = await written(
        store, someone, Commit(first.revision, "forget", None, (Part(b"bye"),), "a")
    )

    assert last.revision is None
    assert replies(last) == [b"bye"]
    assert await store.load(someone) is None
    assert await store.commit(someone, Commit(first.revision, "late", b"2")) == Raced()
    await written(store, someone, Commit(last.revision, "again", b"3"))


async def test_one_of_many_at_once_wins_and_no_revision_is_skipped(
    store: SessionStore, someone: ConversationKey, store_server: EmbeddedServer
) -> None:
    stores: list[SessionStore] = [store]
    stores += [await open_store(store_server.url, Path()) for _ in range(3)]
    read: bytes | None = None
    for number in range(250):
        commits = [Commit(read, f"{number}-{worker}", b"%d" % number) for worker in range(4)]
        answers = await asyncio.gather(
            *(one.commit(someone, commit) for one, commit in zip(stores, commits, strict=True))
        )
        winners = [answer for answer in answers if isinstance(answer, Committed)]
        assert len(winners) == 1
        assert answers.count(Raced()) == 3
        read = winners[0].revision
    for one in stores[1:]:
        await one.aclose()


async def test_a_message_delivered_four_times_at_once_is_written_once(
    store: SessionStore, someone: ConversationKey
) -> None:
    for number in range(50):
        stored = await store.load(someone)
        read = stored.revision if stored else None
        commits = [Commit(read, f"event {number}", b"", (Part(b"%d" % number),)) for _ in range(4)]
        answers = await asyncio.gather(*(store.commit(someone, commit) for commit in commits))
        assert sum(isinstance(answer, Committed) for answer in answers) == 1
        assert answers.count(AlreadySeen()) == 3

    outbox = await store.take_outbox(someone, "a", 1)
    assert [int(entry.part.body) for entry in outbox.entries] == list(range(50))


async def test_all_sessions_are_read_once_and_stay_as_they_are(
    store: SessionStore, raw: Redis
) -> None:
    mine = secrets.token_bytes(8)
    people = [ConversationKey("terminal", "", "chat", secrets.token_hex(8)) for _ in range(3000)]
    for number, key in enumerate(people):
        await written(store, key, Commit(None, "event", mine + b"%d" % number, (Part(b"reply"),)))
    for key in people[:10]:
        await store.forget(key)
    stored = await store.load(people[10])
    assert stored is not None
    await store.set_aside(people[10], stored)
    before = await lifetimes(raw)

    found = [session async for session in store.sessions() if session.startswith(mine)]

    assert sorted(found) == sorted(mine + b"%d" % number for number in range(11, 3000))
    assert await lifetimes(raw) == before
    for key in people:
        await store.forget(key)


async def lifetimes(raw: Redis) -> dict[bytes, int]:
    """Return the moment at which each session lapses."""
    names = [name async for name in raw.scan_iter(match="pb:*:session:*", count=10_000)]
    async with raw.pipeline(transaction=False) as asked:
        for name in names:
            asked.pexpiretime(name)
        return dict(zip(names, await asked.execute(), strict=True))


async def test_of_nobody_there_are_no_sessions(
    store: SessionStore, someone: ConversationKey
) -> None:
    first = await written(store, someone, Commit(None, "event", b"somebody"))
    await written(store, someone, Commit(first.revision, "stop", None))
    assert b"somebody" not in [session async for session in store.sessions()]

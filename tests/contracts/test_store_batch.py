"""What is asked in one tick goes together, and what fails fails alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from redis.asyncio import Redis

from painbot.ports import Commit, Committed, ConversationKey, Part, StoreUnavailable
from painbot.store import RedisStore
from painbot.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = [ConversationKey("terminal", "", "chat", f"{number}") for number in range(64)]


def hello() -> Commit:
    return Commit(None, "event", b"session", (Part(b"reply"),), "lease")


async def test_many_at_once_need_one_connection(tmp_path: Path) -> None:
    server = EmbeddedServer.open(tmp_path)
    admin, store = Redis.from_url(server.url), RedisStore(server.url)
    answers = await asyncio.gather(*(store.commit(key, hello()) for key in PEOPLE))
    assert all(isinstance(answer, Committed) for answer in answers)
    assert len(await admin.client_list()) == 2  # one of them is ours
    await store.aclose()
    await admin.aclose()
    server.release()


async def test_what_fails_fails_alone(store: RedisStore, raw: Redis) -> None:
    for key in PEOPLE[::2]:
        await raw.set(store._naming.keys(key).outbox, b"no list", ex=60)
    turns = (store.commit(key, hello()) for key in PEOPLE)
    answers = await asyncio.gather(*turns, return_exceptions=True)

    assert all(isinstance(answer, StoreUnavailable) for answer in answers[::2])
    assert all(isinstance(answer, Committed) for answer in answers[1::2])


async def test_who_goes_away_takes_nobody_along(store: RedisStore) -> None:
    turns = [asyncio.create_task(store.commit(key, hello())) for key in PEOPLE]
    await asyncio.sleep(0)
    for turn in turns[::2]:
        turn.cancel()
    answers = await asyncio.gather(*turns, return_exceptions=True)

    assert all(isinstance(answer, asyncio.CancelledError) for answer in answers[::2])
    assert all(isinstance(answer, Committed) for answer in answers[1::2])


async def test_what_cannot_even_be_asked_fails_alone(store: RedisStore) -> None:
    with pytest.raises(UnicodeEncodeError):
        await asyncio.gather(store.claim("work", "half \ud83e", 1), store.load(PEOPLE[0]))

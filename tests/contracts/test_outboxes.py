"""What every session store must do with replies on their way out, and with what must go."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING

from msgspec.structs import replace

from painbot.ports import (
    AlreadySeen,
    Commit,
    Committed,
    ConversationKey,
    OutboxEntry,
    Part,
    Shown,
    Stored,
    Waiting,
)
from painbot.store import Lifetimes, RedisStore

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from painbot.ports import SessionStore
    from painbot.store.embedded import EmbeddedServer

LONG = 60.0


async def talk(
    store: SessionStore, key: ConversationKey, *said: bytes, lease: str = ""
) -> Committed:
    stored = await store.load(key)
    read = stored.revision if stored else None
    parts = tuple(map(Part, said))
    commit = Commit(read, secrets.token_hex(4), b"session", parts, lease, LONG)
    answer = await store.commit(key, commit)
    assert isinstance(answer, Committed)
    return answer


def said(entries: tuple[OutboxEntry, ...]) -> list[bytes]:
    return [entry.part.body for entry in entries]


def ids(entries: tuple[OutboxEntry, ...]) -> tuple[str, ...]:
    return tuple(entry.id for entry in entries)


async def kinds(raw: Redis) -> dict[str, int]:
    """Return what is left in the stores of this test, by kind, with the seconds it has to live."""
    names = [name.decode() async for name in raw.scan_iter(match="test-*")]
    return {name.split(":")[2]: await raw.ttl(name) for name in names}


async def test_replies_leave_in_the_order_they_were_committed(
    store: RedisStore, someone: ConversationKey
) -> None:
    await talk(store, someone, b"1", b"2")
    await talk(store, someone, b"3")
    answer = await talk(store, someone, b"", b"\x00\xff", lease="a")

    assert answer.leased
    assert said(answer.to_send) == [b"1", b"2", b"3", b"", b"\x00\xff"]
    assert len(set(ids(answer.to_send))) == 5


async def test_one_sends_at_a_time_and_gets_what_arrives_meanwhile(
    store: RedisStore, someone: ConversationKey
) -> None:
    first = await talk(store, someone, b"1", lease="a")
    second = await talk(store, someone, b"2", lease="b")
    own = await talk(store, someone, b"3", lease="a")  # the same process, another turn
    assert (first.leased, second.leased, own.leased) == (True, False, False)
    assert (second.to_send, own.to_send) == ((), ())
    assert await store.take_outbox(someone, "b", LONG) == Waiting()

    arrived = (await store.sent(someone, "a", ids(first.to_send))).entries
    assert said(arrived) == [b"2", b"3"]
    assert await store.sent(someone, "a", ids(arrived)) == Waiting()
    assert (await talk(store, someone, b"4", lease="b")).leased


async def test_exactly_the_replies_that_were_sent_are_removed(
    store: RedisStore, someone: ConversationKey
) -> None:
    entries = (await talk(store, someone, b"same", b"same", b"same", lease="a")).to_send
    left = await store.sent(someone, "a", (entries[1].id, "no such reply, nor id"))

    assert left.entries == (entries[0], entries[2])


async def test_nothing_to_send_takes_no_lease(store: RedisStore, someone: ConversationKey) -> None:
    assert not (await talk(store, someone, lease="a")).leased
    assert await store.take_outbox(someone, "a", LONG) == Waiting()
    assert (await talk(store, someone, b"1", lease="b")).leased


async def test_a_sender_that_died_is_followed_by_another(
    store: RedisStore, someone: ConversationKey
) -> None:
    entries = (await talk(store, someone, b"1", b"2", lease="dead")).to_send
    assert (await store.take_outbox(someone, "dead", 0.05)).entries == entries  # now it lapses soon
    assert await store.take_outbox(someone, "next", LONG) == Waiting()
    await asyncio.sleep(0.06)

    assert (await store.take_outbox(someone, "next", LONG)).entries == entries
    # The dead one was only slow: what it sent is not sent again, and it gets nothing more.
    assert await store.sent(someone, "dead", ids(entries[:1])) == Waiting()
    assert (await store.take_outbox(someone, "next", LONG)).entries == entries[1:]


async def test_asking_again_after_a_lost_answer_gives_the_same(
    store: RedisStore, someone: ConversationKey
) -> None:
    entries = (await talk(store, someone, b"1", b"2", lease="a")).to_send
    for _ in range(2):
        assert (await store.sent(someone, "a", ids(entries[:1]))).entries == entries[1:]
    for _ in range(2):
        assert await store.sent(someone, "a", ids(entries[1:])) == Waiting()


async def test_everything_has_a_time_to_live(
    store: RedisStore, someone: ConversationKey, raw: Redis
) -> None:
    await talk(store, someone, b"1", lease="a")
    stored = await store.load(someone)
    assert stored is not None
    await store.set_aside(someone, stored)
    await talk(store, someone, b"2")
    await store.sent(someone, "a", (), LONG, Shown(1, 2))

    hour, day = 3600, 24 * 3600
    limits = {"session": 7 * day, "outbox": 7 * day, "seen": 25 * hour, "lease": 60}
    limits |= {"shown": 7 * day, "due": 7 * day}
    left = await kinds(raw)
    assert left.keys() == limits.keys() | {"aside"}
    for kind, seconds in (limits | {"aside": 30 * day}).items():
        assert seconds - 5 <= left[kind] <= seconds


async def test_forgetting_leaves_only_the_events_seen(
    store: RedisStore, someone: ConversationKey, raw: Redis
) -> None:
    await talk(store, someone, b"1", lease="a")
    await store.set_aside(someone, await store.load(someone) or Stored(b"", b""))
    commit = Commit(None, "event", b"session", (Part(b"2"),), "a")
    await store.commit(someone, commit)
    await store.sent(someone, "a", (), LONG, Shown(1, 2))
    await store.forget(someone)

    assert (await kinds(raw)).keys() == {"seen"}
    assert await store.load(someone) is None
    assert await store.commit(someone, replace(commit, writes=b"x" * 12)) == AlreadySeen()
    late = Commit(commit.writes, "late", b"session")
    assert not isinstance(await store.commit(someone, late), Committed)


async def test_events_lapse_one_by_one_while_the_person_goes_on_talking(
    store_server: EmbeddedServer, someone: ConversationKey
) -> None:
    prefix = f"test-{secrets.token_hex(4)}"
    brief = RedisStore(store_server.url, prefix=prefix, lifetimes=Lifetimes(1, 1, 1))
    await brief.commit(someone, Commit(None, "old", None))
    await asyncio.sleep(0.6)
    await brief.commit(someone, Commit(None, "newer", None))
    await asyncio.sleep(0.9)  # the second kept the window alive, the first has had its time
    await brief.commit(someone, Commit(None, "newest", None))

    assert isinstance(await brief.commit(someone, Commit(None, "old", None)), Committed)
    await brief.aclose()


async def test_an_unreadable_session_is_kept_aside_under_its_id(
    store: RedisStore, someone: ConversationKey, raw: Redis
) -> None:
    await talk(store, someone)
    (name,) = [name async for name in raw.scan_iter(match="test-*:session:*")]
    await raw.set(name, b"broken")  # by whatever wrote over it
    stored = await store.load(someone)
    assert stored == Stored(b"broken", b"")

    kept = await store.set_aside(someone, stored)
    assert await store.load(someone) is None
    assert await raw.hget(name.replace(b"session", b"aside"), kept) == b"broken"
    assert await store.set_aside(someone, stored) == kept
    assert (await talk(store, someone)).revision


async def test_a_session_written_meanwhile_is_not_set_aside(
    store: RedisStore, someone: ConversationKey
) -> None:
    await talk(store, someone)
    old = await store.load(someone)
    assert old is not None
    new = await talk(store, someone)
    await store.set_aside(someone, old)

    assert await store.load(someone) == Stored(new.revision or b"", b"session")

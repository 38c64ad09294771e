"""Stores on servers that take over from each other: Sentinels, a Cluster, replicas."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import pytest
from redis.asyncio import Redis
from redis.crc import key_slot
from redis.exceptions import ResponseError

from painbot.ports import (
    Commit,
    Committed,
    ConversationKey,
    Overdue,
    Part,
    Shown,
    Stored,
    StoreUnavailable,
)
from painbot.store import RedisStore
from painbot.store.keys import Naming
from tests.store_fixtures import free_ports, server_on, until

if TYPE_CHECKING:
    import subprocess
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

CLUSTER_SLOTS = 16384
PEOPLE = [ConversationKey("terminal", "", "chat", f"{number}") for number in range(60)]


@asynccontextmanager
async def store_at(url: str, replicas: int = 0) -> AsyncIterator[RedisStore]:
    store = RedisStore(url, replicas=replicas, keys=(b"k" * 32,))
    try:
        yield store
    finally:
        await store.aclose()


async def ask(port: int, *command: str | bytes | int) -> object:
    async with Redis(port=port) as client:
        return await client.execute_command(*command)  # type: ignore[no-untyped-call]


async def committed(store: RedisStore, key: ConversationKey, commit: Commit) -> Committed:
    answer = await store.commit(key, commit)
    assert isinstance(answer, Committed)
    return answer


def hello(session: bytes = b"session") -> Commit:
    return Commit(None, "event", session, (Part(b"reply"),), "lease", 60.0)


@dataclass
class Service:
    """A master, its replica and the Sentinel that watches them."""

    master: int
    replica: int
    sentinel: int
    running: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"redis+sentinel://127.0.0.1:{self.sentinel}/pain/0"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    master, replica, sentinel = free_ports(3)
    watched = (
        f"sentinel monitor pain 127.0.0.1 {master} 1",
        "sentinel down-after-milliseconds pain 500",
        "sentinel failover-timeout pain 2000",
    )
    copies = (f"replicaof 127.0.0.1 {master}", "repl-diskless-sync-delay 0")
    with ExitStack() as stack:
        running = stack.enter_context(server_on(master, tmp_path, "repl-diskless-sync-delay 0"))
        stack.enter_context(server_on(replica, tmp_path, *copies))
        stack.enter_context(server_on(sentinel, tmp_path, *watched, sentinel=True))
        yield Service(master, replica, sentinel, running)


async def copying(service: Service) -> bool:
    """Return whether the replica follows and the Sentinel knows of it."""
    found = await ask(service.sentinel, "SENTINEL", "REPLICAS", "pain")
    return await ask(service.master, "WAIT", 1, 100) == 1 and bool(found)


async def demoting(service: Service) -> bool:
    """Let the replica take over; return whether the Sentinel finds it good enough by now."""
    try:
        await ask(service.sentinel, "SENTINEL", "FAILOVER", "pain")
    except ResponseError:
        return False
    return True


async def test_what_a_replica_has_too_survives_the_master(service: Service) -> None:
    await until(lambda: copying(service))
    async with store_at(service.url, replicas=1) as store:
        turns = [committed(store, key, hello(key.user.encode())) for key in PEOPLE]
        first = await asyncio.gather(*turns)
        service.running.kill()

        async def goes_on() -> bool:
            await store.ping()
            return True

        await until(goes_on)
        for key, answer in zip(PEOPLE, first, strict=True):
            assert await store.load(key) == Stored(answer.revision or b"", key.user.encode())

    async with store_at(service.url) as store:  # the replica that is left has none itself
        left = await store.sent(PEOPLE[0], "lease", (first[0].to_send[0].id,), 60.0, Shown(1, 2))
        assert (left.entries, left.shown) == ((), Shown(1, 2))


async def test_a_master_that_was_demoted_is_left(service: Service) -> None:
    await until(lambda: copying(service))
    async with store_at(service.url, replicas=1) as store:
        first = await committed(store, PEOPLE[0], hello())
    async with store_at(service.url) as store:
        assert await store.load(PEOPLE[0]) is not None
        await until(lambda: demoting(service))

        async def promoted() -> bool:
            address = await ask(service.sentinel, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "pain")
            return address == [b"127.0.0.1", b"%d" % service.replica]

        await until(promoted)
        await ask(service.master, "REPLICAOF", "127.0.0.1", service.replica)
        await committed(store, PEOPLE[0], Commit(first.revision, "second", b"second"))


async def test_without_its_replica_a_turn_is_not_acknowledged(service: Service) -> None:
    await until(lambda: copying(service))
    async with store_at(service.url, replicas=2) as store:
        with pytest.raises(StoreUnavailable, match="not copied to its replica"):
            await store.commit(PEOPLE[0], hello())
        assert await store.load(PEOPLE[1]) is None  # who only reads does not wait for replicas
    async with store_at(service.url, replicas=1) as store:
        commit = hello()
        await committed(store, PEOPLE[1], commit)
        assert (await committed(store, PEOPLE[1], commit)).repeated


async def test_a_service_nobody_knows_is_away(service: Service) -> None:
    async with store_at(service.url.replace("/pain/", "/gain/")) as store:
        with pytest.raises(StoreUnavailable, match="does not answer"):
            await store.ping()


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[list[int]]:
    """Run three servers that share the slots."""
    ports, buses = free_ports(3), free_ports(3)
    with ExitStack() as stack:
        for port, bus in zip(ports, buses, strict=True):
            lines = ("cluster-enabled yes", f"cluster-port {bus}", "cluster-node-timeout 2000")
            stack.enter_context(server_on(port, tmp_path, *lines))
        edges = [CLUSTER_SLOTS * third // 3 for third in range(4)]
        for port, (first, after) in zip(ports, pairwise(edges), strict=True):

            async def shared(port: int = port, first: int = first, after: int = after) -> bool:
                return bool(await ask(port, "CLUSTER", "ADDSLOTSRANGE", first, after - 1))

            await until(shared)
        for port, bus in zip(ports[1:], buses[1:], strict=True):
            await ask(ports[0], "CLUSTER", "MEET", "127.0.0.1", port, bus)
        for port in ports:
            await until(lambda port=port: whole(port))  # type: ignore[misc]
        yield ports


async def whole(port: int) -> bool:
    """Return whether this server of the cluster knows all of it."""
    info = await ask(port, "CLUSTER", "INFO")
    slots = await ask(port, "CLUSTER", "SLOTS")
    return "cluster_state:ok" in str(info) and isinstance(slots, list) and len(slots) == 3


async def test_a_cluster_keeps_everybody(cluster: list[int]) -> None:
    async with store_at(f"redis+cluster://127.0.0.1:{cluster[0]}") as store:
        turns = (committed(store, key, hello(key.user.encode())) for key in PEOPLE)
        answers = await asyncio.gather(*turns)
        for port in cluster:
            assert await ask(port, "DBSIZE") != 0

        found = [session async for session in store.sessions()]
        assert sorted(found) == sorted(key.user.encode() for key in PEOPLE)
        assert await store.overdue() == Overdue()
        await asyncio.gather(*(store.let_go(key, "lease") for key in PEOPLE))
        assert set((await store.overdue()).keys) == set(PEOPLE)
        for key, answer in zip(PEOPLE, answers, strict=True):
            entry = answer.to_send[0].id
            assert (await store.sent(key, "lease", (entry,))).entries == ()
        assert await store.overdue() == Overdue()
        assert await store.claim("work", "us", 1)
        await store.ping()


async def test_a_slot_that_moved_is_followed(cluster: list[int]) -> None:
    ids = [cast("bytes", await ask(port, "CLUSTER", "MYID")) for port in cluster]
    async with store_at(f"redis+cluster://127.0.0.1:{cluster[0]}") as store:
        assert await store.load(PEOPLE[0]) is None
        slot = key_slot(Naming("pb", b"").keys(PEOPLE[0]).session.encode())
        there = (slot * 3 // CLUSTER_SLOTS + 1) % 3
        for port in (cluster[there], *cluster):  # first of all the one that is to have it
            await ask(port, "CLUSTER", "SETSLOT", slot, "NODE", ids[there])

        first = await committed(store, PEOPLE[0], hello())
        assert await store.load(PEOPLE[0]) == Stored(first.revision or b"", b"session")
        assert await ask(cluster[there], "DBSIZE") != 0


async def test_a_cluster_is_found_by_any_server_that_is_left(cluster: list[int]) -> None:
    (nobody,) = free_ports(1)
    url = f"redis+cluster://127.0.0.1:{nobody},127.0.0.1:{cluster[2]}"
    async with store_at(url) as store:
        await asyncio.gather(*(committed(store, key, hello()) for key in PEOPLE))

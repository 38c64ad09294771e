"""What a store does when its server is away, slow, full, or answers into a cut wire."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from redis.asyncio import Redis

from painbot.ports import Commit, Committed, ConversationKey, Part, Shown, StoreUnavailable
from painbot.store import RedisStore, open_store
from painbot.store.embedded import EmbeddedServer
from painbot.store.keys import Naming

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

PASSWORD = "correct-horse"  # noqa: S105 - a canary, which nothing may repeat


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    """Start a server that a test may spoil."""
    server = EmbeddedServer.open(tmp_path)
    yield server
    server.release()


@asynccontextmanager
async def store_at(url: str) -> AsyncIterator[RedisStore]:
    store = RedisStore(url)
    try:
        yield store
    finally:
        await store.aclose()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.mark.parametrize(
    "url",
    [
        f"http://:{PASSWORD}@host",
        f"redis://:{PASSWORD[:5]}/{PASSWORD[5:]}@host:1",
        f"redis://:{PASSWORD}@host/0?socket_timeout=soon",
        f"redis://:{PASSWORD}@host/0?{PASSWORD}=1",
        PASSWORD,
    ],
)
async def test_a_wrong_address_is_one_sentence_that_keeps_its_password(
    url: str, tmp_path: Path
) -> None:
    with pytest.raises(StoreUnavailable, match="redis://host:6379/0") as caught:
        await open_store(url, tmp_path)
    assert PASSWORD[:5] not in str(caught.value)
    assert caught.value.__suppress_context__


async def test_a_server_that_is_away_is_one_sentence(someone: ConversationKey) -> None:
    async with store_at(f"redis://user:{PASSWORD}@127.0.0.1:{free_port()}/0") as store:
        with pytest.raises(StoreUnavailable, match="does not answer") as caught:
            await store.load(someone)
    assert PASSWORD not in repr(caught.value)
    assert caught.value.__suppress_context__


async def test_a_wrong_password_is_said_at_once(
    own_server: EmbeddedServer, someone: ConversationKey
) -> None:
    admin = Redis.from_url(own_server.url)
    await admin.config_set("requirepass", "another")
    async with store_at(f"{own_server.url}?password={PASSWORD}") as store:
        with pytest.raises(StoreUnavailable, match="refused the user name or password"):
            await store.load(someone)
    await admin.config_set("requirepass", "")
    await admin.aclose()


async def test_a_slow_server_is_not_asked_again(
    own_server: EmbeddedServer, someone: ConversationKey
) -> None:
    admin = Redis.from_url(own_server.url)
    async with store_at(f"{own_server.url}?socket_timeout=0.1") as store:
        commit = Commit(None, "event", b"session", (Part(b"reply"),), "a")
        await store.load(someone)
        await admin.client_pause(300)
        before = asyncio.get_running_loop().time()
        with pytest.raises(StoreUnavailable, match="has not answered"):
            await store.commit(someone, commit)
        assert asyncio.get_running_loop().time() - before < 0.25
        await asyncio.sleep(0.3)

        answer = await store.commit(someone, commit)  # whether or not it was written then
        assert isinstance(answer, Committed)
        assert len(answer.to_send) == 1
    await admin.aclose()


async def test_a_full_server_takes_a_turn_whole_or_not_at_all(
    own_server: EmbeddedServer, someone: ConversationKey
) -> None:
    admin = Redis.from_url(own_server.url)
    async with store_at(own_server.url) as store:
        await admin.config_set("maxmemory", 1)
        commit = Commit(None, "event", b"session", (Part(b"reply"),), "a")
        with pytest.raises(StoreUnavailable, match="out of memory"):
            await store.commit(someone, commit)
        assert await admin.dbsize() == 0

        await admin.config_set("maxmemory", 0)
        await admin.script_flush()
        answer = await store.commit(someone, commit)
        assert isinstance(answer, Committed)
        assert not answer.repeated

        await admin.config_set("maxmemory", 1)  # what was sent can be noted all the same
        ids = tuple(entry.id for entry in answer.to_send)
        assert (await store.sent(someone, "a", ids, 30.0, Shown(1, 2))).shown == Shown(1, 2)
        await store.forget(someone)
        assert await admin.dbsize() == 1
    await admin.aclose()


class Cutter:
    """Stand between store and server and pass on all but every n-th answer to scripts."""

    def __init__(self, server: Path, every: int) -> None:
        self._server = server
        self.every = every
        self._asked = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, questions = await asyncio.open_unix_connection(self._server)
        whole = asyncio.Event()
        whole.set()
        back = asyncio.create_task(self._pass_on(answers, writer, whole))
        while question := await reader.read(1 << 16):
            self._asked += b"EVAL" in question
            if b"EVAL" in question and self._asked % self.every == 0:
                whole.clear()
            questions.write(question)
        questions.close()
        await back

    async def _pass_on(
        self, answers: asyncio.StreamReader, writer: asyncio.StreamWriter, whole: asyncio.Event
    ) -> None:
        while answer := await answers.read(1 << 16):
            if not whole.is_set():
                break
            writer.write(answer)
        writer.close()


@asynccontextmanager
async def cut_store(server: EmbeddedServer, every: int) -> AsyncIterator[tuple[RedisStore, Cutter]]:
    cutter = Cutter(server.socket, every)
    async with await asyncio.start_server(cutter.serve, "127.0.0.1") as door:
        port = door.sockets[0].getsockname()[1]
        async with store_at(f"redis://127.0.0.1:{port}") as store:
            yield store, cutter


async def test_a_turn_whose_answer_was_cut_off_is_applied_once(
    store_server: EmbeddedServer, someone: ConversationKey
) -> None:
    repeated = 0
    async with cut_store(store_server, every=2) as (store, _):

        async def talk(key: ConversationKey) -> None:
            nonlocal repeated
            read: bytes | None = None
            for number in range(20):
                commit = Commit(read, f"{number}", b"%d" % number, (Part(b"%d" % number),))
                while True:
                    try:
                        answer = await store.commit(key, commit)
                        break
                    except StoreUnavailable:
                        continue
                assert isinstance(answer, Committed)
                repeated += answer.repeated
                read = answer.revision

        people = [replace(someone, chat=f"{number}") for number in range(10)]
        await asyncio.gather(*map(talk, people))

    assert repeated > 50
    async with store_at(store_server.url) as store:
        for key in people:
            outbox = await store.take_outbox(key, "a", 1)
            assert [int(entry.part.body) for entry in outbox.entries] == list(range(20))


async def test_when_every_try_is_cut_off_the_caller_may_try_the_same_commit_later(
    store_server: EmbeddedServer, someone: ConversationKey
) -> None:
    async with cut_store(store_server, every=1) as (store, cutter):
        commit = Commit(None, "event", b"session", (Part(b"reply"),), "a")
        with pytest.raises(StoreUnavailable, match="does not answer"):
            await store.commit(someone, commit)
        cutter.every = 1000
        answer = await store.commit(someone, commit)

    assert isinstance(answer, Committed)
    assert answer.repeated
    assert [entry.part.body for entry in answer.to_send] == [b"reply"]


def test_keys_say_nothing_about_the_person_and_stay_in_one_slot() -> None:
    keys = Naming("pb", b"secret").keys(ConversationKey("telegram", "work", "4711", "maria"))
    names = keys.all

    assert len(set(names)) == 7
    assert len({name[name.index("{") : name.index("}")] for name in names}) == 1
    assert not any(word in " ".join(names) for word in ("telegram", "work", "4711", "maria"))


def test_no_two_people_share_a_key() -> None:
    parts = [("a", "b", "c", ""), ("a", "bc", "", ""), ("ab", "", "c", ""), ("", "a", "b", "c")]
    secrets = [b"", b"one", b"x" * 100]
    sessions = {
        Naming("pb", secret).keys(ConversationKey(*part)).session
        for part in (*parts, ("\ud800", "", "", ""))
        for secret in secrets
    }
    assert len(sessions) == 15

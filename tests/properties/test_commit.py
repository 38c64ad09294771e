"""Whatever several writers do, in whatever order: the store and a small model agree."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painbot.ports import AlreadySeen, Commit, Committed, ConversationKey, OutboxEntry, Raced
from painbot.store import RedisStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from painbot.store.embedded import EmbeddedServer

WRITERS = 3
EVENTS = 4

Act = tuple[Literal["load", "commit", "again", "sent", "take", "forget"], int, int, int]

acts: st.SearchStrategy[list[Act]] = st.lists(
    st.tuples(
        st.sampled_from(["load", "commit", "commit", "commit", "again", "sent", "take", "forget"]),
        st.integers(0, WRITERS - 1),
        st.integers(0, EVENTS - 1),
        st.integers(0, 3),  # replies of a commit, or how many of them were sent; 3 also forgets
    ),
    max_size=30,
)


@dataclass
class Model:
    """Be a store of one conversation, the slow and obvious way."""

    stored: tuple[bytes, bytes] | None = None
    seen: dict[str, bytes] = field(default_factory=dict)
    outbox: list[bytes] = field(default_factory=list)
    sender: str = ""

    def commit(self, commit: Commit) -> str:
        before = self.seen.get(commit.event_id)
        if before is not None:
            return "repeated" if before == commit.writes else "seen"
        if commit.read != (self.stored and self.stored[0]):
            return "raced"
        self.stored = None if commit.session is None else (commit.writes, commit.session)
        self.seen[commit.event_id] = commit.writes
        self.outbox += commit.replies
        return "written"

    def lease(self, name: str, *, renew: bool) -> list[bytes]:
        free = not self.sender or (renew and self.sender == name)
        if self.outbox and free:
            self.sender = name
            return self.outbox
        if not self.outbox and self.sender == name:
            self.sender = ""
        return []

    def forget(self) -> None:
        self.stored, self.outbox, self.sender = None, [], ""


@dataclass
class Writer:
    """Be one process: what it has read, last tried to write, and was given to send."""

    name: str
    read: bytes | None = None
    last: Commit | None = None
    holds: tuple[OutboxEntry, ...] = ()


class Play:
    """Act on the store and on the model, and compare after every act."""

    def __init__(self, store: RedisStore) -> None:
        self.store = store
        self.key = ConversationKey("terminal", "", "", secrets.token_hex(8))
        self.model = Model()
        self.count = 0
        self.writers = [Writer(f"writer {number}") for number in range(WRITERS)]

    async def act(self, act: Act) -> None:
        verb, number, event, size = act
        writer = self.writers[number]
        match verb:
            case "load":
                stored = await self.store.load(self.key)
                writer.read = stored.revision if stored else None
            case "commit":
                session = None if size == 3 else self.new()
                said = tuple(self.new() for _ in range(size))
                commit = Commit(writer.read, f"{event}", session, said, writer.name)
                await self.commit(writer, commit)
            case "again" if writer.last:
                await self.commit(writer, writer.last)
            case "sent" | "take":
                await self.send(writer, size if verb == "sent" else 0)
            case "forget":
                await self.store.forget(self.key)
                self.model.forget()
        stored = await self.store.load(self.key)
        assert (stored and (stored.revision, stored.session)) == self.model.stored

    async def commit(self, writer: Writer, commit: Commit) -> None:
        writer.last = commit
        verdict = self.model.commit(commit)
        answer = await self.store.commit(self.key, commit)
        match answer:
            case Raced():
                assert verdict == "raced"
            case AlreadySeen():
                assert verdict == "seen"
            case Committed():
                assert verdict == ("repeated" if answer.repeated else "written")
                to_send = self.model.lease(writer.name, renew=answer.repeated)
                assert [entry.reply for entry in answer.to_send] == to_send
                assert answer.leased == bool(to_send)
                writer.holds = answer.to_send
                writer.read = answer.revision

    async def send(self, writer: Writer, size: int) -> None:
        gone = writer.holds[:size]
        said = {entry.reply for entry in gone}
        self.model.outbox = [reply for reply in self.model.outbox if reply not in said]
        left = await self.store.sent(self.key, writer.name, tuple(entry.id for entry in gone))
        assert [entry.reply for entry in left] == self.model.lease(writer.name, renew=True)

    def new(self) -> bytes:
        self.count += 1
        return b"%d" % self.count


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def shared_store(store_server: EmbeddedServer, runner: asyncio.Runner) -> Iterator[RedisStore]:
    store = RedisStore(store_server.url, prefix="property")
    yield store
    runner.run(store.aclose())


@settings(max_examples=300, deadline=None)
@given(acts=acts)
def test_the_store_is_what_the_model_says(
    acts: list[Act], shared_store: RedisStore, runner: asyncio.Runner
) -> None:
    async def play() -> None:
        play = Play(shared_store)
        for act in acts:
            await play.act(act)

    runner.run(play())

"""Whatever several writers do, in whatever order: the store and a small model agree."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painbot.ports import (
    NOTHING_SHOWN,
    AlreadySeen,
    Commit,
    Committed,
    ConversationKey,
    OutboxEntry,
    Overdue,
    Part,
    Raced,
    Shown,
    Waiting,
)
from painbot.store import RedisStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from painbot.store.embedded import EmbeddedServer

WRITERS = 3
EVENTS = 4
KEY = b"k" * 32

Verb = Literal["load", "commit", "again", "sent", "take", "let go", "later", "forget"]
VERBS: list[Verb] = ["load", "commit", "again", "sent", "take", "let go", "later", "forget"]
OFTEN: list[Verb] = ["commit", "commit", "sent"]
Act = tuple[Verb, int, int, int]

acts: st.SearchStrategy[list[Act]] = st.lists(
    st.tuples(
        st.sampled_from([*VERBS, *OFTEN]),
        st.integers(0, WRITERS - 1),
        st.integers(0, EVENTS - 1),
        # Parts of a commit, or how many of them were sent; 3 also forgets, and 4 erases.
        st.integers(0, 4),
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
    shown: Shown = NOTHING_SHOWN
    later: bool = False  # the outbox is to be left alone for a while

    def commit(self, commit: Commit) -> str:
        before = self.seen.get(commit.event_id)
        if before is not None:
            return "repeated" if before == commit.writes else "seen"
        if commit.read != (self.stored and self.stored[0]):
            return "raced"
        self.stored = None if commit.session is None else (commit.writes, commit.session)
        self.seen[commit.event_id] = commit.writes
        self.outbox = [] if commit.erase else self.outbox
        self.outbox += [part.body for part in commit.parts]
        return "written"

    def gone(self) -> None:
        if self.stored is None:
            self.shown = NOTHING_SHOWN

    def sent(self, name: str, bodies: set[bytes], shown: Shown | None) -> Waiting:
        """Return what is left to this sender, with its bodies for ids."""
        self.outbox = [body for body in self.outbox if body not in bodies]
        if shown and self.stored and self.sender in ("", name):
            self.shown = shown
        left = self.lease(name, renew=True)
        if self.outbox and not left:
            return Waiting()
        return Waiting(tuple(OutboxEntry("", Part(body)) for body in left), self.shown)

    def lease(self, name: str, *, renew: bool) -> list[bytes]:
        self.later = self.later and bool(self.outbox)
        free = not self.sender or (renew and self.sender == name)
        if self.outbox and free:
            self.sender, self.later = name, False
            return self.outbox
        if not self.outbox and self.sender == name:
            self.sender = ""
        return []

    def let_go(self, name: str, *, later: bool) -> None:
        if self.sender in ("", name):
            self.sender, self.later = "", later and bool(self.outbox)

    def forget(self) -> None:
        self.stored, self.outbox, self.sender, self.later = None, [], "", False
        self.gone()

    @property
    def overdue(self) -> bool:
        return bool(self.outbox) and not self.sender and not self.later


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
                await self.commit(writer, self.turn(writer, event, size))
            case "again" if writer.last:
                await self.commit(writer, writer.last)
            case "sent" | "take":
                await self.send(writer, size if verb == "sent" else 0)
            case "let go" | "later":
                await self.store.let_go(self.key, writer.name, 60.0 * (verb == "later"))
                self.model.let_go(writer.name, later=verb == "later")
            case "forget":
                await self.store.forget(self.key)
                self.model.forget()
        await self.compare()

    async def compare(self) -> None:
        stored = await self.store.load(self.key)
        assert (stored and (stored.revision, stored.session)) == self.model.stored
        assert stored is None or stored.shown == self.model.shown
        overdue: Overdue = await self.store.overdue()
        assert (self.key in overdue.keys) == self.model.overdue

    def turn(self, writer: Writer, event: int, size: int) -> Commit:
        session = None if size >= 3 else self.new()
        parts = tuple(Part(self.new()) for _ in range(min(size, 3)))
        return Commit(writer.read, f"{event}", session, parts, writer.name, erase=size == 4)

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
                assert [entry.part.body for entry in answer.to_send] == to_send
                assert answer.leased == bool(to_send)
                assert answer.shown == self.model.shown  # also where it was, if it goes now
                self.model.gone()
                writer.holds = answer.to_send
                writer.read = answer.revision

    async def send(self, writer: Writer, size: int) -> None:
        gone = writer.holds[:size]
        ids, bodies = tuple(entry.id for entry in gone), {entry.part.body for entry in gone}
        self.count += 1
        shown = Shown(self.count, self.count) if gone else None
        left = await self.store.sent(self.key, writer.name, ids, shown=shown)
        entries = tuple(OutboxEntry("", entry.part) for entry in left.entries)
        assert Waiting(entries, left.shown) == self.model.sent(writer.name, bodies, shown)

    def new(self) -> bytes:
        self.count += 1
        return b"%d" % self.count


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def shared_store(store_server: EmbeddedServer, runner: asyncio.Runner) -> Iterator[RedisStore]:
    store = RedisStore(store_server.url, prefix="property", keys=(KEY,))
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
        await shared_store.forget(play.key)  # or it would be overdue for ever

    runner.run(play())

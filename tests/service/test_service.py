"""A turn: commit, then acknowledge, then send; nothing is lost and nothing happens twice."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from painbot.dialogue.events import Called, Event, Typed
from painbot.dialogue.replies import Asking, Reply, Saying
from painbot.dialogue.session import Session
from painbot.ports import (
    AlreadySeen,
    Commit,
    Committed,
    ConversationKey,
    Incoming,
    OutboxEntry,
    Raced,
    Stored,
    StoreUnavailable,
)
from painbot.service import MAX_RACES, Service, TooManyRaces

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from painbot.flow.model import Library
    from painbot.store import RedisStore

NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
START = Called("start", NOON, "fresh")


class Witness:
    """A real store, and a note of everything that happens, in order."""

    def __init__(self, store: RedisStore) -> None:
        self.store = store
        self.events: list[str] = []
        self.before_commit: Callable[[], Awaitable[None]] | None = None
        self.away = ""

    async def load(self, key: ConversationKey) -> Stored | None:
        self._note("load")
        return await self.store.load(key)

    async def commit(self, key: ConversationKey, commit: Commit) -> Committed | Raced | AlreadySeen:
        if self.before_commit is not None:
            await self.before_commit()
        self._note("commit")
        return await self.store.commit(key, commit)

    async def sent(
        self, key: ConversationKey, lease: str, ids: tuple[str, ...], lease_seconds: float = 30.0
    ) -> tuple[OutboxEntry, ...]:
        self._note("sent")
        return await self.store.sent(key, lease, ids, lease_seconds)

    async def take_outbox(
        self, key: ConversationKey, lease: str, lease_seconds: float
    ) -> tuple[OutboxEntry, ...]:
        self._note("take")
        return await self.store.take_outbox(key, lease, lease_seconds)

    async def set_aside(self, key: ConversationKey, stored: Stored) -> str:
        self._note("set aside")
        return await self.store.set_aside(key, stored)

    async def forget(self, key: ConversationKey) -> None:
        await self.store.forget(key)

    def sessions(self) -> AsyncIterator[bytes]:
        return self.store.sessions()

    async def aclose(self) -> None:
        await self.store.aclose()

    def _note(self, what: str) -> None:
        if what == self.away:
            raise StoreUnavailable
        self.events.append(what)


class Person:
    """Somebody at the other end of a platform."""

    def __init__(self, service: Service, key: ConversationKey, witness: Witness) -> None:
        self.service = service
        self.key = key
        self.witness = witness
        self.heard: list[Reply] = []
        self.deaf = False

    async def send(self, reply: Reply) -> None:
        if self.deaf:
            raise ConnectionResetError
        self.witness.events.append("send")
        self.heard.append(reply)

    async def acknowledge(self) -> None:
        self.witness.events.append("acknowledge")

    async def says(self, event: Event | str, name: str = "") -> list[Reply]:
        """Say something; return what that was answered with."""
        self.heard = []
        if isinstance(event, str):
            event = Typed(event, NOON, "fresh")
        incoming = Incoming(self.key, name or secrets.token_hex(8), event)
        await self.service.take(incoming, self.send, self.acknowledge)
        return self.heard

    async def flushes(self) -> list[Reply]:
        self.heard = []
        await self.service.flush(self.key, self.send)
        return self.heard

    def asked(self) -> str:
        """Return the last question."""
        return next(reply.text for reply in reversed(self.heard) if isinstance(reply, Asking))


@pytest.fixture
def witness(store: RedisStore) -> Witness:
    return Witness(store)


@pytest.fixture
def person(witness: Witness, library: Library, someone: ConversationKey) -> Person:
    return Person(Service(lambda: library, witness), someone, witness)


async def let_leases_lapse(raw: Redis) -> None:
    async for name in raw.scan_iter(match="test-*:lease:*"):
        await raw.delete(name)


async def test_commit_then_acknowledge_then_send(person: Person, witness: Witness) -> None:
    await person.says(START)
    assert witness.events == ["load", "commit", "acknowledge", "send", "send", "sent"]
    assert person.asked() == "Who is it for?"


async def test_one_turn_follows_another(person: Person) -> None:
    await person.says(START)
    await person.says("me")
    assert person.asked() == "Any of these now?"


@pytest.mark.parametrize("away", ["load", "commit"])
async def test_nothing_is_acknowledged_that_is_not_written(
    person: Person, witness: Witness, away: str
) -> None:
    await person.says(START)
    witness.events.clear()
    witness.away = away
    with pytest.raises(StoreUnavailable):
        await person.says("me", "same")
    assert not {"acknowledge", "send"} & set(witness.events)

    witness.away = ""
    await person.says("me", "same")
    assert person.asked() == "Any of these now?"


async def test_a_lost_race_is_stepped_again_from_what_won(
    person: Person, witness: Witness, library: Library, store: RedisStore
) -> None:
    await person.says(START)
    other = Person(Service(lambda: library, store), person.key, Witness(store))

    async def overtake() -> None:
        witness.before_commit = None
        await other.says("me")

    witness.before_commit = overtake
    await person.says("none")
    assert witness.events.count("commit") == 3  # start, the lost one, and again
    assert person.asked() == "Any of these in the leg?"


async def test_many_at_once_all_count(
    witness: Witness, library: Library, someone: ConversationKey
) -> None:
    people = [Person(Service(lambda: library, witness), someone, witness) for _ in range(8)]
    await people[0].says(START)
    await asyncio.gather(*(each.says("help", f"e{n}") for n, each in enumerate(people)))
    questions = [r for each in people for r in each.heard if isinstance(r, Asking)]
    assert len(questions) == len(people)


async def test_endless_races_end(
    person: Person, witness: Witness, library: Library, store: RedisStore
) -> None:
    other = Person(Service(lambda: library, store), person.key, Witness(store))

    async def always_overtake() -> None:
        await other.says("help")

    witness.before_commit = always_overtake
    with pytest.raises(TooManyRaces):
        await person.says("me")
    assert witness.events.count("commit") == MAX_RACES
    assert "acknowledge" not in witness.events


async def test_a_second_delivery_is_acknowledged_and_changes_nothing(
    person: Person, witness: Witness
) -> None:
    await person.says(START)
    await person.says("me", "same")
    witness.events.clear()
    assert await person.says("me", "same") == []
    assert "acknowledge" in witness.events
    assert "send" not in witness.events

    await person.says("help")
    assert person.asked() == "Any of these now?"


async def test_replies_never_sent_are_sent_later_in_order(person: Person, raw: Redis) -> None:
    person.deaf = True
    with pytest.raises(ConnectionResetError):
        await person.says(START)
    person.deaf = False
    assert await person.flushes() == []  # the one who died may still be sending

    await let_leases_lapse(raw)
    first, second = await person.flushes()
    assert isinstance(first, Saying)
    assert isinstance(second, Asking)
    assert await person.flushes() == []


async def test_a_second_delivery_sends_what_the_first_could_not(person: Person, raw: Redis) -> None:
    person.deaf = True
    with pytest.raises(ConnectionResetError):
        await person.says(START, "same")
    person.deaf = False
    await let_leases_lapse(raw)
    await person.says(START, "same")
    assert person.asked() == "Who is it for?"


async def test_what_is_committed_while_sending_is_sent_by_the_one_who_sends(
    person: Person, library: Library, store: RedisStore
) -> None:
    other = Person(Service(lambda: library, store), person.key, Witness(store))
    send, texts = person.send, list[Reply]()

    async def slowly(reply: Reply) -> None:
        if not texts:
            await other.says("me")
        texts.append(reply)
        await send(reply)

    await person.service.take(Incoming(person.key, "1", START), slowly)
    assert other.heard == []
    asked = [reply.text for reply in texts if isinstance(reply, Asking)]
    assert asked == ["Who is it for?", "Any of these now?"]


async def test_stop_deletes_the_session(person: Person, store: RedisStore) -> None:
    await person.says(START)
    (said,) = await person.says("stop")
    assert isinstance(said, Saying)
    assert await store.load(person.key) is None


async def test_a_session_nobody_can_read_is_kept_aside_and_said(
    person: Person,
    store: RedisStore,
    raw: Redis,
    library: Library,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await store.commit(person.key, Commit(None, "old", b"\x01an aching leg"))
    with caplog.at_level(logging.WARNING):
        said = await person.says("me")
    assert said[0] == Saying((library.phrases["lost"],))
    assert person.asked() == "Who is it for?"
    (record,) = caplog.records
    (aside,) = [key async for key in raw.scan_iter(match="test-*:aside:*")]
    ((name, kept),) = (await raw.hgetall(aside)).items()
    assert isinstance(name, bytes)
    assert isinstance(kept, bytes)
    assert kept.endswith(b"an aching leg")
    assert name.decode() in record.getMessage()
    assert "aching" not in caplog.text
    stored = await store.load(person.key)
    assert stored is not None
    assert Session.from_bytes(stored.session).stop == "fact:who"


async def test_a_swapped_library_is_used_from_the_next_turn(
    witness: Witness, library: Library, someone: ConversationKey
) -> None:
    shelf = [library]
    person = Person(Service(lambda: shelf[-1], witness), someone, witness)
    await person.says(START)
    shelf.append(library)
    await person.says("me")
    assert person.asked() == "Any of these now?"

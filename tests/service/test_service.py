"""A turn: commit, then acknowledge, then send; nothing is lost and nothing happens twice."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import pytest

from painbot.dialogue.engine import step
from painbot.dialogue.events import Called, Event, Typed
from painbot.dialogue.replies import (
    Answer,
    Asking,
    Effect,
    Outcome,
    Reply,
    Result,
    Saying,
    from_bytes,
    to_bytes,
)
from painbot.dialogue.session import Session
from painbot.ports import (
    AlreadySeen,
    Commit,
    Committed,
    ConversationKey,
    Incoming,
    NotSent,
    Part,
    Raced,
    Rates,
    Refused,
    SessionStore,
    Shown,
    Stored,
    StoreUnavailable,
    TryLater,
    Undeliverable,
    Waiting,
)
from painbot.service import MAX_RACES, TRIES, Habits, Service, TooManyRaces, stepping

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from painbot.flow.model import Library
    from painbot.store import RedisStore

NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
START = Called("start", NOON, "fresh")


class Crash(BaseException):
    """The process is gone in the middle of a call."""


class Witness:
    """A real store, and a note of everything that happens, in order."""

    def __init__(self, store: RedisStore) -> None:
        self.store = store
        self.events: list[str] = []
        self.before_commit: Callable[[], Awaitable[None]] | None = None
        self.away = ""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self.store, name)

    async def load(self, key: ConversationKey) -> Stored | None:
        self._note("load")
        return await self.store.load(key)

    async def commit(self, key: ConversationKey, commit: Commit) -> Committed | Raced | AlreadySeen:
        if self.before_commit is not None:
            await self.before_commit()
        self._note("commit")
        return await self.store.commit(key, commit)

    async def sent(
        self,
        key: ConversationKey,
        lease: str,
        ids: tuple[str, ...],
        lease_seconds: float = 30.0,
        shown: Shown | None = None,
    ) -> Waiting:
        self._note("sent")
        return await self.store.sent(key, lease, ids, lease_seconds, shown)

    def _note(self, what: str) -> None:
        if what == self.away:
            raise StoreUnavailable
        self.events.append(what)


class Person:
    """Somebody at the other end of a platform, and the way out to them."""

    rates = Rates()

    def __init__(
        self, library: Callable[[], Library], witness: Witness, key: ConversationKey
    ) -> None:
        self.key = key
        self.witness = witness
        self.heard: list[Reply | Effect] = []
        self.calls: list[Part] = []
        self.troubles: list[BaseException] = []
        self.while_sending: Callable[[], Awaitable[None]] | None = None
        self.place = 0
        store = cast("SessionStore", witness)
        self.service = Service(library, store, {key.platform: self}, Habits(lease=1.0))

    def to_wire(self, reply: Reply | Effect) -> tuple[Part, ...]:
        return (Part(to_bytes(reply), harmless=isinstance(reply, Answer)),)

    async def deliver(self, key: ConversationKey, part: Part, shown: Shown) -> Shown:
        assert key == self.key
        self.calls.append(part)
        if self.troubles:
            raise self.troubles.pop(0)
        if self.while_sending is not None:
            await self.while_sending()
        reply = from_bytes(part.body)
        if isinstance(reply, Answer):
            return shown
        self.witness.events.append("send")
        self.heard.append(reply)
        self.place += 2
        return Shown(reply.number, self.place) if isinstance(reply, Asking | Result) else shown

    async def says(
        self, event: Event | str, name: str = "", place: int = 0
    ) -> list[Reply | Effect]:
        """Say something; return what that was answered with."""
        self.heard = []
        if isinstance(event, str):
            event = Typed(event, NOON, "fresh")
        incoming = Incoming(self.key, name or secrets.token_hex(8), event, place)
        due = await self.service.take(incoming)
        self.witness.events.append("acknowledge")
        await self.service.send(due)
        return self.heard

    async def flushes(self) -> list[Reply | Effect]:
        self.heard = []
        await self.service.flush(self.key)
        return self.heard

    def asked(self) -> str:
        """Return the last question."""
        return next(reply.text for reply in reversed(self.heard) if isinstance(reply, Asking))


@pytest.fixture
def witness(store: RedisStore) -> Witness:
    return Witness(store)


@pytest.fixture
def person(witness: Witness, library: Library, someone: ConversationKey) -> Person:
    return Person(lambda: library, witness, someone)


async def let_leases_lapse(raw: Redis) -> None:
    async for name in raw.scan_iter(match="test-*:lease:*"):
        await raw.delete(name)


async def test_commit_then_acknowledge_then_send(person: Person, witness: Witness) -> None:
    await person.says(START)
    assert witness.events == ["load", "commit", "acknowledge", "send", "sent", "send", "sent"]
    assert person.asked() == "Who is it for?"


async def test_one_turn_follows_another(person: Person) -> None:
    await person.says(START)
    await person.says("me")
    assert person.asked() == "Any of these now?"


@pytest.mark.parametrize("away", ["load", "commit"])
async def test_nothing_is_acknowledged_that_is_not_written(
    person: Person, witness: Witness, away: str, store: RedisStore, library: Library
) -> None:
    await Person(lambda: library, Witness(store), person.key).says(START)
    witness.events.clear()
    witness.away = away
    with pytest.raises(StoreUnavailable):
        await person.says("me", "same")
    assert "acknowledge" not in witness.events

    witness.away = ""
    await person.says("me", "same")
    assert person.asked() == "Any of these now?"


async def test_a_lost_race_is_stepped_again_from_what_won(
    person: Person, witness: Witness, library: Library, store: RedisStore
) -> None:
    await person.says(START)
    other = Person(lambda: library, Witness(store), person.key)

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
    people = [Person(lambda: library, witness, someone) for _ in range(8)]
    await people[0].says(START)
    await asyncio.gather(*(each.says("help", f"e{n}") for n, each in enumerate(people)))
    questions = [r for each in people for r in each.heard if isinstance(r, Asking)]
    assert len(questions) == len(people)


async def test_endless_races_end(
    person: Person, witness: Witness, library: Library, store: RedisStore
) -> None:
    other = Person(lambda: library, Witness(store), person.key)

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
    person.troubles = [Crash()]
    with pytest.raises(Crash):
        await person.says(START)
    assert await person.flushes() == []  # the one who died may still be sending

    await let_leases_lapse(raw)
    first, second = await person.flushes()
    assert isinstance(first, Saying)
    assert isinstance(second, Asking)
    assert await person.flushes() == []


async def test_a_second_delivery_sends_what_the_first_could_not(person: Person, raw: Redis) -> None:
    person.troubles = [Crash()]
    with pytest.raises(Crash):
        await person.says(START, "same")
    await let_leases_lapse(raw)
    await person.says(START, "same")
    assert person.asked() == "Who is it for?"


async def test_what_is_committed_while_sending_is_sent_by_the_one_who_sends(
    person: Person, library: Library, store: RedisStore
) -> None:
    other = Person(lambda: library, Witness(store), person.key)

    async def meanwhile() -> None:
        person.while_sending = None
        await other.says("me")

    person.while_sending = meanwhile
    await person.says(START)
    assert other.heard == []
    asked = [reply.text for reply in person.heard if isinstance(reply, Asking)]
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
    person = Person(lambda: shelf[-1], witness, someone)
    await person.says(START)
    shelf.append(library)
    await person.says("me")
    assert person.asked() == "Any of these now?"


async def test_a_process_uses_its_own_copy_and_never_an_old_one(
    person: Person, witness: Witness, library: Library, store: RedisStore
) -> None:
    await person.says(START)
    witness.events.clear()
    await person.says("me")
    assert "load" not in witness.events

    await Person(lambda: library, Witness(store), person.key).says("none")
    await person.says("none")
    assert witness.events.count("load") == 1
    assert person.asked() != "Any of these in the leg?"


async def test_everybody_is_told_once_what_matters_while_nothing_can_be_stored(
    person: Person, witness: Witness, library: Library
) -> None:
    away = Saying((library.phrases["store-away"],))
    heard = []
    for count in range(3):
        witness.away = "commit"
        with pytest.raises(StoreUnavailable):
            await person.says(START, f"e{count}")
        await asyncio.sleep(0)
        heard += person.heard
    assert heard == [away]

    witness.away = ""
    await person.says(START)
    assert person.asked() == "Who is it for?"
    person.heard, witness.away = [], "commit"
    with pytest.raises(StoreUnavailable):
        await person.says("me")
    await asyncio.sleep(0)
    assert person.heard == [away]  # another time, another word


async def test_a_text_from_before_its_question_is_no_answer_to_it(
    person: Person, library: Library
) -> None:
    await person.says(START)  # two messages, the question at place 4
    await person.says("me", place=5)
    assert person.place == 6
    said = await person.says("none", place=5)
    assert Saying((library.phrases["stale-tap"],)) in said
    await person.says("none", place=person.place + 1)
    assert person.asked() == "Any of these in the leg?"


async def test_a_platform_that_wants_to_wait_is_waited_for_in_order(person: Person) -> None:
    person.troubles = [TryLater(0.3), TryLater(0.3), NotSent()]
    first, second = await person.says(START)
    assert isinstance(first, Saying)
    assert isinstance(second, Asking)
    assert len(person.calls) == 5


async def test_what_is_refused_is_passed_over_and_the_rest_is_sent(person: Person) -> None:
    person.troubles = [Refused()]
    (question,) = await person.says(START)
    assert isinstance(question, Asking)
    assert await person.flushes() == []
    await person.says("me", place=person.place + 1)
    assert person.asked() == "Any of these now?"


async def test_somebody_who_cannot_be_reached_is_forgotten(
    person: Person, store: RedisStore, raw: Redis
) -> None:
    person.troubles = [Undeliverable()]
    assert await person.says(START) == []
    assert await store.load(person.key) is None
    kinds = {name.split(b":")[2] async for name in raw.scan_iter(match="test-*")}
    assert kinds == {b"seen"}


async def test_what_another_process_left_is_swept_up(
    person: Person, library: Library, store: RedisStore
) -> None:
    person.troubles = [Crash()]
    with pytest.raises(Crash):
        await person.says(START)
    other = Person(lambda: library, Witness(store), person.key)
    assert (await other.service.sweep()).keys == ()  # whoever died may still be sending
    await asyncio.sleep(1.1)
    assert (await other.service.sweep()).keys == (person.key,)
    assert other.asked() == "Who is it for?"
    assert (await other.service.sweep()).keys == ()


async def test_one_who_is_stopped_gives_back_what_is_not_sent(
    person: Person, library: Library, store: RedisStore
) -> None:
    person.troubles = [TryLater(30)]
    task = asyncio.create_task(person.says(START))
    while not person.calls:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    other = Person(lambda: library, Witness(store), person.key)
    await other.service.sweep()
    assert other.asked() == "Who is it for?"


async def test_one_who_lost_the_lease_sends_nothing_more(
    person: Person, library: Library, store: RedisStore
) -> None:
    """As after a long pause of the whole process."""
    other = Person(lambda: library, Witness(store), person.key)

    async def paused() -> None:
        person.while_sending = None
        await asyncio.sleep(1.2)
        await other.service.sweep()

    person.while_sending = paused
    await person.says(START)
    said = [*person.heard, *other.heard]
    assert sum(isinstance(each, Asking) for each in said) == 1


async def test_a_message_that_is_a_fault_is_set_aside_and_the_next_one_taken(
    person: Person,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await person.says(START)
    real, tries = step, []

    def faulty(library: Library, session: Session | None, event: Event) -> Outcome:
        if isinstance(event, Typed) and event.text == "poison":
            tries.append(event)
            raise ZeroDivisionError(event.text)
        return real(library, session, event)

    monkeypatch.setattr(stepping, "step", faulty)
    assert Saying((library.phrases["oops"],)) in await person.says("poison", "bad")
    assert len(tries) == TRIES
    assert await person.says("poison", "bad") == []  # it was taken
    await person.says("me")
    assert person.asked() == "Any of these now?"
    assert "poison" not in caplog.text
    assert "bad" in caplog.text


async def test_to_be_forgotten_leaves_only_the_events_seen(
    person: Person, library: Library, raw: Redis
) -> None:
    await person.says(START)
    await person.says("me")
    assert await person.says(Called("forget", NOON, "x")) == [
        Saying((library.phrases["forgotten"],))
    ]
    kinds = {name.split(b":")[2] async for name in raw.scan_iter(match="test-*")}
    assert kinds == {b"seen"}
    assert await person.says(Called("mydata", NOON, "y")) == [
        Saying((library.phrases["mydata-none"],))
    ]


async def test_a_fault_in_one_part_does_not_stop_the_rest(person: Person) -> None:
    person.troubles = [ZeroDivisionError()]
    (question,) = await person.says(START)
    assert isinstance(question, Asking)
    assert await person.flushes() == []


async def test_one_who_slept_between_commit_and_sending_sends_nothing_that_another_sent(
    person: Person, library: Library, store: RedisStore
) -> None:
    other = Person(lambda: library, Witness(store), person.key)
    due = await person.service.take(Incoming(person.key, "first", START))
    await asyncio.sleep(1.2)
    assert await other.flushes() != []
    await person.service.send(due)
    assert person.heard == []


async def test_one_who_slept_while_noting_sends_nothing_that_another_sent(
    person: Person,
    witness: Witness,
    library: Library,
    store: RedisStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other, real = Person(lambda: library, Witness(store), person.key), witness.sent

    async def slept(*given: Any) -> Waiting:  # noqa: ANN401
        monkeypatch.setattr(witness, "sent", real)
        left = await real(*given)
        await asyncio.sleep(1.2)
        await other.service.sweep()
        return left

    monkeypatch.setattr(witness, "sent", slept)
    await person.says(START)
    said = [*person.heard, *other.heard]
    assert sum(isinstance(each, Asking) for each in said) == 1


async def test_one_who_gets_the_lease_again_does_not_send_what_another_sent(
    person: Person, library: Library, store: RedisStore, raw: Redis
) -> None:
    other = Person(lambda: library, Witness(store), person.key)

    async def slept() -> None:
        person.while_sending = None
        await asyncio.sleep(1.2)
        await other.flushes()
        await other.service.take(Incoming(person.key, "second", Called("help", NOON, "fresh")))
        await let_leases_lapse(raw)
        raise TryLater(0.1)

    person.while_sending = slept
    await person.says(START)
    assert person.heard == []
    other.heard = []
    await other.service.sweep()
    assert other.asked() == "Who is it for?"

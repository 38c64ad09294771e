"""Where a conversation is, as a platform may show it beside the conversation."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.dialogue.replies import Asking, Effect, Reply, from_bytes, to_bytes
from painbot.ports import (
    NO_TALK,
    Commit,
    ConversationKey,
    Due,
    Incoming,
    Part,
    Rates,
    Shown,
    Standing,
    StoreUnavailable,
)
from painbot.service import Habits, Service
from painbot.store import RedisStore
from tests.store_fixtures import free_ports
from tests.tiny import flow, library

if TYPE_CHECKING:
    from painbot.flow.model import Library

NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
START = Called("start", NOON, "fresh")
BEGUN, TOLD = Standing("start"), Standing("start", done=True)
WHERE = flow(
    "questions:\n  where: {ask: Where?, short: where,"
    " answers: {hip: Hip, knee: {say: Knee, go to: knee}}}\n"
)
KNEE = flow("questions:\n  bent: {ask: Bent?, short: bent, answers: yes-no}\n", "knee")


class Somebody:
    """Somebody at the other end of a platform, and one process of painbot."""

    rates = Rates()

    def __init__(self, library: Library, store: RedisStore, key: ConversationKey) -> None:
        self.key = key
        self.shown: list[Asking] = []
        self.service = Service(lambda: library, store, {key.platform: self}, Habits(lease=1.0))

    def to_wire(self, reply: Reply | Effect) -> tuple[Part, ...]:
        return (Part(to_bytes(reply)),)

    async def deliver(self, key: ConversationKey, part: Part, shown: Shown) -> Shown:
        assert key == self.key
        reply = from_bytes(part.body)
        if isinstance(reply, Asking):
            self.shown.append(reply)
        return shown

    async def says(self, event: Event | str, name: str = "") -> Due:
        event = Typed(event, NOON, "fresh") if isinstance(event, str) else event
        due = await self.service.take(Incoming(self.key, name or secrets.token_hex(8), event))
        await self.service.send(due)
        return due

    async def ticks(self, *boxes: str) -> Due:
        last = self.shown[-1]
        return await self.says(
            Tapped(last.conversation, last.number, "", NOON, "fresh", boxes=boxes)
        )

    async def stands(self) -> Standing:
        return await self.service.standing(self.key)


@pytest.fixture
def person(library: Library, store: RedisStore, someone: ConversationKey) -> Somebody:
    return Somebody(library, store, someone)


@pytest.fixture
def other(library: Library, store: RedisStore, someone: ConversationKey) -> Somebody:
    """The same person, served by another process."""
    return Somebody(library, store, someone)


async def to_the_result(person: Somebody) -> Due:
    await person.says(START)
    due = await person.says("me")
    for _ in range(20):
        if due.after is not None and due.after.done:
            return due
        last = person.shown[-1]
        ids = [choice.id for choice in (*last.choices, *last.more)]
        choice = next(each for each in ("none", "no", *ids) if each in ids)
        due = await person.says(Tapped(last.conversation, last.number, choice, NOON, "fresh"))
    raise AssertionError(person.shown[-1])


async def test_before_the_first_word_there_is_no_talk(person: Somebody) -> None:
    assert await person.stands() == NO_TALK
    assert not NO_TALK.open


async def test_to_ask_where_it_is_begins_no_talk(person: Somebody, store: RedisStore) -> None:
    await person.stands()
    assert await store.load(person.key) is None


async def test_a_talk_is_open_from_its_first_question_to_its_result(person: Somebody) -> None:
    await person.says(START)
    assert await person.stands() == BEGUN
    assert BEGUN.open
    await person.says("me")
    assert await person.stands() == BEGUN
    await to_the_result(person)
    assert await person.stands() == TOLD
    assert not TOLD.open


async def test_another_process_knows_the_same(person: Somebody, other: Somebody) -> None:
    await person.says(START)
    assert await other.stands() == BEGUN
    await to_the_result(person)
    assert await other.stands() == TOLD


async def test_it_is_the_flow_that_somebody_was_handed_over_to(
    store: RedisStore, someone: ConversationKey
) -> None:
    person = Somebody(library(start=WHERE, knee=KNEE), store, someone)
    await person.says(START)
    await person.says("me")
    due = await person.says("knee")
    assert (due.before, due.after) == (BEGUN, Standing("knee"))
    assert await person.stands() == Standing("knee")


@pytest.mark.parametrize("command", ["forget", "stop"])
async def test_one_who_leaves_has_no_talk_any_more(person: Somebody, command: str) -> None:
    await person.says(START)
    due = await person.says(Called(command, NOON, "fresh"))
    assert (due.before, due.after) == (BEGUN, NO_TALK)
    assert await person.stands() == NO_TALK


async def test_a_turn_says_where_the_talk_was_and_is(person: Somebody) -> None:
    first = await person.says(START)
    second = await person.says("me")
    assert (first.before, first.after) == (NO_TALK, BEGUN)
    assert (second.before, second.after) == (BEGUN, BEGUN)
    last = await to_the_result(person)
    assert (last.before, last.after) == (BEGUN, TOLD)
    again = await person.says(Called("restart", NOON, "fresh"))
    assert (again.before, again.after) == (TOLD, BEGUN)


async def test_ticks_that_are_only_noted_are_a_turn_too(person: Somebody) -> None:
    await person.says(START)
    await person.says("me")
    (box, another, *_) = [choice.id for choice in person.shown[-1].choices]
    await person.ticks(box)
    questions = len(person.shown)
    due = await person.ticks(box, another)
    assert (due.before, due.after, due.entries) == (BEGUN, BEGUN, ())
    assert len(person.shown) == questions


async def test_of_a_message_that_was_taken_before_nobody_says_where_it_was(
    person: Somebody,
) -> None:
    await person.says(START, "same")
    due = await person.says(START, "same")
    assert (due.before, due.after) == (None, None)


async def test_another_process_that_went_on_is_seen_in_the_next_turn(
    person: Somebody, other: Somebody
) -> None:
    await person.says(START)
    await to_the_result(other)
    due = await person.says("why")
    assert (due.before, due.after) == (TOLD, TOLD)


async def test_a_store_that_is_away_says_so(library: Library, someone: ConversationKey) -> None:
    (port,) = free_ports(1)
    away = RedisStore(f"redis://127.0.0.1:{port}")
    with pytest.raises(StoreUnavailable):
        await Somebody(library, away, someone).stands()
    await away.aclose()


async def test_nobody_has_a_talk_in_a_workspace_that_is_forgotten(
    person: Somebody, other: Somebody
) -> None:
    await person.says(START)
    await person.service.forget_all(person.key.platform, person.key.workspace)
    due = await person.says("hello")
    assert (due.before, due.after) == (NO_TALK, BEGUN)
    await other.service.forget(other.key)
    assert await other.stands() == NO_TALK


async def test_right_after_a_workspace_is_forgotten_no_talk_is_shown(person: Somebody) -> None:
    await person.says(START)
    await person.service.forget_all(person.key.platform, person.key.workspace)
    assert await person.stands() == NO_TALK


async def test_a_result_that_another_process_told_is_shown(
    person: Somebody, other: Somebody
) -> None:
    await person.says(START)
    await to_the_result(other)
    assert await person.stands() == TOLD


async def test_one_whose_talk_is_broken_is_told_so_even_if_somebody_looked_before(
    person: Somebody, store: RedisStore, library: Library
) -> None:
    await store.commit(person.key, Commit(None, "event", b"broken"))
    assert await person.stands() == NO_TALK
    due = await person.says("hello")
    told = [from_bytes(entry.part.body) for entry in due.entries]
    assert library.phrases["lost"] in str(told)

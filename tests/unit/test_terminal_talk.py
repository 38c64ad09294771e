"""A conversation over a store that comes and goes: no answer is taken twice or for a later one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from painbot.dialogue.events import Called, Tapped, Typed
from painbot.dialogue.replies import Asking, Choice, Reply, Saying
from painbot.platforms.terminal import talk as talking
from painbot.platforms.terminal.talk import Talk, run
from painbot.platforms.terminal.wording import KEPT, NOT_KEPT, NOT_USED, WAIT
from painbot.ports import (
    NOTHING_SHOWN,
    Channel,
    ConversationKey,
    Due,
    Incoming,
    Standing,
    StoreUnavailable,
)
from painbot.ports import Turns as TurnsProtocol

AWAY = "The store is away."
CHOICES = (Choice("yes", "Yes", "Yes"), Choice("no", "No", "No"))


def question(number: int) -> Asking:
    return Asking("c", number, "one", f"Question {number}?", CHOICES)


class Turns:
    """Ask question after question; the store behind may be away before or after a commit."""

    def __init__(self) -> None:
        self.number = 0
        self.taken: list[Called | Tapped | Typed] = []
        self.unsent: list[Reply] = []
        self.away = ""
        self.away_while_sending = False
        self.elsewhere = 0  # how often another window still holds what is to be sent
        self.shown_elsewhere = False

    def connect(self, channel: Channel) -> TurnsProtocol:
        self.channel = channel
        return self

    async def forget(self, key: ConversationKey) -> None:
        raise NotImplementedError

    async def forget_all(self, platform: str, workspace: str) -> None:
        raise NotImplementedError

    async def standing(self, key: ConversationKey) -> Standing:
        raise NotImplementedError

    async def take(self, incoming: Incoming) -> Due:
        if self.away == "before":
            raise StoreUnavailable
        self.taken.append(incoming.event)
        again = isinstance(incoming.event, Called) and self.number
        self.number += 0 if again else 1
        self.unsent.append(question(self.number))
        if self.away == "after":
            raise StoreUnavailable
        return Due(incoming.key)

    async def send(self, due: Due) -> None:
        await self.flush(due.key)

    async def flush(self, key: ConversationKey) -> None:
        if self.away:
            raise StoreUnavailable
        if self.elsewhere:
            self.elsewhere -= 1
            if self.shown_elsewhere:
                self.unsent.clear()
            return
        while self.unsent:
            (part,) = self.channel.to_wire(self.unsent[0])
            await self.channel.deliver(key, part, NOTHING_SHOWN)
            if self.away_while_sending:
                self.away_while_sending = False
                raise StoreUnavailable
            del self.unsent[0]


class Screen:
    """Type these lines; a function among them is what happens just before the next line."""

    def __init__(self, *typed: str | Callable[[], None]) -> None:
        self.typed = list(typed)
        self.shown: list[str] = []

    def open(self, lines: Iterable[str]) -> None:
        del lines

    def show(self, reply: Reply) -> None:
        text = reply.text if isinstance(reply, Asking) else ""
        self.shown.append(reply.lines[0] if isinstance(reply, Saying) else text)

    def tell(self, line: str) -> None:
        self.shown.append(line)

    def notice(self, lines: Iterable[str]) -> None:
        self.shown.extend(lines)

    async def listen(self) -> str | None:
        while self.typed:
            line = self.typed.pop(0)
            if isinstance(line, str):
                return line
            line()
        return None


@pytest.fixture
def turns() -> Turns:
    return Turns()


async def talked(turns: Turns, *typed: str | Callable[[], None]) -> tuple[bool, list[str]]:
    screen = Screen(*typed)
    saved = await run(Talk(turns.connect, screen, lambda: {"store-away": AWAY}))
    return saved, screen.shown


def away(turns: Turns, when: str) -> Callable[[], None]:
    def go() -> None:
        turns.away = when

    return go


async def test_all_goes_well(turns: Turns) -> None:
    saved, shown = await talked(turns, "1", "words")
    assert saved
    assert shown == ["Question 1?", "Question 2?", "Question 3?", KEPT]
    start, tap, typed = turns.taken
    assert isinstance(start, Called)
    assert isinstance(tap, Tapped)
    assert (tap.number, tap.choice) == (1, "yes")
    assert isinstance(typed, Typed)


async def test_an_answer_that_was_not_saved_is_given_again(turns: Turns) -> None:
    saved, shown = await talked(turns, away(turns, "before"), "1", "1", away(turns, ""), "1")
    assert saved
    assert shown == ["Question 1?", AWAY, AWAY, "Question 2?", KEPT]
    assert len(turns.taken) == 2


async def test_an_answer_saved_after_all_is_not_taken_for_the_next_one(turns: Turns) -> None:
    saved, shown = await talked(turns, away(turns, "after"), "1", away(turns, ""), "1", "2")
    assert saved
    assert shown == ["Question 1?", AWAY, "Question 2?", NOT_USED, "Question 3?", KEPT]
    assert [tap.number for tap in turns.taken if isinstance(tap, Tapped)] == [1, 2]


async def test_leaving_before_it_is_known_is_honest(turns: Turns) -> None:
    saved, shown = await talked(turns, away(turns, "before"), "1")
    assert not saved
    assert shown[-1] == NOT_KEPT


async def test_phrases_are_those_of_the_library_in_use(turns: Turns) -> None:
    phrases = {"store-away": AWAY}

    def edit() -> None:
        phrases["store-away"] = "One moment, please."

    screen = Screen(away(turns, "before"), "1", edit, "1")
    await run(Talk(turns.connect, screen, lambda: dict(phrases)))
    assert screen.shown[1:3] == [AWAY, "One moment, please."]


async def test_a_question_that_was_shown_was_saved(turns: Turns) -> None:
    def fail_once_shown() -> None:
        turns.away_while_sending = True

    saved, shown = await talked(turns, fail_once_shown, "1")
    assert saved
    assert shown == ["Question 1?", "Question 2?", KEPT]


@pytest.mark.parametrize("shown_there", [True, False])
async def test_replies_that_another_window_holds_come_in_the_end(
    turns: Turns, monkeypatch: pytest.MonkeyPatch, *, shown_there: bool
) -> None:
    monkeypatch.setattr(talking, "POLL", 0.0)

    def another_window_takes_them() -> None:
        turns.elsewhere = 2
        turns.shown_elsewhere = shown_there

    saved, shown = await talked(turns, another_window_takes_them, "1", "2")
    assert saved
    assert shown[:2] == ["Question 1?", WAIT]
    assert shown[-3:] == ["Question 2?", "Question 3?", KEPT]


async def test_a_store_that_is_away_from_the_start_is_no_conversation(turns: Turns) -> None:
    turns.away = "before"
    with pytest.raises(StoreUnavailable):
        await talked(turns, "1")


async def test_what_was_left_unsent_comes_first_but_old_questions_do_not(turns: Turns) -> None:
    turns.number = 4
    turns.unsent = [Saying(("Important.",)), question(4)]
    _, shown = await talked(turns)
    assert shown == ["Important.", "Question 4?", KEPT]


@pytest.mark.parametrize("word", ["quit", "Exit", " q ", "/quit"])
async def test_leaving_words_end_it(turns: Turns, word: str) -> None:
    _, shown = await talked(turns, word, "1")
    assert shown == ["Question 1?", KEPT]
    assert len(turns.taken) == 1

"""The guide's three edits: what somebody in the middle of a conversation sees next.

The conversation is a real one, kept in a real store; the files are saved between two messages.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from painbot.app import load_library
from painbot.dialogue.events import Called, Event, Typed
from painbot.dialogue.replies import Answer, Asking, Effect, Reply, Result, Saying
from painbot.dialogue.session import Session
from painbot.flow.levels import Level
from painbot.platforms.terminal.channel import ToScreen
from painbot.ports import ConversationKey, Incoming
from painbot.service import Service
from tests.guide import Block, Folder, blocks

if TYPE_CHECKING:
    from painbot.flow.model import Library
    from painbot.store import RedisStore

NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
BEFORE = ("me", "none", "none", "under the heel", "yes")
EDITS = ("1. ", "2. ", "3. ")


@dataclass
class Conversation:
    """Somebody who talks with a painbot whose flow files are being edited."""

    library: Library
    store: RedisStore
    key: ConversationKey
    heard: list[Reply] = field(default_factory=list)

    async def send(self, event: Event) -> None:
        self.heard = []
        screen = ToScreen(self._hear)
        service = Service(lambda: self.library, self.store, {self.key.platform: screen})
        await service.send(await service.take(Incoming(self.key, secrets.token_hex(4), event)))

    def _hear(self, reply: Reply | Effect) -> None:
        if not isinstance(reply, Answer):
            self.heard.append(reply)

    async def say(self, *texts: str) -> None:
        for text in texts:
            await self.send(Typed(text, NOON, "fresh"))

    def shown(self) -> list[str]:
        """Return what is read, line by line; of a result its headline and its reasons."""
        return [line for reply in self.heard for line in _lines(reply)]

    async def answers(self) -> dict[str, tuple[str, ...]]:
        stored = await self.store.load(self.key)
        assert stored is not None
        session = Session.from_bytes(stored.session)
        answers = (*session.answers, *session.kept)
        return {each.key.removeprefix("heel-pain."): each.picks for each in answers}


def _lines(reply: Reply) -> list[str]:
    if isinstance(reply, Saying):
        return list(reply.lines)
    if isinstance(reply, Asking):
        return [reply.text]
    reasons = (each for each in reply.sections if each.id == "because")
    return [reply.headline, *(point.text for section in reasons for point in section.points)]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Write the topic of the guide as it stands before the edits."""
    folder = Folder(tmp_path)
    for block in blocks():
        if block.heading.startswith("Three edits"):
            break
        if block.kind in ("yaml", "diff") and not block.only_to_try:
            folder.write(block)
    return folder


@pytest.fixture
async def talk(folder: Folder, store: RedisStore, someone: ConversationKey) -> Conversation:
    """Hold the conversation up to the question the guide shows."""
    talk = Conversation(_loaded(folder), store, someone)
    await talk.send(Called("start", NOON, "fresh", "heel-pain"))
    await talk.say(*BEFORE)
    (standing,) = _blocks("Three edits", "text")
    assert [f"painbot  {line}" for line in talk.shown()] == standing.text.splitlines()
    return talk


def _loaded(folder: Folder) -> Library:
    library, findings = load_library(folder.flows)
    assert library is not None, [str(each) for each in findings]
    return library


def _blocks(heading: str, kind: str) -> list[Block]:
    return [each for each in blocks() if each.heading.startswith(heading) and each.kind == kind]


@pytest.mark.parametrize("edit", EDITS)
async def test_what_is_seen_is_what_the_guide_says(
    edit: str, folder: Folder, talk: Conversation
) -> None:
    before = await talk.answers()
    for block in _blocks(edit, "diff"):
        folder.write(block)
    talk.library = _loaded(folder)
    (said,) = _blocks(edit, "text")
    waiting: list[str] = []
    for line in said.text.splitlines():
        who, _, text = line.partition(" ")
        if who == "you":
            assert waiting == []
            await talk.say(text.strip())
            waiting = talk.shown()
        else:
            assert text.strip() == waiting.pop(0)
    assert waiting == []
    after = await talk.answers()
    assert before.items() <= after.items()


async def test_other_words_do_not_even_need_a_word(folder: Folder, talk: Conversation) -> None:
    await _edit("1. ", folder, talk)
    await talk.say("first steps")
    assert len(talk.heard) == 1
    assert (await talk.answers())["when"] == ("first-steps",)


async def test_a_message_for_the_old_question_is_no_answer(
    folder: Folder, talk: Conversation
) -> None:
    await _edit("2. ", folder, talk)
    await talk.say("first steps")
    assert {"side", "when"}.isdisjoint(await talk.answers())


@pytest.mark.parametrize("message", ["first steps", "back to sleep", "what?", ""])
async def test_the_urgent_result_comes_whatever_they_write(
    message: str, folder: Folder, talk: Conversation
) -> None:
    await _edit("3. ", folder, talk)
    await talk.say(message)
    result = talk.heard[-1]
    assert isinstance(result, Result)
    assert result.level is Level.TODAY
    assert result.reasons == ("numb-heel",)


async def _edit(edit: str, folder: Folder, talk: Conversation) -> None:
    for block in _blocks(edit, "diff"):
        folder.write(block)
    talk.library = _loaded(folder)

"""What an update means: a message of a conversation, or why it is none. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final

from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.platforms.telegram.updates import (
    Callback,
    Chat,
    MemberChange,
    Message,
    Update,
    User,
    decode,
)
from painbot.ports import ConversationKey, Incoming
from painbot.ports.buttons import UNTICK, read_data
from painbot.ports.plain import heard

PLATFORM: Final = "telegram"
COMMANDS: Final = frozenset(
    {
        "start", "help", "back", "restart", "stop", "language", "mydata", "forget", "why", "change",
    }
)  # fmt: skip
_COMMAND: Final = re.compile(
    r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?:\s+(.*))?", re.DOTALL
)
_AWAY: Final = ("left", "kicked")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One update as it came: its bytes, the time on the wall, the bot's id and its username."""

    raw: bytes
    at: datetime
    bot: str
    username: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of a conversation; `query` is what a tap must be answered with."""

    incoming: Incoming
    query: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something in a group or channel, of which nothing is kept. `query` is given for a tap."""

    chat: int
    query: str = ""
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """The person blocked the bot."""

    key: ConversationKey


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to answer; `why` is a fixed word."""

    why: str


Meaning = Heard | Elsewhere | Gone | Nothing


def to_incoming(raw: Delivery) -> Incoming:
    """Return the message that an update is; raise ValueError if it is none of a conversation."""
    found = meaning(decode(raw.raw), raw.at, raw.bot, raw.username)
    if not isinstance(found, Heard):
        message = "this update is no message of a conversation"
        raise ValueError(message)  # noqa: TRY004 - nothing is wrong with its type
    return found.incoming


def meaning(update: Update, at: datetime, bot: str, username: str = "") -> Meaning:
    """Return what an update means to the bot of this id and username."""
    about = _About(update.update_id, at, bot, username)
    if update.callback_query is not None:
        return _tap(about, update.callback_query)
    if update.my_chat_member is not None:
        return _member(about, update.my_chat_member)
    if update.channel_post is not None:
        return _elsewhere(update.channel_post)
    if update.message is not None:
        return _message(about, update.message, edited=False)
    if update.edited_message is not None:
        return _message(about, update.edited_message, edited=True)
    return Nothing("unknown")


@dataclass(frozen=True, slots=True)
class _About:
    """What every message of an update shares."""

    update: int
    at: datetime
    bot: str
    username: str

    @property
    def fresh(self) -> str:
        """Return an id for a conversation that may begin; the same for every delivery."""
        name = f"{self.bot}:{self.update}".encode()
        return blake2b(name, digest_size=6, person=b"conversation").hexdigest()

    def heard(self, chat: Chat, user: User, event: Event, place: int = 0, query: str = "") -> Heard:
        key = self.key(chat, user)
        return Heard(Incoming(key, str(self.update), event, place), query)

    def key(self, chat: Chat, user: User) -> ConversationKey:
        return ConversationKey(PLATFORM, self.bot, str(chat.id), str(user.id))


def _message(about: _About, message: Message, *, edited: bool) -> Meaning:
    if message.from_bot:
        return Nothing("bot")
    if message.chat.type != "private":
        return Nothing("edited") if edited else _elsewhere(message)
    user = message.from_
    if user is None:
        return Nothing("nobody")
    words = message.words
    if words is not None:
        event = _words(about, heard(words), edited=edited)
        return about.heard(message.chat, user, event, message.message_id)
    if edited or not message.wordless:
        return Nothing("service")
    event = Called("not-text", about.at, about.fresh)
    return about.heard(message.chat, user, event, message.message_id)


def _words(about: _About, text: str, *, edited: bool) -> Event:
    found = None if edited else _COMMAND.fullmatch(text.strip())
    if found is None or (found[2] or about.username).lower() != about.username.lower():
        return Typed(text, about.at, about.fresh, edited=edited)
    name, words = found[1].lower(), (found[3] or "").strip()
    known = name if name in COMMANDS else "help"
    return Called(known, about.at, about.fresh, words)  # emergency words count there too


def _tap(about: _About, tap: Callback) -> Meaning:
    chat = tap.message.chat if tap.message else Chat(tap.from_.id, "private")
    if chat.type != "private":
        return Elsewhere(chat.id, tap.id)
    conversation, number, choice = read_data(tap.data or "")
    ticks = not choice.startswith(UNTICK)
    event = Tapped(
        conversation, number, choice.removeprefix(UNTICK), about.at, about.fresh, ticks=ticks
    )
    place = tap.message.message_id if tap.message else 0
    return about.heard(chat, tap.from_, event, place, tap.id)


def _member(about: _About, change: MemberChange) -> Meaning:
    before, now = change.old_chat_member.status, change.new_chat_member.status
    if change.chat.type == "private":
        if now in _AWAY and change.from_ is not None:
            return Gone(about.key(change.chat, change.from_))
        return Nothing("member")
    came = before in _AWAY and now in ("member", "administrator")
    return Elsewhere(change.chat.id) if came else Nothing("member")


def _elsewhere(message: Message) -> Meaning:
    talk = message.words is not None or message.wordless
    if message.is_automatic_forward or not talk:  # a channel's posts come once more to its group
        return Nothing("service")
    thread = message.message_thread_id if message.is_topic_message else None
    return Elsewhere(message.chat.id, thread=thread)


__all__ = ["Delivery", "Elsewhere", "Gone", "Heard", "Nothing", "meaning", "to_incoming"]

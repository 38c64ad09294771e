"""What a payload means: a message of a conversation, or why it is none. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from painbot.dialogue.events import Event
from painbot.platforms.slack.meanings import (
    COMMANDS,
    About,
    AtHome,
    Elsewhere,
    Gone,
    Heard,
    Meaning,
    Nothing,
    place_of,
)
from painbot.platforms.slack.payloads import Event as Happening
from painbot.platforms.slack.payloads import Payload, payload
from painbot.platforms.slack.presses import press
from painbot.ports import Incoming

_TOPIC: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+", re.ASCII)
# Messages of people. All others are about a chat, or are the bot's own.
_SPOKEN: Final = frozenset({"", "file_share", "me_message", "thread_broadcast"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """One payload as it came, and the time on the wall."""

    plain: dict[str, Any]
    at: datetime


def to_incoming(raw: Delivery) -> Incoming:
    """Return the message that a payload is; raise ValueError if it is none of a conversation."""
    found = meaning(payload(raw.plain), raw.at)
    if not isinstance(found, Heard):
        message = "this payload is no message of a conversation"
        raise ValueError(message)  # noqa: TRY004 - nothing is wrong with its type
    return found.incoming


def meaning(sent: Payload, at: datetime) -> Meaning:
    """Return what a payload means."""
    about = About(sent, at)
    if sent.command:
        return _command(about)
    if sent.event is not None:
        return _event(about, sent.event)
    if sent.type == "block_actions" and sent.actions:
        return press(about, sent.actions[0])
    if sent.type in ("message_action", "shortcut") and sent.user and sent.user.id:
        return about.begun(sent.user.id, about.called("start"))
    return Nothing("unknown")


def _event(about: About, event: Happening) -> Meaning:
    sent = about.sent
    if event.type == "message" and event.channel_type == "im":
        return _message(about, event)
    if event.type == "app_mention":
        if event.bot_id or not event.user:
            return Nothing("bot")
        return Elsewhere(about.place(event.user, event.thread_ts))
    if event.type == "app_home_opened" and event.user:
        return AtHome(about.key(event.user)) if event.tab == "home" else Nothing("tab")
    revoked = event.type == "tokens_revoked" and event.tokens and event.tokens.bot
    if event.type == "app_uninstalled" or revoked:
        return Gone(sent.workspace)
    return Nothing("unknown")


def _message(about: About, event: Happening) -> Meaning:
    event_id = about.sent.event_id
    if event.subtype == "message_changed":
        return _changed(about, event)
    if event.bot_id:
        return Nothing("bot")
    if event.subtype not in _SPOKEN or not event.user:
        return Nothing("service")
    said = about.typed(event.text) if event.text.strip() else about.called("not-text")
    return about.heard(event.user, event_id, said, place_of(event.ts))


def _changed(about: About, event: Happening) -> Meaning:
    """Return what a change means; our own come as well, previews of links, and what is deleted."""
    now, before = event.message, event.previous_message
    if now is None or now.bot_id or not now.user:
        return Nothing("bot")
    if now.subtype not in _SPOKEN or (before is not None and before.text == now.text):
        return Nothing("service")
    said = about.typed(now.text, edited=True)
    return about.heard(now.user, about.sent.event_id, said, place_of(now.ts))


def _command(about: About) -> Meaning:
    """Return what stands behind `/pain`: nothing, a command, a topic, or what somebody says."""
    sent, words = about.sent, about.sent.text.strip()
    if not sent.user_id:
        return Nothing("nobody")
    if words.lower() in COMMANDS:
        event: Event = about.called(words.lower())
    elif not words or _TOPIC.fullmatch(words):
        event = about.called("start", words)
    else:
        event = about.typed(words)
    return about.begun(sent.user_id, event)


__all__ = ["Delivery", "meaning", "to_incoming"]

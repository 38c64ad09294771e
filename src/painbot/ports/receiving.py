"""What comes in from a platform."""

from __future__ import annotations

import msgspec

from painbot.dialogue.events import Event


class ConversationKey(msgspec.Struct, frozen=True):
    """Say whose conversation is meant; made from platform data only, never from a button.

    Only a store turns it into text, and then only after hashing it.
    """

    platform: str
    workspace: str
    chat: str
    user: str


class Incoming(msgspec.Struct, frozen=True):
    """One message from a platform: whose it is, its id there, and what it says.

    `event_id` must be the same for every delivery of the same message. `place` is where the
    message stands in its chat, for a tap the message that was tapped, if the platform numbers
    messages of both sides in one rising order; else 0. `note` is what the platform noted of that
    message, or enough of it to change it.
    """

    key: ConversationKey
    event_id: str
    event: Event
    place: int = 0
    note: str = ""


__all__ = ["ConversationKey", "Incoming"]

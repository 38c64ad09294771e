"""What comes in from a platform, and who takes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from painbot.dialogue.events import Event


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """Say whose conversation is meant; made from platform data only, never from a button.

    Only a store turns it into text, and then only after hashing it.
    """

    platform: str
    workspace: str
    chat: str
    user: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from a platform: whose it is, its id there, and what it says.

    `event_id` must be the same for every delivery of the same message. `place` is where the
    message stands in its chat, if the platform numbers messages of both sides in one rising
    order; 0 if not, and for what is no message of its own, such as a tap.
    """

    key: ConversationKey
    event_id: str
    event: Event
    place: int = 0


Acknowledge = Callable[[], Awaitable[None]]


async def nothing() -> None:
    """Acknowledge nothing: this platform has nobody to tell."""


class Turns(Protocol):
    """Take turns for a platform."""

    async def take(self, incoming: Incoming, acknowledge: Acknowledge = nothing) -> None:
        """Take one message: commit it, then acknowledge it, then send what is due.

        Raises StoreUnavailable when it could not be written; then nothing was acknowledged.
        """
        ...

    async def flush(self, key: ConversationKey) -> None:
        """Send what was committed for this conversation and never confirmed as sent."""
        ...

    async def forget(self, key: ConversationKey) -> None:
        """Delete everything of this conversation except the hashed ids of events seen."""
        ...


__all__ = ["Acknowledge", "ConversationKey", "Incoming", "Turns", "nothing"]

"""Who takes what comes in, and what is then to be sent."""

from __future__ import annotations

from typing import Final, Protocol

import msgspec

from painbot.ports.receiving import ConversationKey, Incoming
from painbot.ports.sending import NOTHING_SHOWN, Shown
from painbot.ports.storing import OutboxEntry


class Standing(msgspec.Struct, frozen=True):
    """Where a conversation is, as far as a platform may show it beside the conversation.

    `flow` is the id of the flow it is in, empty if there is none; `done` after its result.
    """

    flow: str = ""
    done: bool = False

    @property
    def open(self) -> bool:
        """Return whether there are questions left to answer."""
        return bool(self.flow) and not self.done


NO_TALK: Final = Standing()


class Due(msgspec.Struct, frozen=True):
    """A turn that is committed, and what this process is to send of it now.

    No `entries` means that another process sends. Without a `lease` nobody knows: the message had
    been taken before, by a process that may have died before it sent. `since` is when the lease was
    asked for, by the clock that goes on while a process is asleep. `before` and `after` are where
    the conversation was and is, if the message was taken just now.
    """

    key: ConversationKey
    lease: str = ""
    entries: tuple[OutboxEntry, ...] = ()
    shown: Shown = NOTHING_SHOWN
    since: float = 0.0
    before: Standing | None = None
    after: Standing | None = None


class Turns(Protocol):
    """Take turns for a platform."""

    async def take(self, incoming: Incoming) -> Due:
        """Take one message and commit it. Now it may be acknowledged, and then sent is what is due.

        Raises StoreUnavailable when it could not be written.
        """
        ...

    async def send(self, due: Due) -> None:
        """Send what is due, and what is added to it meanwhile."""
        ...

    async def flush(self, key: ConversationKey) -> None:
        """Send what was committed for this conversation and never confirmed as sent."""
        ...

    async def standing(self, key: ConversationKey) -> Standing:
        """Return where a conversation is."""
        ...

    async def forget(self, key: ConversationKey) -> None:
        """Delete everything of this conversation except the hashed ids of events seen."""
        ...

    async def forget_all(self, platform: str, workspace: str) -> None:
        """Forget every conversation of a workspace, which does not want painbot any more."""
        ...


__all__ = ["NO_TALK", "Due", "Standing", "Turns"]

"""The contracts between the dialogue and the world outside it.

This room knows what a store and a platform must be able to do, and the small values that cross
those borders. It knows no Redis, no Telegram, no Slack and no terminal: those live behind it and
are blind to each other.
"""

from __future__ import annotations

from painbot.ports.observing import QUIET, Observer, Turned
from painbot.ports.receiving import ConversationKey, Incoming
from painbot.ports.sending import (
    NOTHING_SHOWN,
    Channel,
    NotSent,
    Part,
    Rates,
    Refused,
    Shown,
    TryLater,
    Undeliverable,
)
from painbot.ports.serving import (
    Claims,
    Hook,
    Request,
    Response,
    Supplies,
    Surroundings,
    Topic,
    Vault,
)
from painbot.ports.storing import (
    REVISION_BYTES,
    AlreadySeen,
    Commit,
    Committed,
    OutboxEntry,
    Overdue,
    Raced,
    SessionStore,
    Stored,
    StoreUnavailable,
    Waiting,
    new_revision,
)
from painbot.ports.turns import NO_TALK, Due, Standing, Turns

__all__ = [
    "NOTHING_SHOWN",
    "NO_TALK",
    "QUIET",
    "REVISION_BYTES",
    "AlreadySeen",
    "Channel",
    "Claims",
    "Commit",
    "Committed",
    "ConversationKey",
    "Due",
    "Hook",
    "Incoming",
    "NotSent",
    "Observer",
    "OutboxEntry",
    "Overdue",
    "Part",
    "Raced",
    "Rates",
    "Refused",
    "Request",
    "Response",
    "SessionStore",
    "Shown",
    "Standing",
    "StoreUnavailable",
    "Stored",
    "Supplies",
    "Surroundings",
    "Topic",
    "TryLater",
    "Turned",
    "Turns",
    "Undeliverable",
    "Vault",
    "Waiting",
    "new_revision",
]

"""What may be counted of what happens: never who, never what was said."""

from __future__ import annotations

from typing import Final, Protocol

import msgspec

from painbot.ports.receiving import ConversationKey


class Turned(msgspec.Struct, frozen=True):
    """One turn that was committed.

    `seconds` is from the message's coming in to its commit. `asked` and `answered` are ids of
    flow files, `flow/question`, empty if nothing was; `level` is that of a result given, or
    empty.
    """

    platform: str
    seconds: float
    asked: str = ""
    answered: str = ""
    level: str = ""


class Observer(Protocol):
    """Count things. Nothing it is given may name a person or hold a text."""

    def turned(self, turn: Turned) -> None:
        """Count a turn."""
        ...

    def sent(self, platform: str, how: str, seconds: float) -> None:
        """Count a call to a platform.

        `how` is one of sent, later, unknown, refused, undeliverable; `seconds` is how long it took.
        """
        ...

    def happened(self, what: str, platform: str = "", key: ConversationKey | None = None) -> None:
        """Count something by its fixed name, such as `raced`, `repeated` or `set-aside`.

        `key` is whose it is; nobody gets to see more than a hash of it.
        """
        ...

    def outbox(self, waiting: int, oldest_seconds: float) -> None:
        """Note how many conversations have replies nobody is sending, and for how long."""
        ...


class _Quiet:
    """Count nothing."""

    def turned(self, turn: Turned) -> None:
        """Do nothing."""

    def sent(self, platform: str, how: str, seconds: float) -> None:
        """Do nothing."""

    def happened(self, what: str, platform: str = "", key: ConversationKey | None = None) -> None:
        """Do nothing."""

    def outbox(self, waiting: int, oldest_seconds: float) -> None:
        """Do nothing."""


QUIET: Final[Observer] = _Quiet()

__all__ = ["QUIET", "Observer", "Turned"]

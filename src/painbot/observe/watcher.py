"""Counts and log lines of what happens: the one Observer that a serving painbot has."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from painbot.ports import ConversationKey, Turned

if TYPE_CHECKING:
    from painbot.observe.metrics import Metrics
    from painbot.observe.names import Names

# What somebody who runs painbot should look at; the rest is only counted, and logged for debugging.
LOUD: Final = frozenset({"fault", "forged", "malformed", "refused", "set-aside", "undeliverable"})
_LOG = logging.getLogger("painbot.serving")


class Watcher:
    """Count everything, and log what is rare: by a hash of the person, never what was said."""

    def __init__(self, metrics: Metrics, names: Names) -> None:
        self._metrics = metrics
        self._names = names

    def turned(self, turn: Turned) -> None:
        """Count a turn."""
        self._metrics.turned(turn)

    def sent(self, platform: str, how: str, seconds: float) -> None:
        """Count a call to a platform."""
        self._metrics.sent(platform, how, seconds)

    def outbox(self, waiting: int, oldest_seconds: float) -> None:
        """Note how many conversations have replies nobody is sending, and for how long."""
        self._metrics.outbox(waiting, oldest_seconds)

    def happened(self, what: str, platform: str = "", key: ConversationKey | None = None) -> None:
        """Count it, and log it with the hash of the person if it is somebody's."""
        self._metrics.happened(what, platform)
        level = logging.WARNING if what in LOUD else logging.DEBUG
        if _LOG.isEnabledFor(level):
            who = self._names.of(key) if key else "-"
            _LOG.log(level, "%s platform=%s who=%s", what, platform or "-", who)


__all__ = ["Watcher"]

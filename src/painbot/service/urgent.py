"""What somebody in an emergency must know even while nothing can be stored."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final

from painbot.dialogue.replies import Saying
from painbot.flow.model import Library
from painbot.ports import (
    NOTHING_SHOWN,
    Channel,
    ConversationKey,
    NotSent,
    Refused,
    TryLater,
    Undeliverable,
)

MOST: Final = 10_000
_LOG = logging.getLogger(__name__)


class Urgent:
    """Tell each person once for as long as the store is away; nothing of it is stored."""

    def __init__(
        self, library: Callable[[], Library], channels: Mapping[str, Channel], most: int = MOST
    ) -> None:
        self._library = library
        self._channels = channels
        self._most = most
        self._told: OrderedDict[ConversationKey, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def tell(self, key: ConversationKey) -> None:
        """Begin to tell this person; nobody has to wait for it."""
        if key in self._told or key.platform not in self._channels:
            return
        self._told[key] = None
        if len(self._told) > self._most:
            self._told.popitem(last=False)
        task = asyncio.create_task(self._tell(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def over(self, key: ConversationKey) -> None:
        """Note that this person's messages are stored again."""
        if self._told:
            self._told.pop(key, None)

    async def _tell(self, key: ConversationKey) -> None:
        channel = self._channels[key.platform]
        for part in channel.to_wire(Saying((self._library().phrases["store-away"],))):
            try:
                await channel.deliver(key, part, NOTHING_SHOWN)
            except (TryLater, NotSent):
                self._told.pop(key, None)  # with the next delivery of the same message
            except (Refused, Undeliverable):
                _LOG.warning("the emergency text could not be sent")


__all__ = ["Urgent"]

"""The way out to a screen: it shows at once, and nothing can go wrong on the way."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from painbot.dialogue.replies import Effect, Reply, from_bytes, to_bytes
from painbot.ports import NOTHING_SHOWN, ConversationKey, Part, Rates, Refused, Shown


class ToScreen:
    """Hand replies to what shows them."""

    def __init__(self, show: Callable[[Reply | Effect], None]) -> None:
        self._show = show

    @property
    def rates(self) -> Rates:
        """Return that a screen is never too slow."""
        return Rates()

    def to_wire(self, reply: Reply | Effect) -> tuple[Part, ...]:
        """Return a reply as its own bytes."""
        return (Part(to_bytes(reply)),)

    async def deliver(self, key: ConversationKey, part: Part, shown: Shown) -> Shown:
        """Show it; what another version wrote and none can read is refused."""
        del key, shown
        try:
            reply = from_bytes(part.body)
        except msgspec.DecodeError:
            raise Refused from None
        self._show(reply)
        return NOTHING_SHOWN


__all__ = ["ToScreen"]

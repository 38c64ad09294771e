"""What is compared: something that takes updates as bytes and calls the Bot API with bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

TOKEN: Final = "123456789:AAE1bEnChMaRkInGtOkEn0123456789abcde"  # noqa: S105 - of no bot
BOT_ID: Final = 123456789
# The HTTP layer: a method's name and a request's body, to the body of the answer. Each contender
# encodes the body as its own transport does, and decodes the answer as it would in life.
Api = Callable[[str, bytes], bytes]


class Contender(Protocol):
    """A bot that leads the dialogue of `dialogue.py`."""

    async def start(self, redis_url: str, api: Api) -> None:
        """Be ready for updates."""
        ...

    async def feed(self, update: bytes) -> None:
        """Take one update as a webhook would; may return before it is answered."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...


__all__ = ["BOT_ID", "TOKEN", "Api", "Contender"]

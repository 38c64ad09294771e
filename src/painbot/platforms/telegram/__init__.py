"""Telegram: a conversation by taps or by words, in a private chat with a bot.

`to_incoming` and `to_wire` are pure. What talks to Telegram is imported only when a bot is
configured.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from painbot.platforms.telegram.incoming import Delivery, to_incoming
from painbot.platforms.telegram.wire import to_wire

if TYPE_CHECKING:
    from painbot.observe import Check
    from painbot.platforms.telegram.channel import TelegramChannel
    from painbot.ports import Supplies, Surroundings
    from painbot.settings import Settings


def configured(settings: Settings) -> bool:
    """Return whether there is a bot to be."""
    return settings.telegram is not None


@asynccontextmanager
async def open_channel(settings: Settings, supplies: Supplies) -> AsyncIterator[TelegramChannel]:
    """Open the way out."""
    from painbot.platforms.telegram.api import Api
    from painbot.platforms.telegram.channel import TelegramChannel

    telegram = settings.telegram
    if telegram is None:
        message = "no bot is configured"
        raise ValueError(message)
    api = Api(telegram, supplies.seconds)
    try:
        yield TelegramChannel(telegram, api, supplies.picture)
    finally:
        await api.aclose()


async def examine(settings: Settings) -> Sequence[Check]:
    """Return what `painbot doctor` should say of the bot."""
    from painbot.platforms.telegram.examining import examine as look

    return await look(settings.telegram) if settings.telegram else []


async def run(channel: TelegramChannel, around: Surroundings) -> None:
    """Serve until cancelled; then what was begun comes to its end."""
    from painbot.platforms.telegram.running import run as serve

    await serve(channel.settings, channel.api, around)


__all__ = ["Delivery", "configured", "examine", "open_channel", "run", "to_incoming", "to_wire"]

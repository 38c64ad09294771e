"""A bot on Telegram from its start to its end: by asking, or by being called."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from painbot.platforms.telegram.claiming import while_claimed
from painbot.platforms.telegram.menu import menu
from painbot.platforms.telegram.polling import KINDS, Poller
from painbot.platforms.telegram.receiving import Receiver
from painbot.platforms.telegram.webhook import PATH, UNAVAILABLE, Webhook
from painbot.ports import (
    NotSent,
    Refused,
    Request,
    Response,
    Surroundings,
    TryLater,
    Undeliverable,
)

if TYPE_CHECKING:
    from painbot.platforms.telegram.api import Api
    from painbot.settings import Telegram

PAUSE: Final = 2.0
_LOG = logging.getLogger(__name__)


async def run(settings: Telegram, api: Api, around: Surroundings) -> None:
    """Serve until cancelled; then what was begun comes to its end."""
    bot = settings.token.partition(":")[0]
    receiver = Receiver(api, bot, around)
    introducing = asyncio.create_task(_introduce(api, receiver, around))
    try:
        if settings.webhook_url:
            await _be_called(settings, api, receiver, around)
        else:
            poller = Poller(api, receiver)
            await while_claimed(around.claims, f"telegram:{bot}", partial(_ask, api, poller))
    finally:
        introducing.cancel()
        around.listen(PATH, _unavailable)
        await receiver.finish()


async def _be_called(
    settings: Telegram, api: Api, receiver: Receiver, around: Surroundings
) -> None:
    around.listen(PATH, Webhook(settings.webhook_secret, receiver, around))
    params = {
        "url": settings.webhook_url,
        "secret_token": settings.webhook_secret,
        "max_connections": settings.max_connections,
        "allowed_updates": KINDS,
    }
    await _until_done(api, "setWebhook", params)
    _LOG.info("Telegram calls painbot")
    await asyncio.Event().wait()


async def _ask(api: Api, poller: Poller) -> None:
    """Ask for updates, which Telegram refuses while there is a webhook."""
    await _until_done(api, "deleteWebhook", {})
    _LOG.info("painbot asks Telegram for messages")
    await poller.run()


async def _introduce(api: Api, receiver: Receiver, around: Surroundings) -> None:
    """Learn the bot's name, and set its menu for everybody."""
    me = await _until_done(api, "getMe", {})
    receiver.username = me["username"]
    _LOG.info("the bot is at https://t.me/%s", receiver.username)
    for language in ("", around.language()):
        await _until_done(api, "setMyCommands", menu(around.phrases(), language))


async def _until_done(api: Api, method: str, params: dict[str, Any]) -> Any:  # noqa: ANN401 - as Telegram answers
    """Call until it is done: Telegram may be away, and people come before that."""
    while True:
        try:
            return await api.call(method, params)
        except TryLater as later:
            await asyncio.sleep(later.seconds)
        except (NotSent, Refused, Undeliverable) as error:
            _LOG.error("Telegram does not do %s (%s)", method, type(error).__name__)
            await asyncio.sleep(PAUSE)


async def _unavailable(request: Request) -> Response:
    del request
    return Response(UNAVAILABLE)


__all__ = ["run"]

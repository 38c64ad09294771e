"""What `painbot doctor` wants to know of a bot: does Telegram know it, and who else asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final

from painbot.observe import Check
from painbot.platforms.telegram.api import Api, BadToken
from painbot.ports import NotSent, Refused, TryLater, Undeliverable

if TYPE_CHECKING:
    from painbot.settings import Telegram

SECONDS: Final = 5.0
ASK_AGAIN: Final = "Send /token to @BotFather on Telegram and set TELEGRAM_TOKEN to what it says."
ANSWERS_NOT: Final = "Check the network, and TELEGRAM_API_URL if you set it; then try again."


async def examine(settings: Telegram) -> list[Check]:
    """Ask Telegram; nothing is changed there."""
    api = Api(settings, SECONDS)
    try:
        return [check async for check in _checks(settings, api)]
    except BadToken:
        return [Check(ok=False, text="Telegram does not know this token.", fix=ASK_AGAIN)]
    except (NotSent, TryLater, Refused, Undeliverable):
        return [Check(ok=False, text="Telegram does not answer.", fix=ANSWERS_NOT)]
    finally:
        await api.aclose()


async def _checks(settings: Telegram, api: Api) -> AsyncIterator[Check]:
    me = await api.call("getMe", {})
    yield Check(ok=True, text=f"Telegram knows the bot: https://t.me/{me['username']}")
    hook = await api.call("getWebhookInfo", {})
    url, waiting = hook.get("url", ""), hook.get("pending_update_count", 0)
    if settings.webhook_url:
        yield _called(settings, url)
    else:
        yield Check(ok=True, text="painbot asks Telegram for messages (long polling).")
        if url:
            yield Check(ok=None, text="The bot has a webhook, which painbot serve takes away.")
    if waiting:
        yield Check(ok=None, text=f"{waiting} messages wait; painbot serve answers them.")
    if hook.get("last_error_date"):
        yield Check(ok=None, text="Telegram could not deliver to the webhook lately.")


def _called(settings: Telegram, url: str) -> Check:
    if url == settings.webhook_url:
        return Check(ok=True, text="Telegram calls painbot at TELEGRAM_WEBHOOK_URL.")
    return Check(ok=None, text="painbot serve will tell Telegram to call TELEGRAM_WEBHOOK_URL.")


__all__ = ["examine"]

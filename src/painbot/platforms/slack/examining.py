"""What `painbot doctor` wants to know of an app: does Slack know it, and may it do what it must."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final

from painbot.observe import Check
from painbot.platforms.slack.api import Api, BadToken
from painbot.platforms.slack.manifest import EVENTS_PATH, INSTALL_PATH, SCOPES
from painbot.ports import NotSent, Refused, TryLater, Undeliverable

if TYPE_CHECKING:
    from painbot.settings import Slack

SECONDS: Final = 5.0
ANSWERS_NOT: Final = "Check the network, and SLACK_API_URL if you set it; then try again."
_ANEW: Final = 'Take it anew from "{page}" of your app at https://api.slack.com/apps.'
_SCOPES: Final = 'Add them on the page "OAuth & Permissions" of your app and install it again.'


async def examine(settings: Slack) -> list[Check]:
    """Ask Slack; nothing is changed there."""
    api = Api(settings.api, SECONDS)
    found: list[Check] = []
    try:
        found += [check async for check in _checks(settings, api)]
    except (NotSent, TryLater, Refused, Undeliverable):
        found.append(Check(ok=False, text="Slack does not answer.", fix=ANSWERS_NOT))
    finally:
        await api.aclose()
    return found


async def _checks(settings: Slack, api: Api) -> AsyncIterator[Check]:
    if settings.bot_token and not settings.client_id:
        yield await _bot(settings, api)
    if settings.app_token:
        yield await _line(settings, api)
    if settings.signing_secret:
        where = f"{settings.public_url}{EVENTS_PATH}" if settings.public_url else EVENTS_PATH
        yield Check(ok=None, text=f"Slack may call painbot at {where}, signed.")
    if settings.client_id:
        where = f"{settings.public_url}{INSTALL_PATH}" if settings.public_url else INSTALL_PATH
        yield Check(ok=None, text=f"Workspaces install the app at {where}.")


async def _bot(settings: Slack, api: Api) -> Check:
    try:
        me = await api.call("auth.test", settings.bot_token, {})
        granted = await api.granted(settings.bot_token)
    except (BadToken, Refused, Undeliverable):
        return _unknown("SLACK_BOT_TOKEN", "Install App")
    missing = sorted(set(SCOPES) - granted) if granted else []
    if missing:
        text = f"Slack does not let the app do all it must; it lacks: {', '.join(missing)}."
        return Check(ok=False, text=text, fix=_SCOPES)
    return Check(ok=True, text=f"Slack knows the app, in {me.url or 'a workspace'}")


async def _line(settings: Slack, api: Api) -> Check:
    try:
        await api.call("apps.connections.open", settings.app_token, {})
    except (BadToken, Refused):
        return _unknown("SLACK_APP_TOKEN", "Basic Information")
    return Check(ok=True, text="painbot calls Slack (Socket Mode), and Slack lets it.")


def _unknown(name: str, page: str) -> Check:
    return Check(ok=False, text=f"Slack does not know {name}.", fix=_ANEW.format(page=page))


__all__ = ["examine"]

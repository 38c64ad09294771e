"""The pages on which a workspace installs the app: Bolt's own flow, over our store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest

from painbot.platforms.slack.door import answer
from painbot.platforms.slack.installations import States
from painbot.platforms.slack.manifest import INSTALL_PATH, REDIRECT_PATH, scopes
from painbot.ports import Request, Response, StoreUnavailable
from painbot.settings.values import SLACK_API

if TYPE_CHECKING:
    from slack_bolt.response import BoltResponse

    from painbot.platforms.slack.api import Api
    from painbot.platforms.slack.installations import Installations
    from painbot.ports import Supplies
    from painbot.settings import Slack

UNAVAILABLE: Final = 503
AUTHORIZE: Final = "https://slack.com/oauth/v2/authorize"
_LATER: Final = b"painbot cannot save this right now. Please try again in a minute.\n"
_TEXT: Final = (("Content-Type", "text/plain; charset=utf-8"),)
Page = Callable[[Request], Awaitable[Response]]


def pages(
    settings: Slack, api: Api, installations: Installations, supplies: Supplies
) -> dict[str, Page]:
    """Return the two pages by their paths."""
    flow = AsyncOAuthFlow(client=api.client, settings=_settings(settings, installations, supplies))
    return {
        INSTALL_PATH: _page(flow.handle_installation),
        REDIRECT_PATH: _page(flow.handle_callback),
    }


def _settings(
    settings: Slack, installations: Installations, supplies: Supplies
) -> AsyncOAuthSettings:
    public = settings.public_url
    return AsyncOAuthSettings(
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        scopes=scopes(pictures=supplies.has_pictures),
        redirect_uri=f"{public}{REDIRECT_PATH}" if public else None,
        install_path=INSTALL_PATH,
        install_page_rendering_enabled=False,  # a page with one button is one press too many
        redirect_uri_path=REDIRECT_PATH,
        authorization_url=_authorize(settings.api),
        installation_store=installations,
        installation_store_bot_only=True,
        state_store=States(supplies.vault),
    )


def _authorize(api: str) -> str:
    """Return where people say yes; of a stand-in for Slack it is its own page."""
    if api == SLACK_API:
        return AUTHORIZE
    at = urlsplit(api)
    return f"{at.scheme}://{at.netloc}/oauth/v2/authorize"


def _page(handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> Page:
    async def page(request: Request) -> Response:
        asked = AsyncBoltRequest(body="", query=request.query, headers=dict(request.headers))
        try:
            return answer(await handle(asked))
        except StoreUnavailable:
            return Response(UNAVAILABLE, _LATER, _TEXT)

    return page


__all__ = ["pages"]

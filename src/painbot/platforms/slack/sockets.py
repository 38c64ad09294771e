"""Socket Mode: painbot calls Slack, and Slack sends everything down that line."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from painbot.platforms.slack.bolt import dispatch

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp
    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

    from painbot.platforms.slack.api import Api
    from painbot.settings import Slack

PAUSE: Final = 2.0
LOOK_SECONDS: Final = 2.0  # how often it is looked whether the line is still there
_OK: Final = 200
_LOG = logging.getLogger(__name__)


class Line(SocketModeClient):
    """One connection to Slack at a time, at the address of the settings if they name one."""

    def __init__(self, settings: Slack, api: Api, bolt: AsyncApp) -> None:
        super().__init__(
            app_token=settings.app_token,
            logger=logging.getLogger("slack_sdk.socket_mode"),
            web_client=api.client,
            ping_interval=LOOK_SECONDS,
        )
        self._at = settings.socket_url
        self._bolt = bolt
        self.socket_mode_request_listeners.append(self._heard)

    async def issue_new_wss_url(self) -> str:
        """Return where Slack wants to be called."""
        given = urlsplit(await super().issue_new_wss_url())
        if not self._at:
            return given.geturl()
        at = urlsplit(self._at)
        path = at.path if at.path.strip("/") else given.path
        return urlunsplit((at.scheme, at.netloc, path, given.query, ""))

    async def _heard(self, line: AsyncBaseSocketModeClient, said: SocketModeRequest) -> None:
        """Acknowledge what is committed; an event that is not, Slack brings again."""
        answer = await dispatch(self._bolt, said.payload)
        if answer.status != _OK:
            return
        body: Any = decode_body(answer.body) if said.accepts_response_payload else None
        response = SocketModeResponse(envelope_id=said.envelope_id, payload=body)
        await line.send_socket_mode_response(response)


def decode_body(body: str) -> dict[str, Any] | None:
    """Return the body of an answer, which is JSON if there is one."""
    import msgspec

    return msgspec.json.decode(body, type=dict[str, Any]) if body else None


async def until_connected(line: Line) -> None:
    """Call Slack until it answers: it may be away for a while."""
    while True:
        try:
            await line.connect_to_new_endpoint()
        except SlackApiError as error:
            said = error.response.get("error", "") if error.response is not None else ""
            _LOG.error("Slack does not open a line (%s): check SLACK_APP_TOKEN", said)
        except Exception as error:  # noqa: BLE001 - slack_sdk lets through whatever aiohttp raises
            _LOG.warning("Slack cannot be called (%s)", type(error).__name__)
        else:
            return
        await asyncio.sleep(PAUSE)


__all__ = ["Line", "until_connected"]

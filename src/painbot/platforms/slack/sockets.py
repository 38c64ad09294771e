"""Socket Mode: painbot calls Slack, and Slack sends everything down that line.

The client of slack_sdk lets go of a line before it has the next one, so that what was pressed
meanwhile is answered by nobody, and it tries an address again that Slack lets in only once.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import msgspec

from painbot.platforms.slack.api import BadToken
from painbot.platforms.slack.bolt import dispatch
from painbot.platforms.slack.payloads import Malformed, decode
from painbot.ports import NotSent, Refused, TryLater, Undeliverable

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp

    from painbot.platforms.slack.api import Api
    from painbot.settings import Slack

PAUSE: Final = 1.0
LOOK_SECONDS: Final = 5.0  # how often it is looked whether the line is still there
_OK: Final = 200
# What nobody can make sense of is not wanted again.
_FINAL: Final = frozenset({"x-slack-no-retry"})
_LOG = logging.getLogger(__name__)
Socket = aiohttp.ClientWebSocketResponse


class Line:
    """A line to Slack that is always there: the next is open before the last is let go."""

    def __init__(self, settings: Slack, api: Api, bolt: AsyncApp) -> None:
        self._settings = settings
        self._api = api
        self._bolt = bolt
        self._tasks: set[asyncio.Task[None]] = set()
        self._sockets: set[Socket] = set()

    async def run(self) -> None:
        """Hold a line until cancelled; `close` lets go of it."""
        while True:
            socket, began = await self._opened(), time.monotonic()
            _LOG.info("painbot has a line to Slack; type /pain there")
            leaving = asyncio.Event()
            self._begin(self._hold(socket, leaving))
            await leaving.wait()
            # One that is cut at once must not be called for without end.
            await asyncio.sleep(max(0.0, PAUSE - (time.monotonic() - began)))

    async def close(self) -> None:
        """Let go of all lines, once nothing is to be answered any more."""
        for socket in tuple(self._sockets):
            await socket.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _opened(self) -> Socket:
        """Call Slack until it answers: it may be away for a while."""
        while True:
            pause = PAUSE
            try:
                return await self._open()
            except TryLater as later:
                pause = later.seconds
            except (BadToken, Refused, Undeliverable):
                _LOG.error("Slack opens no line: check SLACK_APP_TOKEN, and that Socket Mode is on")
            except (NotSent, aiohttp.ClientError, TimeoutError) as error:
                _LOG.warning("Slack cannot be called (%s)", type(error).__name__)
            await asyncio.sleep(pause)

    async def _open(self) -> Socket:
        given = await self._api.call("apps.connections.open", self._settings.app_token, {})
        where = _at(given.url, self._settings.socket_url)
        return await self._api.session.ws_connect(where, heartbeat=LOOK_SECONDS)

    async def _hold(self, socket: Socket, leaving: asyncio.Event) -> None:
        """Take what comes down a line until its end; `leaving` is set when another is needed."""
        self._sockets.add(socket)
        try:
            async for said in socket:
                if said.type is not aiohttp.WSMsgType.TEXT:
                    continue
                plain = _read(said.data)
                if plain.get("type") == "disconnect":
                    leaving.set()
                elif "envelope_id" in plain:
                    self._begin(self._answer(socket, plain))
        finally:
            self._sockets.discard(socket)
            leaving.set()

    async def _answer(self, socket: Socket, said: dict[str, Any]) -> None:
        """Acknowledge what is committed; an event that is not, Slack brings again."""
        content = said.get("payload")
        answer = await dispatch(self._bolt, content if isinstance(content, dict) else {})
        if answer.status != _OK and not _FINAL & answer.headers.keys():
            return
        made: dict[str, Any] = {"envelope_id": said["envelope_id"]}
        if said.get("accepts_response_payload") and answer.body:
            made["payload"] = msgspec.json.decode(answer.body)
        try:
            await socket.send_str(msgspec.json.encode(made).decode())
        except ConnectionError:  # Slack brings it again, and it is known then
            return

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _read(raw: str) -> dict[str, Any]:
    try:
        return decode(raw.encode("utf-8", "surrogatepass"))
    except Malformed:
        return {}


def _at(given: str, wanted: str) -> str:
    """Return where to call: what Slack gave, at the address of the settings if they name one."""
    if not wanted:
        return given
    to, at = urlsplit(given), urlsplit(wanted)
    path = at.path if at.path.strip("/") else to.path
    return urlunsplit((at.scheme, at.netloc, path, to.query, ""))


__all__ = ["Line"]

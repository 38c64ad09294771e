"""An app in Slack from its start to its end: by calling, or by being called."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from painbot.platforms.slack.bolt import app
from painbot.platforms.slack.door import PATH, Door
from painbot.platforms.slack.installing import pages
from painbot.platforms.slack.receiving import UNAVAILABLE, Receiver
from painbot.platforms.slack.sockets import Line, until_connected
from painbot.platforms.slack.workspaces import ManyWorkspaces, OneWorkspace
from painbot.ports import NotSent, Refused, Request, Response, Surroundings, TryLater, Undeliverable

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp

    from painbot.platforms.slack.channel import SlackChannel

PAUSE: Final = 2.0
_LOG = logging.getLogger(__name__)


async def run(channel: SlackChannel, around: Surroundings) -> None:
    """Serve until cancelled; then what was begun comes to its end."""
    receiver = Receiver(channel.api, channel.workspaces, around)
    bolt = app(channel.api, receiver)
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(receiver.homes.watch()),
            group.create_task(_introduce(channel)),
        ]
        try:
            await _serve(channel, bolt, around)
        finally:
            around.listen(PATH, _unavailable)
            await receiver.finish()
            for task in tasks:
                task.cancel()


async def _serve(channel: SlackChannel, bolt: AsyncApp, around: Surroundings) -> None:
    """Take what comes, in whichever ways the settings name."""
    settings = channel.settings
    if isinstance(channel.workspaces, ManyWorkspaces):
        found = pages(settings, channel.api, channel.workspaces.installations, channel.vault)
        for path, page in found.items():
            around.listen(path, page)
    if settings.signing_secret:
        around.listen(PATH, Door(settings.signing_secret, bolt, around))
    if not settings.app_token:
        _LOG.info("Slack calls painbot")
        await asyncio.Event().wait()
    async with _connected(channel, bolt):
        await asyncio.Event().wait()


@asynccontextmanager
async def _connected(channel: SlackChannel, bolt: AsyncApp) -> AsyncIterator[None]:
    line = Line(channel.settings, channel.api, bolt)
    try:
        await until_connected(line)
        _LOG.info("painbot has a line to Slack")
        yield
    finally:
        await line.close()  # type: ignore[no-untyped-call]


async def _introduce(channel: SlackChannel) -> None:
    """Learn which workspace it is, once Slack says."""
    one = channel.workspaces
    while isinstance(one, OneWorkspace):
        try:
            me = await one.introduce()
        except TryLater as later:
            await asyncio.sleep(later.seconds)
        except (NotSent, Refused, Undeliverable) as error:
            _LOG.error("Slack does not know SLACK_BOT_TOKEN (%s)", type(error).__name__)
            await asyncio.sleep(PAUSE)
        else:
            _LOG.info("the app is in the workspace %s", me.get("url", ""))
            return


async def _unavailable(request: Request) -> Response:
    del request
    return Response(UNAVAILABLE)


__all__ = ["run"]

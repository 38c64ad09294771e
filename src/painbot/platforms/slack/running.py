"""An app in Slack from its start to its end: by calling, or by being called."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from painbot.platforms.slack.api import BadToken
from painbot.platforms.slack.bolt import app
from painbot.platforms.slack.door import PATH, Door
from painbot.platforms.slack.installing import pages
from painbot.platforms.slack.receiving import UNAVAILABLE, Receiver
from painbot.platforms.slack.sockets import Line
from painbot.platforms.slack.workspaces import ManyWorkspaces, OneWorkspace
from painbot.ports import NotSent, Refused, Request, Response, Surroundings, TryLater, Undeliverable

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp

    from painbot.platforms.slack.channel import SlackChannel

PAUSE: Final = 5.0
_LOG = logging.getLogger(__name__)


async def run(channel: SlackChannel, around: Surroundings) -> None:
    """Serve until cancelled; then what was begun comes to its end."""
    receiver = Receiver(channel.api, channel.workspaces, around)
    bolt = app(channel.api, receiver)
    line = Line(channel.settings, channel.api, bolt)
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(receiver.homes.watch()),
            group.create_task(_introduce(channel)),
        ]
        try:
            await _serve(channel, bolt, line, around)
        finally:
            around.listen(PATH, _unavailable)
            # What was taken is answered before the line is let go.
            await receiver.finish()
            await line.close()
            for task in tasks:
                task.cancel()


async def _serve(channel: SlackChannel, bolt: AsyncApp, line: Line, around: Surroundings) -> None:
    """Take what comes, in whichever ways the settings name."""
    settings = channel.settings
    if isinstance(channel.workspaces, ManyWorkspaces):
        found = pages(settings, channel.api, channel.workspaces.installations, channel.supplies)
        for path, page in found.items():
            around.show(path, page)
    if settings.signing_secret:
        around.listen(PATH, Door(settings.signing_secret, bolt, around))
        _LOG.info("Slack calls painbot; type /pain there")
    if settings.app_token:
        await line.run()
    await asyncio.Event().wait()


async def _introduce(channel: SlackChannel) -> None:
    """Learn which workspace it is, once Slack says."""
    one = channel.workspaces
    while isinstance(one, OneWorkspace):
        try:
            me = await one.introduce()
        except TryLater as later:
            await asyncio.sleep(later.seconds)
        except (BadToken, Refused, Undeliverable):
            _LOG.error("Slack does not know SLACK_BOT_TOKEN")
            await asyncio.sleep(PAUSE)
        except NotSent:
            _LOG.warning("Slack does not say which workspace it is")
            await asyncio.sleep(PAUSE)
        else:
            _LOG.info("the app is in the workspace %s", me.url)
            return


async def _unavailable(request: Request) -> Response:
    del request
    return Response(UNAVAILABLE)


__all__ = ["run"]

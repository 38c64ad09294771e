"""Slack: a conversation by buttons or by words, in a direct message with an app.

`to_incoming` and `to_wire` are pure. What talks to Slack is imported only when an app is
configured.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from painbot.platforms.slack.incoming import Delivery, to_incoming
from painbot.platforms.slack.manifest import manifest
from painbot.platforms.slack.wire import to_wire

if TYPE_CHECKING:
    from painbot.observe import Check
    from painbot.platforms.slack.channel import SlackChannel
    from painbot.ports import Supplies, Surroundings
    from painbot.settings import Settings


def configured(settings: Settings) -> bool:
    """Return whether there is an app to be."""
    return settings.slack is not None


@asynccontextmanager
async def open_channel(settings: Settings, supplies: Supplies) -> AsyncIterator[SlackChannel]:
    """Open the way out."""
    from painbot.platforms.slack.api import Api
    from painbot.platforms.slack.channel import SlackChannel
    from painbot.platforms.slack.installations import Installations
    from painbot.platforms.slack.workspaces import ManyWorkspaces, OneWorkspace, Workspaces

    slack = settings.slack
    if slack is None:
        message = "no app is configured"
        raise ValueError(message)
    api = Api(slack.api, supplies.seconds)
    workspaces: Workspaces = OneWorkspace(api, slack.bot_token)
    if slack.client_id:
        kept = Installations(slack, supplies.vault, supplies.claims, api.client)
        workspaces = ManyWorkspaces(kept)
    try:
        yield SlackChannel(slack, api, workspaces, supplies)
    finally:
        await api.aclose()


async def examine(settings: Settings) -> Sequence[Check]:
    """Return what `painbot doctor` should say of the app."""
    from painbot.platforms.slack.examining import examine as look

    return await look(settings.slack) if settings.slack else []


async def run(channel: SlackChannel, around: Surroundings) -> None:
    """Serve until cancelled; then what was begun comes to its end."""
    from painbot.platforms.slack.running import run as serve

    await serve(channel, around)


__all__ = ["Delivery", "configured", "examine", "manifest", "open_channel", "run"]
__all__ += ["to_incoming", "to_wire"]

"""Workspaces that installed the app: what Slack gave us for each, kept sealed, and not for ever.

Slack's own interfaces for such stores, over the one store that painbot has.
"""

from __future__ import annotations

import logging
import secrets
import time
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import msgspec
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from painbot.platforms.slack.payloads import workspace
from painbot.ports import NotSent

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from painbot.ports import Claims, Vault
    from painbot.settings import Slack

DAY: Final = 24 * 3600.0
KEPT: Final = 400 * DAY  # after the last use; an app that nobody uses for a year has no token
STATE_SECONDS: Final = 600.0
BEFOREHAND: Final = 120  # minutes before a token lapses that a new one is asked for
TURNING_SECONDS: Final = 20.0
_FIELDS: Final = (
    "app_id", "enterprise_id", "team_id", "bot_token", "bot_id", "bot_user_id", "bot_scopes",
    "bot_refresh_token", "bot_token_expires_at", "is_enterprise_install", "installed_at",
)  # fmt: skip
_LOG = logging.getLogger(__name__)


class Installations(AsyncInstallationStore):
    """Keep what the bot needs of an installation, and nothing about who installed it."""

    def __init__(
        self, settings: Slack, vault: Vault, claims: Claims, client: AsyncWebClient
    ) -> None:
        self._client_id = settings.client_id
        self._vault = vault
        self._claims = claims
        self._unkept: dict[str, Bot] = {}
        self._rotator = AsyncTokenRotator(
            client=client, client_id=settings.client_id, client_secret=settings.client_secret
        )

    @property
    def logger(self) -> logging.Logger:
        """Return the logger of this module."""
        return _LOG

    async def token(self, workspace: str) -> str:
        """Return a token that is good for a while, or nothing; raise StoreUnavailable, NotSent."""
        bot = await self.bot(workspace)
        if bot is not None and _lapses(bot, BEFOREHAND):
            bot = await self._turned(workspace, bot)
        if bot is None:
            return ""
        if workspace in self._unkept or time.time() - float(bot.installed_at) > DAY:
            await self._keep(workspace, bot)
        if _lapses(bot, 0):
            raise NotSent
        return str(bot.bot_token)

    async def bot(self, workspace: str) -> Bot | None:
        """Return what is kept of an installation; raise StoreUnavailable."""
        if workspace in self._unkept:
            return self._unkept[workspace]
        kept = await self._vault.fetch(self._name(workspace))
        if kept is None:
            return None
        said = msgspec.msgpack.decode(kept, type=dict[str, Any])
        fields: dict[str, Any] = {name: said.get(name) for name in _FIELDS}  # and no other's
        return Bot(**fields)

    async def delete(self, workspace: str) -> None:
        """Forget an installation; raise StoreUnavailable."""
        self._unkept.pop(workspace, None)
        await self._vault.take_out(self._name(workspace))

    async def async_save(self, installation: Installation) -> None:
        """Keep what the bot needs."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot under the name of its workspace or organisation."""
        name = workspace(bot.enterprise_id, bot.team_id, org=bool(bot.is_enterprise_install))
        self._unkept[name] = bot
        await self._keep(name, bot)

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Return the bot of a workspace or organisation."""
        return await self.bot(workspace(enterprise_id, team_id, org=bool(is_enterprise_install)))

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the bot of a workspace."""
        await self.delete(workspace(enterprise_id, team_id, org=team_id is None))

    async def _turned(self, workspace: str, bot: Bot) -> Bot | None:
        """Ask for a new token; only one process does, for the old one is then of no use.

        Whoever was let go meanwhile is nobody any more.
        """
        claim, holder = f"slack:token:{workspace}", secrets.token_hex(8)
        if not await self._claims.claim(claim, holder, TURNING_SECONDS):
            return bot
        try:
            fresh = await self.bot(workspace)
            new = None if fresh is None else await self._asked(fresh)
            if new is not None:
                self._unkept[workspace] = new  # until it is kept: there is no other any more
                await self._keep(workspace, new)
            return new or fresh
        finally:
            await self._claims.release(claim, holder)

    async def _asked(self, bot: Bot) -> Bot | None:
        """Return it with a new token, unless its own is good for a while or Slack gives none."""
        try:
            return await self._rotator.perform_bot_token_rotation(
                bot=bot, minutes_before_expiration=BEFOREHAND
            )
        except (SlackTokenRotationError, aiohttp.ClientError, TimeoutError):
            _LOG.warning("Slack gives no new token")
            return None

    async def _keep(self, workspace: str, bot: Bot) -> None:
        """Keep it, for a long time from now on."""
        said: dict[str, Any] = {name: getattr(bot, name, None) for name in _FIELDS}
        said["installed_at"] = time.time()  # since when it is kept: it is kept anew now and then
        await self._vault.keep(self._name(workspace), msgspec.msgpack.encode(said), KEPT)
        self._unkept.pop(workspace, None)

    def _name(self, workspace: str) -> str:
        return f"slack:{self._client_id}:installation:{workspace}"


class States(AsyncOAuthStateStore):
    """Remember that an installation was begun here, until it is finished, once."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    @property
    def logger(self) -> logging.Logger:
        """Return the logger of this module."""
        return _LOG

    async def async_issue(self, *args: object, **more: object) -> str:
        """Draw a state and remember it for ten minutes."""
        del args, more
        state = secrets.token_urlsafe(24)
        await self._vault.keep(f"slack:state:{state}", b"1", STATE_SECONDS)
        return state

    async def async_consume(self, state: str) -> bool:
        """Return whether it is one of ours that was not used before."""
        return await self._vault.take_out(f"slack:state:{state}") is not None


def _lapses(bot: Bot, minutes: int) -> bool:
    end = bot.bot_token_expires_at
    return end is not None and float(end) < time.time() + minutes * 60


__all__ = ["Installations", "States"]

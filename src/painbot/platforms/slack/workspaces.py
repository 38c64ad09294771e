"""Which workspaces there are, and the token for each: the one of the settings, or those installed.

A token is kept at hand for a minute, so that hardly a turn waits for it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from painbot.platforms.slack.payloads import workspace
from painbot.ports import NotSent, Refused, StoreUnavailable, TryLater, Undeliverable

if TYPE_CHECKING:
    from painbot.platforms.slack.api import Answer, Api
    from painbot.platforms.slack.installations import Installations

AT_HAND: Final = 60.0


class Workspaces(Protocol):
    """Know tokens."""

    async def token(self, workspace: str) -> str:
        """Return the token for a workspace; raise Undeliverable if there is none, or NotSent."""
        ...

    async def knows(self, workspace: str) -> bool:
        """Return whether the app is installed there; raise StoreUnavailable."""
        ...

    async def forget(self, workspace: str) -> None:
        """Let go of a workspace that has thrown the app out; raise StoreUnavailable."""
        ...


class OneWorkspace:
    """The workspace whose token is in the settings. Until Slack says which it is, all are it."""

    def __init__(self, api: Api, token: str) -> None:
        self._api = api
        self._token = token
        self.name = ""

    async def introduce(self) -> Answer:
        """Ask Slack once who we are; raise NotSent, TryLater, Refused or Undeliverable."""
        me = await self._api.call("auth.test", self._token, {})
        self.name = workspace(me.enterprise_id, me.team_id, org=me.is_enterprise_install)
        return me

    async def token(self, workspace: str) -> str:
        """Return the one there is."""
        if not await self.knows(workspace):
            raise Undeliverable
        return self._token

    async def knows(self, workspace: str) -> bool:
        """Return whether it is this one."""
        return not self.name or workspace == self.name

    async def forget(self, workspace: str) -> None:
        """Keep the token: whoever installs the app again may set the same."""


@dataclass(frozen=True, slots=True)
class _AtHand:
    token: str
    until: float

    @property
    def good(self) -> bool:
        return self.until > time.monotonic()


class ManyWorkspaces:
    """Workspaces that installed the app by themselves."""

    def __init__(self, installations: Installations) -> None:
        self.installations = installations
        self._at_hand: dict[str, _AtHand] = {}

    async def token(self, workspace: str) -> str:
        """Return the token of an installation, a new one if it would soon lapse."""
        known = self._at_hand.get(workspace)
        if known is not None and known.good:
            return known.token
        try:
            found = await self.installations.token(workspace)
        except StoreUnavailable:
            if known is not None:  # what matters in an emergency can still be said
                return known.token
            raise NotSent from None
        except (TryLater, Refused):
            raise NotSent from None
        if not found:
            raise Undeliverable
        self._at_hand[workspace] = _AtHand(found, time.monotonic() + AT_HAND)
        return found

    async def knows(self, workspace: str) -> bool:
        """Return whether there is an installation."""
        known = self._at_hand.get(workspace)
        if known is not None and known.good:
            return True
        return await self.installations.bot(workspace) is not None

    async def forget(self, workspace: str) -> None:
        """Delete the installation."""
        self._at_hand.pop(workspace, None)
        await self.installations.delete(workspace)


__all__ = ["ManyWorkspaces", "OneWorkspace", "Workspaces"]

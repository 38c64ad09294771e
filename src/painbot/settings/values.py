"""The settings as painbot uses them: complete, checked and frozen.

No secret shows in what is printed of them.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["auto", "json", "text"]

TELEGRAM_API: Final = "https://api.telegram.org"
SLACK_API: Final = "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class Telegram:
    """How to be a bot on Telegram.

    With a `webhook_url` Telegram calls us there, without one we ask Telegram. `api` and `files`
    end without a slash. `per_second` and `per_chat` are messages a second; 0 is no limit.
    """

    token: str = field(repr=False)
    api: str = TELEGRAM_API
    files: str = f"{TELEGRAM_API}/file"
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    per_second: float = 30.0
    per_chat: float = 1.0
    max_connections: int = 40


@dataclass(frozen=True, slots=True)
class Slack:
    """How to be an app in Slack.

    With an `app_token` painbot calls Slack (Socket Mode), without one Slack calls painbot and signs
    with the `signing_secret`. `bot_token` is that of the one workspace; with a `client_id` any
    workspace may install the app. `public_url` is where painbot can be reached, without a slash at
    its end; `api` ends with one. `socket_url` empty is the one that Slack gives. `per_chat` is
    messages a second; 0 is no limit.
    """

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    public_url: str = ""
    api: str = SLACK_API
    socket_url: str = ""
    per_chat: float = 1.0

    @property
    def usable(self) -> bool:
        """Return whether enough is said to serve with."""
        reached = self.app_token or self.signing_secret
        return bool(reached and (self.bot_token or (self.client_id and self.client_secret)))

    @property
    def called(self) -> bool:
        """Return whether Slack calls us."""
        return bool(self.client_id or not self.app_token)


@dataclass(frozen=True)
class Settings:
    """What painbot is told.

    `redis_url` empty means painbot's own private server, whose data lies in `home`. Of `keys` the
    first seals, and all open. `lease_seconds` is how long a sender that died keeps others from
    sending. `timezone` None is the machine's: `datetime.now(UTC).astimezone(settings.timezone)`
    is right for both. `warnings` are sentences for whoever runs it.
    """

    home: Path
    flows: Path
    redis_url: str = field(default="", repr=False)  # may hold a password
    redis_replicas: int = 0
    keep_days: int = 7
    lease_seconds: float = 10.0
    keys: tuple[bytes, ...] = field(default=(), repr=False)
    given_secret: str = field(default="", repr=False)
    telegram: Telegram | None = None
    slack: Slack | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    port_given: bool = False
    timezone: ZoneInfo | None = None
    log_level: LogLevel = "info"
    log_format: LogFormat = "auto"
    warnings: tuple[str, ...] = ()

    @cached_property
    def secret(self) -> bytes:
        """Return what names of people are hashed with; it must last as long as conversations.

        With a private server and none given it is made once, in `home`; only then does this touch
        the disk. Raises BadSettings when it cannot be kept there.
        """
        if self.given_secret or self.redis_url:
            return self.given_secret.encode()
        from painbot.settings.lasting import lasting_secret

        return lasting_secret(self.home)

    @property
    def needs_port(self) -> bool:
        """Return whether a platform has to reach us at our port."""
        hooked = self.telegram and self.telegram.webhook_url
        return bool(hooked or (self.slack and self.slack.called))

    @property
    def confidential(self) -> frozenset[str]:
        """Return every text that must not be printed anywhere."""
        return frozenset(filter(None, self._confidential()))

    def _confidential(self) -> Iterator[str]:
        yield self.given_secret
        yield from (b64encode(key).decode() for key in self.keys)
        for password in _passwords(self.redis_url):
            yield from (password, unquote(password))
        if self.telegram:
            yield from (self.telegram.token, self.telegram.token.partition(":")[2])
            yield self.telegram.webhook_secret
        if self.slack:
            yield from (self.slack.bot_token, self.slack.app_token)
            yield from (self.slack.signing_secret, self.slack.client_secret)


def _passwords(url: str) -> Iterator[str]:
    """Yield what may be a password in an address, also in one that is not well formed."""
    who = url.partition("://")[2].rpartition("@")[0]
    yield who.partition(":")[2]
    yield from re.findall(r"[?&]password=([^&#]+)", url)


__all__ = ["LogFormat", "LogLevel", "Settings", "Slack", "Telegram"]

"""From the environment and the file to settings, or to everything that is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from painbot.settings.places import data_folder, find_flows
from painbot.settings.problems import BadSettings
from painbot.settings.values import Settings, Slack, Telegram

if TYPE_CHECKING:
    from painbot.settings.file import File
    from painbot.settings.gathering import Gathered
    from painbot.settings.said import PainbotSaid, SlackSaid, TelegramSaid


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings; an empty variable counts as one that is not set.

    Raises BadSettings with everything that is wrong.
    """
    from painbot.settings.gathering import lacking

    gathered, file = _gathered(environment)
    gathered.problems += lacking(gathered)
    if gathered.problems:
        raise BadSettings(gathered.problems)
    return _settings(environment, file, gathered)


def read_slack(environment: Mapping[str, str] = os.environ) -> Slack:
    """Return what is said of an app in Slack so far, which need not be enough to be it.

    Raises BadSettings with everything that is wrong.
    """
    gathered, _ = _gathered(environment)
    if gathered.problems:
        raise BadSettings(gathered.problems)
    return _slack(gathered.slack)


def _gathered(environment: Mapping[str, str]) -> tuple[Gathered, File]:
    from painbot.settings.file import read_file
    from painbot.settings.gathering import gather

    problems: list[str] = []
    file = read_file(environment, problems)
    return gather(environment, file, problems), file


def _settings(environment: Mapping[str, str], file: File, gathered: Gathered) -> Settings:
    said: PainbotSaid = gathered.painbot
    return Settings(
        home=_folder(said.home, "HOME", environment, file) or data_folder(environment),
        flows=_folder(said.flows, "FLOWS", environment, file) or find_flows(),
        redis_url=said.redis_url,
        redis_replicas=said.redis_replicas,
        keep_days=said.keep_days,
        lease_seconds=said.lease_seconds,
        keys=said.keys,
        given_secret=said.secret,
        telegram=_telegram(gathered.telegram),
        slack=slack if (slack := _slack(gathered.slack)).usable else None,
        host=said.host,
        port=said.port,
        port_given="port" in said.model_fields_set,
        timezone=said.timezone,
        log_level=said.log,
        log_format=said.log_format,
        warnings=tuple(gathered.warnings),
    )


def _folder(
    said: Path | None, name: str, environment: Mapping[str, str], file: File
) -> Path | None:
    """Return a folder; one that the file names is seen from where the file is."""
    if said is None:
        return None
    return said if environment.get(f"PAINBOT_{name}") else file.path.parent / said


def _telegram(said: TelegramSaid) -> Telegram | None:
    if not said.token:
        return None
    api = said.api_url.rstrip("/")
    return Telegram(
        token=said.token,
        api=api,
        files=said.file_url.rstrip("/") or f"{api}/file",
        webhook_url=said.webhook_url,
        webhook_secret=said.webhook_secret,
        per_second=said.per_second,
        per_chat=said.per_chat,
        max_connections=said.max_connections,
    )


def _slack(said: SlackSaid) -> Slack:
    return Slack(
        bot_token=said.bot_token,
        app_token=said.app_token,
        signing_secret=said.signing_secret,
        client_id=said.client_id,
        client_secret=said.client_secret,
        public_url=said.public_url.rstrip("/"),
        api=f"{said.api_url.rstrip('/')}/",
        socket_url=said.socket_url,
        per_chat=said.per_chat,
    )


__all__ = ["read_settings", "read_slack"]

"""Every setting there is: its name, what it must be, and what it is when nobody says.

A name in painbot.toml is that of the variable without its beginning, in small letters:
PAINBOT_KEEP_DAYS is `keep_days`, TELEGRAM_TOKEN is `token` below `[telegram]`. A description is
the rest of a sentence that begins with the name.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from painbot.settings.checks import address, folder, sealing_keys, shaped, webhook, zone
from painbot.settings.values import SLACK_API, TELEGRAM_API, LogFormat, LogLevel


def _must(be: str, **limits: Any) -> Any:  # noqa: ANN401 - as pydantic's Field has it
    return Field(description=f"must be {be}", **limits)


def _lower(given: object) -> object:
    return given.lower() if isinstance(given, str) else given


_Url = Annotated[str, AfterValidator(address("https", "http"))]


class Said(BaseSettings):
    """Settings of one table of the file."""

    model_config = SettingsConfigDict(
        str_strip_whitespace=True, hide_input_in_errors=True, validate_default=False
    )
    prefix: ClassVar[str]
    table: ClassVar[str] = ""
    secrets: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def of(cls, environment: Mapping[str, Any], file: Mapping[str, Any]) -> Self:
        """Return what these two say, by names in small letters; raise ValidationError."""
        given: dict[str, Any] = {"environment": environment, "file": file}
        return cls(**given)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - an environment is handed in
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment go before the file."""
        given = init_settings()
        return (
            InitSettingsSource(settings_cls, given["environment"]),
            InitSettingsSource(settings_cls, given["file"]),
        )


class PainbotSaid(Said):
    """The settings of painbot itself."""

    prefix = "PAINBOT_"
    secrets = frozenset({"keys", "secret", "redis_url"})

    redis_url: Annotated[str, _must("an address such as redis://localhost:6379/0.")] = ""
    redis_replicas: Annotated[int, _must("a whole number from 0 to 10.", ge=0, le=10)] = 0
    home: Annotated[Path | None, PlainValidator(folder), _must("a folder.")] = None
    flows: Annotated[Path | None, PlainValidator(folder), _must("a folder.")] = None
    keep_days: Annotated[int, _must("a whole number from 1 to 90.", ge=1, le=90)] = 7
    lease_seconds: Annotated[
        float, _must("a number of seconds from 1 to 300.", ge=1, le=300, allow_inf_nan=False)
    ] = 10.0
    keys: Annotated[
        tuple[bytes, ...],
        BeforeValidator(sealing_keys),
        _must("keys of 32 bytes in base64, separated by commas."),
    ] = ()
    secret: Annotated[
        str,
        AfterValidator(shaped(r"(?s:.{16,})")),
        _must("16 characters or more: `openssl rand -base64 32` makes a good one."),
    ] = ""
    host: Annotated[
        str,
        AfterValidator(shaped(r"[A-Za-z0-9.:_-]+")),
        _must("an address of this machine such as 127.0.0.1, or 0.0.0.0 for all of them."),
    ] = "127.0.0.1"
    port: Annotated[int, _must("a whole number from 0 to 65535.", ge=0, le=65535)] = 8080
    timezone: Annotated[
        Any,
        BeforeValidator(lambda given: given if given is None else zone(str(given))),
        _must("the name of a time zone such as Europe/Berlin."),
    ] = None
    log: Annotated[
        LogLevel, BeforeValidator(_lower), _must("one of debug, info, warning and error.")
    ] = "info"
    log_format: Annotated[
        LogFormat, BeforeValidator(_lower), _must("one of auto, json and text.")
    ] = "auto"


class TelegramSaid(Said):
    """The settings of Telegram."""

    prefix = "TELEGRAM_"
    table = "telegram"
    secrets = frozenset({"token", "webhook_secret"})

    token: Annotated[
        str,
        AfterValidator(shaped(r"\d+:[A-Za-z0-9_-]{3,}")),
        _must("the token BotFather gave you, whole: digits, a colon, and about 35 characters."),
    ] = ""
    api_url: Annotated[_Url, _must(f"an address such as {TELEGRAM_API}.")] = TELEGRAM_API
    file_url: Annotated[_Url, _must(f"an address such as {TELEGRAM_API}/file.")] = ""
    webhook_url: Annotated[
        str,
        AfterValidator(webhook("Telegram")),
        _must("an address such as https://bot.example.org/telegram."),
    ] = ""
    webhook_secret: Annotated[
        str,
        AfterValidator(shaped(r"[A-Za-z0-9_-]{1,256}")),
        _must("1 to 256 of the characters A-Z, a-z, 0-9, _ and -: `openssl rand -hex 32`."),
    ] = ""
    per_second: Annotated[
        float, _must("0 (no limit) or more messages a second.", ge=0, allow_inf_nan=False)
    ] = 30.0
    per_chat: Annotated[
        float, _must("0 (no limit) or more messages a second.", ge=0, allow_inf_nan=False)
    ] = 1.0
    max_connections: Annotated[int, _must("a whole number from 1 to 100.", ge=1, le=100)] = 40


class SlackSaid(Said):
    """The settings of Slack."""

    prefix = "SLACK_"
    table = "slack"
    secrets = frozenset({"bot_token", "app_token", "signing_secret", "client_secret"})

    bot_token: Annotated[
        str,
        AfterValidator(shaped(r"xoxb-[A-Za-z0-9-]{10,}")),
        _must('the "Bot User OAuth Token" of your app, which begins with xoxb-.'),
    ] = ""
    app_token: Annotated[
        str,
        AfterValidator(shaped(r"xapp-[A-Za-z0-9-]{10,}")),
        _must('an "App-Level Token" of your app, which begins with xapp-.'),
    ] = ""
    signing_secret: Annotated[
        str,
        AfterValidator(shaped(r"[A-Za-z0-9]{16,}")),
        _must('the "Signing Secret" of your app: 32 letters and digits.'),
    ] = ""
    client_id: Annotated[
        str,
        AfterValidator(shaped(r"[A-Za-z0-9.]+")),
        _must('the "Client ID" of your app: two numbers with a dot between.'),
    ] = ""
    client_secret: Annotated[
        str,
        AfterValidator(shaped(r"[A-Za-z0-9]{16,}")),
        _must('the "Client Secret" of your app: 32 letters and digits.'),
    ] = ""
    public_url: Annotated[
        str,
        AfterValidator(webhook("Slack")),
        _must("an address such as https://bot.example.org, without what comes behind."),
    ] = ""
    api_url: Annotated[_Url, _must(f"an address such as {SLACK_API}.")] = SLACK_API
    socket_url: Annotated[
        str,
        AfterValidator(address("ws", "wss")),
        _must("an address that begins with ws:// or wss://."),
    ] = ""
    per_chat: Annotated[
        float, _must("0 (no limit) or more messages a second.", ge=0, allow_inf_nan=False)
    ] = 1.0


__all__ = ["PainbotSaid", "Said", "SlackSaid", "TelegramSaid"]

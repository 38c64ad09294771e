"""Calls to Telegram, and what comes of them in words that every platform has."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import msgspec
from telegram import Bot, InputFile
from telegram.error import NetworkError, TelegramError

from painbot.platforms.telegram.transport import READY, ApiError, HttpRequest, UpdatesRequest
from painbot.ports import NotSent, Refused, TryLater, Undeliverable
from painbot.settings import Telegram

# What it means when Telegram says 400: that nothing is left to do, that the message to change is
# not there any more, or that nobody is.
DONE: Final = (
    "message is not modified",
    "query is too old",
    "query id is invalid",
    "query_id_invalid",
)
GONE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message",
    "there is no caption in the message",
    "message identifier is not specified",
)
NOBODY: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user is deactivated",
    "bot can't initiate conversation",
    "bot was blocked",
    "input_user_deactivated",
)
ANSWER_SECONDS: Final = 10.0  # more than a long poll takes


class NoMessage(Exception):
    """The message that was to be changed is not there any more."""


class BadToken(NotSent):
    """Telegram does not know this token. It may be a slip of Telegram's, so it is tried again."""


class AnotherPoller(NotSent):
    """Somebody else asks for the updates of this bot, or it has a webhook."""


class Moved(Refused):
    """The group has become another one; `chat` is its new id."""

    def __init__(self, chat: int) -> None:
        super().__init__("the chat has another id now")
        self.chat = chat


class Api:
    """Telegram's methods by their names. `seconds` is how long a call may take."""

    def __init__(self, settings: Telegram, seconds: float) -> None:
        self._bot = Bot(
            settings.token,
            base_url=f"{settings.api}/bot",
            base_file_url=f"{settings.files}/bot",
            request=HttpRequest(seconds),
            get_updates_request=UpdatesRequest(seconds),
        )

    async def call(self, method: str, params: dict[str, Any]) -> Any:  # noqa: ANN401 - as Telegram answers
        """Return the result of a method; None if there was nothing left to do.

        Raises TryLater, NotSent, Undeliverable, NoMessage or Refused.
        """
        try:
            return await self._bot.do_api_request(_endpoint(method), _ready(params))
        except ApiError as error:
            return _nothing_left(error)
        except TelegramError:
            raise NotSent from None

    async def updates(self, params: dict[str, Any]) -> list[bytes]:
        """Return the bytes of each update; raise Garbled when they cannot be told apart."""
        wait = params["timeout"] + ANSWER_SECONDS
        try:
            found: list[bytes] = await self._bot.do_api_request(
                _endpoint("getUpdates"), _ready(params), read_timeout=wait
            )
        except ApiError as error:
            _nothing_left(error)
            raise NotSent from None
        except NetworkError:
            raise NotSent from None
        return found

    async def aclose(self) -> None:
        """Close the connections."""
        for request in self._bot._request:  # noqa: SLF001 - shutdown() wants a getMe before
            await request.shutdown()


def _ready(params: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters as the body of a request, unless a file goes with them."""
    if any(isinstance(value, InputFile) for value in params.values()):
        return params
    return {READY: msgspec.json.encode(params)}


@cache
def _endpoint(method: str) -> str:
    """Return how `do_api_request` wants a method: `edit_Message_Text`.

    It makes `editMessageText` of it, and warns, at a cost, of every name that `Bot` has an
    attribute for.
    """
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in method)


def _nothing_left(error: ApiError) -> None:
    """Return when nothing is left to do; raise what the refusal means otherwise."""
    said = error.description
    if error.retry_after > 0 or error.code in (420, 429):
        raise TryLater(error.retry_after if error.retry_after > 0 else 1.0) from None
    if error.code in (401, 404):
        raise BadToken from None
    if error.code == 409:  # noqa: PLR2004
        raise AnotherPoller from None
    if error.code == 403 or any(each in said for each in NOBODY):  # noqa: PLR2004
        raise Undeliverable from None
    if error.moved_to:
        raise Moved(error.moved_to) from None
    if any(each in said for each in GONE):
        raise NoMessage from None
    if not any(each in said for each in DONE):
        raise Refused from None


__all__ = ["AnotherPoller", "Api", "BadToken", "Moved", "NoMessage"]

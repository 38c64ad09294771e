"""Calls to Slack, and what comes of them in words that every platform has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import aiohttp
import msgspec
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from painbot.ports import NotSent, Refused, TryLater, Undeliverable

if TYPE_CHECKING:
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

# What Slack says when the message to change is not there any more, or when nobody is.
GONE: Final = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
NOBODY: Final = frozenset(
    {
        "account_inactive", "cannot_dm_bot", "channel_not_found", "is_archived",
        "messages_tab_disabled", "not_in_channel", "org_login_required", "restricted_action",
        "team_access_not_granted", "user_disabled", "user_not_found", "user_not_in_channel",
        "user_not_visible",
    }
)  # fmt: skip
# That our token is no good: a slip of whoever runs this, or of Slack, or the app was thrown out.
TOKENS: Final = frozenset({"invalid_auth", "not_authed", "token_expired", "token_revoked"})
AGAIN: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
# The methods that take JSON. All others want a form, and whatever is no word in it as JSON.
_JSON: Final = frozenset({"chat.postEphemeral", "chat.postMessage", "chat.update", "views.publish"})
LATER: Final = 1.0
_TOO_MANY, _FAULT = 429, 500


class NoMessage(Exception):
    """The message that was to be changed is not there any more."""


class BadToken(NotSent):
    """Slack does not know this token. It may be a slip of Slack's, so it is tried again."""


class Api:
    """Slack's methods by their names. `seconds` is how long a call may take."""

    def __init__(self, base: str, seconds: float) -> None:
        timeout = aiohttp.ClientTimeout(total=seconds)
        # One session for all: slack_sdk would open a connection for each call.
        self.session = aiohttp.ClientSession(timeout=timeout, json_serialize=_serialize)
        # Whoever sends knows what may be tried again, so nothing here does.
        self.client = AsyncWebClient(base_url=base, session=self.session, retry_handlers=[])

    async def call(self, method: str, token: str, params: dict[str, Any]) -> dict[str, Any]:
        """Return the answer of a method.

        Raises TryLater, NotSent, Undeliverable, NoMessage or Refused.
        """
        answer = await self._answer(method, token, params)
        found: dict[str, Any] = answer.data  # type: ignore[assignment] # it is no file
        return found

    async def granted(self, token: str) -> set[str]:
        """Return the scopes that a token has; none if Slack does not say."""
        said = (await self._answer("auth.test", token, {})).headers.get("x-oauth-scopes", "")
        return {each.strip() for each in said.split(",") if each.strip()}

    async def _answer(self, method: str, token: str, params: dict[str, Any]) -> AsyncSlackResponse:
        try:
            return await self.client.api_call(method, **_arguments(method, token, params))
        except SlackApiError as error:
            raise refusal(error) from None
        except (aiohttp.ClientError, TimeoutError, ValueError):
            raise NotSent from None

    async def upload(self, url: str, data: bytes) -> None:
        """Send a file where Slack wants it; raise NotSent."""
        try:
            async with self.session.post(url, data=data) as answer:
                answer.raise_for_status()
        except (aiohttp.ClientError, TimeoutError):
            raise NotSent from None

    async def aclose(self) -> None:
        """Close the connections."""
        await self.session.close()


def _arguments(method: str, token: str, params: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a method in the form that it takes."""
    if method in _JSON:
        return {"json": {"token": token, **params}}
    words = {
        name: said if isinstance(said, str) else _serialize(said) for name, said in params.items()
    }
    return {"params": {"token": token, **words}}


def _serialize(params: Any) -> str:  # noqa: ANN401 - what aiohttp is to send as JSON
    return msgspec.json.encode(params).decode()


def refusal(error: SlackApiError) -> Exception:
    """Return what it means that Slack did not do something."""
    response = error.response
    status = getattr(response, "status_code", 0)
    data = getattr(response, "data", None)
    said = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == _TOO_MANY or said in ("ratelimited", "rate_limited", "message_limit_exceeded"):
        return TryLater(_seconds(getattr(response, "headers", {})))
    if not said or status >= _FAULT or said in AGAIN:
        return NotSent()
    if said in TOKENS:
        return BadToken()
    return _final(said)


def _final(said: str) -> Exception:
    if said in NOBODY:
        return Undeliverable()
    return NoMessage() if said in GONE else Refused()


def _seconds(headers: Any) -> float:  # noqa: ANN401 - headers of whatever library
    said = str(headers.get("Retry-After", ""))
    return float(said) if said.isdecimal() else LATER


__all__ = ["Api", "BadToken", "NoMessage", "refusal"]

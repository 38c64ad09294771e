"""Calls to Slack, and what comes of them in words that every platform has.

They go straight over one aiohttp session. slack_sdk's client looks at each argument by itself,
which costs as much as everything else in a turn; it does what is rare.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import aiohttp
import msgspec
from slack_sdk.web.async_client import AsyncWebClient

from painbot.ports import NotSent, Refused, TryLater, Undeliverable

# What Slack says when the message to change is not there any more, or when nobody is.
GONE: Final = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
NOBODY: Final = frozenset(
    {
        "account_inactive", "cannot_dm_bot", "channel_not_found", "is_archived", "not_in_channel",
        "user_disabled", "user_not_found", "user_not_in_channel", "user_not_visible",
    }
)  # fmt: skip
# That our token is no good, or may not do this: a slip of whoever runs this, or of Slack.
TOKENS: Final = frozenset(
    {
        "invalid_auth", "messages_tab_disabled", "missing_scope", "not_authed",
        "org_login_required", "restricted_action", "team_access_not_granted", "token_expired",
        "token_revoked",
    }
)  # fmt: skip
AGAIN: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
LIMITS: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# The methods that take JSON. All others want a form, and whatever is no word in it as JSON.
_JSON: Final = frozenset({"chat.postEphemeral", "chat.postMessage", "chat.update", "views.publish"})
_KIND: Final = "application/json; charset=utf-8"
LATER: Final = 1.0
_TOO_MANY, _FAULT = 429, 500


class Answer(msgspec.Struct, frozen=True):
    """What Slack answered, as far as anybody here reads it."""

    ok: bool = False
    error: str = ""
    ts: str = ""
    channel: str = ""
    url: str = ""
    upload_url: str = ""
    file_id: str = ""
    team_id: str = ""
    enterprise_id: str | None = None
    is_enterprise_install: bool = False


class NoMessage(Exception):
    """The message that was to be changed is not there any more."""


class BadToken(NotSent):
    """Slack does not know this token. It may be a slip of Slack's, so it is tried again."""


_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Answer).decode


class Api:
    """Slack's methods by their names. `seconds` is how long a call may take."""

    def __init__(self, base: str, seconds: float) -> None:
        self._base = base
        self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds))
        # For what Bolt does by itself. Without a session it would open a connection for each call.
        self.client = AsyncWebClient(base_url=base, session=self.session, retry_handlers=[])

    async def call(self, method: str, token: str, params: Mapping[str, Any]) -> Answer:
        """Return the answer of a method.

        Raises TryLater, NotSent, Undeliverable, NoMessage or Refused.
        """
        answer, _ = await self._answer(method, token, params)
        return answer

    async def granted(self, token: str) -> set[str]:
        """Return the scopes that a token has; none if Slack does not say."""
        _, headers = await self._answer("auth.test", token, {})
        said = headers.get("x-oauth-scopes", "")
        return {each.strip() for each in said.split(",") if each.strip()}

    async def _answer(
        self, method: str, token: str, params: Mapping[str, Any]
    ) -> tuple[Answer, Mapping[str, str]]:
        headers, body = _request(method, token, params)
        try:
            async with self.session.post(
                f"{self._base}{method}", data=body, headers=headers, allow_redirects=False
            ) as given:
                status, found, raw = given.status, given.headers, await given.read()
            answer = _decode(raw) if raw else Answer()
        except (aiohttp.ClientError, TimeoutError):
            raise NotSent from None
        except msgspec.MsgspecError:
            answer = Answer()
        if not answer.ok:
            raise refusal(status, answer.error, found.get("Retry-After", ""))
        return answer, found

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


def _request(
    method: str, token: str, params: Mapping[str, Any]
) -> tuple[dict[str, str], bytes | aiohttp.FormData]:
    """Return headers and body of a call, in the form that the method takes."""
    headers = {"Authorization": f"Bearer {token}"}
    if method in _JSON:
        return {**headers, "Content-Type": _KIND}, _encode(params)
    words = (
        (name, said if isinstance(said, str) else _word(said)) for name, said in params.items()
    )
    return headers, aiohttp.FormData(list(words))


def _word(said: object) -> str:
    return _encode(said).decode()


def refusal(status: int, said: str, after: str = "") -> Exception:
    """Return what it means that Slack did not do it; `after` is how long it is to be left."""
    if status == _TOO_MANY or said in LIMITS:
        return TryLater(float(after) if after.isdecimal() else LATER)
    if not said or status >= _FAULT or said in AGAIN:
        return NotSent()
    if said in TOKENS:
        return BadToken()
    if said in NOBODY:
        return Undeliverable()
    return NoMessage() if said in GONE else Refused()


__all__ = ["Answer", "Api", "BadToken", "NoMessage", "refusal"]

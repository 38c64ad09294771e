"""Bolt's app with one middleware in front of everything, which commits and answers.

A listener of Bolt's would be asked every ten milliseconds whether it has answered, and would have
answered an event before it ran.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

if TYPE_CHECKING:
    from slack_bolt.authorization import AuthorizeResult

    from painbot.platforms.slack.api import Api
    from painbot.platforms.slack.receiving import Receiver

# What Bolt itself answers: that it is there, before there is anything to take.
_HELLO: Final = "url_verification"


class Intake(AsyncMiddleware):
    """Hand every payload to the receiver and return its answer."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - as Bolt calls it
    ) -> BoltResponse | None:
        """Return the answer to a payload."""
        del resp
        if req.body.get("type") == _HELLO:
            return await next()
        answer = await self._receiver.take(req.body)
        body: Any = "" if answer.body is None else dict(answer.body)
        return BoltResponse(status=answer.status, body=body, headers=dict(answer.headers))


class _App(AsyncApp):
    """Bolt's app without what it prepares for listeners, of which there are none."""

    def _init_context(self, req: AsyncBoltRequest) -> None:
        """Make no client for each request."""


class _Ready(AsyncBoltRequest):
    """A request whose signature was checked and whose body is no text any more."""

    def __init__(self, plain: dict[str, Any]) -> None:
        self.body = plain
        self.raw_body = ""
        self.query = {}
        self.headers = {}
        self.content_type = None
        self.context = AsyncBoltContext()
        self.lazy_only, self.lazy_function_name = False, None
        self.mode = "socket_mode"


async def _nobody(**_: object) -> AuthorizeResult:
    """Say that nobody is known; nothing comes as far as this, and the receiver looks people up."""
    raise NotImplementedError


def app(api: Api, receiver: Receiver) -> AsyncApp:
    """Return an app for which signature, size and shape were checked before."""
    return _App(
        name="painbot",
        logger=logging.getLogger("slack_bolt"),
        client=api.client,
        authorize=_nobody,
        before_authorize=Intake(receiver),
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
    )


async def dispatch(bolt: AsyncApp, plain: dict[str, Any]) -> BoltResponse:
    """Return Bolt's answer to a payload that is no text any more."""
    return await bolt.async_dispatch(_Ready(plain))


__all__ = ["app", "dispatch"]

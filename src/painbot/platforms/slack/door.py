"""What Slack calls: signature, age and shape are checked here, before Bolt sees a request.

Bolt would log the body of a request with a wrong signature, and fail on odd timestamps.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from yarl import URL

from painbot.platforms.slack.bolt import dispatch
from painbot.platforms.slack.payloads import Malformed, decode
from painbot.platforms.slack.receiving import BAD_REQUEST, NO_RETRY
from painbot.ports import Request, Response, Surroundings

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp
    from slack_bolt.response import BoltResponse

PATH: Final = "/slack/events"
SIGNATURE, TIMESTAMP = "x-slack-signature", "x-slack-request-timestamp"
OLDEST_SECONDS: Final = 300.0
UNAUTHORIZED: Final = 401
_FORM: Final = "application/x-www-form-urlencoded"


class Door:
    """Take requests that Slack has signed just now, and no others."""

    def __init__(self, secret: str, bolt: AsyncApp, around: Surroundings) -> None:
        self._secret = secret.encode()
        self._bolt = bolt
        self._observer = around.observer

    async def __call__(self, request: Request) -> Response:
        """Answer a request; with any status but 200 Slack brings an event again."""
        if not self.signed(request.headers, request.body):
            self._observer.happened("forged", "slack")
            return Response(UNAUTHORIZED)
        try:
            plain = read(request)
        except Malformed:
            self._observer.happened("malformed", "slack")
            return Response(BAD_REQUEST, headers=tuple(NO_RETRY.items()))
        return answer(await dispatch(self._bolt, plain))

    def signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Return whether the signature is right and not old."""
        said, given = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
        if not (said.isascii() and said.isdigit() and len(said) < len("1700000000000")):
            return False
        if abs(time.time() - int(said)) > OLDEST_SECONDS:
            return False
        made = hmac.digest(self._secret, b"v0:%b:%b" % (said.encode(), body), "sha256")
        wanted = f"v0={made.hex()}".encode()
        return hmac.compare_digest(wanted, given.encode("utf-8", "surrogateescape"))


def read(request: Request) -> dict[str, Any]:
    """Return what a request holds: JSON, JSON in a form, or a form; raise Malformed."""
    if not request.headers.get("content-type", "").startswith(_FORM):
        return decode(request.body)
    try:
        form: dict[str, Any] = dict(URL(f"?{request.body.decode()}", encoded=True).query)
    except ValueError:
        raise Malformed from None
    return decode(form["payload"].encode("utf-8", "surrogatepass")) if "payload" in form else form


def answer(given: BoltResponse) -> Response:
    """Return Bolt's answer as what HTTP wants."""
    headers = [(name, each) for name, several in given.headers.items() for each in several]
    return Response(given.status, (given.body or "").encode(), headers)


__all__ = ["PATH", "Door", "answer", "read"]

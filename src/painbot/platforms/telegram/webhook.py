"""What Telegram calls: one update a request, answered with 200 only when it is committed."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Final

import msgspec

from painbot.platforms.telegram.receiving import Receiver
from painbot.ports import Request, Response, Surroundings

PATH: Final = "/telegram"
SECRET: Final = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of a header
_ANY: Final = msgspec.json.Decoder(msgspec.Raw)
OK, BAD_REQUEST, FORBIDDEN, UNAVAILABLE = 200, 400, 403, 503


class Webhook:
    """Take requests that carry the secret, and no others."""

    def __init__(self, secret: str, receiver: Receiver, around: Surroundings) -> None:
        self._secret = secret.encode()
        self._receiver = receiver
        self._observer = around.observer

    async def __call__(self, request: Request) -> Response:
        """Answer with a status; with any but 200 Telegram brings the same update again."""
        return Response(await self._status(request.headers, request.body))

    async def _status(self, headers: Mapping[str, str], body: bytes) -> int:
        given = headers.get(SECRET, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            self._observer.happened("forged", "telegram")
            return FORBIDDEN
        if not _is_json(body):  # never from Telegram
            self._receiver.malformed()
            return BAD_REQUEST
        try:
            await self._receiver.take(body)
        except Exception as error:  # noqa: BLE001 - whatever it was: it is not committed
            self._observer.happened(f"not-taken-{type(error).__name__.lower()}", "telegram")
            return UNAVAILABLE
        return OK


def _is_json(body: bytes) -> bool:
    try:
        _ANY.decode(body)
    except (msgspec.DecodeError, RecursionError):
        pass
    else:
        return True
    try:
        json.loads(body)  # which takes half a surrogate pair for a text, as Telegram does
    except (ValueError, RecursionError):
        return False
    return True


__all__ = ["PATH", "Webhook"]

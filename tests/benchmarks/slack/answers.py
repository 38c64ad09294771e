"""An answer of the canned Web API, as slack_sdk reads one of aiohttp's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, Final, Self

_HEADERS: Final = {"Content-Type": "application/json; charset=utf-8"}


class Canned:
    """A call under way, and its answer."""

    status = 200
    headers = _HEADERS
    content_type = "application/json"

    def __init__(self, api: Callable[[str, bytes], bytes], method: str, body: bytes) -> None:
        self._api, self._method, self._body = api, method, body
        self._answer = b""

    async def __aenter__(self) -> Self:
        await asyncio.sleep(0)  # no answer comes in the tick of its request
        self._answer = self._api(self._method, self._body)
        return self

    async def __aexit__(self, *_: object) -> None:
        return

    async def json(self) -> Any:  # noqa: ANN401 - JSON
        """Return what it says."""
        return json.loads(self._answer)

    async def read(self) -> bytes:
        """Return its bytes."""
        return self._answer

    async def text(self) -> str:
        """Return it as it is."""
        return self._answer.decode()


__all__ = ["Canned"]

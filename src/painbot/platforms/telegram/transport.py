"""HTTP for python-telegram-bot's `Bot`, on aiohttp: about a fifth of the cost of its own.

What Telegram refuses is raised from here as one kind of error with its number, so that nothing
above has to read sentences, and no body gets into a message or a log.
"""

from __future__ import annotations

from typing import Any, Final

import aiohttp
import msgspec
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData
from yarl import URL

from painbot.ports.plain import whole

CONNECT_SECONDS: Final = 3.0
CONNECTIONS: Final = 200


class ApiError(TelegramError):
    """Telegram understood and said no. `description` is Telegram's own; never log it."""

    def __init__(self, code: int, answer: _Refusal) -> None:
        super().__init__(f"Telegram answered {code}")
        self.code = code
        self.description = answer.description.lower()
        self.retry_after = answer.parameters.retry_after
        self.moved_to = answer.parameters.migrate_to_chat_id


class _Parameters(msgspec.Struct):
    retry_after: float = 0.0
    migrate_to_chat_id: int = 0


class _Refusal(msgspec.Struct):
    description: str = ""
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


class _Answer(msgspec.Struct):
    result: Any


class _Updates(msgspec.Struct):
    result: list[msgspec.Raw]


class HttpRequest(BaseRequest):
    """One session for all calls; `seconds` is how long a call may take altogether."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[str, URL] = {}

    @property
    def read_timeout(self) -> float:
        """Return how long a call may take, in seconds."""
        return self._seconds

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            connect = min(CONNECT_SECONDS, self._seconds)
            timeout = aiohttp.ClientTimeout(total=self._seconds, sock_connect=connect)
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    # As python-telegram-bot calls it.
    async def do_request(  # type: ignore[override]  # noqa: PLR0913, PLR0917
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: float | None = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """Make one call; raise ApiError for a refusal. What else goes wrong is a NetworkError."""
        del write_timeout, connect_timeout, pool_timeout
        if self._session is None:
            await self.initialize()
        wanted: dict[str, Any] = {"allow_redirects": False}  # the token stands in the address
        if request_data is not None:
            wanted |= _body(request_data)
        if isinstance(read_timeout, float):
            wanted["timeout"] = aiohttp.ClientTimeout(total=read_timeout)
        where = self._urls.setdefault(url, URL(url))
        async with self._session.request(method, where, **wanted) as response:  # type: ignore[union-attr]
            status, payload = response.status, await response.read()
        if status in _UNDERSTOOD:
            raise ApiError(status, _refusal(payload))
        if status != _OK:
            raise NetworkError(_CUT)
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401 - as Telegram answers
        """Return the answer; one that is none was cut on its way, or is not from Telegram."""
        try:
            return {"result": _ANSWER.decode(payload).result}
        except (msgspec.DecodeError, RecursionError):
            raise NetworkError(_CUT) from None


class UpdatesRequest(HttpRequest):
    """The same for getUpdates, whose answer is left as the bytes of each update."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401 - as Telegram answers
        """Return `{"result": [bytes, ...]}`."""
        try:
            updates = _updates(payload)
        except (ValueError, msgspec.MsgspecError, RecursionError):
            raise Garbled(payload) from None
        return {"result": [bytes(update) for update in updates]}


def _updates(payload: bytes) -> list[msgspec.Raw]:
    """Return the updates of an answer, also of one with half a surrogate pair in it."""
    try:
        return _UPDATES.decode(payload).result
    except msgspec.DecodeError:
        return _UPDATES.decode(whole(payload)).result


class Garbled(TelegramError):
    """An answer of getUpdates is no JSON. `payload` is what came, and must not be logged."""

    def __init__(self, payload: bytes) -> None:
        super().__init__(_CUT)
        self.payload = payload


_ANSWER: Final = msgspec.json.Decoder(_Answer)
_UPDATES: Final = msgspec.json.Decoder(_Updates)
_CUT: Final = "Telegram's answer cannot be read"
# A 5xx, whatever it says, leaves open whether the call was done.
_UNDERSTOOD: Final = frozenset({400, 401, 403, 404, 409, 413, 420, 429})
_OK: Final = 200
_JSON: Final = {"Content-Type": "application/json"}


# The one parameter of a call whose body is ready: python-telegram-bot looks at each by itself,
# which costs more than everything else a call needs.
READY: Final = "ready"


def _body(data: RequestData) -> dict[str, Any]:
    if not data.contains_files:
        return {"data": data.parameters[READY], "headers": _JSON}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


def _refusal(payload: bytes) -> _Refusal:
    try:
        return msgspec.json.decode(payload, type=_Refusal, strict=False)
    except msgspec.DecodeError:
        return _Refusal()


__all__ = ["READY", "ApiError", "Garbled", "HttpRequest", "UpdatesRequest"]

"""Bring to the app what people do: again if it is not taken, as Slack does with events."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

import aiohttp
import msgspec

from .screens import Json
from .sockets import Lines
from .world import SIGNING_SECRET, World

Kind = Literal["events_api", "interactive", "slash_commands"]
PATIENCE = 3.0
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """One thing to bring; `heard` is told of the body of the answer, `failed` that none came."""

    name: str
    kind: Kind
    payload: Json
    heard: Callable[[Json], None] = lambda _: None
    failed: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try; status 0 when there was no answer. `seconds` is how long the answer took."""

    name: str
    kind: Kind
    attempt: int
    status: int
    seconds: float
    at: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int = 0
    body: Json | None = None
    again: bool = True

    @property
    def good(self) -> bool:
        """Tell whether it was taken."""
        return 200 <= self.status < 300


@dataclass(slots=True, eq=False)
class Deliverer:
    """Everything on its way; lives in the server's event loop.

    `pauses` are those before an event is brought again. With `urls` the app is called there, each
    time at another, else what it has called in by is used.
    """

    world: World
    lines: Lines
    pauses: tuple[float, ...]
    urls: tuple[str, ...] = ()
    log: list[Delivery] = field(default_factory=list)
    lost: list[Envelope] = field(default_factory=list)
    made: dict[str, Envelope] = field(default_factory=dict)
    coming: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None

    def begin(self, envelope: Envelope, delay: float, attempt: int) -> None:
        """Bring it after a while, for the first time or as one more copy."""
        task = asyncio.create_task(self._insist(envelope, delay, attempt))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop delivering."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _insist(self, envelope: Envelope, delay: float, first: int) -> None:
        try:
            await asyncio.sleep(delay)
            answer = await self._try(envelope, first)
            for attempt, pause in enumerate(self.pauses, 1):
                if answer.good or not answer.again or envelope.kind != "events_api":
                    break
                await asyncio.sleep(pause)
                answer = await self._try(envelope, attempt)
            self._settle(envelope, answer)
        finally:
            with self.world.lock:
                self.coming -= 1
                self.world.changed.notify_all()

    def _settle(self, envelope: Envelope, answer: Answer) -> None:
        with self.world.lock:
            if not answer.good:
                self.lost.append(envelope)
                envelope.failed()
            elif answer.body is not None:
                envelope.heard(answer.body)

    async def _try(self, envelope: Envelope, attempt: int) -> Answer:
        began = time.monotonic()
        answer = await (self._call if self.urls else self._send)(envelope, attempt)
        now = time.monotonic()
        made = Delivery(envelope.name, envelope.kind, attempt, answer.status, now - began, now)
        with self.world.lock:
            self.log.append(made)
            self.world.changed.notify_all()
        return answer

    async def _send(self, envelope: Envelope, attempt: int) -> Answer:
        """Send it down one of the lines that the app holds open."""
        said: Json = {"type": envelope.kind, "payload": envelope.payload}
        said["accepts_response_payload"] = envelope.kind != "events_api"
        if envelope.kind == "events_api":
            said |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        answered = await self.lines.send(said, PATIENCE)
        return Answer() if answered is None else Answer(200, answered or None)

    async def _call(self, envelope: Envelope, attempt: int) -> Answer:
        """Call the app where it wants to be called, signed."""
        headers, body = written(envelope)
        if attempt:
            headers["X-Slack-Retry-Num"] = str(attempt)
            headers["X-Slack-Retry-Reason"] = "http_timeout"
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=PATIENCE)
            connector = aiohttp.TCPConnector(limit=200)
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        url = self.world.random.choice(self.urls)
        try:
            async with self._session.post(url, data=body, headers=headers) as answer:
                again = answer.headers.get("X-Slack-No-Retry") != "1"
                return Answer(answer.status, _body(await answer.read()), again)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return Answer()


def written(envelope: Envelope) -> tuple[dict[str, str], bytes]:
    """Write a request as Slack does: its headers, signed just now, and its body."""
    raw = msgspec.json.encode(envelope.payload)
    kind, body = _JSON, raw
    if envelope.kind == "interactive":
        kind, body = _FORM, urlencode({"payload": raw.decode()}).encode()
    elif envelope.kind == "slash_commands":
        kind, body = _FORM, urlencode(envelope.payload).encode()
    return {"Content-Type": kind, **signed(body)}, body


def signed(body: bytes, at: float | None = None, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """Return the headers that prove a body to be Slack's."""
    stamp = str(int(time.time() if at is None else at))
    made = hmac.new(secret.encode(), b"v0:%b:%b" % (stamp.encode(), body), hashlib.sha256)
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made.hexdigest()}"}


def _body(raw: bytes) -> Json | None:
    if not raw.strip():
        return None
    try:
        return msgspec.json.decode(raw, type=dict[str, object])
    except msgspec.MsgspecError:
        return {"text": raw.decode(errors="replace")}

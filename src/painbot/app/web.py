"""The HTTP side of `painbot serve`: what a platform calls, and how painbot is."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from painbot import ports
from painbot.app.running import CannotServe

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_BYTES: Final = 1 << 20
BODY_SECONDS: Final = 10.0
STOP_SECONDS: Final = 2
BACKLOG: Final = 512
TOO_SLOW, TOO_LARGE, NO_METHOD, NOT_FOUND, NOT_READY = 408, 413, 405, 404, 503

Ready = Callable[[], Awaitable[str]]
Render = Callable[[], tuple[bytes, str]]


class PortTaken(CannotServe):
    """Nothing can be listened to there."""


class Web:
    """Answer HTTP requests.

    `ready` returns why people cannot be served right now, or nothing; `render` the metrics and
    their content type.
    """

    def __init__(self, ready: Ready, render: Render) -> None:
        self._ready = ready
        self._render = render
        self._hooks: dict[str, ports.Hook] = {}
        self._pages: dict[str, ports.Hook] = {}
        self.app = Starlette(
            routes=[
                Route("/healthz", self._healthz),
                Route("/readyz", self._readyz),
                Route("/metrics", self._metrics),
                Route("/{path:path}", self._called, methods=["GET", "POST"]),
            ]
        )

    def listen(self, path: str, hook: ports.Hook) -> None:
        """Call this for every POST to a path from now on."""
        self._hooks[path] = hook

    def show(self, path: str, page: ports.Hook) -> None:
        """Call this for every GET of a path from now on."""
        self._pages[path] = page

    async def _healthz(self, request: Request) -> Response:
        del request
        return PlainTextResponse("ok\n")

    async def _readyz(self, request: Request) -> Response:
        del request
        why_not = await self._ready()
        if why_not:
            return PlainTextResponse(f"{why_not}\n", NOT_READY)
        return PlainTextResponse("ready\n")

    async def _metrics(self, request: Request) -> Response:
        del request
        body, kind = self._render()
        return Response(body, headers={"Content-Type": kind})

    async def _called(self, request: Request) -> Response:
        wanted, other = self._hooks, self._pages
        if request.method != "POST":
            wanted, other = other, wanted
        hook = wanted.get(request.url.path)
        if hook is None:
            return Response(status_code=NO_METHOD if request.url.path in other else NOT_FOUND)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(request)
        except TimeoutError:
            return _closing(TOO_SLOW)
        if body is None:
            return _closing(TOO_LARGE)
        return _response(await hook(ports.Request(_headers(request), body, request.url.query)))


class Server(uvicorn.Server):
    """Serve until told to stop; signals are for the whole of painbot, not for this part of it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def open_server(web: Web, listener: socket.socket) -> tuple[Server, Coroutine[Any, Any, None]]:
    """Return a server, and its work, which ends once `should_exit` is set."""
    config = uvicorn.Config(
        web.app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    server = Server(config)
    return server, server.serve([listener])


def open_port(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; raise PortTaken, with one plain sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"painbot cannot listen at {host} port {port} ({reason}): choose another port."
        raise PortTaken(message) from None


def _headers(request: Request) -> Mapping[str, str]:
    """Return headers by their names in small letters; several of one name are one, as in HTTP."""
    found: dict[str, str] = {}
    for name, value in request.headers.items():
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


async def _body(request: Request) -> bytes | None:
    """Return the body, or None as soon as it is too large."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > MOST_BYTES:
        return None
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _response(answer: ports.Response) -> Response:
    response = Response(answer.body, answer.status)
    for name, value in answer.headers:
        response.headers.append(name, value)
    return response


def _closing(status: int) -> Response:
    return Response(status_code=status, headers={"Connection": "close"})


__all__ = ["PortTaken", "Server", "Web", "open_port", "open_server"]

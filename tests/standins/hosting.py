"""A server in a thread of its own, on a free port here, which can go away for a while."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from aiohttp import web

_HOST = "127.0.0.1"


class Host:
    """The thread, its event loop, and the door to it; `application` makes what is served."""

    def __init__(self, name: str, application: Callable[[], web.Application]) -> None:
        self._application = application
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """Say where it is, without a slash at the end."""
        return f"http://{_HOST}:{self._port}"

    def start(self) -> None:
        """Serve from now on."""
        self._thread.start()
        self.run(self._open())

    def close(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Stop serving for good, after what is to be done last."""
        if self.loop.is_closed():
            return
        if self._thread.is_alive():
            self.run(last())
            self.run(self._shut())
            self.run(_stop_all())
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join()
        self.loop.close()

    def go_away(self) -> None:
        """Refuse connections, as in an outage, until `come_back`; open ones are cut."""
        self.run(self._shut())

    def come_back(self) -> None:
        """Serve again, at the same address."""
        self.run(self._open())

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the thread, and wait for it."""
        asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def soon(self, act: Any, *given: Any) -> None:  # noqa: ANN401
        """Have the loop do something soon, also when it has just ended."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(act, *given)

    def later(self, delay: float, act: Callable[[], None]) -> None:
        """Have the loop do something after a while."""
        self.soon(self.loop.call_later, delay, act)

    def _live(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    async def _open(self) -> None:
        self._runner = web.AppRunner(
            self._application(), access_log=None, handler_cancellation=True, shutdown_timeout=0.05
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, _HOST, self._port, reuse_address=True, backlog=1024)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def _shut(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None


async def _stop_all() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


def cut(request: web.Request, *, reset: bool) -> None:
    """Close the connection of a request, politely or with a reset."""
    transport = request.transport
    if transport is None:
        return
    if reset:
        plug = transport.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    transport.close()


async def half(request: web.Request, body: bytes) -> web.StreamResponse:
    """Send half of an answer and close the connection."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    cut(request, reset=False)
    return response

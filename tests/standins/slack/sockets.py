"""Socket Mode: lines that the app has opened, and down which everything is sent."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from aiohttp import WSMsgType, web

from .screens import Json
from .world import APP, World

_GRACE = 3.0


class Line:
    """One connection; `waiting` are those who wait for answers, by the ids of envelopes."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.waiting: dict[str, asyncio.Future[Json | None]] = {}
        self.leaving = False

    def end(self) -> None:
        """Tell everybody who waits that nothing will come."""
        for waiter in self.waiting.values():
            if not waiter.done():
                waiter.set_result(None)


class Lines:
    """All connections; lives in the server's event loop."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lines: list[Line] = []
        self._tickets: set[str] = set()
        self._retiring: list[asyncio.Task[None]] = []
        self.opened = 0

    def __len__(self) -> int:
        return len(self._lines)

    def ticket(self) -> str:
        """Let one connection in."""
        made = self._world.draw("ticket", 20)
        self._tickets.add(made)
        return made

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            with self._world.lock:
                self._world.mistakes.append("a line was opened without a new ticket")
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = Line(socket)
        hello = {"type": "hello", "num_connections": len(self._lines) + 1}
        await socket.send_json({**hello, "connection_info": {"app_id": APP}})
        self._lines.append(line)
        self.opened += 1
        self._tell()
        try:
            async for said in socket:
                if said.type == WSMsgType.TEXT:
                    self._heard(line, said.data)
        finally:
            self._lines.remove(line)
            line.end()
            self._tell()
        return socket

    async def send(self, said: Json, seconds: float) -> Json | None:
        """Send an envelope down any line; return its answer, or None if none came in time."""
        open_ = [line for line in self._lines if not line.leaving] or self._lines
        if not open_:
            return None
        line, envelope_id = self._world.random.choice(open_), self._world.draw("envelope-", 16)
        waiter: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        line.waiting[envelope_id] = waiter
        try:
            await line.socket.send_json({**said, "envelope_id": envelope_id})
            async with asyncio.timeout(seconds):
                return await waiter
        except (TimeoutError, ConnectionError):
            return None
        finally:
            line.waiting.pop(envelope_id, None)

    async def refresh(self) -> None:
        """Ask each line to be opened anew, and close it once there is another."""
        for line in list(self._lines):
            line.leaving = True
            await line.socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
            self._retiring = [each for each in self._retiring if not each.done()]
            self._retiring.append(asyncio.create_task(self._retire(line)))

    async def _retire(self, line: Line) -> None:
        end = asyncio.get_running_loop().time() + _GRACE
        while asyncio.get_running_loop().time() < end:
            if not line.waiting and any(not other.leaving for other in self._lines):
                break
            await asyncio.sleep(0.02)
        await line.socket.close()

    async def cut(self) -> None:
        """Cut all lines without a word."""
        for line in list(self._lines):
            transport = line.socket._req.transport if line.socket._req else None
            if transport is not None:
                transport.abort()

    def _heard(self, line: Line, raw: str) -> None:
        """Take an answer; one that nobody waits for any more came too late."""
        try:
            said: dict[str, Any] = msgspec.json.decode(raw, type=dict[str, Any])
        except msgspec.MsgspecError:
            said = {}
        envelope_id, payload = said.get("envelope_id"), said.get("payload")
        if not isinstance(envelope_id, str) or set(said) - {"envelope_id", "payload"}:
            with self._world.lock:
                self._world.mistakes.append("something was said down a line that is no answer")
            return
        waiter = line.waiting.get(envelope_id)
        if waiter is not None and not waiter.done():
            waiter.set_result(payload or {})

    def _tell(self) -> None:
        with self._world.lock:
            self._world.changed.notify_all()

"""The Bot API on loopback HTTP in a process of its own, and the people who talk with the bot.

`python -m tests.benchmarks.telegram.loopback CONTENDER REDIS_URL SCALE` starts the bot as its
child, which fetches updates by long polling, and prints one line of JSON. The bot's CPU is what
the kernel counted for its process, so it may be anything, `painbot serve` too.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any, Final

import msgspec
from aiohttp import web

from tests.benchmarks.telegram.canned import BotApi
from tests.benchmarks.telegram.dialogue import TURNS
from tests.benchmarks.telegram.drive import Driver

BOTS: Final = {
    "aiogram": "tests.benchmarks.telegram.aiogram_polling",
    "painbot": "tests.benchmarks.telegram.painbot_polling",
}
SLOTS: Final = 32
DIALOGUES: Final = 96
READY_SECONDS: Final = 60.0
DRAIN: Final = 0.2
_BATCH: Final = 100


class _Poll(msgspec.Struct):
    offset: int = 0
    timeout: float = 0.0


class Server:
    """Answer as `BotApi` does; hand out updates until they are confirmed by a later offset."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._updates: OrderedDict[int, bytes] = OrderedDict()
        self._given = 0
        self._news = asyncio.Event()
        self.asked = asyncio.Event()

    async def feed(self, update: bytes) -> None:
        """Have it ready for the next poll."""
        number = int(update[len(b'{"update_id":') : update.index(b",")])
        self._updates[number] = update
        self._news.set()

    async def open(self) -> tuple[web.AppRunner, str]:
        """Listen; return what has to be cleaned up, and where."""
        app = web.Application(client_max_size=1 << 22)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def _answer(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], await request.read()
        if method == "getUpdates":
            found = await self._wait(_asked(body, request))
            answer = b'{"ok":true,"result":[%b]}' % b",".join(found)
        else:
            answer = self._api(method, body)
        return web.Response(body=answer, content_type="application/json")

    async def _wait(self, poll: _Poll) -> list[bytes]:
        """Return the updates from the offset on; without one that is new, wait for it."""
        self.asked.set()
        end = time.monotonic() + poll.timeout
        while True:
            while self._updates and (first := next(iter(self._updates))) < poll.offset:
                del self._updates[first]
            left = end - time.monotonic()
            if self._updates or left <= 0:
                return list(self._updates.values())[:_BATCH]
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                return []


def _asked(body: bytes, request: web.Request) -> _Poll:
    """Read offset and timeout, from JSON or a form."""
    if body.startswith(b"{"):
        return msgspec.json.decode(body, type=_Poll, strict=False)
    pairs = dict(each.split("=", 1) for each in body.decode().split("&") if "=" in each)
    return msgspec.convert({**request.query, **pairs}, _Poll, strict=False)


def cpu_seconds(pid: int) -> float:
    """Return what the kernel counted for a process and all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(name: str, redis_url: str, scale: float = 1.0) -> dict[str, Any]:
    """Return what a turn over HTTP cost, by mode."""
    api = BotApi()
    server = Server(api)
    runner, url = await server.open()
    command = (sys.executable, "-m", BOTS[name], url, redis_url)
    bot = await asyncio.create_subprocess_exec(*command)
    try:
        await asyncio.wait_for(server.asked.wait(), READY_SECONDS)
        measured = {}
        for mode in ("tap", "text"):
            driver = Driver(api, server.feed, tap=mode == "tap")
            await driver.run(SLOTS, SLOTS)
            measured[mode] = await _one(
                driver, api.calls, bot.pid, max(SLOTS, round(DIALOGUES * scale))
            )
    finally:
        if bot.returncode is None:
            bot.terminate()
        await bot.wait()
        await runner.cleanup()
    return measured


async def _one(driver: Driver, calls: dict[str, int], pid: int, dialogues: int) -> dict[str, Any]:
    await asyncio.sleep(DRAIN)
    calls.clear()
    before, began = cpu_seconds(pid), time.perf_counter()
    await driver.run(SLOTS, dialogues)
    wall = time.perf_counter() - began
    await asyncio.sleep(DRAIN)
    cpu, turns = cpu_seconds(pid) - before, dialogues * TURNS
    latencies = sorted(driver.latencies)
    return {
        "turns": turns,
        "per_cpu_second": turns / max(cpu, 0.01),
        "per_second": turns / wall,
        "p50_ms": 1000 * latencies[len(latencies) // 2],
        "p99_ms": 1000 * latencies[len(latencies) * 99 // 100],
        "calls": {method: round(n / turns, 2) for method, n in sorted(calls.items())},
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(sys.argv[1], sys.argv[2], float(sys.argv[3])))))  # noqa: T201

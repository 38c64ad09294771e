"""Measure one contender in a process of its own: `python -m tests.benchmarks.telegram.measure`.

Prints one line of JSON: what a turn cost in each mode and number of conversations at once.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import sys
import time
from importlib import import_module
from typing import Any, Final, Protocol, cast

from tests.benchmarks.telegram.canned import BotApi
from tests.benchmarks.telegram.contender import Contender
from tests.benchmarks.telegram.counting import Counted
from tests.benchmarks.telegram.dialogue import TURNS
from tests.benchmarks.telegram.drive import Driver

CONTENDERS: Final = {
    "driver alone": "idle:IdleTurn",
    "floor": "floor:FloorTurn",
    "aiogram": "aiogram_turn:AiogramTurn",
    "ptb": "ptb_turn:PtbTurn",
    "painbot": "painbot_turn:PainbotTurn",
}
MODES: Final = ("tap", "text")
# How many conversations go on at once, and after how many dialogues it is enough.
SIZES: Final = {64: 192, 1: 40}
DRAIN: Final = 0.1  # what a contender notes after the last reply is a part of the turn


def contender(name: str) -> Contender:
    """Return it, not started; only its own libraries are imported."""
    kind = CONTENDERS[name].partition(":")[2]
    return cast("Contender", getattr(import_module(_module(name)), kind)())


def _module(name: str) -> str:
    return f"tests.benchmarks.telegram.{CONTENDERS[name].partition(':')[0]}"


async def measure(name: str, url: str, scale: float = 1.0) -> dict[str, Any]:
    """Return what was measured, by mode and number at once, as `tap-64`."""
    api, chosen, counted = BotApi(), contender(name), Counted(url)
    await chosen.start(url, api)
    measured: dict[str, Any] = {}
    try:
        for mode in MODES:
            driver = Driver(api, chosen.feed, tap=mode == "tap")
            measured |= await sizes(driver, api, counted, mode, scale)
    finally:
        await chosen.close()
    return measured


async def sizes(
    driver: Driver, api: Calls, counted: Counted, mode: str, scale: float
) -> dict[str, Any]:
    """Return what was measured with so many at once, each as `tap-64`."""
    measured: dict[str, Any] = {}
    await driver.run(64, 64)  # warm: connections, caches, compiled patterns
    for slots, dialogues in SIZES.items():
        wanted = max(slots, round(dialogues * scale))
        measured[f"{mode}-{slots}"] = await _one(driver, api, counted, (slots, wanted))
    return measured


class Calls(Protocol):
    """What counts the calls of a contender, by their methods."""

    calls: dict[str, int]


async def _one(
    driver: Driver, api: Calls, counted: Counted, size: tuple[int, int]
) -> dict[str, Any]:
    await asyncio.sleep(DRAIN)
    turns = size[1] * TURNS
    api.calls.clear()
    gc.collect()
    counted.begin()
    before, began = time.process_time(), time.perf_counter()
    await driver.run(*size)
    wall = time.perf_counter() - began
    await asyncio.sleep(DRAIN)
    cpu = time.process_time() - before
    latencies, acknowledged = sorted(driver.latencies), sorted(driver.acknowledged)
    return {
        "turns": turns,
        "per_cpu_second": turns / cpu,
        "per_second": turns / wall,
        "p50_ms": 1000 * latencies[len(latencies) // 2],
        "p99_ms": 1000 * latencies[len(latencies) * 99 // 100],
        "ack_p50_ms": 1000 * acknowledged[len(acknowledged) // 2],
        "ack_p99_ms": 1000 * acknowledged[len(acknowledged) * 99 // 100],
        "calls": {method: round(n / turns, 2) for method, n in sorted(api.calls.items())},
        **counted.end(turns),
    }


if __name__ == "__main__":
    logging.disable(logging.INFO)
    work = measure(sys.argv[1], sys.argv[2], float(sys.argv[3]))
    # painbot brings the event loop it serves on; the others have that of the standard library.
    run = getattr(import_module(_module(sys.argv[1])), "run", asyncio.run)
    print(json.dumps(run(work)))  # noqa: T201

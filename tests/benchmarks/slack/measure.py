"""Measure one contender in a process of its own: `python -m tests.benchmarks.slack.measure`.

Prints one line of JSON: what a turn cost in each mode and number of conversations at once.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from importlib import import_module
from typing import Any, Final

from tests.benchmarks.slack.canned import WebApi
from tests.benchmarks.slack.drive import SlackDriver
from tests.benchmarks.telegram.counting import Counted
from tests.benchmarks.telegram.measure import MODES, sizes

HERE: Final = "tests.benchmarks.slack"
CONTENDERS: Final = {"bare Bolt": "bolt_turn:BoltTurn", "painbot": "painbot_turn:PainbotTurn"}


async def measure(name: str, url: str, scale: float = 1.0) -> dict[str, Any]:
    """Return what was measured, by mode and number at once, as `tap-64`."""
    module, _, kind = CONTENDERS[name].partition(":")
    api, counted = WebApi(), Counted(url)
    chosen = getattr(import_module(f"{HERE}.{module}"), kind)()
    await chosen.start(url, api)
    measured: dict[str, Any] = {}
    try:
        for mode in MODES:
            driver = SlackDriver(api, chosen.feed, tap=mode == "tap")
            measured |= await sizes(driver, api, counted, mode, scale)
    finally:
        await chosen.close()
    return measured


if __name__ == "__main__":
    logging.disable(logging.INFO)
    work = measure(sys.argv[1], sys.argv[2], float(sys.argv[3]))
    # painbot brings the event loop it serves on; Bolt has that of the standard library.
    own = import_module(f"{HERE}.{CONTENDERS[sys.argv[1]].partition(':')[0]}")
    print(json.dumps(getattr(own, "run", asyncio.run)(work)))  # noqa: T201

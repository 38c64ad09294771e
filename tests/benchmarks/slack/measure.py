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
from tests.benchmarks.telegram.dialogue import TURNS
from tests.benchmarks.telegram.drive import WentWrong
from tests.benchmarks.telegram.measure import MODES, sizes

HERE: Final = "tests.benchmarks.slack"
CONTENDERS: Final = {"bare Bolt": "bolt_turn:BoltTurn", "painbot": "painbot_turn:PainbotTurn"}
# What each calls in one dialogue: painbot greets people too, and shows its own page anew twice.
CALLS: Final = {
    "bare Bolt": {"chat.postMessage": TURNS, "chat.update": TURNS - 1},
    "painbot": {"chat.postMessage": TURNS + 1, "chat.update": TURNS - 1, "views.publish": 2},
}


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
            _check(name, api.calls, len(driver.latencies) // TURNS)
    finally:
        await chosen.close()
    return measured


def _check(name: str, calls: dict[str, int], dialogues: int) -> None:
    """Raise WentWrong unless every call was made, and none twice."""
    wanted = {method: dialogues * each for method, each in CALLS[name].items()}
    if calls != wanted:
        why = f"{calls} in {dialogues} dialogues, not {wanted}"
        raise WentWrong(why)


if __name__ == "__main__":
    logging.disable(logging.INFO)
    work = measure(sys.argv[1], sys.argv[2], float(sys.argv[3]))
    # painbot brings the event loop it serves on; Bolt has that of the standard library.
    own = import_module(f"{HERE}.{CONTENDERS[sys.argv[1]].partition(':')[0]}")
    print(json.dumps(getattr(own, "run", asyncio.run)(work)))  # noqa: T201

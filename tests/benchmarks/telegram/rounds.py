"""Rounds of measuring, each contender in a fresh process, in turn, on one real Redis server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, Final

from redis import Redis

from tests.benchmarks.telegram.loopback import BOTS
from tests.benchmarks.telegram.measure import CONTENDERS

ROOT: Final = Path(__file__).parents[3]
SECONDS: Final = 300.0
HERE: Final = "tests.benchmarks.telegram"
# One round: what was measured by contender, and in it by what it was asked, as `tap-64`.
Round = dict[str, dict[str, dict[str, Any]]]


class Broken(Exception):
    """A contender did not come to its end; the message is what it said."""


def present() -> list[str]:
    """Return the contenders whose modules are there."""
    return [
        name for name, where in CONTENDERS.items() if find_spec(f"{HERE}.{where.split(':')[0]}")
    ]


def one_round(url: str, names: list[str], scale: float, *, loopback: bool) -> Round:
    """Measure each once, on an empty server; over HTTP too, those that can."""
    found: Round = {}
    for name in names:
        found[name] = measured(f"{HERE}.measure", name, url, scale)
        if loopback and name in BOTS and find_spec(BOTS[name]):
            over = measured(f"{HERE}.loopback", name, url, scale)
            found[name].update({f"{mode}-http": each for mode, each in over.items()})
    return found


def middle(rounds: list[Round], name: str, what: str, number: str) -> float:
    """Return the median of one number."""
    return float(median(each[name][what][number] for each in rounds))


def ratios(rounds: list[Round], name: str, other: str, what: str) -> list[float]:
    """Return how many times the turns per CPU-second of another, in each round, in order."""
    number = "per_cpu_second"
    return sorted(each[name][what][number] / each[other][what][number] for each in rounds)


def measured(module: str, name: str, url: str, scale: float) -> dict[str, Any]:
    """Return what a module measures of a contender, on an empty server."""
    with Redis.from_url(url) as redis:
        redis.flushall()
    paths = (str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", ""))
    done = subprocess.run(
        [sys.executable, "-m", module, name, url, str(scale)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        why = f"{name} ({module}) failed:\n{done.stderr[-2000:]}"
        raise Broken(why)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


__all__ = ["Broken", "Round", "measured", "middle", "one_round", "present", "ratios"]

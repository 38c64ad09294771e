# ruff: noqa: INP001, T201 - a script, not a package, that prints
"""Time the proofs: the shipped library, a synthetic one of 300 questions, and a quick check.

Run by `make bench`. Every line is one run on this machine, with what was looked at.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from painbot.app import load_library  # noqa: E402
from painbot.app.prove import prove  # noqa: E402
from painbot.flow.compiler import compile_library  # noqa: E402
from painbot.flow.findings import Findings  # noqa: E402
from painbot.flow.model import Library  # noqa: E402
from tests.benchmarks.synthetic import synthetic  # noqa: E402


def _time(what: str, library: Library | None) -> None:
    if library is None:
        sys.exit(f"{what} does not load")
    began = time.perf_counter()
    found = Findings()
    proved = prove(library, found)
    seconds = time.perf_counter() - began
    broken = sum(1 for finding in found if finding.code in ("PB070", "PB071", "PB074"))
    print(
        f"{what}: {seconds:.1f} s; {proved.promises} promises, {proved.claims} claims in all,"
        f" {proved.states} situations, at most {proved.longest} answers, {broken} broken"
    )


def _time_quick() -> None:
    command = [sys.executable, "-m", "painbot", "check", "--quick", str(ROOT / "flows")]
    times = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603
        times.append(time.perf_counter() - began)
    print(f"painbot check --quick: {min(times):.2f} s (the best of {len(times)})")


if __name__ == "__main__":
    _time("proofs of the shipped library", load_library(ROOT / "flows")[0])
    _time("proofs of 300 synthetic questions", compile_library(synthetic(300))[0])
    _time_quick()

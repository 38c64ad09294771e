# ruff: noqa: INP001, T201 - a script, not a package, that prints
"""Compare a full Slack turn with that of a bare Bolt app that asks Redis once and tells it once.

Signed request bytes in, commit in a real Redis, acknowledgement, request bytes out; eight questions
and a result. Both run in a process of their own, and only that process's CPU counts. Rounds are
interleaved, and a ratio is the median of the ratios of each round. Fails only when a dialogue goes
wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from painbot.store.embedded import EmbeddedServer  # noqa: E402
from tests.benchmarks.slack.measure import CONTENDERS, HERE  # noqa: E402
from tests.benchmarks.telegram.rounds import Broken, Round, measured, middle, ratios  # noqa: E402

PAINBOT, BARE = "painbot", "bare Bolt"
SIZES: Final = ("tap-64", "text-64", "tap-1", "text-1")
NUMBERS: Final = (
    ("turns/CPU-s", "per_cpu_second"),
    ("ack p50 ms", "ack_p50_ms"),
    ("ack p99 ms", "ack_p99_ms"),
    ("reply p99 ms", "p99_ms"),
    ("trips", "round_trips"),
    ("Redis CPU us", "server_us"),
)
HOLDS, AIM, TAP_MS, P99_MS = 1.3, 1.6, 1.5, 100.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--scale", type=float, default=1.0, help="times as many dialogues (1)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        server = EmbeddedServer.open(Path(folder))
        try:
            rounds = [_round(server.url, options.scale) for _ in range(options.rounds)]
        except Broken as broken:
            sys.exit(str(broken))
        finally:
            server.release()
    for size in SIZES:
        _print_table(rounds, size)
    _print_verdicts(rounds)
    print(json.dumps({"rounds": rounds}))


def _round(url: str, scale: float) -> Round:
    return {name: measured(f"{HERE}.measure", name, url, scale) for name in CONTENDERS}


def _print_table(rounds: list[Round], size: str) -> None:
    mode, _, number = size.partition("-")
    print(f"\n{mode}, {number} at once\n{'':12}" + "".join(f"{head:>14}" for head, _ in NUMBERS))
    for name in CONTENDERS:
        cells = (f"{middle(rounds, name, size, key):14.2f}" for _, key in NUMBERS)
        calls = rounds[-1][name][size]["calls"]
        print(f"{name:12}{''.join(cells)}   {calls}")


def _print_verdicts(rounds: list[Round]) -> None:
    print("\nturns per CPU-second, times those of bare Bolt")
    for size in SIZES:
        seen = ratios(rounds, PAINBOT, BARE, size)
        wanted = f"; at least {HOLDS}, aim {AIM}" if size.endswith("64") else ""
        print(f"{size:8} {median(seen):5.2f}  ({seen[0]:.2f} to {seen[-1]:.2f}){wanted}")
    tap, bare = (middle(rounds, name, "tap-1", "ack_p50_ms") for name in (PAINBOT, BARE))
    print(f"a tap answered within {tap:.2f} ms at p50, one at once (of {TAP_MS}); Bolt {bare:.2f}")
    most = max(middle(rounds, PAINBOT, f"{mode}-64", "ack_p99_ms") for mode in ("tap", "text"))
    print(f"p99 to the answer at 64: {most:.1f} ms (of {P99_MS:.0f})")


if __name__ == "__main__":
    main()

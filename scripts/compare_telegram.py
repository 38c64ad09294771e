# ruff: noqa: INP001, T201 - a script, not a package, that prints
"""Compare a full Telegram turn with those of aiogram and python-telegram-bot.

Update bytes in, commit in a real Redis, request bytes out; eight questions and a result. Every
contender runs in a process of its own, and only that process's CPU counts. Rounds are
interleaved, and a ratio is the median of the ratios of each round. Prints a table, ratios and one
line of JSON; fails only when a dialogue goes wrong. `--help` says what can be chosen.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from painbot.store.embedded import EmbeddedServer  # noqa: E402
from tests.benchmarks.telegram.rounds import (  # noqa: E402
    Broken,
    Round,
    middle,
    one_round,
    present,
    ratios,
)

MODES: Final = ("tap", "text")
SIZES: Final = ("64", "1", "http")
NUMBERS: Final = (
    ("turns/CPU-s", "per_cpu_second", "11.0f"),
    ("turns/s", "per_second", "8.0f"),
    ("p50 ms", "p50_ms", "8.2f"),
    ("p99 ms", "p99_ms", "8.2f"),
    ("commands", "commands", "8.2f"),
    ("trips", "round_trips", "8.2f"),
)


class Wanted(NamedTuple):
    """A ratio that is to hold, and what is aimed at."""

    name: str
    other: str
    size: str
    hold: float
    aim: float


WANTED: Final = (
    Wanted("painbot", "aiogram", "64", 5.0, 8.0),
    Wanted("painbot", "aiogram", "1", 2.0, 2.5),
    Wanted("painbot", "ptb", "64", 3.5, 3.5),
    Wanted("painbot", "aiogram", "http", 3.0, 3.0),
    Wanted("floor", "aiogram", "64", 0.0, 0.0),
    Wanted("floor", "aiogram", "1", 0.0, 0.0),
    Wanted("ptb", "aiogram", "64", 0.0, 0.0),
    Wanted("ptb", "aiogram", "1", 0.0, 0.0),
)


def main() -> None:
    """Measure and print."""
    options = _options()
    names = options.only or present()
    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        server = EmbeddedServer.open(Path(folder))
        try:
            rounds = [
                one_round(server.url, names, options.scale, loopback=not options.no_http)
                for _ in range(options.rounds)
            ]
        except Broken as broken:
            sys.exit(str(broken))
        finally:
            server.release()
    for mode in MODES:
        for size in SIZES:
            _print_table(rounds, names, f"{mode}-{size}")
    found = _print_ratios(rounds)
    print(json.dumps({"ratios": found, "rounds": rounds}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--scale", type=float, default=1.0, help="times as many dialogues (1)")
    parser.add_argument("--only", nargs="*", choices=present(), help="only these contenders")
    parser.add_argument("--no-http", action="store_true", help="nothing over loopback HTTP")
    return parser.parse_args()


def _print_table(rounds: list[Round], names: list[str], what: str) -> None:
    there = [name for name in names if what in rounds[0][name]]
    if not there:
        return
    mode, _, size = what.partition("-")
    where = "32 at once over loopback HTTP" if size == "http" else f"{size} at once"
    heads = "  ".join(head.rjust(int(form.split(".")[0])) for head, _, form in NUMBERS)
    print(f"\n{mode}, {where}\n{'':14}{heads}   API calls a turn")
    for name in there:
        last = rounds[-1][name][what]
        cells = [
            format(middle(rounds, name, what, number), form)
            if number in last
            else "-".rjust(int(form.split(".")[0]))
            for _, number, form in NUMBERS
        ]
        print(f"{name:14}{'  '.join(cells)}   {_calls(last['calls'])}")


def _calls(calls: dict[str, float]) -> str:
    """Return them in short: all of them, then by method."""
    each = ", ".join(f"{method} {n:g}" for method, n in calls.items())
    return f"{sum(calls.values()):.2f} ({each})"


def _print_ratios(rounds: list[Round]) -> dict[str, float]:
    """Print and return the medians, by what was compared."""
    found = {}
    print("\nturns per CPU-second, times those of")
    for wanted in WANTED:
        for mode in MODES:
            what = f"{mode}-{wanted.size}"
            if any(what not in rounds[0].get(name, {}) for name in wanted[:2]):
                continue
            seen = ratios(rounds, wanted.name, wanted.other, what)
            half = seen[len(seen) // 2] if len(seen) % 2 else sum(seen) / len(seen)
            found[f"{wanted.name}/{wanted.other} {what}"] = round(half, 2)
            print(
                f"{wanted.name:8} / {wanted.other:8} {what:10} {half:6.2f}"
                f"  ({seen[0]:.2f} to {seen[-1]:.2f}){_verdict(half, wanted)}"
            )
    return found


def _verdict(ratio: float, wanted: Wanted) -> str:
    if not wanted.hold:
        return ""
    word = "holds" if ratio >= wanted.hold else "TOO LOW"
    aimed = ", as aimed" if ratio >= wanted.aim else f", aim {wanted.aim:g}"
    return f"  {word}: at least {wanted.hold:g}{aimed if word == 'holds' else ''}"


if __name__ == "__main__":
    main()

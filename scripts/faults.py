# ruff: noqa: INP001, T201 - a script, not a package, that prints
# ruff: noqa: INP001, T201 - a script, not a package, that prints
"""Run all fault drills on real processes and print what came of them.

Each is run at least 200 times: kills, races, deliveries or whatever it repeats. Ends with 1 if
anything was lost, out of order, wrong, or doubled without a crash or a lost answer.

    python scripts/faults.py [part of a drill's name]...
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

SEEDS = 4  # each drill is shared out over so many: half of them ask Telegram, half are called
WORKERS = os.cpu_count() or 1


def main(*wanted: str) -> int:
    """Run the drills whose names hold one of these words, all without any; print the table."""
    from tests.faults.counts import HEAD, Counts, row
    from tests.faults.running import DRILLS, begin, pool

    drills = [d for d in DRILLS if not wanted or any(word in d.name for word in wanted)]
    bad = False
    print(HEAD, flush=True)
    with pool(WORKERS) as drilling:
        running = begin(drilling, [(d, seed) for d in drills for seed in range(SEEDS)], SEEDS)
        for drill in drills:
            parts = [running[drill, seed].result() for seed in range(SEEDS)]
            whole = Counts(parts[0].drill)
            for part in parts:
                whole.add(part)
            bad |= whole.bad or any(part.bad for part in parts)
            print(row(whole), *whole.faults, *whole.remarks, sep="\n  ", flush=True)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

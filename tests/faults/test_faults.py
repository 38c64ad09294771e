"""Each drill with some seeds: nothing lost, nothing out of order, everybody gets their result."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import cast

import pytest

from tests.faults.counts import HEAD, row
from tests.faults.running import DRILLS, Played, Running, begin, pool

# More of them before a change of the service, the store or a platform, or `make faults` for all.
SEEDS = range(int(os.environ.get("FAULT_SEEDS", "10")))
WORKERS = 4  # they mostly wait for leases to lapse


@pytest.fixture(scope="session")
def drilled(request: pytest.FixtureRequest) -> Iterator[Running]:
    """Run all drills that tests were chosen for, several at the same time."""
    chosen = [
        cast("tuple[Played, int]", (item.callspec.params["drill"], item.callspec.params["seed"]))
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.originalname == test_drill.__name__
    ]
    with pool(WORKERS) as drilling:
        yield begin(drilling, chosen)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("drill", DRILLS, ids=lambda drill: drill.name)
def test_drill(drilled: Running, drill: Played, seed: int) -> None:
    counts = drilled[drill, seed].result()
    assert not counts.broken, "\n".join((HEAD, row(counts), *counts.faults))

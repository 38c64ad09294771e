"""The proofs of a library, on all processors: every flow's conversations are explored apart."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from painbot.flow.findings import Findings
from painbot.flow.model import Library
from painbot.proof.explore.terrain import Terrain
from painbot.proof.explore.traits import reachable
from painbot.proof.proving import Proved, Share, explored, report


def prove(library: Library, findings: Findings) -> Proved:
    """Prove every claim of the library; what does not hold becomes a finding."""
    return report(library, _shares(library), findings)


def _shares(library: Library) -> Iterator[Share]:
    # Longest first, so that nobody waits at the end for a flow that leads to all the others.
    flows = sorted(library.flows, key=lambda flow: -len(reachable(library, flow)))
    workers = min(os.cpu_count() or 1, len(flows))
    terrain = Terrain(library)
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():  # noqa: PLR2004
        yield from (explored(terrain, [flow]) for flow in flows)
        return
    # Compiled conditions cannot be sent to another process; a fork has them already.
    context = multiprocessing.get_context("fork")
    _Forked.terrain = terrain
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(_explored, flows)


class _Forked:
    """What a forked process inherits, and goes on with from flow to flow."""

    terrain: Terrain


def _explored(flow: str) -> Share:
    gc.disable()  # this process keeps nearly all it makes until it ends
    return explored(_Forked.terrain, [flow])

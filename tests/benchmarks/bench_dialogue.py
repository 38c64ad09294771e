"""What a turn and a load cost. `make bench` prints; nothing here fails on a clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from painbot.dialogue.engine import step
from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.dialogue.session import Session
from painbot.flow.compiler import compile_library
from painbot.flow.conditions.syntax import parse
from painbot.flow.guards import Guards
from painbot.flow.model import Library
from painbot.flow.route import build_route
from tests.benchmarks.synthetic import shipped, synthetic

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

AT = datetime(2026, 11, 22, 3)  # noqa: DTZ001 - local, as a person's clock
CALM = ("me", "none", "none", "none", "none", "40-54", "no", "side", "none", "none")


def _load(files: Mapping[str, bytes]) -> Library:
    library, findings = compile_library(files)
    assert library is not None, [str(finding) for finding in findings]
    return library


def _walk(library: Library, flow: str, choices: tuple[str, ...]) -> list[tuple[Session, Event]]:
    session = step(library, None, Called("start", AT, "bench", flow)).session
    turns: list[tuple[Session, Event]] = []
    for choice in choices:
        assert session is not None
        turns.append((session, Tapped(session.id, session.number, choice, AT, "x")))
        session = step(library, *turns[-1]).session
    return turns


@pytest.fixture(scope="module")
def library() -> Library:
    return _load(shipped())


@pytest.fixture(scope="module")
def large() -> Library:
    return _load(synthetic(300))


@pytest.mark.parametrize("turn", range(len(CALM)))
def bench_step_one_tap(benchmark: BenchmarkFixture, library: Library, turn: int) -> None:
    session, event = _walk(library, "start", CALM)[turn]
    benchmark(step, library, session, event)


def bench_step_one_typed_answer(benchmark: BenchmarkFixture, library: Library) -> None:
    session, _ = _walk(library, "start", CALM)[-1]
    benchmark(step, library, session, Typed("none of these", AT, "x"))


def bench_step_in_300_questions(benchmark: BenchmarkFixture, large: Library) -> None:
    turns = _walk(large, "synthetic", ("me", *["b"] * 120))
    benchmark(step, large, *turns[-1])


def bench_session_to_bytes_and_back(benchmark: BenchmarkFixture, library: Library) -> None:
    session, _ = _walk(library, "start", CALM)[-1]
    benchmark(lambda: Session.from_bytes(session.to_bytes()))


def bench_read_and_compile_300_questions(benchmark: BenchmarkFixture) -> None:
    files = synthetic(300)
    _load(files)  # the grammar is built, and every condition was seen once
    benchmark(_load, files)


def bench_read_and_compile_300_unseen_questions(benchmark: BenchmarkFixture) -> None:
    files = synthetic(300)
    _load(files)  # the grammar is built
    benchmark.pedantic(  # type: ignore[no-untyped-call]
        _load, args=(files,), setup=parse.cache_clear, rounds=20
    )


def bench_build_300_questions(benchmark: BenchmarkFixture, large: Library) -> None:
    guards = Guards(large)
    benchmark(build_route, large, large.flows["synthetic"], guards)


def bench_read_and_compile_shipped(benchmark: BenchmarkFixture) -> None:
    files = shipped()
    _load(files)
    benchmark(_load, files)

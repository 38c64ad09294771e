"""Whatever comes to Slack's door: refused if it is not signed, and else answered without a fault.

S1_CASES=100000 in the environment tries that many requests in place of a few.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painbot.ports import Response
from tests.unit.test_slack_door import FORM, JSON, SIGN, STAMP, Entrance, Headers, good
from tests.unit.test_slack_recordings import NAMES, recording

CASES = int(os.environ.get("S1_CASES", "2000"))
SECONDS = 60 + CASES // 100

HEADER = st.text(st.characters(max_codepoint=0xFF), max_size=80)
STAMPS = st.one_of(HEADER, st.integers(-400, 400).map(lambda s: str(int(time.time()) + s)))
SIGNS = st.one_of(HEADER, st.binary(min_size=32, max_size=32).map(lambda raw: f"v0={raw.hex()}"))
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
ANY = st.recursive(
    PLAIN, lambda some: st.lists(some) | st.dictionaries(st.text(), some), max_leaves=9
)
FIELDS = st.sampled_from(["type", "event", "user", "team", "actions", "command", "state", "text"])
WHOLE = st.sampled_from([recording(name)["payload"] for name in NAMES])
ODD = st.builds(lambda whole, name, odd: {**whole, name: odd}, WHOLE, FIELDS, ANY)
BODIES = st.binary(max_size=200) | (ODD | ANY).map(lambda some: json.dumps(some).encode())
SENT = st.one_of(
    st.tuples(st.sampled_from([JSON, FORM, ""]), BODIES),
    st.tuples(st.just(FORM), BODIES.map(lambda body: b"payload=" + quote(body).encode())),
)


@pytest.fixture(scope="module")
def lasting() -> Iterator[tuple[asyncio.Runner, Entrance]]:
    """Open a door for many requests."""

    async def opened() -> Entrance:
        return Entrance()

    with asyncio.Runner() as runner:
        yield runner, runner.run(opened())


@pytest.mark.timeout(SECONDS)
@settings(max_examples=CASES)
@given(st.fixed_dictionaries({}, optional={STAMP: STAMPS, SIGN: SIGNS}), BODIES)
def test_nothing_comes_in_without_a_signature(
    lasting: tuple[asyncio.Runner, Entrance], headers: Headers, body: bytes
) -> None:
    runner, entrance = lasting
    entrance.turns.ended.clear()
    assert runner.run(entrance.asks(headers, body)) == Response(401)
    assert entrance.turns.ended == []


@pytest.mark.timeout(SECONDS)
@settings(max_examples=CASES)
@given(SENT)
def test_whatever_is_signed_has_an_answer(
    lasting: tuple[asyncio.Runner, Entrance], sent: tuple[str, bytes]
) -> None:
    runner, entrance = lasting
    kind, body = sent
    answer = runner.run(entrance.asks(good(body, kind=kind), body))
    assert answer.status in {200, 400, 403}

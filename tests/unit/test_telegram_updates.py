"""Bytes that are no update, or nearly one: a value or Malformed, at once, whatever they are."""

from __future__ import annotations

import json
import time
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painbot.dialogue.events import Tapped, Typed
from painbot.platforms.telegram.incoming import Elsewhere, Gone, Heard, Meaning, Nothing, meaning
from painbot.platforms.telegram.updates import Malformed, decode
from painbot.ports.buttons import FOREIGN, UNTICK, button_data, read_data

FOLDER = Path(__file__).parents[1] / "recordings" / "telegram"
UPDATES = [json.loads(path.read_bytes())["update"] for path in sorted(FOLDER.glob("*.json"))]
NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
ODD: list[Any] = [
    None, True, 0, -1, 2**63, 2**80, 1.5, 1e308, "", "private", "\ud800", "\x00", [], {},
    [[]], {"id": "x"}, "a" * 10_000,
]  # fmt: skip


def understood(raw: bytes) -> Meaning | None:
    """Return what it means; None if it is no update."""
    began = time.perf_counter()
    try:
        found = meaning(decode(raw), NOON, "123456", "painbot_test_bot")
    except Malformed:
        found = None
    assert time.perf_counter() - began < 1.0
    return found


def sound(found: Meaning | None) -> bool:
    """Return whether what came of it can go on: into a store, and out to Telegram."""
    if isinstance(found, Heard):
        key = found.incoming.key
        assert int(key.chat) < 2**63
        assert int(key.user) < 2**63
        event = found.incoming.event
        words = event.text if isinstance(event, Typed) else str(event)
        words.encode()  # no half of a pair
        assert "\x00" not in words
        return True
    return found is None or isinstance(found, Elsewhere | Gone | Nothing)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=20,
)


@given(JSON)
def test_any_json(value: object) -> None:
    assert sound(understood(json.dumps(value).encode()))


@settings(max_examples=1_000)
@given(st.sampled_from(UPDATES), st.integers(0, 2**32), st.sampled_from(ODD))
def test_a_recorded_update_with_something_odd_in_it(update: object, seed: int, odd: object) -> None:
    whole = {"update": deepcopy(update)}
    places = list(_places(whole))
    parent, name = Random(seed).choice(places)  # noqa: S311 - a test's own chance
    parent[name] = odd
    assert sound(understood(json.dumps(whole["update"]).encode()))


@pytest.mark.parametrize(
    "raw",
    [
        b'{"update_id":1,"message":' + b"[" * 100_000,
        b'{"update_id":1,"dream":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"update_id":1,"message":' + b'{"reply_to_message":' * 50_000,
        b'{"update_id":' + b"9" * 500_000 + b"}",
        b'{"update_id":1,"message":{"chat":{"id":' + b"9" * 500_000 + b',"type":"private"}}}',
        b'{"update_id":1' + b" " * 1_000_000 + b"}",
        b'"update_id" : ' * 70_000,
        b'{"update_id":1,"x":"' + b"\\ud800" * 150_000 + b'"}',
        b'{"update_id":1,"message":{"chat":{"id":1,"type":"private"},"from":{"id":1},"text":"/'
        + b"a@" * 400_000
        + b'"}}',
        b'{"update_id":1,"message":{"chat":{"id":1,"type":"private"},"from":{"id":1},"text":"/a '
        + b" " * 900_000
        + b'\\u0001"}}',
        b"\xff\xfe" * 1000,
        b"",
    ],
    ids=lambda raw: f"{raw[:30]!r}",
)
def test_what_is_made_to_be_slow_or_deep_is_neither(raw: bytes) -> None:
    assert sound(understood(raw))


# What a button carries


@given(st.text(max_size=80))
def test_any_data_of_a_button(data: str) -> None:
    conversation, number, choice = read_data(data)
    assert (conversation, number, choice) == FOREIGN or len(data) <= 16 + 1 + 6 + 1 + 60
    assert number < 10**6


IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=30)


@given(st.text("0123456789abcdef", min_size=12, max_size=12), st.integers(0, 999_999), IDS)
def test_data_of_a_button_comes_back(conversation: str, number: int, carried: str) -> None:
    data = button_data(conversation, number, carried)
    assert read_data(data) == (conversation, number, carried)
    tap = {"id": "1", "from": {"id": 5}, "data": data}
    found = understood(json.dumps({"update_id": 1, "callback_query": tap}).encode())
    assert isinstance(found, Heard)
    assert isinstance(found.incoming.event, Tapped)
    assert found.incoming.event.choice == carried.removeprefix(UNTICK)
    assert found.incoming.event.ticks is not carried.startswith(UNTICK)
    assert found.incoming.key.user == "5"  # from who pressed, never from the button


def _places(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Yield every place in it at which something else can be put."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, each in inner:
        yield value, name
        if isinstance(each, dict | list):
            yield from _places(each)

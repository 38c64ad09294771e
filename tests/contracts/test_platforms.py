"""What every platform must do, found by name: a new one fails here until it has its samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from inspect import iscoroutinefunction
from typing import Any

import pytest

from painbot import platforms
from painbot.dialogue.replies import Asking, Choice, Point, Reply, Result, Saying, Section
from painbot.flow.levels import Level
from painbot.platforms import slack, telegram, terminal

NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
CHOICES = (Choice("calf", "Calf", "The calf"), Choice("foot", "Foot", "The foot"))
MORE = (Choice("none", "None of these", "None of these"), Choice("unsure", "Not sure", "Not sure"))
SECTIONS = (Section("because", "Why", (Point("It is so.", ("You said it.",)),)),)
REPLIES: Sequence[Reply] = (
    Saying(("One line.",)),
    Saying(("This is important.", "Go now."), Level.HOSPITAL),
    Asking("c1", 1, "one", "Where?", CHOICES, hint="A hint."),
    Asking("c1", 2, "any", "Any of these?", CHOICES, MORE),
    Asking("c1", 3, "number", "How old?", CHOICES),
    Asking("c1", 4, "duration", "How long?", CHOICES, MORE[1:]),
    *(Result("c1", 5, level, "Do this", ("Call.",), SECTIONS, CHOICES) for level in Level),
)
ADA = b'"from": {"id": 5}, "chat": {"id": 5, "type": "private"}'
IN_SLACK: dict[str, Any] = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1"}
IN_PRIVATE = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1"}
TYPED = IN_PRIVATE | {"text": "calf", "ts": "1.000001"}
COMMAND = {"command": "/pain", "text": "help", "team_id": "T1", "user_id": "U1"}
PRESSED = {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "9.1"}
BUTTON = {"type": "button", "action_id": "press0", "block_id": "c1:2:b0", "value": "c1:2:calf"}
# What a platform may get, as it gets it.
RAW: dict[str, Sequence[Any]] = {
    "terminal": (
        terminal.Line("lower leg", "id1", NOON),
        terminal.Line("2", "id2", NOON, REPLIES[2]),  # type: ignore[arg-type]
        terminal.Line("", "id3", NOON, command="start"),
    ),
    "telegram": tuple(
        telegram.Delivery(b'{"update_id": %d, %b}' % (number, said), NOON, "123456")
        for number, said in enumerate(
            (
                b'"message": {"text": "lower leg", %b}' % ADA,
                b'"message": {"text": "/start", %b}' % ADA,
                b'"message": {"voice": {}, %b}' % ADA,
                b'"callback_query": {"id": "7", "data": "c1:2:calf", %b}' % ADA,
            )
        )
    ),
    "slack": tuple(
        slack.Delivery(said, NOON)
        for said in (
            IN_SLACK | {"event_id": "Ev1", "event": TYPED},
            IN_SLACK | {"event_id": "Ev2", "event": TYPED | {"text": "", "ts": "2.000001"}},
            {
                "command": "/pain",
                "text": "help",
                "team_id": "T1",
                "user_id": "U1",
                "trigger_id": "8",
            },
            PRESSED | {"container": {"message_ts": "1.000002"}, "actions": [BUTTON]},
        )
    ),
}

EVERY = pytest.mark.parametrize("name", platforms.names())


@EVERY
def test_a_platform_has_samples_here(name: str) -> None:
    assert RAW.get(name)


@EVERY
def test_a_platform_is_two_functions_and_a_loop(name: str) -> None:
    module = import_module(f"painbot.platforms.{name}")
    assert iscoroutinefunction(module.run)
    assert callable(module.to_incoming)
    assert callable(module.to_wire)


@EVERY
def test_the_same_delivery_is_the_same_message(name: str) -> None:
    to_incoming: Callable[[Any], Any] = import_module(f"painbot.platforms.{name}").to_incoming
    seen = set()
    for raw in RAW[name]:
        first = to_incoming(raw)
        assert first == to_incoming(raw)
        assert first.key.platform == name
        seen.add(first.event_id)
    assert len(seen) == len(RAW[name])


@EVERY
@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: type(reply).__name__)
def test_every_reply_can_be_shown(name: str, reply: Reply) -> None:
    to_wire: Callable[[Reply], Any] = import_module(f"painbot.platforms.{name}").to_wire
    shown = to_wire(reply)
    assert shown
    assert shown == to_wire(reply)
    for choice in (*getattr(reply, "choices", ()), *getattr(reply, "more", ())):
        assert choice.label in str(shown) or choice.say in str(shown)

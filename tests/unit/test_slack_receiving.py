"""What Slack is answered with and when: after the commit, within its patience, also on the way out.

`Turns` and `surroundings` stand for the rest of painbot, with nothing behind them.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from painbot.platforms.slack import receiving
from painbot.platforms.slack.bolt import app, dispatch
from painbot.platforms.slack.receiving import Answer, Receiver
from painbot.ports import (
    NO_TALK,
    QUIET,
    ConversationKey,
    Due,
    Incoming,
    Observer,
    Standing,
    StoreUnavailable,
    Surroundings,
)
from tests.library_fixture import ROOT, compiled
from tests.unit.test_slack_recordings import Calls, Known

Json = dict[str, Any]
NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
PHRASES = compiled(ROOT / "flows").phrases
EVENT = {
    "type": "message",
    "channel_type": "im",
    "user": "U0ADA",
    "text": "hello",
    "ts": "1.000001",
}
HELLO: Json = {"type": "event_callback", "team_id": "T0TEAM", "event_id": "Ev1", "event": EVENT}
COMMAND = {"command": "/pain", "text": "", "team_id": "T0TEAM", "user_id": "U0ADA"}
COMMAND |= {"channel_id": "C0GENERAL", "trigger_id": "1.2.3", "api_app_id": "A0"}
TEAM: Json = {"team": {"id": "T0TEAM"}, "user": {"id": "U0ADA"}}
PRESS = {"type": "block_actions", **TEAM, "trigger_id": "1.2.4"}
PRESS |= {"actions": [{"action_id": "press0", "value": "x"}], "container": {"type": "message"}}


class Turns:
    """Takes turns, and sends, each when it may; fails with `failure`, if there is one."""

    def __init__(self) -> None:
        self.commit, self.answer = asyncio.Event(), asyncio.Event()
        self.commit.set()
        self.answer.set()
        self.failure: Exception | None = None
        self.ended: list[str] = []
        self.seen: set[str] = set()

    async def take(self, incoming: Incoming) -> Due:
        await self.commit.wait()
        if self.failure:
            raise self.failure
        self.ended.append("repeated" if incoming.event_id in self.seen else "taken")
        self.seen.add(incoming.event_id)
        return Due(incoming.key)

    async def send(self, due: Due) -> None:
        assert isinstance(due.key, ConversationKey)
        await self.answer.wait()
        self.ended.append("sent")

    async def standing(self, key: ConversationKey) -> Standing:
        assert isinstance(key, ConversationKey)
        return NO_TALK

    async def forget_all(self, platform: str, workspace: str) -> None:
        self.ended.append(f"forgot {platform} {workspace}")


class Counted:
    """Counts what happened."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def happened(self, what: str, platform: str = "", key: object = None) -> None:
        assert platform == "slack"
        assert key is None
        self.seen[what] += 1


def surroundings(turns: Turns, observer: object = QUIET) -> Surroundings:
    return Surroundings(
        cast("Any", turns),
        cast("Any", None),
        cast("Observer", observer),
        now=lambda: NOON,
        phrases=lambda: PHRASES,
        kept=str,
        topics=list,
        language=lambda: "en",
        listen=lambda *_: None,
        show=lambda *_: None,
    )


def receiver(turns: Turns, observer: object = QUIET) -> Receiver:
    return Receiver(cast("Any", Calls()), Known(), surroundings(turns, observer))


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_slack_is_answered_after_the_commit_and_before_anything_is_sent() -> None:
    turns = Turns()
    turns.commit.clear()
    turns.answer.clear()
    taking = asyncio.create_task(receiver(turns).take(HELLO))
    await settled()
    assert not taking.done()
    turns.commit.set()
    assert (await taking).status == 200
    assert turns.ended == ["taken"]
    turns.answer.set()
    await settled()
    assert turns.ended == ["taken", "sent"]


@pytest.mark.parametrize("failure", [StoreUnavailable(), RuntimeError("a slip of ours")])
@pytest.mark.parametrize("payload", [HELLO, PRESS])
async def test_what_is_not_committed_is_not_taken(payload: Json, failure: Exception) -> None:
    turns, counted = Turns(), Counted()
    turns.failure = failure
    assert await receiver(turns, counted).take(payload) == Answer(503)
    assert sum(counted.seen.values()) == 1
    assert turns.ended == []


async def test_a_command_that_is_not_committed_says_what_matters_in_an_emergency() -> None:
    turns = Turns()
    turns.failure = StoreUnavailable()
    said = await receiver(turns).take(COMMAND)
    assert said.status == 200
    assert said.body == {"response_type": "ephemeral", "text": PHRASES["store-away"]}
    assert "call your emergency number now" in PHRASES["store-away"]


@pytest.mark.parametrize("payload", [HELLO, PRESS, COMMAND])
async def test_slack_is_answered_within_its_patience_and_the_replies_still_go_out(
    payload: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "CAP_SECONDS", 0.05)
    turns = Turns()
    turns.commit.clear()
    found = receiver(turns)
    said = await found.take(payload)
    if payload is COMMAND:
        assert said.body == {"response_type": "ephemeral", "text": PHRASES["store-away"]}
    else:
        assert said == Answer(503)
    assert turns.ended == []
    turns.commit.set()
    await settled()
    assert turns.ended == ["taken", "sent"]


async def test_a_command_is_answered_where_it_was_typed_for_one_pair_of_eyes() -> None:
    said = (await receiver(Turns()).take(COMMAND)).body or {}
    assert said["response_type"] == "ephemeral"
    assert said["text"] == PHRASES["private"]
    (button,) = said["blocks"][-1]["elements"]
    assert button["text"]["text"] == PHRASES["open-private"]
    assert button["url"] == "slack://app?team=T0TEAM&id=A0&tab=messages"


async def test_whoever_is_stopping_takes_nothing_more() -> None:
    turns = Turns()
    found = receiver(turns)
    await found.finish()
    for payload in (HELLO, PRESS, COMMAND, {}):
        assert await found.take(payload) == Answer(503)
    assert turns.ended == []


async def test_stopping_waits_for_what_a_turn_that_was_being_taken_has_to_send() -> None:
    turns = Turns()
    turns.commit.clear()
    turns.answer.clear()
    found = receiver(turns)
    taking = asyncio.create_task(found.take(HELLO))
    await settled()
    stopping = asyncio.create_task(found.finish())
    await settled()
    turns.commit.set()
    assert (await taking).status == 200
    await settled()
    assert not stopping.done()
    turns.answer.set()
    await stopping
    assert turns.ended == ["taken", "sent"]


async def test_what_is_never_sent_is_given_back_when_painbot_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(receiving, "STOP_SECONDS", 0.05)
    turns = Turns()
    turns.answer.clear()
    found = receiver(turns)
    await found.take(HELLO)
    await found.finish()
    assert turns.ended == ["taken"]


async def test_what_slack_brings_again_after_a_503_is_taken() -> None:
    turns = Turns()
    bolt = app(cast("Any", SimpleNamespace(client=Calls().client)), receiver(turns))
    turns.failure = StoreUnavailable()
    assert (await dispatch(bolt, HELLO)).status == 503
    turns.failure = None
    assert (await dispatch(bolt, HELLO)).status == 200
    await settled()
    assert turns.ended == ["taken", "sent"]


UNKNOWN: Mapping[str, Json] = {"message": HELLO, "press": PRESS, "command": COMMAND}


@pytest.mark.parametrize("name", UNKNOWN)
async def test_a_workspace_that_nobody_knows_is_told_so_once(name: str) -> None:
    turns, counted = Turns(), Counted()
    known = Known()
    known.forgotten.append("T0TEAM")
    found = Receiver(cast("Any", Calls()), known, surroundings(turns, counted))
    assert await found.take(UNKNOWN[name]) == Answer(403, headers={"X-Slack-No-Retry": "1"})
    assert counted.seen == {"unknown-team": 1}
    await settled()
    assert turns.ended == []

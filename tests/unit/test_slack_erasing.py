"""What happens when a workspace comes, goes, or is asked for while the store is away."""

from __future__ import annotations

from typing import Any, cast

import pytest

from painbot.platforms.slack.installations import Installations
from painbot.platforms.slack.receiving import Receiver
from painbot.platforms.slack.workspaces import ManyWorkspaces
from painbot.ports import StoreUnavailable
from painbot.store import RedisStore
from tests.unit.test_slack_installations import (
    FRESH,
    OVER,
    SLACK,
    SOON,
    TOKEN,
    Clock,
    Web,
    clock,
    installed,
    kept,
    lapsing,
    web,
)
from tests.unit.test_slack_receiving import HELLO, Counted, Turns, surroundings
from tests.unit.test_slack_recordings import Calls

__all__ = ["clock", "kept", "web"]  # fixtures
GONE = {"type": "event_callback", "team_id": "T0TEAM", "event_id": "Ev9"}
GONE_EVENT: dict[str, Any] = {**GONE, "event": {"type": "app_uninstalled"}}


class Erasing(Turns):
    """Cannot erase at first."""

    away = True

    async def forget_all(self, platform: str, workspace: str) -> None:
        if self.away:
            raise StoreUnavailable
        await super().forget_all(platform, workspace)


class Teams:
    """Knows one workspace until it is told to forget it; may be asked in vain."""

    def __init__(self) -> None:
        self.known = True
        self.away = False

    async def knows(self, workspace: str) -> bool:
        assert workspace == "T0TEAM"
        if self.away:
            raise StoreUnavailable
        return self.known

    async def forget(self, workspace: str) -> None:
        assert workspace == "T0TEAM"
        self.known = False

    async def token(self, workspace: str) -> str:
        return workspace


def receiver(turns: Turns, teams: Teams) -> Receiver:
    around = surroundings(turns, Counted())
    return Receiver(cast("Any", Calls()), cast("Any", teams), around)


async def test_a_workspace_is_erased_in_the_end_and_what_it_is_known_by_goes_last() -> None:
    turns, teams = Erasing(), Teams()
    receiving = receiver(turns, teams)
    assert (await receiving.take(GONE_EVENT)).status == 503
    assert (teams.known, turns.ended) == (True, [])
    turns.away = False
    assert (await receiving.take(GONE_EVENT)).status == 200
    assert (teams.known, turns.ended) == (False, ["forgot slack T0TEAM"])
    assert (await receiving.take(GONE_EVENT)).status == 200  # Slack brings it once more


async def test_while_nobody_can_say_who_is_known_what_is_heard_is_tried_anyway() -> None:
    turns, teams = Turns(), Teams()
    teams.away = True
    turns.failure = StoreUnavailable()
    assert (await receiver(turns, teams).take(HELLO)).status == 503
    turns.failure = None
    assert (await receiver(turns, teams).take(HELLO)).status == 200
    assert turns.ended[0] == "taken"


async def test_a_lapsed_token_at_hand_serves_while_the_store_is_away(
    kept: Installations, clock: Clock, monkeypatch: pytest.MonkeyPatch, store: RedisStore
) -> None:
    many = ManyWorkspaces(kept)
    await kept.async_save(installed())
    assert await many.token("T1") == TOKEN
    clock.ahead = 3600.0

    async def away(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(store, "fetch", away)
    assert await many.token("T1") == TOKEN


async def test_what_could_not_be_kept_anew_replaces_no_newer_token(
    kept: Installations, clock: Clock, monkeypatch: pytest.MonkeyPatch, store: RedisStore
) -> None:
    await kept.async_save(installed())
    clock.ahead = 25 * 3600.0
    real = store.keep

    async def away(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(store, "keep", away)
    with pytest.raises(StoreUnavailable):
        await kept.token("T1")
    monkeypatch.setattr(store, "keep", real)
    other = Installations(SLACK, store, store, cast("Any", Web()))
    await other.async_save(installed(bot_token=FRESH))
    assert await kept.token("T1") == FRESH


async def test_a_workspace_let_go_while_its_token_is_turned_stays_gone(
    kept: Installations, store: RedisStore, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = store.claim

    async def later(*given: Any) -> bool:  # noqa: ANN401
        await kept.delete("T1")
        return await claim(*given)

    await kept.async_save(lapsing(SOON))
    monkeypatch.setattr(store, "claim", later)
    assert await kept.token("T1") == ""
    assert (web.asked, await kept.bot("T1")) == ([], None)


async def test_a_token_that_was_turned_and_not_kept_is_kept_later(
    kept: Installations, store: RedisStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await kept.async_save(lapsing(OVER))
    real = store.keep

    async def away(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(store, "keep", away)
    with pytest.raises(StoreUnavailable):
        await kept.token("T1")
    monkeypatch.setattr(store, "keep", real)
    assert await kept.token("T1") == FRESH
    other = Installations(SLACK, store, store, cast("Any", Web()))
    assert await other.token("T1") == FRESH

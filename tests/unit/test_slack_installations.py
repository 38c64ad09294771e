"""What is kept of an installation in Slack, for how long, and how its token is turned in time."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation

from painbot.platforms.slack import installations as module
from painbot.platforms.slack import workspaces
from painbot.platforms.slack.installations import DAY, KEPT, Installations, States
from painbot.platforms.slack.workspaces import ManyWorkspaces
from painbot.ports import NotSent, StoreUnavailable, Undeliverable
from painbot.settings import Slack
from painbot.store import RedisStore
from tests.store_fixtures import free_ports

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from slack_sdk.web.async_client import AsyncWebClient

    from painbot.store.embedded import EmbeddedServer

SLACK = Slack(client_id="1.2", client_secret="s" * 32)
TOKEN, FRESH, REFRESH, USER = "xoxb-canary", "xoxb-fresh", "xoxe-canary", "xoxp-installer"
HOUR, LONG, SOON, OVER = 3600, 12 * 3600, 3600, -60


@dataclass
class Web:
    """What turns tokens at Slack: as slowly as a network, once for each refresh token."""

    trouble: Exception | None = None
    asked: list[str] = field(default_factory=list)

    async def oauth_v2_access(self, **given: str) -> dict[str, Any]:
        self.asked.append(given["refresh_token"])
        await asyncio.sleep(0.05)
        if self.trouble is not None:
            raise self.trouble
        again = {"refresh_token": f"{REFRESH}-{len(self.asked)}", "expires_in": LONG}
        return {"token_type": "bot", "access_token": FRESH, **again}


class Clock:
    """The time, which a test may put on."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.time = lambda: time.time() + self.ahead
        self.monotonic = lambda: time.monotonic() + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for each in (module, workspaces):
        monkeypatch.setattr(each, "time", clock)
    return clock


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def kept(store: RedisStore, web: Web) -> Installations:
    return process(store, web)


def process(store: RedisStore, web: Web) -> Installations:
    """Return the installations as one process of several has them."""
    return Installations(SLACK, store, store, cast("AsyncWebClient", web))


def installed(team: str | None = "T1", enterprise: str | None = None, **more: Any) -> Installation:  # noqa: ANN401
    given: dict[str, Any] = {
        "app_id": "A1", "enterprise_id": enterprise, "team_id": team, "team_name": "Acme",
        "bot_token": TOKEN, "bot_id": "B1", "bot_user_id": "U2", "bot_scopes": "chat:write",
        "user_id": "U-installer", "user_token": USER, "user_scopes": "admin",
        "user_refresh_token": "xoxe-installer", "incoming_webhook_url": "https://hook",
        **more,
    }  # fmt: skip
    return Installation(**given)


def lapsing(seconds: int | None, team: str = "T1") -> Installation:
    return installed(team, bot_refresh_token=REFRESH, bot_token_expires_in=seconds)


@pytest.mark.parametrize(
    ("team", "enterprise", "org", "name"),
    [("T1", None, False, "T1"), ("T1", "E1", False, "E1.T1"), (None, "E1", True, "E1")],
)
async def test_who_installed_the_app_is_found_again(
    kept: Installations, team: str | None, enterprise: str | None, name: str, *, org: bool
) -> None:
    await kept.async_save(installed(team, enterprise, is_enterprise_install=org))
    where = {"enterprise_id": enterprise, "team_id": team}
    bot = await kept.async_find_bot(**where, is_enterprise_install=org)
    assert bot is not None
    assert (bot.bot_token, bot.bot_id, bot.app_id) == (TOKEN, "B1", "A1")
    assert (bot.team_id, bot.enterprise_id, bot.is_enterprise_install) == (team, enterprise, org)
    assert await kept.token(name) == TOKEN

    await kept.async_delete_bot(**where)
    assert await kept.async_find_bot(**where, is_enterprise_install=org) is None
    assert await kept.token(name) == ""


async def test_workspaces_and_organisations_do_not_get_each_others_token(
    kept: Installations,
) -> None:
    for team, enterprise in (("T1", None), ("T1", "E1"), ("T2", None), (None, "E1")):
        more = {"bot_token": f"{TOKEN}-{enterprise}-{team}", "is_enterprise_install": not team}
        await kept.async_save(installed(team, enterprise, **more))
    names = ("T1", "E1.T1", "T2", "E1", "T3", "E1.T2")
    tokens = [(await kept.token(name)).removeprefix(f"{TOKEN}-") for name in names]
    assert tokens == ["None-T1", "E1-T1", "None-T2", "E1-None", "", ""]


async def test_nothing_is_kept_of_the_person_who_installed_it(
    kept: Installations, store: RedisStore
) -> None:
    await kept.async_save(installed())
    found = await store.fetch("slack:1.2:installation:T1")
    assert found is not None
    assert TOKEN.encode() in found
    for private in (b"U-installer", USER.encode(), b"xoxe-installer", b"admin", b"hook", b"Acme"):
        assert private not in found


async def test_whoever_reads_the_store_finds_no_token(
    store_server: EmbeddedServer, store: RedisStore, raw: Redis, web: Web
) -> None:
    prefix = store._naming.prefix
    sealed = RedisStore(store_server.url, prefix=prefix, keys=(b"k" * 32,), secret=b"s")
    await process(sealed, web).async_save(lapsing(SOON, "T-acme"))
    assert await process(sealed, web).token("T-acme") == FRESH
    state = await States(sealed).async_issue()
    found = [name + (await raw.get(name) or b"") async for name in raw.scan_iter(f"{prefix}:*")]
    await sealed.aclose()
    assert len(found) == 2
    for private in (TOKEN, FRESH, REFRESH, "T-acme", "1.2:", state):
        assert not [seen for seen in found if private.encode() in seen]


async def test_it_is_kept_long_and_anew_when_it_was_used_a_day_later(
    kept: Installations, store: RedisStore, raw: Redis, clock: Clock
) -> None:
    await kept.async_save(installed())
    key = store._naming.thing("slack:1.2:installation:T1")
    assert KEPT - 5 < await raw.ttl(key) <= KEPT
    for ahead, seconds in ((DAY - 60, 1000.0), (DAY + 60, KEPT), (DAY + 120, 1000.0)):
        await raw.expire(key, 1000)
        clock.ahead = ahead
        assert await kept.token("T1") == TOKEN
        assert seconds - 5 < await raw.ttl(key) <= seconds


@pytest.mark.parametrize(
    ("left", "calls"), [(None, 0), (2 * HOUR + 60, 0), (2 * HOUR - 60, 1), (OVER, 1)]
)
async def test_a_token_is_turned_two_hours_before_it_lapses(
    kept: Installations, web: Web, left: int | None, calls: int
) -> None:
    await kept.async_save(lapsing(left))
    for _ in range(2):
        assert await kept.token("T1") == (FRESH if calls else TOKEN)
        assert web.asked == [REFRESH] * calls


async def test_of_twenty_at_once_in_two_processes_one_asks_and_nobody_waits(
    kept: Installations, store: RedisStore, web: Web
) -> None:
    await kept.async_save(lapsing(SOON))
    both = (kept, process(store, web))
    tokens = await asyncio.gather(*(each.token("T1") for each in both * 10))
    assert web.asked == [REFRESH]
    assert sorted(tokens) == sorted([FRESH] + [TOKEN] * 19)  # which is still good
    assert [await each.token("T1") for each in both] == [FRESH, FRESH]
    bot = await kept.bot("T1")
    assert bot is not None
    assert bot.bot_refresh_token == f"{REFRESH}-1"


async def test_one_who_asks_just_after_another_turned_it_gets_the_new_one(
    kept: Installations, store: RedisStore, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refresh token is good for one time only."""
    claim = store.claim

    async def later(*given: Any) -> bool:  # noqa: ANN401
        monkeypatch.undo()
        assert await process(store, web).token("T1") == FRESH
        return await claim(*given)

    await kept.async_save(lapsing(SOON))
    monkeypatch.setattr(store, "claim", later)
    assert await kept.token("T1") == FRESH
    assert web.asked == [REFRESH]


@pytest.mark.parametrize(
    "trouble",
    [
        SlackApiError("no", {"error": "invalid_refresh_token"}),  # type: ignore[no-untyped-call]
        aiohttp.ClientConnectionError(),
        TimeoutError(),
    ],
    ids=lambda trouble: type(trouble).__name__,
)
async def test_without_a_new_token_the_old_one_serves_until_it_is_over(
    kept: Installations, web: Web, trouble: Exception
) -> None:
    web.trouble = trouble
    await kept.async_save(lapsing(SOON))
    assert await kept.token("T1") == TOKEN
    await kept.async_save(lapsing(OVER))
    with pytest.raises(NotSent):
        await kept.token("T1")
    web.trouble = None  # it is asked for again at once, and then it goes on
    assert await kept.token("T1") == FRESH


async def test_nobody_is_handed_a_token_that_is_over(kept: Installations, web: Web) -> None:
    await kept.async_save(lapsing(OVER))
    asked = (kept.token("T1") for _ in range(2))
    tokens = await asyncio.gather(*asked, return_exceptions=True)
    assert web.asked == [REFRESH]
    assert TOKEN not in tokens


async def test_a_token_is_at_hand_for_a_minute(kept: Installations, clock: Clock) -> None:
    many = ManyWorkspaces(kept)
    await kept.async_save(installed())
    assert await many.token("T1") == TOKEN
    await kept.async_save(installed(bot_token=FRESH))
    for ahead, token in ((58.0, TOKEN), (61.0, FRESH)):
        clock.ahead = ahead
        assert await many.token("T1") == token


async def test_a_workspace_that_is_let_go_has_no_token_any_more(kept: Installations) -> None:
    many = ManyWorkspaces(kept)
    await kept.async_save(installed())
    await kept.async_save(installed("T2"))
    assert await many.token("T1")
    await many.forget("T1")
    assert (await many.knows("T1"), await many.knows("T2")) == (False, True)
    with pytest.raises(Undeliverable):
        await many.token("T1")


async def test_a_workspace_let_go_elsewhere_is_unknown_after_a_minute(
    kept: Installations, store: RedisStore, web: Web, clock: Clock
) -> None:
    many = ManyWorkspaces(kept)
    await kept.async_save(installed())
    assert await many.token("T1")
    await ManyWorkspaces(process(store, web)).forget("T1")
    clock.ahead = 61.0
    assert not await many.knows("T1")


async def test_while_the_store_is_away_nothing_is_sent(web: Web) -> None:
    (port,) = free_ports(1)
    away = RedisStore(f"redis://127.0.0.1:{port}")
    kept = process(away, web)
    with pytest.raises(NotSent):
        await ManyWorkspaces(kept).token("T1")
    with pytest.raises(StoreUnavailable):
        await ManyWorkspaces(kept).knows("T1")
    await away.aclose()


async def test_an_installation_is_finished_once_and_only_if_it_was_begun_here(
    store: RedisStore, raw: Redis
) -> None:
    states = States(store)
    first, second = await states.async_issue(), await states.async_issue("ignored", user="U1")
    for state in (first, second):
        assert 595 < await raw.ttl(store._naming.thing(f"slack:state:{state}")) <= 600
    assert await asyncio.gather(*(States(store).async_consume(first) for _ in range(4))) in [
        [number == winner for number in range(4)] for winner in range(4)
    ]
    assert await states.async_consume(second)
    for unknown in (second, "", "made-up", f"{second}x"):
        assert not await states.async_consume(unknown)

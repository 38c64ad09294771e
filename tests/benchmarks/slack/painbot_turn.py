"""painbot itself, put together as `painbot serve` does it, with Slack calling it.

What it guarantees: at least once in, exactly once on state, at least once out with a bounded,
counted duplicate. Everything that counts and hashes is on; only the limit of how fast messages may
leave is off, as nobody else has any.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp

from painbot.app.store import opened
from painbot.app.tuning import run, settle
from painbot.observe import Metrics, Names
from painbot.observe.watcher import Watcher
from painbot.platforms import slack
from painbot.ports import Request, Supplies, Surroundings
from painbot.service import Habits, Service
from painbot.settings import Settings, Slack
from tests.benchmarks.slack.canned import SECRET, TOKEN, Fed, Session, WebApi
from tests.benchmarks.telegram.eight import compiled

if TYPE_CHECKING:
    from painbot.ports import Hook

READY_SECONDS = 20.0
EVENTS = "/slack/events"


def settings(redis_url: str) -> Settings:
    """Return what `painbot serve` would be told."""
    home = Path("/nonexistent")  # nothing is kept there, for the server is given
    return Settings(
        home=home,
        flows=home,
        redis_url=redis_url,
        given_secret="benchmark-secret-for-hashing",  # noqa: S106 - of nobody
        slack=Slack(bot_token=TOKEN, signing_secret=SECRET, per_chat=0.0),
    )


class PainbotTurn:
    """Feed it as its HTTP side does: headers and body to the hook at its path."""

    async def start(self, redis_url: str, api: WebApi) -> None:
        Session.api = api
        aiohttp.ClientSession = Session  # type: ignore[assignment, misc]
        self._open = AsyncExitStack()
        chosen, habits, library = settings(redis_url), Habits(), compiled()
        store = await self._open.enter_async_context(opened(chosen))
        watcher = Watcher(Metrics(), Names(chosen.secret))
        supplies = Supplies(
            habits.lease / 2, lambda _: None, has_pictures=False, claims=store, vault=store
        )
        channel = await self._open.enter_async_context(slack.open_channel(chosen, supplies))
        service = Service(lambda: library, store, {"slack": channel}, habits, watcher)
        self._hook: asyncio.Future[Hook] = asyncio.get_running_loop().create_future()
        around = Surroundings(
            turns=service,
            claims=store,
            observer=watcher,
            now=lambda: datetime.now(UTC).replace(tzinfo=None),
            phrases=lambda: library.phrases,
            kept=str,
            topics=list,
            language=lambda: library.words.language,
            listen=self._listen,
            show=lambda *_: None,
        )
        self._work = asyncio.create_task(slack.run(channel, around))
        async with asyncio.timeout(READY_SECONDS):
            self._take = await self._hook
        settle()

    async def feed(self, fed: Fed) -> None:
        answer = await self._take(Request(*fed))
        assert answer.status == 200, answer

    def _listen(self, path: str, hook: Hook) -> None:
        if path == EVENTS and not self._hook.done():
            self._hook.set_result(hook)

    async def close(self) -> None:
        self._work.cancel()
        with suppress(asyncio.CancelledError):
            await self._work
        await self._open.aclose()


__all__ = ["PainbotTurn", "run"]

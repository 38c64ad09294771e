"""painbot itself, put together as `painbot serve` does it, with Telegram calling its webhook.

What it guarantees: at least once in, exactly once on state, at least once out with a bounded,
counted duplicate. An update is confirmed when its turn is committed, with the id of the update and
all that is to be sent; what was sent is noted after each new message. Everything that counts and
hashes is on; only the limits of how fast messages may leave are off, as nobody else has any.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from painbot.app.store import opened
from painbot.app.tuning import run, settle
from painbot.observe import Metrics, Names
from painbot.observe.watcher import Watcher
from painbot.platforms import telegram
from painbot.platforms.telegram import transport
from painbot.ports import Request, Supplies, Surroundings
from painbot.service import Habits, Service
from painbot.settings import Settings, Telegram
from tests.benchmarks.telegram.contender import TOKEN, Api
from tests.benchmarks.telegram.eight import compiled

if TYPE_CHECKING:
    from telegram.request import RequestData

    from painbot.ports import Hook

SECRET: Final = "benchmark-secret-of-more-than-16"  # noqa: S105 - of no bot
HEADERS: Final = {"x-telegram-bot-api-secret-token": SECRET, "content-type": "application/json"}
READY_SECONDS: Final = 20.0


def settings(redis_url: str) -> Settings:
    """Return what `painbot serve` would be told."""
    chosen = Telegram(
        TOKEN,
        webhook_url="https://bench.example/telegram",
        webhook_secret=SECRET,
        per_second=0.0,
        per_chat=0.0,
    )
    home = Path("/nonexistent")  # nothing is kept there, for the server is given
    return Settings(
        home=home,
        flows=home,
        redis_url=redis_url,
        given_secret="benchmark-secret-for-hashing",  # noqa: S106 - of nobody
        telegram=chosen,
    )


def stub(api: Api) -> None:
    """Let the transport's own bytes go to the stub instead of a network."""

    async def do_request(
        self: object, url: str, method: str, request_data: RequestData | None = None, **more: object
    ) -> tuple[int, bytes]:
        del self, method, more
        body = b"" if request_data is None else transport._body(request_data)["data"]
        await asyncio.sleep(0)  # no answer comes in the tick of its request
        return 200, api(url.rpartition("/")[2], body)

    transport.HttpRequest.do_request = do_request  # type: ignore[assignment, method-assign]


class PainbotTurn:
    """Feed it as its HTTP side does: headers and body to the hook at its path."""

    async def start(self, redis_url: str, api: Api) -> None:
        stub(api)
        self._open = AsyncExitStack()
        chosen, habits, library = settings(redis_url), Habits(), compiled()
        store = await self._open.enter_async_context(opened(chosen))
        watcher = Watcher(Metrics(), Names(chosen.secret))
        supplies = Supplies(
            habits.lease / 2, lambda _: None, has_pictures=False, claims=store, vault=store
        )
        opening = telegram.open_channel(chosen, supplies)
        channel = await self._open.enter_async_context(opening)
        service = Service(lambda: library, store, {"telegram": channel}, habits, watcher)
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
        self._work = asyncio.create_task(telegram.run(channel, around))
        async with asyncio.timeout(READY_SECONDS):
            self._take = await self._hook
        settle()

    async def feed(self, update: bytes) -> None:
        answer = await self._take(Request(HEADERS, update))
        assert answer.status == 200, answer

    def _listen(self, path: str, hook: Hook) -> None:
        del path
        if not self._hook.done():
            self._hook.set_result(hook)

    async def close(self) -> None:
        self._work.cancel()
        with suppress(asyncio.CancelledError):
            await self._work
        await self._open.aclose()


__all__ = ["PainbotTurn", "run"]

"""`painbot serve`: store, service, platforms and the HTTP side put together."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Final

from painbot import platforms
from painbot.app.live import Live, News, Reloaded, watching
from painbot.app.pictures import has_pictures, pictures_of
from painbot.app.running import CannotServe, until
from painbot.app.store import opened
from painbot.app.tuning import settle
from painbot.dialogue.commands import START_FLOW
from painbot.dialogue.rights import kept
from painbot.observe import Metrics, Names, Watcher
from painbot.ports import StoreUnavailable, Supplies, Surroundings, Topic
from painbot.service import Habits, Service

if TYPE_CHECKING:
    from painbot.app.web import Web
    from painbot.flow.model import Library
    from painbot.ports import SessionStore
    from painbot.settings import Settings

SWEEP_SECONDS: Final = 2.0
FINISH_SECONDS: Final = 4.0
FINDINGS: Final = 20
_LOG = logging.getLogger(__name__)


class NothingToServe(CannotServe):
    """No platform is configured."""

    def __init__(self) -> None:
        super().__init__(
            "There is nobody to talk to yet: set TELEGRAM_TOKEN to the token that @BotFather gave"
            " you on Telegram, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN to those of your Slack app."
            " `painbot doctor` says what else is missing."
        )


async def serve(settings: Settings, live: Live) -> None:
    """Serve people until SIGTERM or SIGINT.

    Raises NothingToServe, PortTaken or StoreUnavailable, with one plain sentence each.
    """
    modules = configured(settings)
    if not modules:
        raise NothingToServe
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    metrics = Metrics()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened(settings))
        web = await stack.enter_async_context(_web(settings, store, metrics))
        await stack.enter_async_context(watching(live, partial(_tell, metrics)))
        habits = Habits(settings.lease_seconds)
        pictures, any_ = pictures_of(settings.flows), has_pictures(settings.flows)
        supplies = Supplies(habits.lease / 2, pictures, any_, store, store)
        channels = {
            name: await stack.enter_async_context(module.open_channel(settings, supplies))
            for name, module in modules.items()
        }
        watcher = Watcher(metrics, Names(settings.secret))
        service = Service(live.library, store, channels, habits, watcher)
        around = _around(settings, live, service, store, watcher, web)
        works = {name: partial(modules[name].run, channels[name], around) for name in modules}
        settle()
        _LOG.info("painbot serves %s", " and ".join(sorted(modules)))
        await until(stop, {**works, "sweep": partial(_sweep, service)})


def configured(settings: Settings) -> dict[str, ModuleType]:
    """Return the platforms that are configured, each by its name."""
    found = {}
    for name in platforms.names():
        module = import_module(f"painbot.platforms.{name}")
        if getattr(module, "configured", lambda _: False)(settings):
            found[name] = module
    return found


def _around(  # noqa: PLR0913, PLR0917 - it is where all of them are put together
    settings: Settings,
    live: Live,
    service: Service,
    store: SessionStore,
    watcher: Watcher,
    web: Web,
) -> Surroundings:
    return Surroundings(
        turns=service,
        claims=store,
        observer=watcher,
        now=partial(_now, settings),
        phrases=lambda: live.library().phrases,
        kept=lambda: kept(live.library()),
        topics=lambda: _topics(live.library()),
        language=lambda: live.library().words.language,
        listen=web.listen,
        show=web.show,
    )


def _topics(library: Library) -> list[Topic]:
    """Return the flows, the one that asks what it is about first."""
    flows = sorted(library.flows.values(), key=lambda flow: flow.id != START_FLOW)
    return [Topic(flow.id, flow.title.say, flow.about.say) for flow in flows]


async def _sweep(service: Service) -> None:
    """Send what was left unsent by whoever was killed, here or elsewhere."""
    there = True
    try:
        while True:
            try:
                await service.sweep()
                there = there or _noted("the session store is back")
            except StoreUnavailable as away:
                there = there and not _noted(str(away))
            await asyncio.sleep(SWEEP_SECONDS)
    finally:
        await service.finish(FINISH_SECONDS)


def _noted(what: str) -> bool:
    """Log that the store went away or came back, once each time."""
    _LOG.warning(what)
    return True


@asynccontextmanager
async def _web(settings: Settings, store: SessionStore, metrics: Metrics) -> AsyncIterator[Web]:
    """Listen for HTTP requests; without a port that was asked for, a taken one does no harm."""
    from painbot.app.web import PortTaken, Web, open_port, open_server

    web = Web(partial(_why_not_ready, store), metrics.render)
    try:
        listener = open_port(settings.host, settings.port)
    except PortTaken as taken:
        if settings.port_given or settings.needs_port:
            raise
        _LOG.warning("%s Without one there are no health and metrics pages.", str(taken))
        yield web
        return
    server, work = open_server(web, listener)
    task = asyncio.create_task(work)
    _LOG.info("health and metrics at http://%s:%s/readyz", settings.host, settings.port)
    try:
        yield web
    finally:
        server.should_exit = True
        await asyncio.wait([task])


async def _why_not_ready(store: SessionStore) -> str:
    try:
        await store.ping()
    except StoreUnavailable as away:
        return str(away)
    return ""


def _now(settings: Settings) -> datetime:
    """Return the time on the wall, which the dialogue reads as local time."""
    return datetime.now(UTC).astimezone(settings.timezone).replace(tzinfo=None)


def _tell(metrics: Metrics, news: News) -> None:
    """Note what came of an edit of the flows."""
    if isinstance(news, Reloaded):
        settle()
        metrics.reloaded("reloaded")
        _LOG.info("the flows were edited; the new version is in use")
        return
    metrics.reloaded("refused")
    _LOG.error("the flows were edited but not used; the version before goes on %s", news.why)
    for finding in news.findings[:FINDINGS]:
        _LOG.error("%s", finding)


__all__ = ["NothingToServe", "configured", "serve"]

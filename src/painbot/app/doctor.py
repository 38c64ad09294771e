"""What `painbot doctor` looks at: everything that `painbot serve` needs."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Final

from painbot.observe.checks import Check

if TYPE_CHECKING:
    from types import ModuleType

    from painbot.settings import Settings

PLATFORM_SECONDS: Final = 20.0
FINDINGS: Final = 3
NO_PLATFORM: Final = Check(
    ok=False,
    text="Nobody can talk to painbot yet: neither Telegram nor Slack is set up.",
    fix=(
        "On Telegram write /newbot to @BotFather and set TELEGRAM_TOKEN to the token it gives you;"
        " in Slack make an app of slack/manifest.yaml and set SLACK_BOT_TOKEN and SLACK_APP_TOKEN."
    ),
)
_KEYS: Final = "make one with `openssl rand -base64 32`"
_LOSES: Final = "Answers that were taken may be lost when the session store stops"
_UNKNOWN: Final = "unknown"


async def examine(environment: Mapping[str, str] = os.environ) -> AsyncIterator[Check]:
    """Yield what was found, one thing after the other; without good settings that is all."""
    from painbot.observe.scrubbing import Scrubber
    from painbot.settings import BadSettings, read_settings

    try:
        settings = read_settings(environment)
        confidential = settings.confidential
    except BadSettings as error:
        for problem in error.problems:
            yield Check(ok=False, text=problem)
        return
    clean = Scrubber(confidential).clean
    async for check in _all(settings):
        yield replace(check, text=clean(check.text), fix=clean(check.fix))


async def _all(settings: Settings) -> AsyncIterator[Check]:
    for warning in settings.warnings:
        yield Check(ok=None, text=warning)
    for check in (*secrets_set(settings), *flows_load(settings)):
        yield check
    async for check in store_answers(settings):
        yield check
    async for check in platforms_answer(settings):
        yield check
    yield port_free(settings)


def secrets_set(settings: Settings) -> Iterator[Check]:
    """Yield whether what should be secret is kept so."""
    from painbot.settings import BadSettings

    try:
        known = settings.secret
    except BadSettings as error:
        yield Check(ok=False, text=str(error))
        return
    if settings.given_secret:
        yield Check(ok=True, text="PAINBOT_SECRET: set")
    elif known:
        yield Check(ok=True, text=f"PAINBOT_SECRET: not set; the one in {settings.home} is used")
    else:
        text = "PAINBOT_SECRET: not set, so the names of keys could be led back to people"
        fix = "Set it to what `openssl rand -base64 32` prints, the same for every painbot."
        yield Check(ok=None, text=text, fix=fix)
    if settings.keys:
        number = len(settings.keys)
        more = f"; {number} keys open, the first seals" if number > 1 else ""
        yield Check(ok=True, text=f"PAINBOT_KEYS: set, conversations are sealed{more}")
    else:
        text = "PAINBOT_KEYS: not set, so whoever can read the session store can read answers"
        yield Check(ok=None, text=text, fix=f"Set it to a key of 32 bytes: {_KEYS}.")


def flows_load(settings: Settings) -> Iterator[Check]:
    """Yield whether there are flows without errors."""
    from painbot.app.files import NoFlowFiles
    from painbot.app.live import Live

    try:
        live, findings = Live.open(settings.flows)
    except NoFlowFiles as error:
        yield Check(ok=False, text=str(error))
        return
    if live is None:
        errors = [each for each in findings if each.severity.value == "error"]
        text = f"The flows of {settings.flows} have errors ({len(errors)}), so none is loaded."
        shown = "".join(f"{each}\n  " for each in islice(errors, FINDINGS))
        yield Check(ok=False, text=text, fix=f"{shown}`painbot check` shows all that is wrong.")
        return
    number = len(live.library().flows)
    yield Check(ok=True, text=f"Flows: {number} loaded from {settings.flows}")


async def store_answers(settings: Settings) -> AsyncIterator[Check]:
    """Yield whether conversations can be kept, and how safely."""
    from painbot.app.store import opened
    from painbot.ports import StoreUnavailable

    try:
        async with opened(settings) as store:
            await store.ping()
            about = await store.describe()
    except StoreUnavailable as error:
        yield Check(ok=False, text=str(error))
        return
    for check in store_is_safe(settings, about):
        yield check


def store_is_safe(settings: Settings, about: Mapping[str, str]) -> Iterator[Check]:
    """Yield what a store says of itself, and what of that is a risk.

    `about` may hold `version`, `appendonly`, `appendfsync`, `maxmemory-policy` and `replicas`;
    what it lacks is unknown.
    """
    which = "the server of PAINBOT_REDIS_URL" if settings.redis_url else "painbot's own server"
    told = {key: about.get(key) or _UNKNOWN for key in _ABOUT}
    shown = ", ".join(f"{name} {told[key]}" for key, name in _ABOUT.items())
    yield Check(ok=True, text=f"Session store: {which} answers ({shown})")
    if told["appendonly"] not in ("yes", _UNKNOWN):
        yield Check(ok=None, text=f"{_LOSES}.", fix="Let it run with `appendonly yes`.")
    elif told["appendfsync"] == "no":
        yield Check(ok=None, text=f"{_LOSES}.", fix="Let it run with `appendfsync always`.")
    if told["maxmemory-policy"] not in ("noeviction", _UNKNOWN):
        text = "The session store throws conversations away when its memory is full."
        yield Check(ok=None, text=text, fix="Let it run with `maxmemory-policy noeviction`.")
    if told["replicas"].isdecimal() and int(told["replicas"]) < settings.redis_replicas:
        text = f"The session store has {told['replicas']} replicas, PAINBOT_REDIS_REPLICAS wants"
        fix = "Start the replicas that are missing, or ask for fewer: until then nothing is taken."
        yield Check(ok=False, text=f"{text} {settings.redis_replicas}.", fix=fix)


_ABOUT: Final = {
    "version": "version",
    "appendonly": "append-only",
    "appendfsync": "fsync",
    "maxmemory-policy": "when full",
    "replicas": "replicas",
}


async def platforms_answer(settings: Settings) -> AsyncIterator[Check]:
    """Yield what each platform that is set up finds."""
    from painbot import platforms

    if not (settings.telegram or settings.slack):
        yield NO_PLATFORM
    for name in platforms.names():
        module = import_module(f"painbot.platforms.{name}")
        for check in await _examined(name, module, settings):
            yield check


async def _examined(name: str, module: ModuleType, settings: Settings) -> Sequence[Check]:
    look = getattr(module, "examine", None)
    if look is None or not getattr(module, "configured", lambda _: True)(settings):
        return ()
    try:
        async with asyncio.timeout(PLATFORM_SECONDS):
            found: Sequence[Check] = await look(settings)
    except TimeoutError:
        text = f"{name}: no answer within {PLATFORM_SECONDS:g} seconds"
        return [Check(ok=False, text=text, fix="Check that this machine may call it.")]
    except Exception as error:  # noqa: BLE001 - the other checks are still worth having
        text = f"{name}: painbot has a fault and cannot look ({type(error).__name__})"
        return [Check(ok=False, text=text, fix="Please report it.")]
    return found


def port_free(settings: Settings) -> Check:
    """Return whether the HTTP side of painbot can be opened."""
    from painbot.app.web import PortTaken, open_port

    where = f"{settings.host} port {settings.port}"
    try:
        open_port(settings.host, settings.port).close()
    except PortTaken as error:
        needed = settings.port_given or settings.needs_port
        fix = "Set PAINBOT_PORT to another port, or stop what listens there."
        return Check(ok=False if needed else None, text=str(error), fix=fix)
    return Check(ok=True, text=f"HTTP: {where} is free")


__all__ = ["examine"]

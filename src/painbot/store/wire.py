"""The way to a store: how often to try, and what to say when it fails.

This module knows nothing of sessions, and nothing it raises quotes an address or a command, for
there is a password in the one and a person in the other.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from redis import exceptions

from painbot.ports import StoreUnavailable
from painbot.store.batch import Command, NotCopied
from painbot.store.roads import open_road
from painbot.store.scripts import script
from painbot.store.servers import TIMEOUT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from painbot.store.batch import Line

# Waits before trying again when a connection breaks. Whatever is asked may be done twice.
RETRY_PAUSES = (0.02, 0.1, 0.3)

REFUSED = (
    exceptions.AuthenticationError,
    exceptions.AuthorizationError,
    exceptions.NoPermissionError,
)

SLOW = f"The session store has not answered for {TIMEOUT_SECONDS:g} seconds."
SENTENCES = {
    NotCopied: "What the session store wrote was not copied to its replica in time.",
    exceptions.TimeoutError: SLOW,
    TimeoutError: SLOW,
    exceptions.OutOfMemoryError: "The session store is out of memory and takes nothing new.",
    exceptions.ReadOnlyError: "The session store takes no writes: it is a replica.",
}

_Answer = TypeVar("_Answer")


class PrivateServer(Protocol):
    """Be the server at the other end, when it is painbot's own."""

    def ensure(self) -> None:
        """Start it again if it died; raise StoreUnavailable when that cannot be done."""
        ...

    def release(self) -> None:
        """Stop using it."""
        ...


class Wire:
    """Ask a store, and be sure of an answer or a StoreUnavailable within seconds."""

    def __init__(self, url: str, server: PrivateServer | None = None, replicas: int = 0) -> None:
        self._road = open_road(url, replicas)
        self._server = server

    async def ask(self, *command: str | bytes | int, writes: bool = False) -> object:
        """Return the answer to one command, which must do no harm when it is done twice."""
        return await self._persist(lambda: self._road.ask(command, writes=writes))

    async def ask_all(self, commands: Sequence[Command]) -> list[object]:
        """Return the answers to several; if one of them fails, that is all there is to say."""
        return await self._persist(
            lambda: asyncio.gather(*[self._road.ask(command) for command in commands])
        )

    async def run(
        self, names: tuple[str, ...], keys: tuple[str, ...], *args: str | bytes | int
    ) -> list[bytes]:
        """Return the answer of a script, which writes; its keys share a slot."""
        answer = await self.ask("EVAL", script(*names), len(keys), *keys, *args, writes=True)
        return cast("list[bytes]", answer)

    async def servers(self) -> Sequence[Line]:
        """Return all servers that hold a part of what is kept."""
        return await self._persist(self._road.servers)

    async def ask_at(self, server: Line, *command: str | bytes | int) -> object:
        """Return the answer of one server."""
        return await self._persist(lambda: server.ask(command))

    async def aclose(self) -> None:
        """Close the connections, then let go of the private server."""
        try:
            await self._road.aclose()
        finally:
            if self._server is not None:
                await asyncio.to_thread(self._server.release)

    async def _persist(self, attempt: Callable[[], Awaitable[_Answer]]) -> _Answer:
        """Try again when a connection breaks, but not when the server is slow: that piles up."""
        end = time.monotonic() + TIMEOUT_SECONDS
        for pause in (*RETRY_PAUSES, None):
            try:
                return await attempt()
            except (exceptions.RedisError, OSError) as error:
                last = pause is None or time.monotonic() > end
                if last or not _passes(error):
                    raise StoreUnavailable(_sentence(error)) from None
            await asyncio.sleep(pause or 0.0)
            if self._server is not None:
                await asyncio.to_thread(self._server.ensure)
        raise AssertionError  # pragma: no cover - the last try returns or raises


def _passes(error: Exception) -> bool:
    return isinstance(error, exceptions.ConnectionError) and not _is_refusal(error)


def _is_refusal(error: Exception) -> bool:
    # A password that is wrong comes wrapped in a plain ConnectionError; one that is missing, bare.
    return isinstance(error, REFUSED) or isinstance(error.__cause__, REFUSED)


def _sentence(error: Exception) -> str:
    if _is_refusal(error):
        return "The session store refused the user name or password of PAINBOT_REDIS_URL."
    for kind, sentence in SENTENCES.items():
        if isinstance(error, kind):
            return sentence
    if isinstance(error, exceptions.ResponseError):
        return f"The session store refused a command ({type(error).__name__})."
    return "The session store does not answer. Check PAINBOT_REDIS_URL and the server there."


__all__ = ["PrivateServer", "Wire"]

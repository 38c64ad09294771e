"""The way to a Redis server: one pool of connections, how often to try, what to say when it fails.

This module knows nothing of sessions, and nothing it raises quotes an address or a command, for
there is a password in the one and a person in the other.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Protocol, cast

from redis import exceptions
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from painbot.ports import StoreUnavailable
from painbot.store.scripts import script

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

# Slack wants its answer within 3 seconds: a store that is slower is as good as away.
TIMEOUT_SECONDS = 2.0
# As many turns as one process does at once. redis-py's own pool raises instead of waiting.
POOL_SIZE = 64
# Waits before trying again when a connection breaks. Whatever is asked may be done twice.
RETRY_PAUSES = (0.02, 0.1, 0.3)

REFUSED = (
    exceptions.AuthenticationError,
    exceptions.AuthorizationError,
    exceptions.NoPermissionError,
)

BAD_URL = (
    "PAINBOT_REDIS_URL is not an address painbot can use: write it like redis://host:6379/0, "
    "rediss://user:password@host:6379/0 or unix:///path/to/redis.sock."
)


class PrivateServer(Protocol):
    """Be the server at the other end, when it is painbot's own."""

    def ensure(self) -> None:
        """Start it again if it died; raise StoreUnavailable when that cannot be done."""
        ...

    def release(self) -> None:
        """Stop using it."""
        ...


class Wire:
    """Ask one server, and be sure of an answer or a StoreUnavailable within seconds."""

    def __init__(self, url: str, server: PrivateServer | None = None) -> None:
        self._redis = _connect(url)
        self._execute: Callable[..., Awaitable[object]] = self._redis.execute_command
        self._server = server

    async def ask(self, *command: str | bytes | int) -> object:
        """Return the answer to one command, which must do no harm when it is done twice."""
        try:
            return await self._persist(command)
        except (exceptions.RedisError, OSError) as error:
            raise StoreUnavailable(_sentence(error)) from None

    async def run(
        self, names: tuple[str, ...], keys: tuple[str, ...], *args: str | bytes | int
    ) -> list[bytes]:
        """Return the answer of a script; its keys share a slot."""
        answer = await self.ask("EVAL", script(*names), len(keys), *keys, *args)
        return cast("list[bytes]", answer)

    async def aclose(self) -> None:
        """Close the connections, then let go of the private server."""
        try:
            await self._redis.aclose()
        finally:
            if self._server is not None:
                await asyncio.to_thread(self._server.release)

    async def _persist(self, command: tuple[str | bytes | int, ...]) -> object:
        """Try again when a connection breaks, but not when the server is slow: that piles up."""
        end = time.monotonic() + TIMEOUT_SECONDS
        for pause in RETRY_PAUSES:
            try:
                return await self._execute(*command)
            except exceptions.ConnectionError as error:
                if _is_refusal(error) or time.monotonic() > end:
                    raise
            await asyncio.sleep(pause)
            if self._server is not None:
                await asyncio.to_thread(self._server.ensure)
        return await self._execute(*command)


def _connect(url: str) -> Redis:
    """Return a client that has not connected yet; say so plainly if the address is no good."""
    try:
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=POOL_SIZE,
            timeout=TIMEOUT_SECONDS,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),  # `_persist` is the one place that tries again
            protocol=2,
        )
        pool.connection_class(**pool.connection_kwargs)  # notices a wrong option in the address
    except (exceptions.RedisError, ValueError, TypeError):
        raise StoreUnavailable(BAD_URL) from None
    return Redis.from_pool(pool)


def _is_refusal(error: Exception) -> bool:
    # A password that is wrong comes wrapped in a plain ConnectionError; one that is missing, bare.
    return isinstance(error, REFUSED) or isinstance(error.__cause__, REFUSED)


def _sentence(error: Exception) -> str:
    match error:
        case _ if _is_refusal(error):
            return "The session store refused the user name or password of PAINBOT_REDIS_URL."
        case exceptions.TimeoutError() | TimeoutError():
            return f"The session store has not answered for {TIMEOUT_SECONDS:g} seconds."
        case exceptions.OutOfMemoryError():
            return "The session store is out of memory and takes nothing new."
        case exceptions.ReadOnlyError():
            return "The session store takes no writes: it is a replica."
        case exceptions.ResponseError():
            return f"The session store refused a command ({type(error).__name__})."
    return "The session store does not answer. Check PAINBOT_REDIS_URL and the server there."


__all__ = ["PrivateServer", "Wire"]

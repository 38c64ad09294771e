"""One server, and the connections to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from redis.asyncio import BlockingConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from painbot.store.batch import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redis.asyncio.connection import AbstractConnection

# Slack wants its answer within 3 seconds: a store that is slower is as good as away.
TIMEOUT_SECONDS: Final = 2.0
# More than there are ever trips under way.
POOL_SIZE: Final = 64


class OneServer:
    """Lead everything to one server, through connections that are made when they are needed."""

    def __init__(self, url: str, replicas: int = 0) -> None:
        self._pool = BlockingConnectionPool.from_url(
            url,
            max_connections=POOL_SIZE,
            timeout=TIMEOUT_SECONDS,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),  # the wire is the one place that tries again
            protocol=2,
        )
        kind, options = self._pool.connection_class, self._pool.connection_kwargs
        kind(**options)  # notices a wrong option in the address
        # A trip has one limit; redis-py would set and lift one for each answer.
        seconds = float(options.pop("socket_timeout"))
        self._idle: list[AbstractConnection] = []
        self.line = Line(self, replicas, seconds)
        self.ask = self.line.ask

    async def take(self) -> AbstractConnection:
        """Return the connection that was used last, or one of the pool."""
        if self._idle:
            return self._idle.pop()
        connection: AbstractConnection = await self._pool.get_connection()  # type: ignore[no-untyped-call]
        return connection

    async def give_back(self, connection: AbstractConnection) -> None:
        """Keep it at hand; one that broke goes back into the pool, to be connected again."""
        if connection.is_connected:
            self._idle.append(connection)
        else:
            await self._pool.release(connection)

    async def servers(self) -> Sequence[Line]:
        """Return the only one there is."""
        return (self.line,)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


__all__ = ["TIMEOUT_SECONDS", "OneServer"]

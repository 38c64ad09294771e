"""Roads to a store, chosen by its address: to one server, or to several that take turns.

This module knows which server is asked, and when to look again which one that is. It knows no
sessions, and what it raises quotes no address.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

from redis import exceptions

from painbot.ports import StoreUnavailable
from painbot.store.address import SENTINEL, Address
from painbot.store.maps import Map, Master, Nowhere, Place, Slots
from painbot.store.servers import OneServer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from painbot.store.batch import Command, Line

BAD_URL: Final = (
    "PAINBOT_REDIS_URL is not an address painbot can use: write it like redis://host:6379/0, "
    "rediss://user:password@host:6379/0, unix:///path/to/redis.sock, "
    "redis+sentinel://host:26379/service/0 or redis+cluster://host:6379."
)
# A server says so when another one has become the one to ask.
ELSEWHERE: Final = (
    exceptions.MovedError,
    exceptions.AskError,
    exceptions.TryAgainError,
    exceptions.ClusterDownError,
    exceptions.ReadOnlyError,
)
BROKEN: Final = (exceptions.ConnectionError, exceptions.TimeoutError, OSError)


class Road(Protocol):
    """Lead each command to the server it is for."""

    def ask(self, command: Command, *, writes: bool = False) -> Awaitable[object]:
        """Return the answer to come."""
        ...

    async def servers(self) -> Sequence[Line]:
        """Return all servers that hold a part of what is kept."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...


class Moving:
    """Lead to servers that others know of: ask those where they are, and again when they move."""

    def __init__(self, address: Address, replicas: int) -> None:
        self._address = address
        self._replicas = replicas
        self._map: Map = Master(address.service) if address.kind == SENTINEL else Slots()
        self._guides = [(urlsplit(url).hostname or "", OneServer(url)) for url in address.guides]
        self._met: dict[Place, OneServer] = {}
        self._lost = True
        self._looking = asyncio.Lock()

    async def ask(self, command: Command, *, writes: bool = False) -> object:
        """Return the answer; whatever may be otherwise in a moment is a broken connection."""
        try:
            await self._look()
            server = self._meet(self._map.place(command))
            return await server.ask(command, writes=writes)
        except ELSEWHERE as error:
            self._lost = True
            raise Nowhere from error
        except BROKEN:
            self._lost = True
            raise

    async def servers(self) -> Sequence[Line]:
        """Return all servers that hold a part of what is kept."""
        await self._look()
        return tuple(self._meet(place).line for place in self._map.places())

    async def aclose(self) -> None:
        """Close all connections."""
        for server in (*(guide for _, guide in self._guides), *self._met.values()):
            await server.aclose()

    async def _look(self) -> None:
        """Find out who has what, unless we know; several who ask at once look once."""
        if self._lost:
            async with self._looking:
                if self._lost:
                    await self._learn()
                    self._lost = False

    async def _learn(self) -> None:
        """Take the word of the first guide that knows; one that does not is asked last."""
        failure: Exception = Nowhere()
        for host, guide in self._advisers():
            try:
                self._map.learn(await guide.ask(self._map.question), host)
            except BROKEN as error:
                failure = error
                self._guides.append(self._guides.pop(0))
            else:
                return
        raise failure

    def _advisers(self) -> tuple[tuple[str, OneServer], ...]:
        """Return all who may know: in a Cluster every server does."""
        met = () if self._address.service else tuple(self._met.items())
        return (*self._guides, *((host, server) for (host, _), server in met))

    def _meet(self, place: Place) -> OneServer:
        """Return the server at this place."""
        if place not in self._met:
            self._met[place] = OneServer(self._address.server(place), self._replicas)
        return self._met[place]


def open_road(url: str, replicas: int) -> Road:
    """Return a road nobody has gone yet; say so plainly if the address is no good."""
    try:
        address = Address.read(url)
        if address is None:
            return OneServer(url, replicas)
        for guide in address.guides:
            OneServer(address.server((urlsplit(guide).hostname or "", 1)))  # its options are good
        return Moving(address, replicas)
    except (exceptions.RedisError, ValueError, TypeError):
        raise StoreUnavailable(BAD_URL) from None


__all__ = ["BAD_URL", "Moving", "Road", "open_road"]

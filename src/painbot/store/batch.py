"""One trip per tick: what is asked in one turn of the event loop goes to a server in one go.

This module knows connections, and that answers come back in order. It knows neither what is
asked nor what to do when a connection breaks: then everybody on it is told.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol, cast

from hiredis import pack_command
from redis.exceptions import RedisError, ResponseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redis.asyncio.connection import AbstractConnection

Command = tuple[str | bytes | int, ...]

# Trips under way at once; what is asked meanwhile goes together on the next one that is free.
TRIPS: Final = 8
COPY_MILLISECONDS: Final = 1000


class NotCopied(RedisError):
    """It was written, and fewer replicas than wanted have it: whoever asked must ask again."""


class Connections(Protocol):
    """Lend connections to one server."""

    async def take(self) -> AbstractConnection:
        """Return one that is connected."""
        ...

    async def give_back(self, connection: AbstractConnection) -> None:
        """Take it back, connected or not."""
        ...


class Line:
    """Ask one server, each trip with so many seconds.

    With `replicas`, what `writes` is answered when so many have it as well.
    """

    def __init__(self, connections: Connections, replicas: int, seconds: float) -> None:
        self._connections = connections
        self._replicas = replicas
        self._seconds = seconds
        self._waiting: list[_Asked] = []
        self._trips: set[asyncio.Task[None]] = set()
        self._called = False

    def ask(self, command: Command, *, writes: bool = False) -> asyncio.Future[object]:
        """Return the answer to come; an error of the server is the answer of its own command."""
        loop = asyncio.get_running_loop()
        asked = _Asked(_packed(command), loop.create_future(), writes and self._replicas > 0)
        self._waiting.append(asked)
        if not self._called and len(self._trips) < TRIPS:
            self._called = True
            loop.call_soon(self._go)
        return asked.answer

    def _go(self) -> None:
        """Set out with all that is waiting by now."""
        self._called = False
        asked, self._waiting = self._waiting, []
        if asked:
            trip = asyncio.get_running_loop().create_task(self._travel(asked))
            self._trips.add(trip)
            trip.add_done_callback(self._back)

    def _back(self, trip: asyncio.Task[None]) -> None:
        self._trips.discard(trip)
        if not self._called:
            self._go()

    async def _travel(self, asked: list[_Asked]) -> None:
        try:
            answers = await self._exchange(asked)
        except BaseException as error:
            for one in asked:
                one.fail(error)
            if not isinstance(error, (RedisError, OSError)):
                raise
            return
        for one, answer in zip(asked, answers, strict=True):
            one.be_told(answer)

    async def _exchange(self, asked: list[_Asked]) -> list[object]:
        """Return an answer to each; none of them may quote the command."""
        commands = [one.command for one in asked]
        copied = any(one.to_copy for one in asked)
        if copied:
            commands.append(_packed(("WAIT", self._replicas, COPY_MILLISECONDS)))
        answers = await self._trip(commands)
        if not copied:
            return answers
        copies = answers.pop()
        if isinstance(copies, int) and copies >= self._replicas:
            return answers
        return [_uncopied(one, answer) for one, answer in zip(asked, answers, strict=True)]

    async def _trip(self, commands: Sequence[bytes]) -> list[object]:
        async with asyncio.timeout(self._seconds):
            connection = await self._connections.take()
            return await self._asked(connection, commands)

    async def _asked(
        self, connection: AbstractConnection, commands: Sequence[bytes]
    ) -> list[object]:
        try:
            await connection.send_packed_command(b"".join(commands))
            return [await _answer(connection) for _ in commands]
        except BaseException:
            # Answers may still be on their way, and would be taken for those of the next trip.
            await connection.disconnect()
            raise
        finally:
            await self._connections.give_back(connection)


class _Asked:
    """A command, and whoever waits for its answer, unless they have gone away."""

    __slots__ = ("answer", "command", "to_copy")

    def __init__(self, command: bytes, answer: asyncio.Future[object], to_copy: bool) -> None:  # noqa: FBT001 - its own maker calls it
        self.command = command
        self.answer = answer
        self.to_copy = to_copy

    def be_told(self, answer: object) -> None:
        if isinstance(answer, Exception):
            self.fail(answer)
        elif not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, error: BaseException) -> None:
        if self.answer.done():
            return
        if isinstance(error, Exception):
            self.answer.set_exception(error)
        else:
            self.answer.cancel()


def _packed(command: Command) -> bytes:
    """Return a command as it is sent; redis-py's own way takes ten times as long."""
    return cast("bytes", pack_command(cast("tuple[bytes]", command)))  # typed as a tuple of one


async def _answer(connection: AbstractConnection) -> object:
    try:
        return cast("object", await connection.read_response())
    except ResponseError as error:
        return error


def _uncopied(asked: _Asked, answer: object) -> object:
    return NotCopied() if asked.to_copy and not isinstance(answer, Exception) else answer


__all__ = ["Command", "Connections", "Line", "NotCopied"]

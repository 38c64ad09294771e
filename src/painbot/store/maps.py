"""Which server has what, as Sentinels or the servers of a Cluster tell it.

This module knows what to ask them and how to read the answer. It does not ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from redis.crc import key_slot
from redis.exceptions import ConnectionError as Nowhere

if TYPE_CHECKING:
    from collections.abc import Iterable

    from painbot.store.batch import Command

Place = tuple[str, int]
# First and last slot, then the servers that have them, the one that takes writes first.
_Range = tuple[int, int, tuple[bytes | None, int]]
# Where a script has the first of its keys; all others of one script are in the same slot.
FIRST_KEY = 3


class Map(Protocol):
    """Say where the server for a command is."""

    question: Command

    def learn(self, word: object, guide: str) -> None:
        """Read the answer to the question, which the guide at this host gave."""
        ...

    def place(self, command: Command) -> Place:
        """Return the place of the server for a command, or raise Nowhere."""
        ...

    def places(self) -> Iterable[Place]:
        """Return the places of all servers that take writes."""
        ...


class Master:
    """The one server of a service that takes writes; Sentinels know which it is."""

    def __init__(self, service: str) -> None:
        self.question: Command = ("SENTINEL", "GET-MASTER-ADDR-BY-NAME", service)
        self._place: Place | None = None

    def learn(self, word: object, guide: str) -> None:  # noqa: ARG002 - Sentinels name a host
        """Read host and port, or that they know of no such service."""
        if word is None:
            raise Nowhere
        host, port = cast("list[bytes]", word)
        self._place = (host.decode(), int(port))

    def place(self, command: Command) -> Place:  # noqa: ARG002 - it is asked everything
        """Return the only place."""
        if self._place is None:
            raise Nowhere
        return self._place

    def places(self) -> Iterable[Place]:
        """Return the only place."""
        return (self.place(()),)


class Slots:
    """The servers of a Cluster, each of which has some of the slots."""

    question: Command = ("CLUSTER", "SLOTS")

    def __init__(self) -> None:
        self._ranges: list[tuple[range, Place]] = []
        self._known: dict[int, Place] = {}

    def learn(self, word: object, guide: str) -> None:
        """Read who has which slots; a server that does not know its own name is the guide."""
        self._known.clear()
        self._ranges = [
            (range(first, last + 1), ((host or b"").decode() or guide, port))
            for first, last, (host, port, *_), *_ in cast("list[_Range]", word)
        ]

    def place(self, command: Command) -> Place:
        """Return the server of the command's key; any, if it has none."""
        key = command[FIRST_KEY] if command[0] == "EVAL" else command[1] if command[1:] else b""
        slot = key_slot(key if isinstance(key, bytes) else str(key).encode())
        if slot not in self._known:
            self._known[slot] = self._find(slot)
        return self._known[slot]

    def places(self) -> Iterable[Place]:
        """Return every server that has slots, once."""
        return dict.fromkeys(place for _, place in self._ranges)

    def _find(self, slot: int) -> Place:
        for slots, place in self._ranges:
            if slot in slots:
                return place
        raise Nowhere


__all__ = ["Map", "Master", "Nowhere", "Place", "Slots"]

"""What a platform that people reach over a network must be able to do, and what it is given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from painbot.ports.observing import Observer
from painbot.ports.turns import Turns

# The headers (names in small letters) and the body of a request, and the HTTP status it gets.
Hook = Callable[[Mapping[str, str], bytes], Awaitable[int]]


class Claims(Protocol):
    """Let only one process at a time do what is named."""

    async def claim(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew it; False if another holder has it."""
        ...

    async def release(self, name: str, holder: str) -> None:
        """Give it back, if it is still ours."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a platform serves with.

    `now` is the time on the wall where people are; `phrases` are painbot's own lines in the
    library in use, and `language` is theirs. `listen` says which hook is called at a path, such
    as `/telegram`.
    """

    turns: Turns
    claims: Claims
    observer: Observer
    now: Callable[[], datetime]
    phrases: Callable[[], Mapping[str, str]]
    language: Callable[[], str]
    listen: Callable[[str, Hook], None]


__all__ = ["Claims", "Hook", "Surroundings"]

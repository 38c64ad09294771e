"""What a platform that people reach over a network must be able to do, and what it is given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from painbot.ports.observing import Observer
from painbot.ports.turns import Turns


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. Names of headers are in small letters; `query` is as it came."""

    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)
    query: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """What an HTTP request gets; a header may be there several times."""

    status: int
    body: bytes = b""
    headers: Sequence[tuple[str, str]] = ()


Hook = Callable[[Request], Awaitable[Response]]


class Claims(Protocol):
    """Let only one process at a time do what is named."""

    async def claim(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew it; False if another holder has it."""
        ...

    async def release(self, name: str, holder: str) -> None:
        """Give it back, if it is still ours."""
        ...


class Vault(Protocol):
    """Keep small things that are no conversation, sealed like one; all processes share them.

    A name may be anything: nobody who reads the store sees it. Every method raises
    StoreUnavailable when the store is away.
    """

    async def keep(self, name: str, value: bytes, seconds: float) -> None:
        """Keep it for so long, in place of what was kept under this name."""
        ...

    async def fetch(self, name: str) -> bytes | None:
        """Return what is kept, or None; also if nobody can open it any more."""
        ...

    async def take_out(self, name: str) -> bytes | None:
        """Return what is kept and delete it, so that of several who ask only one gets it."""
        ...


@dataclass(frozen=True, slots=True)
class Supplies:
    """What a way out to people is made with.

    A call may take `seconds`. `picture` returns the bytes of a picture that a flow names;
    `has_pictures` says whether there are any.
    """

    seconds: float
    picture: Callable[[str], bytes | None]
    has_pictures: bool
    claims: Claims
    vault: Vault


@dataclass(frozen=True, slots=True)
class Topic:
    """A flow people can begin with: its id, what it is called, and a line about it."""

    id: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a platform serves with.

    `now` is the time on the wall where people are; `phrases` are painbot's own lines in the
    library in use, `kept` the one that says for how long answers are kept; `topics` are its flows
    and `language` is theirs. `listen` says which hook is called
    at a path, such as `/telegram`, for POST, and `show` which for GET.
    """

    turns: Turns
    claims: Claims
    observer: Observer
    now: Callable[[], datetime]
    phrases: Callable[[], Mapping[str, str]]
    kept: Callable[[], str]
    topics: Callable[[], Sequence[Topic]]
    language: Callable[[], str]
    listen: Callable[[str, Hook], None]
    show: Callable[[str, Hook], None]


__all__ = ["Claims", "Hook", "Request", "Response", "Supplies", "Surroundings", "Topic", "Vault"]

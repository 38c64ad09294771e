"""The library in use, and how an edit of its files replaces it under people who are talking.

Only a library without errors ever replaces it. What counts is what is in the files; that the
system speaks of a change only says when to look.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from painbot.app.files import FlowFiles, NoFlowFiles, compiled, read_flows
from painbot.flow.findings import Finding, Findings
from painbot.flow.model import Library

SETTLE_SECONDS: Final = 0.15  # files that stay the same so long are not being written
LOOK_SECONDS: Final = 2.0  # looks unasked as well: not every disk and container tells of changes
RETRY_SECONDS: Final = 0.5
STEP_MS: Final = 50  # also how long leaving may take
DEBOUNCE_MS: Final = 400
FAULT: Final = "painbot has a fault and could not read the flows ({})."
KEEP_DAYS: Final = 7
_NOTHING: Final = FlowFiles({}, {})


@dataclass(frozen=True, slots=True)
class Reloaded:
    """The edited files are in use."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The edited files have errors, so the version before goes on.

    `findings` are the errors; `why` is given when it is none of the files that is wrong.
    """

    findings: tuple[Finding, ...] = ()
    why: str = ""


News = Reloaded | Refused


class Live:
    """The library in use. Ask for it anew in each turn: an edit swaps it."""

    def __init__(
        self, folder: Path, library: Library, files: FlowFiles, keep_days: int = KEEP_DAYS
    ) -> None:
        """Take a library and the files it was made of; `keep_days` is what people are told."""
        self.folder = folder
        self._keep_days = keep_days
        self._library = replace(library, keep_days=keep_days)
        self._files = files

    @classmethod
    def open(cls, folder: Path, keep_days: int = KEEP_DAYS) -> tuple[Live | None, Findings]:
        """Read and compile the flow files of a folder; None with findings if any is an error.

        Raises NoFlowFiles, with one plain sentence, when there are none.
        """
        files = read_flows(folder)
        library, findings = compiled(files)
        live = None if library is None else cls(folder, library, files, keep_days)
        return live, findings

    def library(self) -> Library:
        """Return the library in use."""
        return self._library

    async def look(self) -> News | None:
        """Take up what changed in the files since the last look; None when nothing did.

        The event loop stays free meanwhile.
        """
        files = await self._settled()
        if files == self._files:
            return None
        self._files = files
        library, findings = await asyncio.to_thread(compiled, files)
        if library is None:
            return self._refused(findings)
        self._library = replace(library, keep_days=self._keep_days)
        return Reloaded()

    async def _settled(self) -> FlowFiles:
        """Read the files until they are as before, or the same twice: nobody is writing them."""
        files = await asyncio.to_thread(_read, self.folder)
        while files != self._files:
            await asyncio.sleep(SETTLE_SECONDS)
            before, files = files, await asyncio.to_thread(_read, self.folder)
            if files == before:
                break
        return files

    def _refused(self, findings: Findings) -> Refused:
        if self._files == _NOTHING:
            return Refused(why=str(NoFlowFiles(self.folder)))
        return Refused(tuple(each for each in findings if each.severity.value == "error"))


@asynccontextmanager
async def watching(live: Live, tell: Callable[[News], None]) -> AsyncIterator[None]:
    """Keep the library as good as its files are, and tell what came of each edit."""
    task = asyncio.create_task(_watch(live, tell))
    try:
        yield
    finally:
        task.cancel()  # ends the thread that waits for changes, too
        await asyncio.wait([task])


async def _watch(live: Live, tell: Callable[[News], None]) -> None:
    async with aclosing(_moments(live.folder)) as moments:
        async for _ in moments:
            news = await _taken_up(live)
            if news is not None:
                with suppress(OSError):  # nobody is there to be told
                    tell(news)


async def _taken_up(live: Live) -> News | None:
    try:
        return await live.look()
    except Exception as error:  # noqa: BLE001 - a fault must not end what serves people
        return Refused(why=FAULT.format(type(error).__name__))


async def _moments(folder: Path) -> AsyncGenerator[None, None]:
    """Yield whenever it is worth looking, without end, whatever becomes of the folder."""
    from watchfiles import awatch

    while True:
        here = _identity(folder)
        with suppress(OSError, RuntimeError):  # it is gone, or the system watches no more files
            changes = awatch(
                folder,
                watch_filter=None,
                debounce=DEBOUNCE_MS,
                step=STEP_MS,
                rust_timeout=round(LOOK_SECONDS * 1000),
                yield_on_timeout=True,
                ignore_permission_denied=True,
            )
            async with aclosing(changes):
                async for _ in changes:
                    yield
                    if _identity(folder) != here:  # what is watched is no longer what is there
                        break
        yield
        await asyncio.sleep(RETRY_SECONDS)


def _read(folder: Path) -> FlowFiles:
    """Read the flow files; what cannot be read at all is as good as nothing."""
    try:
        return read_flows(folder)
    except (NoFlowFiles, OSError):
        return _NOTHING


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


__all__ = ["Live", "News", "Refused", "Reloaded", "watching"]

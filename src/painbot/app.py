"""Where everything is put together: settings, flow files, store, service and a platform."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, closing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from painbot.flow.compiler import compile_library
from painbot.flow.findings import Findings
from painbot.flow.text import Place

if TYPE_CHECKING:
    from painbot.flow.model import Library
    from painbot.platforms.terminal import Recording
    from painbot.ports import ConversationKey, SessionStore
    from painbot.settings import Settings

FLOW_FILES: Final = (".yaml", ".yml")
CHAT_FILES: Final = (".chat",)
CHATS: Final = "chats"
NOT_FLOWS: Final = frozenset({CHATS, "i18n", "pictures"})
LEASE_SECONDS: Final = 2.0  # a terminal shows at once; after a kill nobody waits half a minute
LONGEST_FILE: Final = 1_000_001  # one byte more than a flow file may have: the reader complains


class NoFlowFiles(Exception):
    """There is nothing to load."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There are no flow files (*.yaml) in {folder}: name the folder that holds them, or set"
            " PAINBOT_FLOWS to it."
        )


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants of `painbot chat`."""

    flow: str = ""
    record: Path | None = None
    fresh: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What `painbot check` found, and how much it looked at. `loads`: there is a library."""

    findings: Findings
    loads: bool = False
    flows: int = 0
    screens: int = 0
    causes: int = 0
    chats: int = 0


def load_library(folder: Path) -> tuple[Library | None, Findings]:
    """Read and compile the flow files of a folder; None with findings if any is an error.

    Raises NoFlowFiles, with one plain sentence, when there are none.
    """
    logging.getLogger("transitions").setLevel(logging.WARNING)  # it names states, about symptoms
    files, unread = _read(_flow_files(folder))
    if not (files or unread):
        raise NoFlowFiles(folder)
    library, findings = compile_library(files)
    _report(unread, findings)
    return (None if unread else library), findings


def check_library(folder: Path) -> Checked:
    """Check every flow file of a folder, and play its chats if there is a library to play."""
    library, findings = load_library(folder)
    if library is None:
        return Checked(findings)
    from painbot.proof.chats import play_chats

    chats, unread = _read(_files(folder / CHATS, CHAT_FILES))
    _report(unread, findings)
    play_chats(library, chats, findings)
    counts = (len(each) for each in (library.flows, library.screens, library.causes, chats))
    return Checked(findings, True, *counts)  # noqa: FBT003


async def chat(settings: Settings, library: Library, wishes: Wishes) -> bool:
    """Hold a conversation in this terminal; return whether everything said was saved.

    Raises StoreUnavailable, with one plain sentence, when there is nothing to keep it in.
    """
    from painbot.platforms import terminal
    from painbot.service import Service

    async with _store(settings) as store:
        key = terminal.conversation_key()
        with _recording(wishes, _standing(library, store, key)) as recording:
            if wishes.fresh or recording:  # a chat that begins in the middle cannot be replayed
                await store.forget(key)
            talk = terminal.Talk(
                turns=Service(lambda: library, store, LEASE_SECONDS),
                screen=terminal.open_screen(plain=wishes.plain),
                phrases=library.phrases,
                recording=recording,
            )
            return await terminal.run(talk, wishes.flow)


@asynccontextmanager
async def _store(settings: Settings) -> AsyncIterator[SessionStore]:
    from painbot.store import open_store

    store = await open_store(settings.redis_url or None, settings.home)
    try:
        yield store
    finally:
        await store.aclose()


def _recording(
    wishes: Wishes, here: Callable[[], Awaitable[str]]
) -> AbstractContextManager[Recording | None]:
    if wishes.record is None:
        return nullcontext()
    from painbot.platforms.terminal import Recording

    now = datetime.now().astimezone()
    return closing(Recording.begin(wishes.record, here, wishes.flow or "start", now))


def _standing(
    library: Library, store: SessionStore, key: ConversationKey
) -> Callable[[], Awaitable[str]]:
    """Return what names the question a conversation stands at, as chats name it."""

    async def here() -> str:
        from painbot.dialogue.session import Session
        from painbot.dialogue.walk import resume

        stored = await store.load(key)
        if stored is None:
            return "nothing"
        session = Session.from_bytes(stored.session)
        if session.pending or session.changing:
            return session.pending[0] if session.pending else "change"
        return " + ".join(resume(library, session).keys_to_ask()) or "result"

    return here


def _flow_files(folder: Path) -> Iterator[Path]:
    for path in _files(folder, FLOW_FILES):
        if NOT_FLOWS.isdisjoint(path.relative_to(folder).parts[:-1]):
            yield path


def _files(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files below a folder; hidden ones are what editors leave lying around."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in endings and not hidden:
            yield path


def _read(paths: Iterator[Path]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the files by name, and why some could not be read."""
    files, unread = {}, {}
    for path in paths:
        name = _name(path)
        try:
            with path.open("rb") as file:
                files[name] = file.read(LONGEST_FILE)
        except OSError as error:
            unread[name] = error.strerror or type(error).__name__
    return files, unread


def _report(unread: dict[str, str], findings: Findings) -> None:
    for name, why in unread.items():
        findings.add("PB001", Place(name, 1, 1), why=why[:1].lower() + why[1:])


def _name(path: Path) -> str:
    """Return how a place calls a file: from where we are, so that editors can jump there."""
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near

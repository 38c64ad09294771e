"""A conversation in this terminal: settings, store, service and screen put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager, closing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from painbot.flow.model import Library
    from painbot.platforms.terminal import Recording
    from painbot.ports import ConversationKey, SessionStore
    from painbot.settings import Settings

LEASE_SECONDS: Final = 2.0  # a terminal shows at once; after a kill nobody waits half a minute


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants of `painbot chat`."""

    flow: str = ""
    record: Path | None = None
    fresh: bool = False
    plain: bool = False


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

"""A conversation in this terminal: settings, store, service and screen put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from painbot.app.live import Live, News, Refused, watching
from painbot.app.store import opened

if TYPE_CHECKING:
    from painbot.flow.model import Library
    from painbot.platforms.terminal import Recording, Screen
    from painbot.ports import ConversationKey, SessionStore
    from painbot.settings import Settings

FINDINGS: Final = 3  # of an edit with errors; more would push the question off the screen


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants of `painbot chat`."""

    flow: str = ""
    record: Path | None = None
    fresh: bool = False
    plain: bool = False


async def chat(settings: Settings, live: Live, wishes: Wishes) -> bool:
    """Hold a conversation in this terminal; return whether everything said was saved.

    Flows that are edited meanwhile are in use from the next answer on, but a recording keeps to
    one version, or it could not be replayed. Raises StoreUnavailable, with one plain sentence,
    when there is nothing to keep it in.
    """
    from painbot.platforms import terminal
    from painbot.service import Habits, Service

    # A screen shows at once: after a kill nobody should wait long, and who sits there is told
    # after each line.
    habits = Habits(lease=2.0, noting=0.0, urgent=False)
    async with opened(settings) as store:
        key = terminal.conversation_key()
        with _recording(wishes, _standing(live.library(), store, key)) as recording:
            if wishes.fresh or recording:  # a chat that begins in the middle cannot be replayed
                await store.forget(key)
            talk = terminal.Talk(
                connect=lambda screen: Service(live.library, store, {key.platform: screen}, habits),
                screen=terminal.open_screen(plain=wishes.plain),
                phrases=lambda: live.library().phrases,
                recording=recording,
            )
            if recording:
                return await terminal.run(talk, wishes.flow)
            async with watching(live, _teller(talk.screen)):
                return await terminal.run(talk, wishes.flow)


def _teller(screen: Screen) -> Callable[[News], None]:
    """Return what shows on a screen what came of an edit."""

    def tell(news: News) -> None:
        screen.notice(_notice(news))

    return tell


def _notice(news: News) -> Iterator[str]:
    from painbot.platforms.terminal import NOT_RELOADED, RELOADED

    if not isinstance(news, Refused):
        yield RELOADED
        return
    yield NOT_RELOADED
    yield from [news.why] if news.why else []
    yield from map(str, news.findings[:FINDINGS])
    if len(news.findings) > FINDINGS:
        yield f"... and {len(news.findings) - FINDINGS} more: painbot check shows all of them."


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

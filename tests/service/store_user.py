"""Be one user of painbot's own server, told what to do line by line.

The tests run this as a process of its own, so that they can interrupt and kill it.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from painbot.ports import Commit, ConversationKey, StoreUnavailable
from painbot.store import RedisStore, open_store

SOMEONE = ConversationKey("terminal", "", "chat", "someone")


async def serve(data_dir: Path) -> None:
    store = await open_store(None, data_dir)
    try:
        say("open")
        lines = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(lines)
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
        while line := await lines.readline():
            say(await answer(store, *line.decode().split()))
    finally:
        await store.aclose()


async def answer(store: RedisStore, verb: str, event: str = "") -> str:
    """Load what was said so far, or say one thing more until it is committed."""
    while True:
        stored = await store.load(SOMEONE)
        so_far = stored.session.decode() if stored else ""
        if verb == "load":
            return so_far
        commit = Commit(stored.revision if stored else None, event, f"{so_far} {event}".encode())
        verdict = type(await store.commit(SOMEONE, commit)).__name__
        if verdict != "Raced":
            return verdict


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - this is how it answers


if __name__ == "__main__":
    try:
        asyncio.run(serve(Path(sys.argv[1])))
    except StoreUnavailable as error:
        say(f"unavailable: {error}")
    except KeyboardInterrupt:
        say("interrupted")

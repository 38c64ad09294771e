"""`painbot chat` when its store is away, broken or holds more than was shown: it says so."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING

import pytest
from redis import Redis

from painbot.dialogue.replies import Asking, Saying, to_bytes
from painbot.platforms import terminal
from painbot.ports import Commit, ConversationKey, Part
from painbot.store import RedisStore
from painbot.store.embedded import EmbeddedServer
from painbot.store.keys import Naming
from tests.service.store_processes import kill_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from painbot.flow.model import Library
    from tests.e2e.painbots import Place

KEY = ConversationKey(terminal.conversation_key().platform, "", "someone", "someone")
WHO, SIGNS, LEG = "Who is it for?", "Any of these now?", "Any of these in the leg?"


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedServer]:
    """Run a server that the tests may stop, for those who know its address only."""
    server = EmbeddedServer.open(home)
    yield server
    server.ensure()
    server.release()


@pytest.fixture
def by_address(small: Place, server: EmbeddedServer) -> Place:
    return small.with_(PAINBOT_REDIS_URL=server.url, PAINBOT_HOME=str(small.home / "unused"))


def test_a_store_that_goes_away_is_said_and_tried_again(
    by_address: Place, server: EmbeddedServer, library: Library
) -> None:
    away = library.phrases["store-away"]
    with by_address.open() as pipe:
        pipe.say("me")
        pipe.until("Type all")
        time.sleep(0.1)
        kill_server(server.data_dir)
        pipe.say("none")
        pipe.until(away)
        pipe.say("none")
        pipe.until(away)
        server.ensure()
        pipe.say("none")
        pipe.until(LEG)
        pipe.leave()


def test_leaving_while_the_store_is_away_is_honest(
    by_address: Place, server: EmbeddedServer, library: Library
) -> None:
    with by_address.open() as pipe:
        pipe.until("2. Someone else")
        time.sleep(0.1)
        kill_server(server.data_dir)
        pipe.say("me")
        pipe.until(library.phrases["store-away"])
        said, _ = pipe.process.communicate(timeout=30)
        assert said == f"{terminal.NOT_KEPT}\n"
        assert pipe.process.returncode == 1
        assert pipe.complaints() == ""


def test_a_session_that_cannot_be_read_is_kept_aside(
    by_address: Place, server: EmbeddedServer, library: Library
) -> None:
    by_address.chat("me")
    keys = Naming("pb", b"").keys(KEY)
    with Redis.from_url(server.url) as redis:
        session = redis.get(keys.session)
        assert isinstance(session, bytes)
        redis.set(keys.session, session[:12] + b"\xffno session, but an aching leg", keepttl=True)

        done = by_address.run("chat", lines=["me"])

        assert done.returncode == 0
        assert done.stdout.startswith(library.phrases["lost"])
        assert WHO in done.stdout
        assert SIGNS in done.stdout
        ((name, kept),) = redis.hgetall(keys.aside).items()
        assert kept.endswith(b"an aching leg")
        assert 0 < redis.ttl(keys.aside) <= 30 * 24 * 3600
    assert re.fullmatch(r"WARNING painbot\.service\.stepping: [^\n]*\n", done.stderr)
    assert name.decode() in done.stderr
    assert "aching" not in done.stderr
    assert "someone" not in done.stderr
    assert SIGNS in by_address.chat()


def test_replies_that_were_never_shown_are_shown_first(
    by_address: Place, server: EmbeddedServer, library: Library
) -> None:
    """As after a crash between the commit and the screen; the question itself comes once."""
    by_address.chat("me")

    async def crash() -> None:
        store = RedisStore(server.url)
        stored = await store.load(KEY)
        assert stored is not None
        said, asked = Saying(("This is important.",)), Asking("c", 2, "one", "An old question?", ())
        parts = (Part(to_bytes(said)), Part(to_bytes(asked)))
        await store.commit(KEY, Commit(stored.revision, "x", stored.session, parts))
        await store.aclose()

    asyncio.run(crash())
    said = by_address.chat()

    assert said.startswith(f"This is important.\n{library.phrases['resumed']}\n")
    assert "An old question?" not in said
    assert said.count(SIGNS) == 1


def test_a_data_folder_that_is_none_is_one_clear_sentence(small: Place) -> None:
    file = small.home / "file"
    file.write_text("")
    done = small.with_(PAINBOT_HOME=str(file)).run("chat")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "another data folder" in done.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("redis://127.0.0.1:1/0", "The session store does not answer."),
        ("nonsense", "PAINBOT_REDIS_URL is not an address"),
    ],
)
def test_an_address_where_nothing_answers_is_one_clear_sentence(
    small: Place, url: str, said: str
) -> None:
    done = small.with_(PAINBOT_REDIS_URL=url).run("chat", lines=["me"])
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1

"""painbot's own server lives as long as anybody uses it, and loses nothing however anybody dies."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from redis import Redis

from painbot.ports import Commit, Committed, Part, StoreUnavailable
from painbot.store import open_store
from painbot.store.embedded import EmbeddedServer
from tests.service.store_processes import (
    kill_server,
    runs,
    server_pid,
    servers,
    users,
)

if TYPE_CHECKING:
    from painbot.ports import ConversationKey


def test_many_starting_at_once_share_one_server(data_dir: Path) -> None:
    with users(data_dir, 8) as everybody:
        assert servers(data_dir) == [server_pid(data_dir)]
        answers = [user.ask(f"say e{number}") for number, user in enumerate(everybody)]
        heard = {user.ask("load") for user in everybody}

        assert answers == ["Committed"] * 8
        assert heard == {" e0 e1 e2 e3 e4 e5 e6 e7"}
        assert servers(data_dir) == [server_pid(data_dir)]
    assert not runs(data_dir)


def test_the_last_user_stops_the_server_and_nobody_before(data_dir: Path) -> None:
    with users(data_dir) as (first,), users(data_dir) as (second,):
        assert first.ask("say one") == "Committed"
        first.leave()
        assert runs(data_dir)
        assert second.ask("load") == " one"
    assert not runs(data_dir)
    assert not (data_dir / "store" / "redis.sock").exists()


def test_ctrl_c_ends_the_one_who_started_it_and_not_the_server(data_dir: Path) -> None:
    with users(data_dir) as (starter,), users(data_dir) as (other,):
        assert starter.ask("say one") == "Committed"
        starter.interrupt()
        assert starter.hear() == "interrupted"
        assert other.ask("say two") == "Committed"
        assert other.ask("load") == " one two"
    assert not runs(data_dir)


def test_ctrl_c_of_the_last_one_stops_the_server(data_dir: Path) -> None:
    with users(data_dir) as (user,):
        user.interrupt()
        assert user.hear() == "interrupted"
        user.leave()
        assert not runs(data_dir)


def test_a_killed_owner_leaves_a_server_that_the_next_one_joins_and_stops(data_dir: Path) -> None:
    with users(data_dir) as (owner,):
        assert owner.ask("say one") == "Committed"
        owner.kill()
    pid = server_pid(data_dir)
    assert runs(data_dir)

    with users(data_dir) as (heir,):
        assert server_pid(data_dir) == pid
        assert heir.ask("load") == " one"
    assert not runs(data_dir)


def test_a_killed_server_is_started_again_by_whoever_needs_it(data_dir: Path) -> None:
    with users(data_dir, 2) as (one, two):
        assert one.ask("say one") == "Committed"
        before = server_pid(data_dir)
        kill_server(data_dir)

        assert one.ask("say two") == "Committed"
        assert two.ask("say two") == "AlreadySeen"
        assert two.ask("load") == " one two"
        assert server_pid(data_dir) != before
    assert not runs(data_dir)


def test_nothing_is_lost_when_both_are_killed(data_dir: Path) -> None:
    for number in range(3):
        with users(data_dir) as (user,):
            assert user.ask(f"say e{number}") == "Committed"
            user.kill()
            kill_server(data_dir)  # its dead socket stays behind
            assert (data_dir / "store" / "redis.sock").exists()
    with users(data_dir) as (user,):
        assert user.ask("load") == " e0 e1 e2"


async def test_no_commit_is_lost_or_doubled_while_the_server_is_killed_again_and_again(
    data_dir: Path, someone: ConversationKey
) -> None:
    store = await open_store(None, data_dir)
    committed: list[int] = []

    async def talk() -> None:
        read: bytes | None = None
        for number in range(400):
            commit = Commit(read, f"{number}", b"%d" % number, (Part(b"%d" % number),))
            answer = await store.commit(someone, commit)
            assert isinstance(answer, Committed)
            committed.append(number)
            read = answer.revision

    def kill_now_and_then() -> None:
        for due in range(50, 400, 50):
            while len(committed) < due and not talking.done():
                time.sleep(0.0005)
            os.kill(server_pid(data_dir), signal.SIGKILL)

    talking = asyncio.create_task(talk())
    await asyncio.to_thread(kill_now_and_then)
    await talking
    outbox = await store.take_outbox(someone, "a", 1)
    await store.aclose()

    assert [int(entry.part.body) for entry in outbox.entries] == committed == list(range(400))


def test_half_a_command_at_the_end_of_the_file_is_dropped(data_dir: Path) -> None:
    with users(data_dir) as (user,):
        assert user.ask("say one") == "Committed"
        kill_server(data_dir)
        user.kill()
    (tail,) = (data_dir / "store" / "appendonlydir").glob("*.incr.aof")
    with tail.open("ab") as file:
        file.write(b"*3\r\n$3\r\nSET\r\n$7\r\nhalf a c")

    with users(data_dir) as (user,):
        assert user.ask("load") == " one"
        assert user.ask("say two") == "Committed"


@pytest.mark.parametrize("left", ["nothing", "file", "socket"])
def test_whatever_lies_where_the_socket_goes_is_replaced(data_dir: Path, left: str) -> None:
    with users(data_dir) as (user,):
        assert user.ask("say one") == "Committed"
        user.kill()
        kill_server(data_dir)
    place = data_dir / "store" / "redis.sock"
    if left != "socket":
        place.unlink()
    if left == "file":
        place.write_text("not a socket")

    with users(data_dir) as (user,):
        assert user.ask("load") == " one"


def test_a_folder_with_a_long_or_strange_name_works(data_dir: Path) -> None:
    for name in ("deep/" * 30, "?a=b#c %41 'x\"y", os.fsdecode(b"no text: \xff")):
        strange = data_dir / name
        with users(strange, 2) as (one, two):
            assert one.ask("say one") == "Committed"
            assert two.ask("load") == " one"
        assert not runs(strange)


def test_those_with_another_temporary_folder_find_the_same_server(data_dir: Path) -> None:
    deep = data_dir / ("deep/" * 30)
    with users(deep) as (one,), users(deep, XDG_RUNTIME_DIR=str(data_dir)) as (other,):
        assert one.ask("say one") == "Committed"
        assert other.ask("load") == " one"
    with users(deep, XDG_RUNTIME_DIR=str(data_dir)):
        (place,) = data_dir.glob("painbot-*/*.sock")
        assert place.parent.stat().st_mode & 0o777 == 0o700


async def test_two_stores_of_one_process_are_two_users(
    data_dir: Path, someone: ConversationKey
) -> None:
    one, two = await open_store(None, data_dir), await open_store(None, data_dir)
    await one.aclose()
    await one.aclose()
    assert runs(data_dir)
    await two.aclose()
    assert not runs(data_dir)
    with pytest.raises(StoreUnavailable, match="already let go"):
        await two.load(someone)
    assert not runs(data_dir)


async def test_giving_up_while_it_starts_leaves_no_server(data_dir: Path) -> None:
    opening = asyncio.create_task(open_store(None, data_dir))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    assert not runs(data_dir)


def test_the_server_is_private(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAINBOT_TELEGRAM_TOKEN", "canary")
    (data_dir / "store").mkdir(mode=0o755)
    server = EmbeddedServer.open(data_dir)
    for file in (data_dir / "store", *(data_dir / "store").rglob("*")):
        assert file.stat().st_mode & 0o077 == 0, file
    client = Redis.from_url(server.url)
    settings = client.config_get("port", "appendonly", "appendfsync", "save")
    client.close()
    environment = Path(f"/proc/{server_pid(data_dir)}/environ")
    if environment.exists():
        assert b"canary" not in environment.read_bytes()
    server.release()

    assert settings == {"port": "0", "appendonly": "yes", "appendfsync": "always", "save": ""}

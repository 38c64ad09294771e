"""`painbot diff --live`: conversations in the store under another version, counted, untouched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from redis import Redis

from painbot.store.embedded import EmbeddedServer
from tests.e2e.painbots import Place
from tests.library_fixture import lay_out

WHERE = "  where:\n    ask: Where is it?"
NEW = "  side:\n    ask: Which side?\n    answers: {left: Left, right: Right}\n"
PEOPLE = {"anna": ("me",), "ben": ("me", "none", "none", "34", "calf"), "cleo": ("me", "faint")}


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return Place(home, lay_out(tmp_path / "flows"))


@pytest.fixture
def edited(place: Place, tmp_path: Path) -> Path:
    assert place.flows is not None
    folder = shutil.copytree(place.flows, tmp_path / "edited")
    text = (folder / "knee.yaml").read_text()
    (folder / "knee.yaml").write_text(text.replace(WHERE, NEW + WHERE))
    signs = (folder / "alarm-signs.yaml").read_text()
    (folder / "alarm-signs.yaml").write_text(signs.replace("level: emergency", "level: hospital"))
    return folder


@pytest.fixture
def people(place: Place) -> None:
    for name, answers in PEOPLE.items():
        place.with_(USER=name, LOGNAME=name).chat(*answers)


def live(place: Place, *arguments: str) -> str:
    done = place.run("diff", "--live", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_of_nobody_it_says_so(place: Place) -> None:
    assert live(place) == "No conversation is waiting.\n"


@pytest.mark.usefixtures("people")
def test_the_flows_of_here_change_nothing(place: Place) -> None:
    assert live(place) == "start: 3 unchanged\n3 conversations: 3 unchanged\n"


@pytest.mark.usefixtures("people")
def test_an_edit_is_counted_and_nothing_is_touched(place: Place, edited: Path) -> None:
    before = kept(place)
    expected = "1 unchanged, 1 asked something else, 1 given a result, 1 told a lower level"
    assert live(place, str(edited)) == f"start: {expected}\n3 conversations: {expected}\n"
    assert kept(place) == before


def kept(place: Place) -> dict[bytes, tuple[bytes | None, int]]:
    """Return everything in the store, and when it lapses."""
    server = EmbeddedServer.open(place.home)
    with Redis.from_url(server.url) as raw:
        found = {name: (raw.dump(name), raw.pexpiretime(name)) for name in raw.scan_iter()}
    server.release()
    assert found
    return found


@pytest.mark.usefixtures("people")
def test_what_cannot_be_read_and_what_is_gone_are_counted(place: Place, edited: Path) -> None:
    server = EmbeddedServer.open(place.home)
    with Redis.from_url(server.url) as raw:
        raw.set("pb:{s001}:session:x", b"revision....\x07Zanzibar", ex=60)
    server.release()
    text = (edited / "knee.yaml").read_text()
    (edited / "knee.yaml").write_text(text.replace("flow: start", "flow: other"))
    said = live(place, str(edited))
    gone = "flows that are gone: 3 begun anew\n3 conversations: 3 begun anew\n"
    assert said == f"1 conversation could not be read.\n{gone}"


@pytest.mark.parametrize("arguments", [("--live", "a", "b"), ("--live", "nowhere"), ("nowhere",)])
def test_what_it_cannot_do_is_said_plainly(place: Place, arguments: tuple[str, ...]) -> None:
    done = place.run("diff", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_version_with_errors_is_shown_with_its_places(place: Place, edited: Path) -> None:
    (edited / "tips.yaml").write_text("format: 1\ntips: [")
    done = place.run("diff", "--live", str(edited))
    assert (done.returncode, done.stdout) == (2, "")
    assert "edited/tips.yaml:" in done.stderr
    assert done.stderr.endswith("edited have errors, so nobody can talk to them.\n")


def test_a_store_that_is_away_is_said_plainly(place: Place) -> None:
    done = place.with_(PAINBOT_REDIS_URL="redis://127.0.0.1:1/0").run("diff", "--live")
    assert done.returncode == 1
    assert done.stderr.startswith("The session store does not answer.")

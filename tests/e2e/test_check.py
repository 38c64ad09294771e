"""`painbot check`: everything that is wrong in one run, with its place; and the exit codes."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.painbots import Place
from tests.library_fixture import lay_out

LINE = re.compile(r"\S+:\d+:\d+ (error|warning|note) PB\d{3} .+")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "flows")


def test_a_good_folder_is_one_line(small: Place, folder: Path) -> None:
    (folder / "chats").mkdir()
    (folder / "chats" / "short.chat").write_text("me: me\nbot: alarm-signs\n")
    done = small.run("check", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    tried, summary = done.stdout.splitlines()
    assert re.fullmatch(
        r"No promise and \d+ other claims, tried on every conversation there can be"
        r" \(at most \d+ answers\)\.",
        tried,
    )
    assert summary == "1 flow, 2 screens, 2 causes, 1 chat: nothing to report"


def test_without_a_folder_it_checks_what_painbot_would_use(small: Place) -> None:
    assert "\n1 flow, 2 screens" in small.run("check").stdout


def test_everything_wrong_is_reported_at_once(small: Place, folder: Path) -> None:
    for name, old, new in (
        ("knee.yaml", "lasts:\n    if: how-long", "lasts:\n    if: how-lnog"),
        ("tips.yaml", "sources: [book]}", "sources: [bok]}"),
    ):
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))
    (folder / "broken.yaml").write_text("format: 1\nflow: [")
    (folder / "noise.yml").write_bytes(b"\xff\xfe\x00")
    done = small.run("check", str(folder))

    assert done.returncode == 1
    assert done.stderr == ""
    *lines, summary = [line for line in done.stdout.splitlines() if line]
    assert all(LINE.fullmatch(line) for line in lines)
    for name in ("knee.yaml", "tips.yaml", "broken.yaml", "noise.yml"):
        assert any(f"{name}:" in line for line in lines)
    assert "Did you mean `how-long`?" in done.stdout
    assert summary.endswith(" errors. Nothing can be loaded before the errors are mended.")


def test_a_chat_that_goes_another_way_is_an_error(small: Place, folder: Path) -> None:
    (folder / "chats").mkdir()
    (folder / "chats" / "wrong.chat").write_text("me: me\nbot: leg-signs\n")
    done = small.run("check", str(folder))
    assert done.returncode == 1
    assert "wrong.chat:2:1 error PB061" in done.stdout
    assert done.stdout.endswith("1 chat: 1 error\n")


def test_chat_loads_nothing_of_a_folder_with_an_error(small: Place, folder: Path) -> None:
    (folder / "tips.yaml").unlink()
    done = Place(small.home, folder).run("chat", lines=["me"])
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r"^\S+knee\.yaml:\d+:\d+ PB020 ", done.stderr, re.MULTILINE)
    assert done.stderr.endswith("Mend these lines and try again.\n")
    assert not (small.home / "store").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_finding(small: Place, folder: Path) -> None:
    (folder / "tips.yaml").chmod(0)
    done = small.run("check", str(folder))
    assert done.returncode == 1
    assert "tips.yaml:1:1 error PB001 This file cannot be read: permission denied." in done.stdout


def test_a_folder_in_place_of_a_file_is_a_finding(small: Place, folder: Path) -> None:
    (folder / "folder.yaml").mkdir()
    (folder / "gone.yaml").symlink_to("nowhere.yaml")
    done = small.run("check", str(folder))
    assert done.returncode == 1
    assert "folder.yaml:1:1 error PB001" in done.stdout
    assert "gone.yaml:1:1 error PB001" in done.stdout
    assert "Traceback" not in done.stderr


def test_what_editors_leave_behind_is_no_flow(small: Place, folder: Path) -> None:
    for name in (".knee.yaml.swp", ".#knee.yaml", "knee.yaml~", "#knee.yaml#", ".git/x.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("no: flow")
    for name in ("i18n/de/knee.yaml", "pictures/hip.yaml", "chats/knee.yaml"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("no: flow")
    assert small.run("check", str(folder)).returncode == 0


@pytest.mark.parametrize("what", ["an empty folder", "a file", "nothing"])
def test_where_there_are_no_flows_it_says_so(small: Place, tmp_path: Path, what: str) -> None:
    place = tmp_path / "place"
    if what == "an empty folder":
        place.mkdir()
    elif what == "a file":
        place.write_text("")
    done = small.run("check", str(place))
    assert done.returncode in (1, 2)
    assert str(place) in done.stderr
    assert "Traceback" not in done.stderr

    done = Place(small.home, place).run("chat")
    assert done.returncode == 1
    assert done.stderr.startswith(f"There are no flow files (*.yaml) in {place}")


def test_flows_of_the_folder_we_are_in_come_first(small: Place, folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "project" / "flows")
    (folder.parent / "project" / "flows" / "tips.yaml").unlink()
    place = Place(small.home)
    assert place.run("check", where=folder.parent / "project").returncode == 1
    elsewhere = folder.parent / "elsewhere"
    (elsewhere / "flows").mkdir(parents=True)
    (elsewhere / "flows" / "pipeline.yaml").write_text("steps: [build]\n")
    assert "PB" not in place.run("check", "--help", where=elsewhere).stdout


def test_there_is_help_and_a_version(small: Place) -> None:
    assert re.fullmatch(r"painbot \d+\.\d+\.\d+\n", small.run("--version").stdout)
    for arguments in ([], ["chat"], ["check"]):
        text = small.run(*arguments, "--help").stdout
        assert text.startswith(f"Usage: {' '.join(['painbot', *arguments])}")
    assert small.run("--help").stdout.count("\n  c") == 2

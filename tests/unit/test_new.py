"""`painbot new`: a file to start from loads as it is, and never harms one that is there."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from painbot.app import NoFlowFiles, load_library
from painbot.app.files import flow_files
from painbot.app.new import KINDS, CannotWrite, write_new
from painbot.cli import main
from painbot.flow.levels import Level
from tests.library_fixture import ROOT, lay_out
from tests.tiny import Talk

TODAY = date(2026, 11, 22)
SHIPPED = ROOT / "flows"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chats = shutil.ignore_patterns("chats", "vignettes")
    return Path(shutil.copytree(SHIPPED, tmp_path / "flows", ignore=chats))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("small", [True, False], ids=["small library", "shipped library"])
def test_the_file_loads_as_it_is(kind: str, folder: Path, tmp_path: Path, *, small: bool) -> None:
    flows = lay_out(tmp_path / "small") if small else folder
    path = write_new(kind, "my-own", flows, TODAY)
    library, findings = load_library(flows)
    assert library is not None
    assert [str(each) for each in findings] == []
    assert "my-own" in {**library.flows, **library.screens, **library.causes}
    assert path.parent.name == {"topic": flows.name}.get(kind, f"{kind}s")


@pytest.mark.parametrize("kind", KINDS)
def test_it_begins_with_the_line_that_makes_editors_complete(kind: str, folder: Path) -> None:
    path = write_new(kind, "my-own", folder, TODAY)
    first = path.read_text().splitlines()[0]
    start, _, schema = first.partition("=")
    assert start == "# yaml-language-server: $schema"
    assert (path.parent / schema).resolve() == (folder / "flow.schema.json").resolve()


@pytest.mark.parametrize("path", [*flow_files(SHIPPED)], ids=lambda path: path.name)
def test_so_does_every_shipped_file(path: Path) -> None:
    start, _, schema = path.read_text().splitlines()[0].partition("=")
    assert start == "# yaml-language-server: $schema"
    assert (path.parent / schema).resolve() == SHIPPED / "flow.schema.json"


def test_it_is_short_and_every_block_is_explained(folder: Path) -> None:
    for kind in KINDS:
        text = write_new(kind, f"my-{kind}", folder, TODAY).read_text()
        assert len(text.splitlines()) <= 45
        assert all(" # " in block for block in text.split("\n\n")[1:])
        assert "on: 2026-11-22" in text


def test_a_new_topic_can_be_talked_to(folder: Path) -> None:
    write_new("topic", "my-own", folder, TODAY)
    library, _ = load_library(folder)
    assert library is not None
    talk = Talk(library, flow="my-own").say("me", "none", "every night")
    assert talk.result.level is Level.ROUTINE
    assert Talk(library, flow="my-own").say("me", "none", "hardly ever").result.level is (
        Level.SELF_CARE
    )


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("topic", "Heel pain", "is not a good id"),
        ("topic", "../heel", "is not a good id"),
        ("screen", "1st", "is not a good id"),
        ("cause", "and", "a word of painbot's own"),
        ("topic", "clot", "The id `clot` is taken already, at "),
        ("screen", "leg-pain-at-night", "leg-pain-at-night.yaml:3:7. Choose another id."),
        ("screen", "how-long", "shared.yaml:6:3. Give one of them another id."),
        ("cause", "night-cramp", "is there already, so nothing was written."),
        ("topic", "start", "is there already, so nothing was written."),
    ],
)
def test_a_bad_or_taken_id_writes_nothing(kind: str, name: str, words: str, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    with pytest.raises(CannotWrite) as said:
        write_new(kind, name, folder, TODAY)
    assert words in str(said.value)
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_a_cause_that_a_half_written_topic_waits_for_can_be_made(folder: Path) -> None:
    topic = write_new("topic", "heel-pain", folder, TODAY)
    topic.write_text(topic.read_text().replace("otherwise: general-leg-ache", "otherwise: heel"))
    assert load_library(folder)[0] is None
    write_new("cause", "heel", folder, TODAY)
    assert load_library(folder)[0] is not None


def test_an_empty_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(NoFlowFiles):
        write_new("topic", "heel-pain", tmp_path, TODAY)


def test_the_command_says_where_it_wrote_and_what_to_try_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    monkeypatch.delenv("PAINBOT_FLOWS", raising=False)
    done = CliRunner().invoke(main, ["new", "topic", "heel-pain"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "flows/heel-pain.yaml is written. Put your own words into it, then try:",
        "  painbot check",
        "  painbot chat --flow heel-pain --fresh",
    ]
    again = CliRunner().invoke(main, ["new", "topic", "heel-pain"])
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == "flows/heel-pain.yaml is there already, so nothing was written.\n"


def test_in_a_folder_of_ones_own_it_says_how_to_get_completion(tmp_path: Path) -> None:
    flows = lay_out(tmp_path / "my flows")
    said = CliRunner().invoke(main, ["new", "screen", "heel-signs", "--folder", str(flows)]).stdout
    assert "ask it in a topic with `screens: [heel-signs]`" in said
    assert f"  painbot check '{flows}'\n  PAINBOT_FLOWS='{flows}' painbot chat --fresh\n" in said
    assert said.endswith(f"once: painbot schema > '{flows}/flow.schema.json'\n")

"""Versions of the flows from folders and from real git repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from painbot.app.revisions import CannotLoad, load_version
from painbot.flow.model import Library
from tests.library_fixture import lay_out

ME = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")


def git(where: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", str(where), *ME, *arguments]
    subprocess.run(command, check=True, capture_output=True, env=environment)


def commit(where: Path, *tags: str) -> None:
    git(where, "add", "--all")
    git(where, "commit", "--quiet", "--message", "An edit")
    for tag in tags:
        git(where, "tag", tag)


def ask(flows: Path, text: str) -> None:
    """Edit the first question."""
    file = flows / "facts.yaml"
    lines = file.read_text().splitlines()
    lines[3] = f"    ask: {text}"
    file.write_text("\n".join(lines))


def asked(library: Library) -> str:
    return library.facts["who"].ask.say


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """Make a repository whose flows asked "One?" at v1, ask "Two?" now, and "Three?" unsaved."""
    git(tmp_path, "init", "--quiet")
    flows = lay_out(tmp_path / "content" / "flows")
    for text, tag in (("One?", "v1"), ("Two?", "v2")):
        ask(flows, text)
        commit(tmp_path, tag)
    ask(flows, "Three?")
    return flows


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("v1", "One?"),
        ("HEAD~1", "One?"),
        ("v2", "Two?"),
        ("HEAD", "Two?"),
        ("v1:content/flows", "One?"),
        ("v1:content/flows/", "One?"),
    ],
)
def test_a_revision_has_what_it_had(flows: Path, name: str, text: str) -> None:
    assert asked(load_version(name, flows)) == text


def test_a_folder_has_what_is_in_it(flows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(load_version(flows, flows)) == "Three?"
    monkeypatch.chdir(flows.parent)
    ask(shutil.copytree(flows, flows.parent / "v1"), "Four?")
    assert asked(load_version("v1", flows)) == "Four?"  # the folder, not the tag


def test_nothing_is_checked_out(flows: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in flows.rglob("*")}
    load_version("v1", flows)
    assert {path: path.stat().st_mtime_ns for path in flows.rglob("*")} == before


def test_flows_at_the_top_of_a_repository(tmp_path: Path) -> None:
    flows = lay_out(tmp_path / "flows")
    git(flows, "init", "--quiet")
    commit(flows, "v1")
    assert asked(load_version("v1", flows)) == "Who is it for?"
    assert asked(load_version("v1:", flows)) == "Who is it for?"


def test_what_is_no_flow_is_passed_over_and_odd_names_are_read(flows: Path) -> None:
    (flows / "chats").mkdir()
    (flows / ".hidden").mkdir()
    for name in ("chats/no.yaml", ".hidden/no.yaml", "no.txt"):
        (flows / name).write_text("no: flow")
    (flows / "facts.yaml").rename(flows / 'odd "näme"\n\t.yaml')
    commit(flows, "v3")
    assert asked(load_version("v3", flows)) == "Three?"


def refusal(name: str | Path, flows: Path) -> CannotLoad:
    with pytest.raises(CannotLoad) as caught:
        load_version(name, flows)
    return caught.value


@pytest.mark.parametrize(
    "name",
    ["v9", "--help", "-h", "--output=x", "@{99}", "", ":", ":content", "v1..v2", "v1 v2", "$(id)"],
)
def test_a_name_that_is_nothing_is_said_to_be_nothing(
    flows: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(flows)
    assert "no git revision called" in str(refusal(name, flows))
    assert "x" not in {path.name for path in flows.iterdir()}


@pytest.mark.parametrize("name", ["v1:elsewhere", "v1:content/flows/facts.yaml", "v1:../content"])
def test_a_revision_without_that_folder_says_how_to_name_another(flows: Path, name: str) -> None:
    assert "v1 has no folder" in str(refusal(name, flows))


def test_a_folder_without_flows_says_so(flows: Path) -> None:
    (flows.parent / "empty").mkdir()
    (flows.parent / "empty" / "text.txt").write_text("nothing")
    commit(flows.parent, "v3")
    for name in ("v3:content/empty", flows.parent / "empty"):
        assert "There are no flow files" in str(refusal(name, flows))


def test_flows_outside_any_repository_say_so(tmp_path: Path) -> None:
    flows = lay_out(tmp_path / "flows")
    assert "in no git repository" in str(refusal("HEAD", flows))


def test_errors_of_a_version_are_told_with_their_places(flows: Path) -> None:
    (flows / "tips.yaml").write_text("format: 1\ntips: [")
    (flows / "link.yaml").symlink_to("facts.yaml")
    commit(flows, "v3")
    refused = refusal("v3", flows)
    assert str(refused).startswith("The flows of v3 have errors")
    shown = "\n".join(map(str, refused.errors))
    assert "v3:content/flows/tips.yaml:" in shown
    assert "v3:content/flows/link.yaml:1:1 PB001 This file cannot be read: it is a link." in shown
    assert asked(load_version("v2", flows)) == "Two?"


def test_without_git_it_says_so(flows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "git is not installed" in str(refusal("v1", flows))

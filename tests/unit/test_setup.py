"""scripts/setup decides well. Offline: uv and Python are stand-ins."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ["scripts/setup", "pyproject.toml", "uv.lock", "constraints.txt"]
TOOLS = ["sh", "cat", "chmod", "cksum", "dirname", "grep", "ln", "mkdir", "readlink", "rm"]
WORKING_UV = """
echo "$*" >>calls
mkdir -p .venv/bin
echo '#!/bin/sh' >.venv/bin/python
chmod +x .venv/bin/python
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Lay out a folder with a blank in its name, and beside it a PATH with next to nothing."""
    folder = tmp_path / "pain bot"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    return folder


def put(project: Path, name: str, script: str) -> None:
    program = project.parent / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def setup(project: Path, *kind: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "scripts/setup", *kind],
        cwd=project,
        env={"PATH": str(project.parent / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def calls(project: Path) -> int:
    return len((project / "calls").read_text().splitlines())


def test_without_python_it_says_what_to_get(project: Path) -> None:
    put(project, "python3", "echo 'pyenv: python3: command not found' >&2; exit 127")
    done = setup(project)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert "pyenv" not in done.stderr


def test_python_without_ensurepip_gets_one_clear_sentence(project: Path) -> None:
    put(project, "python3", 'case "$2" in *ensurepip*) exit 1 ;; esac; echo /usr/bin/python3')
    done = setup(project)
    assert done.returncode == 1
    assert "ensurepip is missing" in done.stderr
    assert "apt install python3-venv" in done.stderr


def test_uv_that_fails_is_not_the_end(project: Path) -> None:
    put(project, "uv", "exit 1")
    assert "so pip is used instead" in setup(project).stderr


def test_ready_is_ready_until_a_file_changes(project: Path) -> None:
    put(project, "uv", WORKING_UV)
    assert "Setting up painbot" in setup(project).stderr
    assert setup(project).stderr == ""
    (project / "pyproject.toml").touch()
    assert setup(project).stderr == ""
    with (project / "constraints.txt").open("a") as constraints:
        constraints.write("# changed\n")
    assert "Updating" in setup(project).stderr
    assert calls(project) == 2


def test_tools_are_added_once_and_do_for_chat_too(project: Path) -> None:
    put(project, "uv", WORKING_UV)
    for kind in ([], ["dev"], [], ["dev"]):
        assert setup(project, *kind).returncode == 0
    assert calls(project) == 2
    assert "--extra dev" in (project / "calls").read_text()


def test_half_made_moved_or_broken_folder_is_made_anew(project: Path) -> None:
    put(project, "uv", WORKING_UV)
    (project / ".venv").mkdir()
    (project / ".venv" / "half").touch()
    assert setup(project).returncode == 0
    assert not (project / ".venv" / "half").exists()

    (project / ".venv" / "bin" / "python").unlink()
    assert "Setting up" in setup(project).stderr

    moved = project.rename(project.with_name("elsewhere"))
    assert "Setting up" in setup(moved).stderr


def test_lock_of_a_killed_setup_is_taken_over(project: Path) -> None:
    put(project, "uv", WORKING_UV)
    killed = subprocess.Popen(["true"])
    killed.wait()
    (project / ".setup.lock").symlink_to(str(killed.pid))
    assert setup(project).stderr.splitlines()[-1] == "Ready."
    assert not (project / ".setup.lock").is_symlink()

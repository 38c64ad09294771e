"""Where flows are and data goes when nobody says."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

HERE: Final = Path("flows")
_PACKAGE: Final = Path(__file__).parents[1]
_FLOW_FILE: Final = re.compile(rb"^format:", re.MULTILINE)
_HEAD: Final = 2_000


def find_flows(here: Path = HERE) -> Path:
    """Return the flows of the folder we are in, or else those painbot came with."""
    if any(_is_flow_file(path) for path in sorted(here.glob("*.yaml"))):
        return here
    installed = _PACKAGE / "flows"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "flows"


def data_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder where a program keeps its data."""
    given = environment.get("XDG_DATA_HOME", "")
    base = Path(given) if Path(given).is_absolute() else _own_folder(environment) / ".local/share"
    return base / "painbot"


def _is_flow_file(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _FLOW_FILE.search(file.read(_HEAD)) is not None
    except OSError:
        return False


def _own_folder(environment: Mapping[str, str]) -> Path:
    home = environment.get("HOME", "")
    if home:
        return Path(home)
    import pwd  # not on Windows, where HOME is not needed for what follows

    return Path(pwd.getpwuid(os.getuid()).pw_dir)


__all__ = ["HERE", "data_folder", "find_flows"]

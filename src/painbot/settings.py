"""What the environment says, read once: which store, where data goes, which flows."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path("flows")
_PACKAGE: Final = Path(__file__).parent
_FLOW_FILE: Final = re.compile(rb"^format:", re.MULTILINE)
_HEAD: Final = 2_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are.

    `redis_url` empty means painbot's own private server, whose data lies in `home`.
    """

    redis_url: str
    home: Path
    flows: Path


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings; an empty variable counts as one that is not set."""
    home = environment.get("PAINBOT_HOME")
    flows = environment.get("PAINBOT_FLOWS")
    return Settings(
        redis_url=environment.get("PAINBOT_REDIS_URL", ""),
        home=Path(home).expanduser() if home else _data_folder(environment),
        flows=Path(flows).expanduser() if flows else find_flows(),
    )


def find_flows(here: Path = HERE) -> Path:
    """Return the flows of the folder we are in, or else those painbot came with."""
    if any(_is_flow_file(path) for path in sorted(here.glob("*.yaml"))):
        return here
    installed = _PACKAGE / "flows"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "flows"


def _is_flow_file(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _FLOW_FILE.search(file.read(_HEAD)) is not None
    except OSError:
        return False


def _data_folder(environment: Mapping[str, str]) -> Path:
    given = environment.get("XDG_DATA_HOME", "")
    base = Path(given) if Path(given).is_absolute() else _own_folder(environment) / ".local/share"
    return base / "painbot"


def _own_folder(environment: Mapping[str, str]) -> Path:
    home = environment.get("HOME", "")
    if home:
        return Path(home)
    import pwd  # not on Windows, where HOME is not needed for what follows

    return Path(pwd.getpwuid(os.getuid()).pw_dir)

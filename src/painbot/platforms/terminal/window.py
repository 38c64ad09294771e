"""Which screen is right for what painbot runs in: drawn for a person, bare for everything else."""

from __future__ import annotations

import os
import sys

from painbot.platforms.terminal.plain import PlainScreen
from painbot.platforms.terminal.talk import Screen


def is_bare() -> bool:
    """Return whether nobody would see colours here: a pipe, a file or a very plain terminal."""
    dumb = os.environ.get("TERM", "dumb") in ("", "dumb")
    return dumb or not (sys.stdin.isatty() and sys.stdout.isatty())


def open_screen(*, plain: bool) -> Screen:
    """Return the screen to talk through."""
    if plain or is_bare():
        return PlainScreen()
    from painbot.platforms.terminal.pretty import PrettyScreen

    return PrettyScreen()

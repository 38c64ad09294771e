"""What a button carries: which conversation, which question, which answer. Never who."""

from __future__ import annotations

import re
from typing import Final

# Of another bot, of another version, or made up: no conversation has this id.
FOREIGN: Final = ("?", 0, "")
# Before the choice of a box that is ticked, which a press is to open. No id begins so.
UNTICK: Final = "-"
_DATA: Final = re.compile(r"([A-Za-z0-9_-]{1,16}):(\d{1,6}):([A-Za-z0-9._-]{1,60})", re.ASCII)


def button_data(conversation: str, number: int, choice: str) -> str:
    """Return the data of a button, 64 bytes at most for what `painbot check` lets through."""
    return f"{conversation}:{number}:{choice}"


def read_data(data: str) -> tuple[str, int, str]:
    """Return conversation, number and choice; what is not ours fits no question."""
    found = _DATA.fullmatch(data)
    return (found[1], int(found[2]), found[3]) if found else FOREIGN


__all__ = ["FOREIGN", "UNTICK", "button_data", "read_data"]

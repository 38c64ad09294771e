"""What Telegram itself shows of a bot: the menu of commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

COMMANDS: Final = (
    "start",
    "help",
    "back",
    "restart",
    "stop",
    "language",
    "mydata",
    "forget",
)
DESCRIPTION: Final = 256


def menu(phrases: Mapping[str, str], language: str = "") -> dict[str, Any]:
    """Return what setMyCommands wants; without a language it is the menu for all others."""
    commands = [
        {"command": name, "description": phrases[f"command-{name}"][:DESCRIPTION]}
        for name in COMMANDS
    ]
    private = {"type": "all_private_chats"}
    only = {"language_code": language} if language else {}
    return {"commands": commands, "scope": private, **only}


__all__ = ["COMMANDS", "menu"]

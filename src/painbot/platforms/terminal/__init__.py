"""The terminal: a conversation by keyboard, for a person or for a script.

`to_incoming` and `to_wire` are pure; `run` is the conversation. What only a person at a screen
needs (rich, prompt_toolkit) is imported by `pretty` and `keyboard`, and only for them.
"""

from __future__ import annotations

from painbot.platforms.terminal.incoming import Line, conversation_key, to_incoming
from painbot.platforms.terminal.plain import to_wire
from painbot.platforms.terminal.recording import CannotRecord, Recording
from painbot.platforms.terminal.talk import Screen, Talk, run
from painbot.platforms.terminal.window import is_bare, open_screen
from painbot.platforms.terminal.wording import KEPT, NOT_KEPT, NOT_RELOADED, RELOADED

__all__ = [
    "KEPT",
    "NOT_KEPT",
    "NOT_RELOADED",
    "RELOADED",
    "CannotRecord",
    "Line",
    "Recording",
    "Screen",
    "Talk",
    "conversation_key",
    "is_bare",
    "open_screen",
    "run",
    "to_incoming",
    "to_wire",
]

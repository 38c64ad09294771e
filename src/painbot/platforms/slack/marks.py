"""What the parts of our messages are called, so that what is pressed says what it means. Pure.

A block is named after its conversation and question, a button carries the same and its choice, a
box only its choice.
"""

from __future__ import annotations

from typing import Final

from painbot.ports.buttons import FOREIGN, read_data

# Action ids. Those of buttons are told apart by a number, for no two of a block may be the same.
PRESS, BOXES, NUMBER, OPEN, HOME = "press", "boxes", "number", "open", "home"
# What the button below a line in a channel carries, if a talk is to begin, and if one has begun.
BEGIN, BEGUN = "begin", "begun"
_ANY_CHOICE: Final = "x"


def block(conversation: str, number: int, part: int | str) -> str:
    """Return the name of a block."""
    return f"{conversation}:{number}:{part}"


def stem(block_id: str) -> str:
    """Return what all blocks of one question begin with."""
    return block_id.rpartition(":")[0]


def question(block_id: str) -> tuple[str, int]:
    """Return conversation and number of a block; one that is not ours fits no question."""
    conversation, number, _ = read_data(f"{stem(block_id)}:{_ANY_CHOICE}")
    return conversation, number


__all__ = ["BEGIN", "BEGUN", "BOXES", "FOREIGN", "HOME", "NUMBER", "OPEN", "PRESS"]
__all__ += ["block", "question", "stem"]

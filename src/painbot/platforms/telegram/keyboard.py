"""Choices as rows of buttons. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from painbot.dialogue.replies import Asking, Choice, Result
from painbot.ports.buttons import UNTICK, button_data
from painbot.ports.plain import clean

# One button: what it says, and what it carries.
Button = tuple[str, str]
Rows = tuple[tuple[Button, ...], ...]

SHORT = 14  # letters that stand beside another button on a narrow phone
LONG = 30  # and beside a box, alone in its row
TICKED, OPEN = "☑", "☐"


def rows(shown: Asking | Result) -> Rows:
    """Return the buttons below a question or a result."""
    if isinstance(shown, Result):
        return tuple((_button(shown, each),) for each in shown.choices)
    if shown.kind == "any":
        ticks = tuple((_button(shown, each, _box(each)),) for each in shown.choices)
        return (*ticks, *_by_length(shown, shown.more))
    return tuple(_by_length(shown, (*shown.choices, *shown.more)))


def is_whole(choice: Choice) -> bool:
    """Return whether a choice can be read on its button, which is one line that may be cut."""
    return choice.say == choice.label and len(choice.label) <= LONG


def _by_length(shown: Asking, choices: Iterable[Choice]) -> Iterator[tuple[Button, ...]]:
    """Yield rows of two where all labels are short, else of one."""
    buttons = [_button(shown, each) for each in choices]
    wide = 2 if all(len(label) <= SHORT for label, _ in buttons) else 1
    yield from (tuple(buttons[start : start + wide]) for start in range(0, len(buttons), wide))


def _button(shown: Asking | Result, choice: Choice, box: str = "") -> Button:
    said = clean(choice.label)
    label = f"{box} {said}" if box else said
    carried = f"{UNTICK}{choice.id}" if box == TICKED else choice.id
    return label, button_data(shown.conversation, shown.number, carried)


def _box(choice: Choice) -> str:
    return TICKED if choice.picked else OPEN


__all__ = ["Button", "Rows", "is_whole", "rows"]

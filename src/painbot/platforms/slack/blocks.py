"""The blocks of Slack's Block Kit that painbot uses, each within its limits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

from painbot.platforms.slack import marks
from painbot.platforms.slack.mrkdwn import pieces
from painbot.ports.plain import clean

Block = dict[str, Any]
T = TypeVar("T")

SECTION, HEADER, BUTTON, OPTION, VALUE = 3000, 150, 75, 75, 2000
BUTTONS, BOXES, TEXTS, MESSAGE = 25, 10, 10, 50
ALT: Final = 2000


def rows(all_: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """Yield the same in order, so many at a time."""
    return (all_[start : start + most] for start in range(0, len(all_), most))


def plain(text: str, longest: int) -> Block:
    """Return a text in which nothing is markup, cut if it has to be."""
    return {"type": "plain_text", "text": _short(text, longest), "emoji": False}


@lru_cache(4096)  # labels of flows, shown to one person after the other
def _short(text: str, longest: int) -> str:
    said = clean(text)
    return said if len(said) <= longest else f"{said[: longest - 1].rstrip()}…"


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def header(text: str) -> Block:
    """Return the heading of a message."""
    return {"type": "header", "text": plain(text, HEADER)}


def sections(text: str) -> Iterator[Block]:
    """Yield a text as paragraphs of a message."""
    for piece in pieces(text, SECTION):
        yield {"type": "section", "text": _mrkdwn(piece)}


def contexts(texts: Iterable[str]) -> Iterator[Block]:
    """Yield texts in small letters."""
    fitting = [piece for text in texts for piece in pieces(text, SECTION)]
    for some in rows(fitting, TEXTS):
        yield {"type": "context", "elements": [_mrkdwn(text) for text in some]}


def button(label: str, action: str, value: str, url: str = "") -> Block:
    """Return a button; `action` must be the only such one in its block."""
    made = {"type": "button", "text": plain(label, BUTTON), "action_id": action, "value": value}
    return {**made, "url": url} if url else made


def actions(buttons: Sequence[Block], name: str = "") -> Iterator[Block]:
    """Yield buttons in as few rows as they fit in; `name` is that of the first row."""
    for number, some in enumerate(rows(buttons, BUTTONS)):
        row: Block = {"type": "actions", "elements": list(some)}
        yield {**row, "block_id": f"{name}{number}"} if name else row


def boxes(options: Sequence[tuple[str, str, str, bool]], name: str) -> Iterator[Block]:
    """Yield boxes to tick: value, label, description and whether it is ticked, for each."""
    for number, some in enumerate(rows(options, BOXES)):
        made = [_option(value, label, more) for value, label, more, _ in some]
        ticked = [option for option, each in zip(made, some, strict=True) if each[3]]
        list_: Block = {"type": "checkboxes", "action_id": marks.BOXES, "options": made}
        elements = [{**list_, "initial_options": ticked} if ticked else list_]
        yield {"type": "actions", "block_id": f"{name}{number}", "elements": elements}


def _option(value: str, label: str, description: str) -> Block:
    option = {"text": plain(label, OPTION), "value": value}
    return {**option, "description": plain(description, OPTION)} if description else option


def number_field(label: str, name: str) -> Block:
    """Return a field for a number, which is sent with the Enter key."""
    field = {"type": "number_input", "is_decimal_allowed": True, "action_id": marks.NUMBER}
    return {
        "type": "input",
        "block_id": name,
        "dispatch_action": True,
        "label": plain(label, VALUE),
        "element": field,
    }


def image(file: str, alt: str) -> Block:
    """Return a picture that was uploaded to Slack."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": clean(alt)[:ALT]}


__all__ = ["MESSAGE", "Block", "actions", "boxes", "button", "contexts", "header", "image"]
__all__ += ["number_field", "plain", "rows", "sections"]

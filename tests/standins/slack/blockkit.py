"""The rules of Block Kit, as far as painbot uses it or might; anything else is a mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from .elements import element
from .texts import Json, keys, letters, picture, several, text, truths, wrong

MOST: Final = {"message": 50, "home": 100}


def check(blocks: object, surface: Literal["message", "home"]) -> None:
    """Blame the caller for blocks that Slack would not take."""
    names: set[str] = set()
    for block in several(f"a {surface}", blocks, MOST[surface]):
        kind = block.get("type") if isinstance(block, dict) else None
        if kind not in _BLOCKS:
            wrong(f"unknown block {kind}")
        _BLOCKS[kind](block)
        if "block_id" in block:
            name = letters("a block_id", block["block_id"], 255)
            if name in names:
                wrong(f"block_id {name!r} is there twice")
            names.add(name)


def _section(block: Json) -> None:
    keys(block, "type", "text fields accessory block_id expand")
    truths(block, "expand")
    if "text" not in block and "fields" not in block:
        wrong("a section is empty")
    if "text" in block:
        text(block["text"], 3000)
    if "fields" in block:
        for each in several("fields", block["fields"], 10):
            text(each, 2000)
    if "accessory" in block:
        element(block["accessory"], "a section")


def _header(block: Json) -> None:
    keys(block, "type text", "block_id")
    text(block["text"], 150, plain=True)


def _divider(block: Json) -> None:
    keys(block, "type", "block_id")


def _context(block: Json) -> None:
    keys(block, "type elements", "block_id")
    for each in several("a context", block["elements"], 10):
        if isinstance(each, dict) and each.get("type") == "image":
            picture(keys(each, "type alt_text", "image_url slack_file"))
        else:
            text(each, 3000)


def _actions(block: Json) -> None:
    keys(block, "type elements", "block_id")
    made = several("actions", block["elements"], 25)
    if len({element(each, "actions") for each in made}) < len(made):
        wrong("two elements have the same action_id")


def _input(block: Json) -> None:
    keys(block, "type label element", "block_id dispatch_action hint optional")
    truths(block, "dispatch_action optional")
    text(block["label"], 2000, plain=True)
    if "hint" in block:
        text(block["hint"], 2000, plain=True)
    element(block["element"], "an input")


def _image(block: Json) -> None:
    keys(block, "type alt_text", "image_url slack_file title block_id")
    picture(block)
    if "title" in block:
        text(block["title"], 2000, plain=True)


_BLOCKS: Final[dict[object, Callable[[Json], None]]] = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "input": _input,
    "section": _section,
}

"""The rules of Block Kit, as far as painbot uses it; anything else is a mistake."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, Literal, NoReturn

from .refused import blame

Json = dict[str, Any]
MOST: Final = {"message": 50, "home": 100}
_LINK: Final = re.compile(r"<https?://[^\s<>|]+(?:\|[^<>|]+)?>")
_ENTITY: Final = re.compile(r"&(?!amp;|lt;|gt;)")


def check(blocks: object, surface: Literal["message", "home"]) -> None:
    """Blame the caller for blocks that Slack would not take."""
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= MOST[surface]:
        _wrong(f"a {surface} has 1 to {MOST[surface]} blocks")
    names: set[str] = set()
    for block in blocks:
        kind = str(block.get("type") if isinstance(block, dict) else None)
        if kind not in _BLOCKS:
            _wrong(f"unknown block {kind}")
        _BLOCKS[kind](block)
        name = block.get("block_id")
        if name is not None and (not 1 <= len(name) <= 255 or name in names):
            _wrong(f"block_id {name!r} is too long, or there twice")
        names.add(name or "")


def _wrong(detail: str) -> NoReturn:
    blame("invalid_blocks", detail)


def _keys(made: Json, needs: str, takes: str = "") -> None:
    """See that what must be there is, and nothing that is not known."""
    wanted, known = set(needs.split()), set(f"{needs} {takes} type".split())
    if missing := wanted - set(made):
        _wrong(f"{made.get('type')} has no {sorted(missing)}")
    if strange := set(made) - known:
        _wrong(f"{made.get('type')} knows no {sorted(strange)}")


def _length(what: str, text: object, most: int) -> None:
    if not isinstance(text, str) or not text.strip() or len(text) > most:
        _wrong(f"{what} has 1 to {most} letters")


def _text(made: object, most: int, *, plain: bool = False) -> None:
    if not isinstance(made, dict):
        _wrong("a text is an object")
    kind = made.get("type")
    if kind not in ("plain_text",) + (() if plain else ("mrkdwn",)):
        _wrong(f"a text cannot be {kind} here")
    _keys(made, "text", "emoji" if kind == "plain_text" else "verbatim")
    _length("a text", made["text"], most)
    if kind == "mrkdwn":
        rest = _LINK.sub("", made["text"])
        if "<" in rest or _ENTITY.search(rest):
            _wrong("a text holds signs that are not escaped, or calls somebody")


def _section(block: Json) -> None:
    _keys(block, "", "text fields accessory block_id expand")
    if "text" not in block and "fields" not in block:
        _wrong("a section is empty")
    if "text" in block:
        _text(block["text"], 3000)
    for each in block.get("fields", ()):
        _text(each, 2000)
    if "accessory" in block:
        _element(block["accessory"])


def _header(block: Json) -> None:
    _keys(block, "text", "block_id")
    _text(block["text"], 150, plain=True)


def _divider(block: Json) -> None:
    _keys(block, "", "block_id")


def _context(block: Json) -> None:
    _keys(block, "elements", "block_id")
    if not 1 <= len(block["elements"]) <= 10:
        _wrong("a context has 1 to 10 elements")
    for each in block["elements"]:
        _text(each, 3000)


def _actions(block: Json) -> None:
    _keys(block, "elements", "block_id")
    if not 1 <= len(block["elements"]) <= 25:
        _wrong("actions have 1 to 25 elements")
    names = [_element(each) for each in block["elements"]]
    if len(set(names)) < len(names):
        _wrong("two elements have the same action_id")


def _input(block: Json) -> None:
    _keys(block, "label element", "block_id dispatch_action hint optional")
    _text(block["label"], 2000, plain=True)
    _element(block["element"])


def _image(block: Json) -> None:
    _keys(block, "alt_text", "image_url slack_file title block_id")
    _length("an image's text", block["alt_text"], 2000)
    if ("image_url" in block) == ("slack_file" in block):
        _wrong("an image is a file or at an address")


def _element(made: Json) -> str:
    kind = made.get("type")
    if kind not in _ELEMENTS:
        _wrong(f"unknown element {kind}")
    _ELEMENTS[str(kind)](made)
    _length("an action_id", made.get("action_id"), 255)
    return str(made["action_id"])


def _button(made: Json) -> None:
    _keys(made, "text action_id", "url value style confirm accessibility_label")
    _text(made["text"], 75, plain=True)
    if "value" in made:
        _length("a value", made["value"], 2000)
    if "url" in made:
        _length("an address", made["url"], 3000)
    if made.get("style", "primary") not in ("primary", "danger"):
        _wrong("a button is primary or danger")


def _checkboxes(made: Json) -> None:
    _keys(made, "options action_id", "initial_options confirm focus_on_load")
    options = made["options"]
    if not 1 <= len(options) <= 10:
        _wrong("a list has 1 to 10 boxes")
    for option in options:
        _option(option)
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        _wrong("two boxes have the same value")
    ticked = made.get("initial_options")
    if ticked is not None and (not ticked or any(each not in options for each in ticked)):
        _wrong("what is ticked is none of the boxes, or nothing")


def _option(option: Json) -> None:
    _keys({**option, "type": "option"}, "text value", "description url")
    _text(option["text"], 75)
    _length("a value", option["value"], 150)
    if "description" in option:
        _text(option["description"], 75)


def _number(made: Json) -> None:
    _keys(
        made,
        "is_decimal_allowed action_id",
        "initial_value min_value max_value placeholder dispatch_action_config focus_on_load",
    )
    if not isinstance(made["is_decimal_allowed"], bool):
        _wrong("is_decimal_allowed is a truth")


_ELEMENTS: Final[dict[str, Callable[[Json], None]]] = {
    "button": _button,
    "checkboxes": _checkboxes,
    "number_input": _number,
}
_BLOCKS: Final[dict[str, Callable[[Json], None]]] = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "input": _input,
    "section": _section,
}

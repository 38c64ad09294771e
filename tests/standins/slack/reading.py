"""What a person sees of a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
# In code nothing is bold, and in a link nothing of its address is: neither is looked into.
_WHOLE = re.compile(rf"{_LINK.pattern}|(?<!\w)`(?=[^\s`])([^`\n]*[^\s`])`(?!\w)")
_HELD = "\0"
_MARKS = re.compile(r"(?<!\w)([*_~])(?=\S)(.+?)(?<=\S)\1(?!\w)")
_ESCAPED = re.compile("&(amp|lt|gt);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}


@dataclass(frozen=True, slots=True)
class Button:
    """A button."""

    text: str
    value: str
    action_id: str
    block_id: str
    url: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick; `ticked` as it is when the message comes."""

    label: str
    value: str
    description: str
    ticked: bool
    action_id: str
    block_id: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field to type into."""

    kind: str
    label: str
    action_id: str
    block_id: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, and what is said in its place."""

    file_id: str
    alt: str


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is seen, each in the order of reading."""

    text: str
    buttons: tuple[Button, ...]
    boxes: tuple[Box, ...]
    fields: tuple[Field, ...]
    images: tuple[Image, ...]
    headers: tuple[str, ...]
    contexts: tuple[str, ...]


def plain(mrkdwn: str) -> str:
    """Return what is read of a text with Slack's markup."""
    clean = mrkdwn.replace(_HELD, "")
    held = [_whole(found) for found in _WHOLE.finditer(clean)]
    bare = _WHOLE.sub(_HELD, clean)
    first, *rest = "\n".join(map(_unmarked, bare.split("\n"))).split(_HELD)
    text = first + "".join(one + more for one, more in zip(held, rest, strict=True))
    return _ESCAPED.sub(lambda found: _SIGNS[found[1]], text)


def _whole(found: re.Match[str]) -> str:
    """Return what is read of a link or of code."""
    address, label, code = found.groups()
    if code:
        return _LINK.sub(lambda link: link[2] or link[1], code)
    return _unmarked(label) if label else str(address)


def _unmarked(line: str) -> str:
    """Take the marks off a line, and off what stands between them."""
    return _MARKS.sub(lambda found: _unmarked(found[2]), line)


def read(blocks: list[dict[str, Any]]) -> Seen:
    """Look at a message."""
    texts = [text for block in blocks for text in _texts(block)]
    return Seen(
        "\n\n".join(texts),
        tuple(button for block in blocks for button in _buttons(block)),
        tuple(box for block in blocks for box in _boxes(block)),
        tuple(_field(block) for block in blocks if _is_field(block)),
        tuple(image for block in blocks for image in _images(block)),
        tuple(_read(block["text"]) for block in blocks if block["type"] == "header"),
        tuple(
            _read(each)
            for block in blocks
            if block["type"] == "context"
            for each in block["elements"]
            if "text" in each
        ),
    )


def _read(text: dict[str, Any]) -> str:
    return plain(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _texts(block: dict[str, Any]) -> list[str]:
    found = [_read(block["text"])] if "text" in block else []
    found += [_read(each) for each in block.get("fields", ())]
    if block["type"] == "context":
        found += [_read(each) for each in block["elements"] if "text" in each]
    if block["type"] == "input":
        found.append(_read(block["label"]))
        found += [_read(block["hint"])] if "hint" in block else []
    for element in _elements(block):
        options = element.get("options", ())
        found += [_read(each["description"]) for each in options if "description" in each]
    return found


def _elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    """List what stands in a block, wherever it does."""
    alone = [block[name] for name in ("accessory", "element") if name in block]
    return [*alone, *block.get("elements", ())]


def _buttons(block: dict[str, Any]) -> list[Button]:
    return [
        Button(
            each["text"]["text"],
            each.get("value", ""),
            each["action_id"],
            block.get("block_id", ""),
            each.get("url", ""),
            each.get("style", ""),
        )
        for each in _elements(block)
        if each["type"] == "button"
    ]


def _boxes(block: dict[str, Any]) -> list[Box]:
    return [
        Box(
            _read(option["text"]),
            option["value"],
            _read(option["description"]) if "description" in option else "",
            option in each.get("initial_options", ()),
            each["action_id"],
            block.get("block_id", ""),
        )
        for each in _elements(block)
        if each["type"] == "checkboxes"
        for option in each["options"]
    ]


def _is_field(block: dict[str, Any]) -> bool:
    return block["type"] == "input" and str(block["element"]["type"]).endswith("_input")


def _field(block: dict[str, Any]) -> Field:
    element = block["element"]
    label = _read(block["label"])
    return Field(element["type"], label, element["action_id"], block.get("block_id", ""))


def _images(block: dict[str, Any]) -> list[Image]:
    return [
        Image(each.get("slack_file", {}).get("id", ""), each["alt_text"])
        for each in (block, *_elements(block))
        if each["type"] == "image"
    ]

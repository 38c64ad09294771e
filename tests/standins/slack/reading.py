"""What a person sees of a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

_LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_MARKS = re.compile(r"(?<!\w)([*_~`])(?=\S)(.+?)(?<=\S)\1(?!\w)")


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
    fields: tuple[Field, ...]
    images: tuple[Image, ...]
    headers: tuple[str, ...]
    contexts: tuple[str, ...]


def plain(mrkdwn: str) -> str:
    """Return what is read of a text with Slack's markup."""
    text = _LINK.sub(lambda found: found[2] or found[1], mrkdwn)
    return unescape("\n".join(_MARKS.sub(r"\2", line) for line in text.split("\n")))


def read(blocks: list[dict[str, Any]]) -> Seen:
    """Look at a message."""
    texts = [text for block in blocks for text in _texts(block)]
    return Seen(
        "\n\n".join(texts),
        tuple(button for block in blocks for button in _buttons(block)),
        tuple(_field(block) for block in blocks if block["type"] == "input"),
        tuple(_image(block) for block in blocks if block["type"] == "image"),
        tuple(_read(block["text"]) for block in blocks if block["type"] == "header"),
        tuple(
            _read(each)
            for block in blocks
            if block["type"] == "context"
            for each in block["elements"]
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
    for element in block.get("elements", ()):
        options = element.get("options", ())
        found += [_read(each["description"]) for each in options if "description" in each]
    return found


def _buttons(block: dict[str, Any]) -> list[Button]:
    inside = [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
    return [
        Button(
            each["text"]["text"],
            each.get("value", ""),
            each["action_id"],
            block.get("block_id", ""),
            each.get("url", ""),
            each.get("style", ""),
        )
        for each in inside
        if each["type"] == "button"
    ]


def _field(block: dict[str, Any]) -> Field:
    element = block["element"]
    label = _read(block["label"])
    return Field(element["type"], label, element["action_id"], block.get("block_id", ""))


def _image(block: dict[str, Any]) -> Image:
    return Image(block.get("slack_file", {}).get("id", ""), block["alt_text"])

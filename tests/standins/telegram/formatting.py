"""Read text the way Telegram does: HTML into plain text with entities, lengths in UTF-16 units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any, NoReturn

from .refused import blame
from .spec import words

Entity = dict[str, Any]
_TOKEN = re.compile(r"<(/?)([^<>]*)>|&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot);|[<>&]")
_TAG = re.compile(r"([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)")
_ATTRIBUTE = re.compile(r"""([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_ENTITY_KINDS = frozenset(_KINDS.values()) | words(
    """mention hashtag cashtag bot_command url email phone_number text_mention date_time
    expandable_blockquote"""
)
_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]+)?(?!\S)")


@dataclass(frozen=True, slots=True)
class Text:
    """What a person reads, what is special in it, and the HTML it came from."""

    plain: str
    entities: tuple[Entity, ...]
    html: str

    @property
    def units(self) -> int:
        """Say how long it is for Telegram."""
        return units(self.plain)


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def typed(text: str) -> Text:
    """Read what a person typed: only commands are special."""
    commands = [
        {"type": "bot_command", "offset": units(text[: found.start()]), "length": len(found[0])}
        for found in (_COMMAND.finditer(text) if "/" in text else ())
    ]
    return Text(text, tuple(commands), escape(text))


def read(text: str, parse_mode: str | None, entities: list[Entity] | None) -> Text:
    """Read the text or caption of a call."""
    if parse_mode is None or parse_mode == "":
        for entity in entities or ():
            _check_entity(entity, units(text))
        return _trimmed(text, entities or [], escape(text))
    if parse_mode.lower() != "html":
        blame(f"the stand-in cannot read parse_mode {parse_mode}")
    if entities:
        blame("parse_mode and entities exclude each other")
    return _trimmed(*_Reader(text).result(), text)


def _check_entity(entity: Entity, length: int) -> None:
    """Blame for an entity that is unknown or lies outside of the text."""
    if entity["type"] not in _ENTITY_KINDS:
        blame("can't parse MessageEntity: unknown type")
    if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > length:
        blame("ENTITY_BOUNDS_INVALID")


def _trimmed(plain: str, entities: list[Entity], html: str) -> Text:
    """Take white space off both ends, as Telegram does, and move the entities along."""
    bare = plain.strip()
    if bare == plain:
        return Text(plain, tuple(entities), html)
    lead, end = units(plain[: len(plain) - len(plain.lstrip())]), units(bare)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] + entity["length"] - lead, end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return Text(bare, tuple(kept), html)


class _Reader:
    """Goes once through a text in Telegram's HTML."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._parts: list[str] = []
        self._length = 0
        self._open: list[tuple[str, Entity]] = []
        self._entities: list[Entity] = []

    def result(self) -> tuple[str, list[Entity]]:
        """Give the plain text and its entities in the order they begin."""
        at = 0
        for token in _TOKEN.finditer(self._html):
            self._add(self._html[at : token.start()])
            self._read(token)
            at = token.end()
        self._add(self._html[at:])
        if self._open:
            self._fail(f'Can\'t find end tag corresponding to start tag "{self._open[-1][0]}"')
        self._entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self._parts), self._entities

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += units(text)

    def _read(self, token: re.Match[str]) -> None:
        """Take a tag or an entity of HTML; any other <, > or & should have been escaped."""
        closing, tag, named = token.groups()
        if named:
            self._add(_character(named))
        elif tag is None:
            self._fail(f"Unescaped '{token[0]}' at offset {token.start()}")
        elif closing:
            self._close(tag.strip().lower(), token.start())
        else:
            self._start(tag, token.start())

    def _start(self, tag: str, at: int) -> None:
        """Remember where something special begins."""
        parts = _TAG.fullmatch(tag)
        name = parts[1].lower() if parts else tag
        if parts is None or name not in _KINDS:
            self._fail(f'Unsupported start tag "{name}" at byte offset {at}')
        given = {
            found[1]: found[2] or found[3] or found[4] or ""
            for found in _ATTRIBUTE.finditer(parts[2])
        }
        entity = {"type": _KINDS[name], "offset": self._length, **self._extras(name, given, at)}
        self._open.append((name, entity))

    def _extras(self, name: str, given: dict[str, str], at: int) -> Entity:
        """Read the attributes a tag must or may have."""
        if name == "span" and given.get("class") != "tg-spoiler":
            self._fail(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        if name == "a":
            if not given.get("href"):
                self._fail(f'Tag "a" must have an address at byte offset {at}')
            return {"url": _TOKEN.sub(lambda found: _character(found[3]), given["href"])}
        if name == "tg-emoji":
            return {"custom_emoji_id": given.get("emoji-id", "")}
        if name == "blockquote" and "expandable" in given:
            return {"type": "expandable_blockquote"}
        language = given.get("class", "").removeprefix("language-")
        return {"language": language} if name == "code" and language else {}

    def _close(self, name: str, at: int) -> None:
        """Finish what began last; nothing else may be closed."""
        if not self._open:
            self._fail(f"Unexpected end tag at byte offset {at}")
        begun, entity = self._open.pop()
        if name not in ("", begun):
            self._fail(
                f'Unmatched end tag at byte offset {at}, expected "</{begun}>", found "</{name}>"'
            )
        entity["length"] = self._length - entity["offset"]
        language = entity.pop("language", None) if begun == "code" else None
        if language and self._open and self._open[-1][0] == "pre":
            self._open[-1][1]["language"] = language
        elif entity["length"]:
            self._entities.append(entity)

    @staticmethod
    def _fail(why: str) -> NoReturn:
        blame(f"can't parse entities: {why}")


def _character(named: str | None) -> str:
    """Give the character an entity of HTML stands for."""
    if named is None:
        blame("can't parse entities: bad character in an address")
    if named in _NAMED:
        return _NAMED[named]
    code = int(f"0{named[1:]}", 16 if named[1] in "xX" else 10)
    if not 0 < code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        blame("can't parse entities: no such character")
    return chr(code)

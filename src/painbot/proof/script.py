"""A `.chat` file as lines: what is given, who says what, and how it must end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from painbot.flow.findings import Findings, did_you_mean
from painbot.flow.text import Place

KEYS: Final = ("flow", "given", "at", "bot", "me", "tap", "resume",
               "end", "because", "causes", "tips", "meanwhile")  # fmt: skip
OTHER_SCREENS: Final = "other screens"
NOON: Final = 12
_LINE: Final = re.compile(r"([a-z]+):(?:[ \t]+(.*))?\Z")
_GIVEN: Final = re.compile(r"([a-z][a-z0-9.-]*|other screens) = (.+)\Z")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
_COMMENT: Final = " # "


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line of a chat: its key, its words and where it stands."""

    key: str
    value: str
    at: Place

    @property
    def words(self) -> tuple[str, ...]:
        """Return the comma-separated words; `none` is no words."""
        words = tuple(word.strip() for word in self.value.split(",") if word.strip())
        return () if words == ("none",) else words


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one question or tick list, whenever it comes up."""

    key: str
    ids: tuple[str, ...]
    at: Place


@dataclass(frozen=True, slots=True)
class Chat:
    """A whole chat file."""

    name: str
    flow: str
    hour: int
    given: tuple[Given, ...]
    lines: tuple[ChatLine, ...]
    at: Place


def read_chat(name: str, data: bytes, findings: Findings) -> Chat | None:
    """Return the chat, or None with findings when a line cannot be read."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        findings.add("PB001", Place(name, 1, 1), why="it holds bytes that are not UTF-8")
        return None
    before = len(findings)
    lines = tuple(_lines(name, text, findings))
    given = tuple(each for line in lines if line.key == "given" for each in _given(line, findings))
    flow = next((line for line in lines if line.key == "flow"), None)
    chat = Chat(
        name,
        flow.value if flow else "start",
        _hour(lines, findings),
        given,
        tuple(line for line in lines if line.key not in ("flow", "given", "at")),
        flow.at if flow else Place(name, 1, 1),
    )
    return chat if len(findings) == before else None


def _lines(name: str, text: str, findings: Findings) -> Iterator[ChatLine]:
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        at = Place(name, number, 1)
        match = _LINE.match(line)
        if match is None or match[1] not in KEYS:
            hint = did_you_mean(line.split(":")[0], KEYS)
            findings.add("PB060", at, line=line, hint=hint)
        else:
            yield ChatLine(match[1], (match[2] or "").split(_COMMENT)[0].strip(), at)


def _hour(lines: tuple[ChatLine, ...], findings: Findings) -> int:
    for line in lines:
        if line.key == "at":
            match = _TIME.match(line.value)
            if match:
                return int(match[1])
            findings.add("PB060", line.at, line=line.value, hint="Write a time such as `03:00`.")
    return NOON


def _given(line: ChatLine, findings: Findings) -> Iterator[Given]:
    for part in line.words:
        match = _GIVEN.match(part)
        if match is None:
            findings.add("PB060", line.at, line=part, hint="Write `given: age = 16-39`.")
            continue
        ids = tuple(each.strip() for each in match[2].split(" and "))
        yield Given(match[1], () if ids == ("none",) else ids, line.at)

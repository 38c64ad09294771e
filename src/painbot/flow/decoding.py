"""The bytes of a flow file to text, and what a text seems to declare when it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from painbot.flow.findings import Findings
from painbot.flow.text import Place

MAX_BYTES: Final = 1_000_000
# What YAML does not take for text: control characters, halves of characters, a second BOM.
_NO_TEXT: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# After flow: and the like, before a colon, or alone on a line, as if the colon were forgotten.
_DECLARED: Final = (
    re.compile(r"""(?:flow|screen|cause):[ ]*["']?([a-z0-9-]+)"""),
    re.compile(r"""(?:^|[{,])[ \t-]*["']?([A-Za-z][A-Za-z0-9.-]*)["']?[ ]*:""", re.MULTILINE),
    re.compile(r"""^[ ]*([a-z][a-z0-9-]*)[ ]*$""", re.MULTILINE),
)


def decode(name: str, data: bytes, findings: Findings) -> str | None:
    """Return the text of a file, or None when it is none (a finding says why)."""
    found = _text(name, data)
    if isinstance(found, str):
        return found
    at, why = found
    findings.add("PB001", at, why=why)
    findings.lose(*seems_to_declare(data[:MAX_BYTES].decode("utf-8", errors="replace")))
    return None


def _text(name: str, data: bytes) -> str | tuple[Place, str]:
    """Return the text, or where and why there is none."""
    if len(data) > MAX_BYTES:
        return Place(name, 1, 1), f"it is larger than {MAX_BYTES} bytes"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Place(name, line, 1), "it holds bytes that are not UTF-8"
    if found := _NO_TEXT.search(text):
        lines = f"{text[: found.start()]}.".splitlines()
        at = Place(name, len(lines), len(lines[-1]))
        return at, f"it holds a character that is no text here, number {ord(found[0])}"
    return text


def seems_to_declare(text: str) -> Iterator[str]:
    """Yield the ids that stand in a text where ids are declared."""
    return (each for pattern in _DECLARED for each in pattern.findall(text))

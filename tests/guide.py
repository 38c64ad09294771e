"""The operator's guide as its fenced blocks, and a folder in which they are carried out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.tiny import FLOWS

TEXT = (FLOWS / "README.md").read_text()
_PIECE = re.compile(r"^(#+) ([^\n]+)\n|^```(\w+)\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
_HEAD = re.compile(r"# (in )?(flows/\S+?)(?:, under ([a-z ]+):)?(, only to try)?\n")


@dataclass(frozen=True)
class Block:
    """One fenced block: what it is, below which heading, and what stands in it."""

    kind: str
    heading: str
    text: str

    @property
    def only_to_try(self) -> bool:
        return ", only to try\n" in self.text

    @property
    def body(self) -> str:
        """Return the text without the line that names its file."""
        return self.text.partition("\n")[2]


def blocks() -> Iterator[Block]:
    heading = ""
    for found in _PIECE.finditer(TEXT):
        if found[2]:
            heading = found[2]
        else:
            yield Block(found[3], heading, found[4])


class Folder:
    """A folder of flows that is written as somebody does who follows the guide."""

    def __init__(self, place: Path) -> None:
        self.flows = Path(shutil.copytree(FLOWS, place / "flows"))
        self._heading = ""
        self._before: dict[Path, str] = {}

    def enter(self, block: Block) -> None:
        """Undo what was only tried, once another heading comes."""
        if block.heading != self._heading:
            self._heading = block.heading
            for path, text in self._before.items():
                path.write_text(text)
            self._before.clear()

    def write(self, block: Block) -> None:
        """Do what a block of yaml, diff or chat says."""
        head = _HEAD.match(block.text)
        assert head is not None, f"which file is this?\n{block.text}"
        piece, name, under, only_to_try = head.groups()
        path = self.flows.parent / name
        if only_to_try:
            self._before.setdefault(path, path.read_text())
        path.parent.mkdir(exist_ok=True, parents=True)
        if block.kind == "diff":
            text = edited(path.read_text(), block.body)
        elif piece:
            text = added(path.read_text(), block.body, under)
        else:
            text = block.text if block.kind == "chat" else block.body
        path.write_text(text)


def added(text: str, piece: str, under: str | None) -> str:
    """Return the text with a piece at its end, or at the end of what stands under a key."""
    if under is None:
        return text + piece
    start = text.index(f"\n{under}:")
    end = re.compile(r"\n+(?=[^\s#]|\Z)").search(text, start + 1)
    assert end is not None
    return f"{text[: end.start()]}\n{piece}{text[end.start() :].lstrip()}"


def edited(text: str, diff: str) -> str:
    """Return the text after a diff, whose old lines must stand there exactly once."""
    lines = diff.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if not line.startswith("+"))
    new = "".join(line[1:] for line in lines if not line.startswith("-"))
    assert text.count(f"\n{old}") == 1, f"not there once:\n{old}"
    return text.replace(f"\n{old}", f"\n{new}")

"""What painbot ships: its flows and its chats, read once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from painbot.flow.compiler import compile_library
from painbot.flow.findings import Findings
from painbot.flow.model import Library
from painbot.proof.chats import Played, play_chats

FLOWS = Path(__file__).parents[1] / "flows"


@cache
def library() -> Library:
    """Return the compiled flows; any finding fails the test that asked."""
    names = sorted(path for path in FLOWS.rglob("*.yaml"))
    files = {str(path.relative_to(FLOWS)): path.read_bytes() for path in names}
    compiled, findings = compile_library(files)
    assert compiled is not None, _lines(findings)
    return compiled


@cache
def played() -> tuple[tuple[Played, ...], str]:
    """Return every chat as played, and what did not go as written, a line each."""
    findings = Findings()
    names = sorted((FLOWS / "chats").rglob("*.chat"))
    chats = {str(path.relative_to(FLOWS)): path.read_bytes() for path in names}
    return play_chats(library(), chats, findings), _lines(findings)


def _lines(findings: Findings) -> str:
    return "\n".join(map(str, findings))

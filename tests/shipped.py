"""What painbot ships: its flows, its chats and its vignettes, read once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from painbot.app.files import flow_files
from painbot.flow.compiler import compile_library
from painbot.flow.findings import Findings
from painbot.flow.model import Library
from painbot.proof.chats import Played, play_chats
from painbot.proof.vignettes import PlayedVignette, play_vignettes

FLOWS = Path(__file__).parents[1] / "flows"


@cache
def library() -> Library:
    """Return the compiled flows; any finding fails the test that asked."""
    files = {str(path.relative_to(FLOWS)): path.read_bytes() for path in flow_files(FLOWS)}
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


@cache
def stories() -> tuple[tuple[PlayedVignette, ...], Findings]:
    """Return every vignette as played, and what was found on the way."""
    findings = Findings()
    names = sorted((FLOWS / "vignettes").glob("*.yaml"))
    files = {str(path.relative_to(FLOWS)): path.read_bytes() for path in names}
    return play_vignettes(library(), files, findings), findings


def _lines(findings: Findings) -> str:
    return "\n".join(map(str, findings))

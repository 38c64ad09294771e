"""The README's chat is one that painbot holds, and its commands are there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from painbot.app import load_library
from painbot.dialogue.replies import Asking, Reply, Saying
from tests.tiny import FLOWS, Talk

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
NIGHT = datetime(2026, 11, 22, 3)  # noqa: DTZ001 - local, as a person's clock


def _texts(reply: Reply) -> list[str]:
    if isinstance(reply, Saying):
        return list(reply.lines)
    if isinstance(reply, Asking):
        return [reply.text]
    points = [point for section in reply.sections for point in section.points]
    shown = [text for point in points for text in (point.text, *point.details)]
    return [reply.headline, *reply.contact_lines, *shown]


def test_the_chat_in_the_readme_is_real() -> None:
    library, _ = load_library(FLOWS)
    assert library is not None
    block = README.split("```")[1]
    talk = Talk(library, at=NIGHT)
    said = 0
    for line in block.strip().splitlines():
        who, _, text = line.strip().partition("  ")
        if who == "you":
            talk.say(text.strip())
        else:
            shown = "\n".join(text for reply in talk.outcome.replies for text in _texts(reply))
            assert text.strip() in shown, f"{text.strip()!r} is not in {shown!r}"
            said += 1
    assert said > 10


def test_the_readme_names_what_there_is() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in ("chat", "test", "check", "bench"):
        assert f"make {target}" in README
        assert f"\n{target}: " in makefile
    for path in ("flows/README.md", "docs/design.md", "docs/clinical-decisions.md"):
        assert path in README
        assert (ROOT / path).exists()

"""Every text, message and button against what the platforms can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from painbot.flow.findings import Findings
from painbot.flow.model import Library
from painbot.flow.text import Place
from painbot.proof.wording.limits import BESIDE, Limits, broken, units
from painbot.proof.wording.messages import Message, asked, cards, results
from painbot.proof.wording.texts import Said, Use

MOST_LINES: Final = 10  # in one message of tick lists; more is skimmed, not read


def check_texts(texts: Iterable[Said], platforms: Sequence[Limits], findings: Findings) -> None:
    """Note every text that a platform would cut or refuse."""
    for said in texts:
        button = said.use is Use.BUTTON
        size = units(said.text)
        found = broken(size, platforms, (lambda p: p.label) if button else (lambda p: p.part))
        if found:
            where = "on a button" if button else "in one piece"
            slots = {"platform": found[0].platform, "most": found[1], "where": where}
            findings.add("PB080", said.at, what=said.where, size=size, **slots)


def check_messages(library: Library, platforms: Sequence[Limits], findings: Findings) -> None:
    """Note every message that can get too large, or offers too much to choose from."""
    for message in asked(library):
        most = (lambda p: p.caption) if message.picture else (lambda p: p.message)
        _too_large(message, broken(message.size, platforms, most), findings)
        _too_many(message, platforms, findings)
    for message in cards(library):
        _too_large(message, broken(message.size, platforms, lambda p: p.part), findings)
    for message in results(library):
        _too_large(message, broken(message.size, platforms, lambda p: p.result), findings)


def _too_large(message: Message, found: tuple[Limits, int] | None, findings: Findings) -> None:
    if found:
        slots = {"platform": found[0].platform, "most": found[1]}
        findings.add("PB081", message.at, what=message.what, size=message.size, **slots)


def _too_many(message: Message, platforms: Sequence[Limits], findings: Findings) -> None:
    found = broken(message.choices, platforms, lambda p: p.choices)
    if found:
        slots = {"platform": found[0].platform, "most": found[1]}
        findings.add("PB082", message.at, what=message.what, count=message.choices, **slots)
    elif message.lines > MOST_LINES:
        slots = {"count": message.lines, "most": MOST_LINES}
        findings.add("PB085", message.at, what=message.what, **slots)


def check_buttons(library: Library, platforms: Sequence[Limits], findings: Findings) -> None:
    """Note every id that is too long to come back with a tap."""
    for at, name in _choices(library):
        size = BESIDE + len(name.encode())
        found = broken(size, platforms, lambda p: p.data)
        if found:
            slots = {"platform": found[0].platform, "most": found[1] - BESIDE}
            findings.add("PB083", at, id=name, size=len(name.encode()), **slots)


def _choices(library: Library) -> Iterator[tuple[Place, str]]:
    """Yield what a tap can name: an answer, a tick, or the key of an answer to change."""
    for question in library.questions.values():
        yield question.at, question.key
        yield from ((question.at, answer.id) for answer in question.answers)
    for part in library.lists.values():
        yield library.screens[part.screen].at, part.key
        yield from ((tick.at, tick.id) for tick in part.ticks)

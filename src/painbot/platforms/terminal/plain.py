"""Bare text: one line per thing, no colour, nothing that moves the cursor.

For pipes, for screen readers and for very plain terminals.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from painbot.dialogue.replies import Asking, Choice, Reply, Result, Saying, Section
from painbot.platforms.terminal.lines import Lines
from painbot.platforms.terminal.wording import HOW_TO, LEVEL, clean, hints, numbered, offered

PROMPT = "> "


class PlainScreen:
    """Print replies as lines and read answers as lines."""

    def __init__(self, out: TextIO | None = None, typed: int | None = None) -> None:
        self._out = out or sys.stdout
        self._lines = Lines(sys.stdin.fileno() if typed is None else typed)
        self._prompt = PROMPT if self._lines.interactive else ""
        self._asked = False
        if hasattr(self._out, "reconfigure"):
            self._out.reconfigure(errors="replace")

    def open(self, lines: Iterable[str]) -> None:
        """Say how this works, but not to a script."""
        if self._prompt:
            self._print((*lines, HOW_TO))

    def show(self, reply: Reply) -> None:
        """Print one reply, and an empty line before a question or a result."""
        if not isinstance(reply, Saying):
            self._print([""])
        self._print(to_wire(reply))

    def tell(self, line: str) -> None:
        """Print one of the terminal's own lines."""
        self._print([line])

    def notice(self, lines: Iterable[str]) -> None:
        """Print lines that nobody asked for, below an open prompt, and then the prompt again."""
        interrupts = self._asked and self._prompt
        self._print(["", *lines] if interrupts else lines)
        if interrupts:
            self._ask()

    async def listen(self) -> str | None:
        """Return the next line, or None when there is no more."""
        self._ask()
        try:
            return await self._lines.next()
        finally:
            self._asked = False

    def _ask(self) -> None:
        self._asked = True
        if self._prompt:
            print(self._prompt, end="", file=self._out, flush=True)

    def _print(self, lines: Iterable[str]) -> None:
        print(*map(clean, lines), sep="\n", file=self._out, flush=True)


def to_wire(reply: Reply) -> tuple[str, ...]:
    """Return a reply as lines of bare text."""
    match reply:
        case Saying():
            return tuple(line for text in reply.lines for line in text.splitlines())
        case Asking():
            return (*reply.text.splitlines(), *_choices(reply), *hints(reply))
        case Result():
            return tuple(_result(reply))


def _result(reply: Result) -> Iterator[str]:
    yield f"{LEVEL}: {reply.level.id}"
    yield from (reply.headline, *reply.contact_lines)
    for section in reply.sections:
        yield from _section(section)
    yield from ("", *_choices(reply))


def _choices(reply: Asking | Result) -> Iterator[str]:
    counts, heading = numbered(reply), ""
    for number, choice in enumerate(offered(reply), 1):
        if choice.group != heading:
            heading = choice.group
            yield from [heading] if heading else []
        yield f"{f'{number}.' if counts else '-'} {_label(choice)}"


def _label(choice: Choice) -> str:
    return f"[x] {choice.say}" if choice.picked else choice.say


def _section(section: Section) -> Iterator[str]:
    yield ""
    if section.title:
        yield section.title
    for point in section.points:
        yield f"- {point.text}" if section.title else point.text
        yield from (f"  {detail}" for detail in point.details)

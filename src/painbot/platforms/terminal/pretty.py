"""The drawn screen: calm, narrow enough to read, and clear without its colours as well."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from painbot.dialogue.replies import Asking, Choice, Point, Reply, Result, Saying, Section
from painbot.flow.levels import Level
from painbot.platforms.terminal.keyboard import Keyboard
from painbot.platforms.terminal.wording import TOP, clean, level_name, numbered, offered

BULLET: Final = "\u2022"
WIDEST: Final = 84  # longer lines tire the eye
ROOMY: Final = 60
CLOSING: Final = 9  # lines of the end of a result, and of the prompt below it
COLOURS: Final = {
    Level.SELF_CARE: "green",
    Level.ROUTINE: "cyan",
    Level.SOON: "yellow",
    Level.TODAY: "dark_orange",
    Level.HOSPITAL: "red",
    Level.EMERGENCY: "white on red",
}
TITLES: Final = {"urgent": "bold red", "sources": "dim bold"}
QUIET: Final = frozenset({"sources"})


class PrettyScreen:
    """Draw replies with rich; read lines with prompt_toolkit."""

    def __init__(self, console: Console | None = None, keyboard: Keyboard | None = None) -> None:
        if console is None and hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")
        self._console = console or Console(highlight=False, markup=False, emoji=False)
        self._keyboard = keyboard or Keyboard()

    def open(self, lines: Iterable[str]) -> None:
        """Say who is here and how this works."""
        self._draw(Group(*(_text(line, "dim") for line in lines)))

    def show(self, reply: Reply) -> None:
        """Draw one reply."""
        if not isinstance(reply, Saying):
            self._keyboard.expect(reply)
        height = self._draw(draw(reply))
        if isinstance(reply, Result):
            self._draw(closing(reply, tall=height > self._console.size.height - CLOSING))

    def tell(self, line: str) -> None:
        """Draw one of the terminal's own lines."""
        self._draw(_text(line, "dim"))

    def notice(self, lines: Iterable[str]) -> None:
        """Draw lines that nobody asked for, above an open prompt and what is typed there."""
        shown = Group(*(_text(line, "dim") for line in lines))
        self._keyboard.above(lambda: self._draw(shown))

    async def listen(self) -> str | None:
        """Return the next line, or None when they leave."""
        self._console.print()
        return await self._keyboard.line(self._margin)

    def _draw(self, what: RenderableType) -> int:
        """Draw below an empty line; return how many lines that took."""
        spare = max(0, self._console.size.width - WIDEST)
        page = Padding(what, (1, self._margin + spare, 0, self._margin))
        self._console.print(page)
        return len(self._console.render_lines(page))

    @property
    def _margin(self) -> int:
        return 2 if self._console.size.width >= ROOMY else 1


def draw(reply: Reply) -> RenderableType:
    """Return a reply as something rich can print."""
    match reply:
        case Saying(lines=lines, level=Level() as level):
            return _panel(level, lines[:2], lines[2:])  # "this is important", and what to do
        case Saying():
            return Group(*_paragraphs(reply.lines))
        case Asking():
            return Group(*_asking(reply))
        case Result():
            return Group(*_result(reply))


def _text(text: str, style: str = "") -> Text:
    return Text(clean(text), style)


def _paragraphs(lines: Iterable[str]) -> Iterator[RenderableType]:
    """Yield lines apart from each other, but the points of a list together."""
    listed = True
    for line in lines:
        point = line.startswith((BULLET, " "))
        if not (point or listed):
            yield ""
        yield _bullet(_text(line[1:].strip())) if line.startswith(BULLET) else _text(line)
        listed = point


def _panel(level: Level, headlines: Iterable[str], lines: Iterable[str]) -> Panel:
    urgent = level >= Level.HOSPITAL
    colour = COLOURS[level]
    frame = colour.rpartition(" ")[2]
    bold = (_text(line, "bold") for line in headlines)
    body = Group(*bold, "", *_paragraphs(lines))
    title = Text(f" {level_name(level)} ", f"bold {colour if urgent else 'reverse ' + colour}")
    return Panel(
        body,
        box=box.HEAVY if urgent else box.ROUNDED,
        title=title,
        title_align="left",
        border_style=frame,
        padding=(1, 2) if urgent else (0, 2),
    )


def _asking(reply: Asking) -> Iterator[RenderableType]:
    yield _text(reply.text, "bold")
    yield from _choices(reply)
    if reply.kind == "one" and reply.hint:  # the other kinds have theirs where one types
        yield ""
        yield _text(reply.hint, "dim")


def _choices(reply: Asking | Result) -> Iterator[RenderableType]:
    """Yield the choices, those under one heading together; what is no answer stands apart."""
    counts, answers = numbered(reply), len(reply.choices)
    places = enumerate(offered(reply))
    for (_, heading), part in groupby(places, lambda each: (each[0] >= answers, each[1].group)):
        yield ""
        if heading:
            yield _text(heading, "bold")
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(justify="right", min_width=2, no_wrap=True)
        grid.add_column(overflow="fold")
        for place, choice in part:
            grid.add_row(Text(str(place + 1) if counts else "-", "bold cyan"), _label(choice))
        yield grid


def _label(choice: Choice) -> Text:
    return _text(f"[x] {choice.say}", "bold") if choice.picked else _text(choice.say)


def _result(reply: Result) -> Iterator[RenderableType]:
    yield _panel(reply.level, [reply.headline], reply.contact_lines)
    for section in reply.sections:
        yield ""
        yield from _section(section)


def closing(reply: Result, *, tall: bool) -> RenderableType:
    """Return the end of a result: the level once more, because its top may have scrolled away."""
    again: tuple[RenderableType, ...] = ()
    if tall:
        again = (_panel(reply.level, [reply.headline], reply.contact_lines), _text(TOP, "dim"))
    return Group(Rule(style="dim"), *again, *_choices(reply))


def _section(section: Section) -> Iterator[RenderableType]:
    style = "dim" if section.id in QUIET else ""
    title = (clean(section.title), TITLES.get(section.id, "bold cyan"))
    match section:
        case Section(title=""):
            yield from (_point(point, style) for point in section.points)
        case Section(points=(Point(text=text, details=()),)):
            yield Text.assemble(title, ": ", (clean(text), style))
        case _:
            yield Text.assemble(title)
            yield from (_bullet(_point(point, style)) for point in section.points)


def _point(point: Point, style: str) -> RenderableType:
    strong = "bold" if point.details and not style else style
    return Group(_text(point.text, strong), *(_text(each, style) for each in point.details))


def _bullet(body: RenderableType) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(BULLET, body)
    return grid

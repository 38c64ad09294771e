"""Replies as calls to Telegram. Pure: which message is changed, and whose, is added on sending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

import msgspec

from painbot.dialogue.replies import Answer, Asking, Choice, Effect, Reply, Result, Saying, Section
from painbot.flow.levels import Level
from painbot.platforms.telegram.html import CAPTION, LONGEST, bold, italic, messages, safe, units
from painbot.platforms.telegram.keyboard import Rows, is_whole, rows
from painbot.ports import Part
from painbot.ports.showing import BEHIND, QUIET, SIGNS, by_group

_FOLDED: Final = frozenset({"you-told-me", "sources"})  # a tap opens them


class Call(msgspec.Struct, frozen=True, array_like=True):
    """One call. `number` is that of the question whose buttons it shows, redraws or takes away.

    `send` is a new message, `photo` a new picture with `html` below it, `redraw` the question
    with other ticks, `freeze` the question with its answer and without buttons, or without `html`
    just without buttons.
    """

    kind: Literal["send", "photo", "redraw", "freeze"]
    html: str
    rows: Rows = ()
    number: int = 0
    picture: str = ""

    @property
    def markup(self) -> dict[str, Any]:
        """Return its buttons as Telegram wants them."""
        keyboard = [[{"text": t, "callback_data": d} for t, d in row] for row in self.rows]
        return {"inline_keyboard": keyboard}


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Call)


def to_wire(reply: Reply | Effect) -> tuple[Part, ...]:
    """Return a reply, or the trace of an answer, as parts for the outbox."""
    harmless = isinstance(reply, Answer) or (isinstance(reply, Asking) and reply.redraw)
    return tuple(Part(_ENCODER.encode(call), harmless) for call in _calls(reply))


def read(part: Part) -> Call:
    """Return the call of a part; raise msgspec.DecodeError for anything else."""
    return _DECODER.decode(part.body)


def _calls(reply: Reply | Effect) -> Iterator[Call]:
    match reply:
        case Answer():
            html = messages(_trace(reply))[-1] if reply.text else ""
            yield Call("freeze", html, (), reply.number)
        case Saying():
            yield from (Call("send", html) for html in messages(_saying(reply)))
        case Asking():
            yield from _asking(reply)
        case Result():
            *first, last = _result(reply)
            yield from (Call("send", html) for html in first)
            yield Call("send", last, rows(reply), reply.number)


def _asking(shown: Asking) -> Iterator[Call]:
    paragraphs = tuple(_question(shown))
    *first, last = messages(paragraphs)
    if shown.redraw:
        yield Call("redraw", last, rows(shown), shown.number)
    elif shown.picture and _fits_below(shown, "\n\n".join(paragraphs)):
        yield Call("photo", last, rows(shown), shown.number, shown.picture)
    else:
        if shown.picture:
            yield Call("photo", "", picture=shown.picture)
        yield from (Call("send", each) for each in first)
        yield Call("send", last, rows(shown), shown.number)


def _fits_below(shown: Asking, html: str) -> bool:
    """Return whether a question fits below its picture, and later its answer too."""
    labels = ", ".join(choice.label for choice in (*shown.choices, *shown.more))
    return units(html) <= CAPTION and units(f"{bold(shown.text)}\n\n✓ {safe(labels)}") <= CAPTION


def _trace(answered: Answer) -> Iterator[str]:
    yield bold(answered.text)
    yield f"✓ {bold(answered.label)}".rstrip()


def _question(shown: Asking) -> Iterator[str]:
    yield bold(shown.text)
    yield from _sayings(shown)
    if shown.hint:
        yield italic(shown.hint)


def _sayings(shown: Asking) -> Iterator[str]:
    """Yield in full, list by list, what does not stand on the buttons from end to end."""
    for group, choices in by_group(shown):
        lines = [bold(group)] if group else []
        if not all(is_whole(choice) for choice in choices):
            lines += [f"• {_said(choice)}" for choice in choices]
        if lines:
            yield "\n".join(lines)


def _said(choice: Choice) -> str:
    """Return what a tick means; its short label first, unless it begins so anyway."""
    if choice.say.casefold().startswith(choice.label.casefold()):
        return safe(choice.say)
    return f"{bold(choice.label)}: {safe(choice.say)}"


def _saying(reply: Saying) -> Iterator[str]:
    if reply.level is None:
        yield from _told(reply.lines)
        return
    for place, line in enumerate(reply.lines):
        if place < 2:  # noqa: PLR2004 - that it matters, and what to do
            yield f"{SIGNS[reply.level]} {bold(line)}" if not place else bold(line)
        else:
            yield safe(line)


def _told(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines as paragraphs; points, and what belongs to them, stay with what they follow."""
    held = ""
    for line in lines:
        if held and line.startswith(("•", " ")):
            held += f"\n{safe(line.strip())}"
        else:
            yield from [held] if held else []
            held = safe(line)
    yield held


def _result(reply: Result) -> list[str]:
    """Return a result as messages; one that takes several ends with what it rests on."""
    headline = f"{SIGNS[reply.level]} {bold(reply.headline)}"
    advice = ["\n".join((headline, *map(safe, reply.contact_lines)))]
    behind: list[str] = []
    for section in reply.sections:
        (behind if section.id in BEHIND else advice).append(_section(section))
    if reply.level >= Level.TODAY:  # a long message is read from its end
        behind.append(headline)
    together = messages((*advice, *behind))
    if len(together) == 1 or not behind:
        return together
    return [*messages(advice), *messages(behind)]


def _section(section: Section) -> str:
    """Return a section as one paragraph, so that it stays together where it fits."""
    title, body = bold(section.title), "\n".join(_points(section))
    if section.id in _FOLDED and units(title + body) < LONGEST // 2:
        body = f"<blockquote expandable>{body}</blockquote>"
    return f"{title}\n{body}" if title else body


def _points(section: Section) -> Iterator[str]:
    mark = "• " if section.title else ""
    dress = italic if section.id in QUIET else safe
    for point in section.points:
        yield f"{mark}{bold(point.text) if point.details else dress(point.text)}"
        yield from map(dress, point.details)


__all__ = ["Call", "read", "to_wire"]

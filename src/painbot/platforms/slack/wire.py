"""Replies as messages in Slack. Pure: where a message is, and whose, is added on sending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from painbot.dialogue.replies import Answer, Asking, Choice, Effect, Reply, Result, Saying, Section
from painbot.platforms.slack import blocks, marks
from painbot.platforms.slack.mrkdwn import bold, fallback, safe
from painbot.ports import Part
from painbot.ports.buttons import button_data
from painbot.ports.showing import BEHIND, QUIET, SIGNS, by_group

# Slack takes 40,000 letters beside the blocks, but nobody hears so many from a notification.
FALLBACK: Final = 4000
_SPARE: Final = 1  # for a picture
# In place of a conversation's name; no text can hold it, for signs that nobody sees are taken out.
ANYBODY: Final = "\x02"
_ASKS: Final = -1


class Call(msgspec.Struct, frozen=True, array_like=True):
    """One message. `number` is that of the question whose buttons it shows or takes away.

    `send` is a new message, `redraw` the question with other buttons, `freeze` the question with
    its answer and without buttons, or without a text the question as it is to be left. `text` is
    for notifications and screen readers, `blocks` is a list of blocks as JSON. `left` is what is to
    be seen of this question once it is left or asked again further down, `picture` is shown
    with it.
    """

    kind: Literal["send", "redraw", "freeze"]
    text: str
    blocks: bytes
    number: int = 0
    left: str = ""
    picture: str = ""


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Call)
_json: Final = msgspec.json.Encoder().encode
_NAMES: Final = _json(marks.block(ANYBODY, 0, "")).removesuffix(b'"')


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
            yield _freeze(reply) if reply.text else Call("freeze", "", b"[]", reply.number)
        case Saying():
            yield from _messages(list(_saying(reply)), reply.lines)
        case Asking():
            yield from _asking(reply)
        case Result():
            yield from _messages(list(_result(reply)), _told(reply), reply.number)


def _messages(made: list[blocks.Block], lines: Iterable[str], number: int = 0) -> Iterator[Call]:
    """Yield blocks in as many messages as they take; the buttons are in the last."""
    text = fallback("\n".join(line for line in lines if line), FALLBACK)
    *first, last = blocks.rows(made, blocks.MESSAGE - _SPARE)
    for some in first:
        yield Call("send", text, _json(some))
        text = "…"
    yield Call("send", text, _json(last), number)


def _freeze(answered: Answer) -> Call:
    """Return the question with its answer below, as what it was answered with."""
    return Call("freeze", *_answered(answered.text, answered.label), answered.number)


@lru_cache(1024)
def _answered(text: str, label: str) -> tuple[str, bytes]:
    shown = [*blocks.sections(bold(text))]
    if label:
        shown += blocks.sections(f"✓ {bold(label)}")
    return fallback(f"{text}\n✓ {label}" if label else text, FALLBACK), _json(shown)


def _asking(shown: Asking) -> Iterator[Call]:
    """Yield a question; but for its names it is the same for everybody."""
    names = f'"{marks.block(shown.conversation, shown.number, "")}'.encode()
    for call in _anybodys(replace(shown, conversation=ANYBODY, number=0)):
        number = shown.number if call.number == _ASKS else 0
        yield replace(call, blocks=call.blocks.replace(_NAMES, names), number=number)


@lru_cache(1024)
def _anybodys(shown: Asking) -> tuple[Call, ...]:
    return tuple(_asked_of_anybody(shown))


def _asked_of_anybody(shown: Asking) -> Iterator[Call]:
    *first, last = _messages([*_question(shown)], _asked(shown), _ASKS)
    if shown.redraw:
        yield replace(last, kind="redraw", left=shown.text)
    else:
        yield from first
        yield replace(last, left=shown.text, picture=shown.picture)


def _asked(shown: Asking) -> Iterator[str]:
    """Yield a question as it is read aloud."""
    yield shown.text
    for group, choices in by_group(shown):
        yield group
        yield from (f"• {choice.say}" for choice in choices)
    yield from (f"• {choice.say}" for choice in shown.more)
    yield shown.hint


def _question(shown: Asking) -> Iterator[blocks.Block]:
    yield from blocks.sections(bold(shown.text))
    if shown.kind == "any":
        yield from _lists(shown)
    elif any(_is_more(choice) for choice in shown.choices):
        yield from blocks.sections("\n".join(f"• {_said(each)}" for each in shown.choices))
    if shown.kind == "number":
        yield blocks.number_field(shown.hint or shown.text, _name(shown, "n"))
    elif shown.hint:
        yield from blocks.contexts([safe(shown.hint)])
    choices = shown.more if shown.kind == "any" else (*shown.choices, *shown.more)
    yield from blocks.actions([*_buttons(shown, choices)], _name(shown, "b"))


def _lists(shown: Asking) -> Iterator[blocks.Block]:
    """Yield the boxes of a question, list by list; what is too long for a box stands above."""
    for place, (group, choices) in enumerate(by_group(shown)):
        if group:
            yield from blocks.sections(bold(group))
        within = all(len(choice.say) <= blocks.OPTION for choice in choices)
        if not within:
            yield from blocks.sections("\n".join(f"• {_said(each)}" for each in choices))
        options = [(c.id, c.label, _more(c) if within else "", c.picked) for c in choices]
        yield from blocks.boxes(options, _name(shown, f"{place}-"))


def _is_more(choice: Choice) -> bool:
    """Return whether there is more to say of a choice than a button can."""
    return choice.say != choice.label or len(choice.label) > blocks.BUTTON


def _more(choice: Choice) -> str:
    return choice.say if choice.say != choice.label else ""


def _said(choice: Choice) -> str:
    """Return what a choice means; its short label first, unless it begins so anyway."""
    if choice.say.casefold().startswith(choice.label.casefold()):
        return safe(choice.say)
    return f"{bold(choice.label)}: {safe(choice.say)}"


def _buttons(shown: Asking | Result, choices: Iterable[Choice]) -> Iterator[blocks.Block]:
    for place, choice in enumerate(choices):
        data = button_data(shown.conversation, shown.number, choice.id)
        yield blocks.button(choice.label, f"{marks.PRESS}{place}", data)


def _name(shown: Asking | Result, part: str) -> str:
    return marks.block(shown.conversation, shown.number, part)


def _saying(reply: Saying) -> Iterator[blocks.Block]:
    if reply.level is None:
        yield from blocks.sections("\n".join(map(safe, reply.lines)))
        return
    first, *rest = reply.lines
    yield from blocks.sections(f"{SIGNS[reply.level]} {bold(first)}")
    important, more = rest[:1], rest[1:]
    if rest:
        yield from blocks.sections("\n".join([*map(bold, important), *map(safe, more)]))


def _result(reply: Result) -> Iterator[blocks.Block]:
    """Yield the level as a heading, the advice, and what it rests on in small letters."""
    yield blocks.header(f"{SIGNS[reply.level]} {reply.headline}")
    if len(reply.headline) > blocks.HEADER - len("🟢 "):
        yield from blocks.sections(bold(reply.headline))
    if reply.contact_lines:
        yield from blocks.sections("\n".join(map(safe, reply.contact_lines)))
    for section in reply.sections:
        if section.id not in BEHIND:
            yield from blocks.sections(_section(section))
    for section in reply.sections:
        if section.id in BEHIND:
            yield from blocks.contexts([_section(section)])
    yield from blocks.actions([*_buttons(reply, reply.choices)], _name(reply, "b"))


def _section(section: Section) -> str:
    title, body = bold(section.title), "\n".join(_points(section))
    return f"{title}\n{body}" if title else body


def _points(section: Section) -> Iterator[str]:
    mark = "• " if section.title else ""
    for point in section.points:
        yield f"{mark}{bold(point.text) if point.details else safe(point.text)}"
        yield from map(safe, point.details)


def _told(reply: Result) -> Iterator[str]:
    """Yield a result as it is read aloud; what it rests on is left to whoever looks at it."""
    yield from (reply.headline, *reply.contact_lines)
    for section in reply.sections:
        if section.id not in QUIET:
            yield section.title
            yield from (line for point in section.points for line in (point.text, *point.details))


__all__ = ["Call", "read", "to_wire"]

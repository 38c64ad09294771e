"""What goes out: plain values that every platform shows in its own way."""

from __future__ import annotations

from typing import Final

import msgspec

from painbot.dialogue.session import Session
from painbot.flow.levels import Level


class Choice(msgspec.Struct, frozen=True, array_like=True):
    """One button. `say` is the whole text where `label` had to be short.

    `group` is the heading it stands under, where one message shows several lists.
    """

    id: str
    label: str
    say: str
    picked: bool = False
    group: str = ""


class Asking(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A question. `kind` is one of `one`, `any`, `number`, `duration`.

    `choices` are its answers; `more` are the buttons that are no answers (done, none of
    these, not sure). `conversation`, `number` and a choice's id come back with a tap.
    `redraw` is true when the same question is shown again with other ticks.
    """

    conversation: str
    number: int
    kind: str
    text: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    hint: str = ""
    picture: str = ""
    redraw: bool = False


class Saying(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Lines that ask nothing; `level` is given when they tell one."""

    lines: tuple[str, ...]
    level: Level | None = None


class Point(msgspec.Struct, frozen=True, array_like=True):
    """One entry of a section, with lines that belong to it."""

    text: str
    details: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True, array_like=True):
    """One part of a result.

    `id` is one of lowered, because, causes, tips, meanwhile, urgent, check-again,
    you-told-me, sources, reviewed and disclaimer, in this order.
    """

    id: str
    title: str
    points: tuple[Point, ...]


class Result(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The end: the level, whom to contact, and the sections in order.

    `reasons`, `causes`, `tips`, `meanwhile` name the ids behind what is shown, for
    transcripts and proofs; `contact` is the id of the contact that leads.
    """

    conversation: str
    number: int
    level: Level
    headline: str
    contact_lines: tuple[str, ...]
    sections: tuple[Section, ...]
    choices: tuple[Choice, ...]
    contact: str = ""
    reasons: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """An effect: the question with this number was answered so; its buttons can go.

    `text` is the question as it was shown; without one it was left, and only its buttons go.
    `whole` is false for a tap that is only one of those
    which make up an answer, as when a list is walked.
    """

    number: int
    label: str = ""
    text: str = ""
    whole: bool = True


Reply = Asking | Saying | Result
Effect = Answer

_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Asking | Saying | Result | Answer)


def to_bytes(reply: Reply | Effect) -> bytes:
    """Return a reply as compact MessagePack, for an outbox."""
    return _ENCODER.encode(reply)


def from_bytes(data: bytes) -> Reply | Effect:
    """Return the reply; raise msgspec.DecodeError for anything else."""
    reply: Reply | Effect = _DECODER.decode(data)
    return reply


class Outcome(msgspec.Struct, frozen=True):
    """What one turn does: the new session (None: it ends), replies in order, effects.

    With `erase` everything that is kept of the conversation goes, whatever waits to be sent too.
    """

    session: Session | None
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...] = ()
    erase: bool = False

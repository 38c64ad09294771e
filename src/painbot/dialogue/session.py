"""One person's conversation as one small frozen value, to and from bytes.

It holds ids only: never free text, never a position in a list that an edit could shift.
"""

from __future__ import annotations

from typing import Final

import msgspec

FORMAT: Final = 1


class CorruptSession(Exception):
    """These bytes are not a session this version can read."""


class Answered(msgspec.Struct, frozen=True, array_like=True):
    """One answer: the key of a question or tick list, and the ids picked.

    `doubts` are ticks answered "not sure". `shown` is a checksum of the ticks that were
    shown, so that a tick added by an edit is asked and not taken for a no.
    """

    key: str
    picks: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    shown: int = 0


class Session(msgspec.Struct, frozen=True, array_like=True):
    """Where a conversation is and how it got there.

    `began` is the flow it began in, `path` the flows walked through (the last one is the
    current one), `stop` the id of what is being asked. `kept` are answers to reuse once
    their questions come again. `toggled` are ticks not sent yet; `walked` the ticks of a
    list answered one at a time (`+id`, `-id`, `?id`), or None when it is not walked.
    `pending` alarms wait for a tap to confirm them, one after another; `alarms` are
    confirmed, the last one just before question number `alarmed`. `told` is the highest
    level the person was told. `guess` is the one answer painbot asked about when it did not
    understand. `number` is new with every question asked.
    """

    id: str
    began: str
    path: tuple[str, ...]
    digest: str
    language: str
    stop: str
    number: int = 1
    answers: tuple[Answered, ...] = ()
    kept: tuple[Answered, ...] = ()
    toggled: tuple[str, ...] = ()
    walked: tuple[str, ...] | None = None
    pending: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    alarmed: int = 0
    told: int = 0
    unclear: int = 0
    guess: str = ""
    changing: bool = False

    @property
    def flow(self) -> str:
        """Return the flow the conversation is in."""
        return self.path[-1]

    def to_bytes(self) -> bytes:
        """Return the session as a version byte and compact MessagePack."""
        return bytes([FORMAT]) + _ENCODER.encode(self)

    @staticmethod
    def from_bytes(data: bytes) -> Session:
        """Return the session; raise CorruptSession for anything else."""
        if data[:1] != bytes([FORMAT]):
            raise CorruptSession
        try:
            session = _DECODER.decode(data[1:])
        except msgspec.DecodeError:
            raise CorruptSession from None
        if not session.path:
            raise CorruptSession
        return session


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Session)

"""What the store writes as bytes, and what it makes of bytes it reads.

This module knows how sessions, outbox entries and places on a screen are laid out and under which
name each is sealed. It knows no Redis.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Final

import msgspec

from painbot.ports import (
    NOTHING_SHOWN,
    REVISION_BYTES,
    Commit,
    ConversationKey,
    OutboxEntry,
    Part,
    Shown,
    Stored,
)
from painbot.store.seal import Seals, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from painbot.store.keys import Keys

ID_LENGTH: Final = 20


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    """One part with the address it goes to, which is bytes: a name may be no proper text."""

    address: tuple[bytes, bytes, bytes, bytes]
    body: bytes
    harmless: bool


_to_bytes = msgspec.msgpack.Encoder().encode
_to_entry = msgspec.msgpack.Decoder(_Entry).decode
_to_shown = msgspec.msgpack.Decoder(Shown).decode


class Values:
    """Write and read values; whatever cannot be read is told apart from what is not there."""

    def __init__(self, seals: Seals) -> None:
        self._seals = seals

    def session(self, keys: Keys, session: bytes) -> bytes:
        """Return a session as it is kept after its revision."""
        return self._seals.seal(session, _about("session", keys.name))

    def stored(self, keys: Keys, kept: bytes, shown: bytes | None) -> Stored:
        """Return what was kept; a session that cannot be opened is one without a byte."""
        revision, sealed = kept[:REVISION_BYTES], kept[REVISION_BYTES:]
        try:
            session = self._seals.open(sealed, _about("session", keys.name))
        except Unreadable:
            session = b""
        return Stored(revision, session, self.read_shown(keys, shown))

    def nameless(self, name: bytes, kept: bytes) -> bytes | None:
        """Return the session that is kept under this key, or None if it cannot be opened."""
        about = _about("session", name.rpartition(b":")[2].decode())
        try:
            return self._seals.open(kept[REVISION_BYTES:], about)
        except Unreadable:
            return None

    def shown(self, keys: Keys, shown: Shown) -> bytes:
        """Return a place on the screen as it is kept."""
        return self._seals.seal(_to_bytes(shown), _about("shown", keys.name))

    def read_shown(self, keys: Keys, kept: bytes | None) -> Shown:
        """Return the place; one that cannot be read is as good as none."""
        if not kept:
            return NOTHING_SHOWN
        try:
            return _to_shown(self._seals.open(kept, _about("shown", keys.name)))
        except (Unreadable, msgspec.MsgspecError):
            return NOTHING_SHOWN

    def thing(self, name: str, value: bytes) -> bytes:
        """Return something that is no conversation as it is kept under this key."""
        return self._seals.seal(value, _about("thing", name))

    def read_thing(self, name: str, kept: bytes | None) -> bytes | None:
        """Return what was kept; None if there is nothing or it cannot be opened."""
        if kept is None:
            return None
        try:
            return self._seals.open(kept, _about("thing", name))
        except Unreadable:
            return None

    def outbox(self, keys: Keys, key: ConversationKey, commit: Commit) -> list[bytes]:
        """Return the parts of a commit as the outbox holds them: an id, then part and address.

        The id comes from the commit, so trying it again names its parts the same.
        """
        address, about = _address(key), _about("outbox", keys.name)
        return [
            name.encode()
            + self._seals.seal(_to_bytes(_Entry(address, part.body, part.harmless)), about)
            for name, part in identified(commit)
        ]

    def entry(self, keys: Keys, kept: bytes) -> OutboxEntry | None:
        """Return one part of an outbox, or None when it cannot be read."""
        entry = self._entry(keys, kept)
        if entry is None:
            return None
        return OutboxEntry(entry_id(kept), Part(entry.body, entry.harmless))

    def addressee(self, keys: Keys, kept: bytes) -> ConversationKey | None:
        """Return whose a part of an outbox is, or None when it cannot be read."""
        entry = self._entry(keys, kept)
        return None if entry is None else ConversationKey(*map(_str, entry.address))

    def _entry(self, keys: Keys, kept: bytes) -> _Entry | None:
        try:
            return _to_entry(self._seals.open(kept[ID_LENGTH:], _about("outbox", keys.name)))
        except (Unreadable, msgspec.MsgspecError):
            return None


def identified(commit: Commit) -> Iterable[tuple[str, Part]]:
    """Return the parts of a commit with their ids."""
    stem = urlsafe_b64encode(commit.writes).decode()
    return ((f"{stem}{number:04x}", part) for number, part in enumerate(commit.parts))


def entry_id(kept: bytes) -> str:
    """Return the id of an outbox entry, which can be read even if nothing else can."""
    return kept[:ID_LENGTH].decode("ascii", "replace")


def _about(kind: str, name: str) -> bytes:
    return f"{kind}:{name}".encode()


def _address(key: ConversationKey) -> tuple[bytes, bytes, bytes, bytes]:
    return (_bytes(key.platform), _bytes(key.workspace), _bytes(key.chat), _bytes(key.user))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _str(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")


__all__ = ["ID_LENGTH", "Values", "entry_id", "identified"]

"""What a value looks like where it is kept: sealed when there are keys, plain when there are none.

A sealed value opens only under the name it was sealed for, so one that was moved to another
conversation, or passed off as something else of the same one, does not open. Of several keys the
first seals and all open. This module knows no Redis.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
PLAIN: Final = b"\x00"
SEALED: Final = b"\x01"
_KEY_ID: Final = 4
_NONCE: Final = 12
_TAG: Final = 16
# Where the parts of a sealed value end: how it is written, which key, the nonce.
_ID_END: Final = len(SEALED) + _KEY_ID
_HEAD: Final = _ID_END + _NONCE


class Unreadable(Exception):
    """A value was sealed with a key we do not have, was tampered with, or never was one."""


class Seals:
    """Seal and open values; without keys they are only marked as plain."""

    def __init__(self, keys: Sequence[bytes] = ()) -> None:
        self._ciphers = {_key_id(key): _cipher(key) for key in keys}
        self._first = next(iter(self._ciphers), b"")

    def seal(self, value: bytes, name: bytes) -> bytes:
        """Return the value as it is kept under this name."""
        if not self._first:
            return PLAIN + value
        nonce = os.urandom(_NONCE)
        sealed = self._ciphers[self._first].encrypt(nonce, value, name)
        return b"".join((SEALED, self._first, nonce, sealed))

    def open(self, kept: bytes, name: bytes) -> bytes:
        """Return what was sealed under this name, or raise Unreadable."""
        if kept[:1] == PLAIN:
            return kept[1:]
        cipher = self._ciphers.get(kept[1:_ID_END])
        if kept[:1] != SEALED or cipher is None or len(kept) < _HEAD + _TAG:
            raise Unreadable
        return _opened(cipher, kept, name)


def _opened(cipher: AESGCM, kept: bytes, name: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return cipher.decrypt(kept[_ID_END:_HEAD], kept[_HEAD:], name)
    except InvalidTag:
        raise Unreadable from None


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(key) != KEY_BYTES:
        message = f"a key to seal with has {KEY_BYTES} bytes"
        raise ValueError(message)
    return AESGCM(key)


def _key_id(key: bytes) -> bytes:
    """Name a key without telling it."""
    return blake2b(key, digest_size=_KEY_ID, person=b"key id").digest()


__all__ = ["KEY_BYTES", "PLAIN", "SEALED", "Seals", "Unreadable"]

"""Names for people in logs: always the same for one person, and of no use to anybody else."""

from __future__ import annotations

import secrets
from hashlib import blake2b

from painbot.ports import ConversationKey

_BYTES = 4
_SEPARATOR = b"\0"


class Names:
    """Give names that cannot be led back to a person without the secret.

    Without a secret they are drawn anew for each process: a bare hash of a number that people
    have could be guessed.
    """

    def __init__(self, secret: bytes) -> None:
        # blake2b takes a key of 64 bytes at most, a secret may be longer.
        self._key = blake2b(secret or secrets.token_bytes(32)).digest()

    def of(self, key: ConversationKey) -> str:
        """Return the name of whose conversation this is: eight characters."""
        parts = (key.platform, key.workspace, key.user)
        person = _SEPARATOR.join(each.encode("utf-8", "surrogatepass") for each in parts)
        return blake2b(person, digest_size=_BYTES, key=self._key, person=b"logs").hexdigest()


__all__ = ["Names"]

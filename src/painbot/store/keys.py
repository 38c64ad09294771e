"""Names for what the store writes.

This module knows how a conversation becomes a key: hashed, so that a key says nothing about the
person, and tagged with its shard, so that one script always touches one slot of a Cluster. It
knows no Redis.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import astuple, dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from painbot.ports import Commit, ConversationKey

SHARDS = 256
ID_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Keys:
    """Name everything of one conversation."""

    session: str
    seen: str
    outbox: str
    lease: str
    aside: str


@dataclass(frozen=True, slots=True)
class Naming:
    """Make keys; `secret` must last as long as the conversations, or nobody is found again."""

    prefix: str
    secret: bytes

    def keys(self, key: ConversationKey) -> Keys:
        """Return the keys of this conversation, all in the slot of its shard."""
        digest = self._hash(_join(astuple(key)), 16, b"conversation")
        name = urlsafe_b64encode(digest).decode().rstrip("=")
        shard = f"{{s{digest[0] % SHARDS:03d}}}"
        kinds = ("session", "seen", "outbox", "lease", "aside")
        return Keys(*(f"{self.prefix}:{shard}:{kind}:{name}" for kind in kinds))

    @property
    def sessions(self) -> str:
        """Return the pattern of the keys of all sessions."""
        return f"{self.prefix}:{{s*}}:session:*"

    def event(self, event_id: str) -> bytes:
        """Return what the window of seen events remembers of this id."""
        return self._hash(_bytes(event_id), 8, b"event")

    def _hash(self, data: bytes, size: int, person: bytes) -> bytes:
        # blake2b takes a key of 64 bytes at most, a secret may be longer.
        key = blake2b(self.secret).digest()
        return blake2b(data, digest_size=size, key=key, person=person).digest()


def entries(commit: Commit) -> tuple[bytes, ...]:
    """Return the replies as the outbox holds them: an id of fixed length, then the reply.

    The id comes from the commit, so trying it again names its replies the same.
    """
    stem = urlsafe_b64encode(commit.writes).decode()
    return tuple(
        f"{stem}{number:04x}".encode() + reply for number, reply in enumerate(commit.replies)
    )


def _join(parts: tuple[str, ...]) -> bytes:
    """Join so that no two different keys ever look the same: each part after its length."""
    return b"".join(len(raw).to_bytes(4, "big") + raw for raw in map(_bytes, parts))


def _bytes(text: str) -> bytes:
    # A platform may hand over half a surrogate pair; it must still name the same person.
    return text.encode("utf-8", "surrogatepass")


__all__ = ["ID_LENGTH", "Keys", "Naming", "entries"]

"""Names for what the store writes.

This module knows how a conversation becomes a key: hashed, so that a key says nothing about the
person, and tagged with its shard, so that one script always touches one slot of a Cluster. It
knows no Redis.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from painbot.ports import ConversationKey

SHARDS = 256
# Both fill whole letters of base64, so that one can be told from the other.
WORKSPACE_BYTES, PERSON_BYTES = 6, 12
# Conversations whose names are kept at hand: hashing one costs as much as sealing a session.
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Keys:
    """Name everything of one conversation, and of its shard what it has a part in.

    `name` is the conversation's own, which begins with its workspace's and ends each of its keys;
    `due` is the index of the shard's outboxes.
    """

    name: str
    session: str
    seen: str
    outbox: str
    lease: str
    shown: str
    aside: str
    due: str

    @property
    def all(self) -> tuple[str, ...]:
        """Return the keys in the order in which every script takes them."""
        return (
            self.session,
            self.seen,
            self.outbox,
            self.lease,
            self.shown,
            self.aside,
            self.due,
        )


class Naming:
    """Make keys; `secret` must last as long as the conversations, or nobody is found again."""

    def __init__(self, prefix: str, secret: bytes) -> None:
        self.prefix = prefix
        # blake2b takes a key of 64 bytes at most, a secret may be longer.
        self._secret = blake2b(secret).digest()
        self.keys = lru_cache(REMEMBERED)(self._keys)

    def _keys(self, key: ConversationKey) -> Keys:
        """Return the keys of this conversation, all in the slot of its shard."""
        parts = (key.platform, key.workspace, key.chat, key.user)
        digest = self._hash(_join(parts), PERSON_BYTES, b"conversation")
        name = self.workspace(key.platform, key.workspace) + _text(digest)
        return self.named(digest[0] % SHARDS, name)

    def workspace(self, platform: str, workspace: str) -> str:
        """Return how the names of all conversations of a workspace begin."""
        return _text(self._hash(_join((platform, workspace)), WORKSPACE_BYTES, b"workspace"))

    def named(self, shard: int, name: str) -> Keys:
        """Return the keys of the conversation of this shard that has this name."""
        stem = f"{self.prefix}:{{s{shard:03d}}}"
        return Keys(
            name=name,
            session=f"{stem}:session:{name}",
            seen=f"{stem}:seen:{name}",
            outbox=f"{stem}:outbox:{name}",
            lease=f"{stem}:lease:{name}",
            shown=f"{stem}:shown:{name}",
            aside=f"{stem}:aside:{name}",
            due=f"{stem}:due",
        )

    @property
    def dues(self) -> tuple[str, ...]:
        """Return the key of each shard's index of outboxes, in their order."""
        return tuple(f"{self.prefix}:{{s{shard:03d}}}:due" for shard in range(SHARDS))

    @property
    def sessions(self) -> str:
        """Return the pattern of the keys of all sessions."""
        return f"{self.prefix}:{{s*}}:session:*"

    def everything_of(self, workspace: str) -> str:
        """Return the pattern of all keys of all conversations whose names begin so."""
        return f"{self.prefix}:{{s*}}:*:{workspace}*"

    def found(self, name: bytes) -> Keys:
        """Return the keys of the conversation that has this key."""
        _, shard, _, own = name.decode().rsplit(":", 3)
        return self.named(int(shard.strip("{s}")), own)

    def thing(self, name: str) -> str:
        """Return the key of something that is no conversation."""
        return f"{self.prefix}:thing:{_text(self._hash(_bytes(name), 16, b'thing'))}"

    @property
    def ping(self) -> str:
        """Return a key that is only ever written."""
        return f"{self.prefix}:ping"

    def claim(self, name: str) -> str:
        """Return the key of what one process at a time may do."""
        return f"{self.prefix}:claim:{_text(self._hash(_bytes(name), 16, b'claim'))}"

    def event(self, event_id: str) -> bytes:
        """Return what the window of seen events remembers of this id."""
        return self._hash(_bytes(event_id), 8, b"event")

    def _hash(self, data: bytes, size: int, person: bytes) -> bytes:
        return blake2b(data, digest_size=size, key=self._secret, person=person).digest()


def _text(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _join(parts: tuple[str, ...]) -> bytes:
    """Join so that no two different keys ever look the same: each part after its length."""
    return b"".join(len(raw).to_bytes(4, "big") + raw for raw in map(_bytes, parts))


def _bytes(text: str) -> bytes:
    # A platform may hand over half a surrogate pair; it must still name the same person.
    return text.encode("utf-8", "surrogatepass")


__all__ = ["Keys", "Naming"]

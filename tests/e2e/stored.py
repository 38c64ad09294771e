"""What lies in the store of a `painbot serve`, looked at without changing it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from redis import Redis

from painbot.dialogue.session import Session
from painbot.ports import ConversationKey
from painbot.store import RedisStore


class Store:
    """The keys that are there, and the conversations behind them."""

    def __init__(self, url: str, secret: bytes, keys: Sequence[bytes] = ()) -> None:
        self._url, self._secret, self._keys = url, secret, keys

    def names(self) -> set[str]:
        """Return every key there is."""
        with self._client() as client:
            return {name.decode() for name in client.scan_iter(count=1000)}

    def immortal(self) -> set[str]:
        """Return keys without a time to live."""
        with self._client() as client:
            return {
                name.decode() for name in client.scan_iter(count=1000) if client.ttl(name) == -1
            }

    def lifetime(self, kind: str, key: ConversationKey) -> int:
        """Return for how many seconds something of a conversation will still be kept."""
        (name,) = (name for name in self.of(key) if f":{kind}:" in name)
        with self._client() as client:
            return int(client.ttl(name))

    def of(self, key: ConversationKey) -> set[str]:
        """Return the keys of one conversation."""
        name = self._opened()._naming.keys(key).name
        return {each for each in self.names() if each.endswith(name)}

    def session(self, key: ConversationKey) -> Session | None:
        """Return the conversation that is kept."""
        stored = asyncio.run(self._load(key))
        return None if stored is None else Session.from_bytes(stored)

    def waiting(self) -> set[str]:
        """Return what is still to be sent."""
        return {name for name in self.names() if ":outbox:" in name}

    async def _load(self, key: ConversationKey) -> bytes | None:
        store = self._opened()
        try:
            found = await store.load(key)
        finally:
            await store.aclose()
        return None if found is None else found.session

    def _opened(self) -> RedisStore:
        return RedisStore(self._url, secret=self._secret, keys=self._keys)

    @contextmanager
    def _client(self) -> Iterator[Redis]:
        client = Redis.from_url(self._url)
        try:
            yield client
        finally:
            client.close()

"""What python-telegram-bot stores, in Redis: a hash of states, and a string for each person."""

from __future__ import annotations

import json
from typing import Any, Final, cast

from redis.asyncio import Redis
from telegram.ext import BasePersistence, PersistenceInput

DAY: Final = 86_400
Key = tuple[int | str, ...]


class RedisPersistence(BasePersistence[dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """States and `user_data`, and nothing that this bot does not use."""

    def __init__(self, url: str) -> None:
        kept = PersistenceInput(bot_data=False, chat_data=False, callback_data=False)
        super().__init__(store_data=kept, update_interval=3600)  # it is stored after each update
        self._redis: Redis = Redis.from_url(url)

    async def get_conversations(self, name: str) -> dict[Key, object]:
        found = await cast("Any", self._redis.hgetall(f"conversations:{name}"))
        return {tuple(json.loads(key)): json.loads(state) for key, state in found.items()}

    async def update_conversation(self, name: str, key: Key, new_state: object | None) -> None:
        where, which = f"conversations:{name}", json.dumps(key)
        if new_state is None:
            await cast("Any", self._redis.hdel(where, which))
        else:
            await cast("Any", self._redis.hset(where, which, json.dumps(new_state)))

    async def get_user_data(self) -> dict[int, dict[Any, Any]]:
        found = {}
        async for name in self._redis.scan_iter("user:*"):
            value = await self._redis.get(name)
            if value is not None:
                found[int(name.partition(b":")[2])] = json.loads(value)
        return found

    async def update_user_data(self, user_id: int, data: dict[Any, Any]) -> None:
        if data:
            await self._redis.set(f"user:{user_id}", json.dumps(data), ex=DAY)
        else:
            await self._redis.delete(f"user:{user_id}")

    async def drop_user_data(self, user_id: int) -> None:
        await self._redis.delete(f"user:{user_id}")

    async def flush(self) -> None:
        await self._redis.aclose()

    async def get_chat_data(self) -> dict[int, dict[Any, Any]]:
        return {}

    async def get_bot_data(self) -> dict[Any, Any]:
        return {}

    async def get_callback_data(self) -> None:
        return None

    async def update_chat_data(self, chat_id: int, data: dict[Any, Any]) -> None:
        """Keep nothing of a chat."""

    async def update_bot_data(self, data: dict[Any, Any]) -> None:
        """Keep nothing of the bot."""

    async def update_callback_data(self, data: object) -> None:
        """Keep no data of buttons."""

    async def drop_chat_data(self, chat_id: int) -> None:
        """Have nothing of a chat."""

    async def refresh_user_data(self, user_id: int, user_data: dict[Any, Any]) -> None:
        """Nobody else writes."""

    async def refresh_chat_data(self, chat_id: int, chat_data: dict[Any, Any]) -> None:
        """Nobody else writes."""

    async def refresh_bot_data(self, bot_data: dict[Any, Any]) -> None:
        """Nobody else writes."""


__all__ = ["RedisPersistence"]

"""The aiogram bot as it is run: `python -m ...aiogram_polling API_URL REDIS_URL`, until SIGTERM."""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from tests.benchmarks.telegram.aiogram_turn import dispatcher
from tests.benchmarks.telegram.contender import TOKEN


async def main(api_url: str, redis_url: str) -> None:
    """Poll until told to stop."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    await dispatcher(redis_url).start_polling(Bot(TOKEN, session=session))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))

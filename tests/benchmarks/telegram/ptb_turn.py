"""python-telegram-bot: a ConversationHandler kept in Redis.

What it guarantees: a ConversationHandler wants one update at a time, and states are stored after
each (`StoringProcessor`; by itself python-telegram-bot would store every 60 seconds). So a crash
loses the update in hand and every one still in the queue, for these were confirmed when fetched;
an update delivered twice is handled twice; a second process would overwrite the first.
"""

from __future__ import annotations

import asyncio
import json
import warnings
from typing import TYPE_CHECKING, Any, cast

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning

from tests.benchmarks.telegram.contender import TOKEN, Api
from tests.benchmarks.telegram.dialogue import QUESTIONS, RESULT, Question, label, typed
from tests.benchmarks.telegram.ptb_store import RedisPersistence

if TYPE_CHECKING:
    from collections.abc import Awaitable

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


def _keyboard(question: Question) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(text, callback_data=f"{question.id}:{key}")]
            for key, text in question.answers.items()
        ]
    )


KEYBOARDS = [_keyboard(question) for question in QUESTIONS]


def _data(context: Context) -> dict[str, Any]:
    return cast("dict[str, Any]", context.user_data)


async def begin(update: Update, context: Context) -> int:
    message = cast("Message", update.message)
    sent = await message.reply_text(QUESTIONS[0].text, reply_markup=KEYBOARDS[0])
    _data(context)["message_id"] = sent.message_id
    return 0


async def _go_on(context: Context, chat: int, n: int) -> int:
    if n + 1 == len(QUESTIONS):
        await context.bot.send_message(chat, RESULT)
        _data(context).clear()
        return ConversationHandler.END
    text, keyboard = QUESTIONS[n + 1].text, KEYBOARDS[n + 1]
    sent = await context.bot.send_message(chat, text, reply_markup=keyboard)
    _data(context)["message_id"] = sent.message_id
    return n + 1


def _handlers(n: int) -> list[Any]:
    question = QUESTIONS[n]

    async def tapped(update: Update, context: Context) -> int:
        query = update.callback_query
        assert query is not None
        answer = (query.data or "").partition(":")[2]
        await query.answer()
        await query.edit_message_text(label(question, answer), reply_markup=None)
        _data(context)[question.id] = answer
        return await _go_on(context, cast("Message", query.message).chat.id, n)

    async def written(update: Update, context: Context) -> int:
        message = cast("Message", update.message)
        data, answer = _data(context), cast("str", typed(question, message.text or ""))
        text, chat = label(question, answer), message.chat_id
        await context.bot.edit_message_text(text, chat, data["message_id"])
        data[question.id] = answer
        return await _go_on(context, chat, n)

    labels = filters.Text(list(question.answers.values()))
    return [
        CallbackQueryHandler(tapped, pattern=f"^{question.id}:[a-d]$"),
        MessageHandler(labels, written),
    ]


def _conversation() -> ConversationHandler[Any]:
    warnings.filterwarnings("ignore", ".*per_message", PTBUserWarning)  # as its FAQ says
    return ConversationHandler(
        entry_points=[CommandHandler("start", begin)],
        states={n: _handlers(n) for n in range(len(QUESTIONS))},
        fallbacks=[CommandHandler("start", begin)],
        name="pain",
        persistent=True,
        per_message=False,
    )


class StoringProcessor(BaseUpdateProcessor):
    """One update at a time, stored before the next."""

    app: App

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Need nothing."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        del update
        await coroutine
        await self.app.update_persistence()


class StubRequest(BaseRequest):
    """The bytes that python-telegram-bot's own transport sends, and canned ones for it to read."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Open nothing."""

    async def shutdown(self) -> None:
        """Close nothing."""

    async def do_request(  # type: ignore[override]
        self, url: str, method: str, request_data: RequestData | None = None, **timeouts: object
    ) -> tuple[int, bytes]:
        del method, timeouts
        body = b"" if request_data is None else request_data.url_encoded_parameters().encode()
        await asyncio.sleep(0)  # no answer comes in the tick of its request
        return 200, self._api(url.rpartition("/")[2], body)


class PtbTurn:
    """Feed it as the custom webhook of python-telegram-bot's examples does."""

    async def start(self, redis_url: str, api: Api) -> None:
        processor = StoringProcessor(1)
        request = StubRequest(api)
        self._app: App = (
            Application.builder()
            .token(TOKEN)
            .request(request)
            .get_updates_request(StubRequest(api))
            .updater(None)
            .job_queue(None)
            .concurrent_updates(processor)
            .persistence(RedisPersistence(redis_url))
            .build()
        )
        processor.app = self._app
        self._app.add_handler(_conversation())
        await self._app.initialize()
        await self._app.start()

    async def feed(self, update: bytes) -> None:
        await self._app.update_queue.put(Update.de_json(json.loads(update), self._app.bot))

    async def close(self) -> None:
        await self._app.stop()
        await self._app.shutdown()


__all__ = ["PtbTurn"]

"""aiogram 3 with RedisStorage: one handler per state, as its documentation shows it.

What it guarantees: the state is stored after the reply was sent, in two SETs and without a look at
who else wrote. A crash between the two halves a turn, an update delivered twice is answered
twice, two at once overwrite each other; polling confirms updates before they are handled.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from typing import TYPE_CHECKING, Any, Final, cast

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.filters import CommandStart, StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.benchmarks.telegram.contender import TOKEN, Api
from tests.benchmarks.telegram.dialogue import QUESTIONS, RESULT, Question, label, typed

if TYPE_CHECKING:
    from aiogram.fsm.context import FSMContext
    from aiogram.methods import TelegramMethod
    from aiogram.methods.base import TelegramType

DAY: Final = 86_400


class Asked(StatesGroup):
    """Which question is open."""

    q1 = State()
    q2 = State()
    q3 = State()
    q4 = State()
    q5 = State()
    q6 = State()
    q7 = State()
    q8 = State()


STATES: Final = (Asked.q1, Asked.q2, Asked.q3, Asked.q4, Asked.q5, Asked.q6, Asked.q7, Asked.q8)


def _keyboard(question: Question) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=text, callback_data=f"{question.id}:{key}")]
            for key, text in question.answers.items()
        ]
    )


KEYBOARDS: Final = [_keyboard(question) for question in QUESTIONS]


async def begin(message: Message, state: FSMContext) -> None:
    sent = await message.answer(QUESTIONS[0].text, reply_markup=KEYBOARDS[0])
    await state.set_state(STATES[0])
    await state.set_data({"message_id": sent.message_id})


async def _go_on(bot: Bot, chat: int, state: FSMContext, n: int, data: dict[str, Any]) -> None:
    """Ask the next question, or tell the result, and store it."""
    if n + 1 == len(QUESTIONS):
        await bot.send_message(chat, RESULT)
        await state.clear()
        return
    sent = await bot.send_message(chat, QUESTIONS[n + 1].text, reply_markup=KEYBOARDS[n + 1])
    await state.set_state(STATES[n + 1])
    await state.set_data({**data, "message_id": sent.message_id})


def _tapped(n: int) -> Callable[..., Any]:
    question = QUESTIONS[n]

    async def tapped(query: CallbackQuery, bot: Bot, state: FSMContext) -> None:
        answer = (query.data or "").partition(":")[2]
        message = cast("Message", query.message)
        await query.answer()
        await message.edit_text(label(question, answer), reply_markup=None)
        data = await state.get_data()
        await _go_on(bot, message.chat.id, state, n, {**data, question.id: answer})

    return tapped


def _typed(n: int) -> Callable[..., Any]:
    question = QUESTIONS[n]

    async def written(message: Message, bot: Bot, state: FSMContext) -> None:
        answer = cast("str", typed(question, message.text or ""))
        data = await state.get_data()
        await bot.edit_message_text(
            label(question, answer), chat_id=message.chat.id, message_id=data["message_id"]
        )
        await _go_on(bot, message.chat.id, state, n, {**data, question.id: answer})

    return written


def dispatcher(redis_url: str) -> Dispatcher:
    """Return the whole bot."""
    router = Router()
    router.message.register(begin, CommandStart())
    for n, (state, question) in enumerate(zip(STATES, QUESTIONS, strict=True)):
        held = StateFilter(state)
        router.callback_query.register(_tapped(n), held, F.data.startswith(f"{question.id}:"))
        router.message.register(_typed(n), held, F.text.in_(set(question.answers.values())))
    storage = RedisStorage.from_url(redis_url, state_ttl=DAY, data_ttl=DAY)
    made = Dispatcher(storage=storage)
    made.include_router(router)
    return made


class StubSession(AiohttpSession):
    """aiogram's own session as far as the bytes of the request, and from those of the answer."""

    def __init__(self, api: Api) -> None:
        super().__init__()
        self._stub = api

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - as aiogram has it
    ) -> TelegramType:
        del timeout
        form = self.build_form_data(bot, method)().decode().encode()
        await asyncio.sleep(0)  # no answer comes in the tick of its request
        answer = self._stub(method.__api_method__, form).decode()
        return cast("TelegramType", self.check_response(bot, method, 200, answer).result)

    async def stream_content(self, *args: object, **kwargs: object) -> AsyncGenerator[bytes, None]:
        del args, kwargs
        yield b""


class AiogramTurn:
    """Feed it as aiogram's webhook handler does."""

    async def start(self, redis_url: str, api: Api) -> None:
        self._bot = Bot(TOKEN, session=StubSession(api))
        self._dispatcher = dispatcher(redis_url)

    async def feed(self, update: bytes) -> None:
        await self._dispatcher.feed_raw_update(self._bot, json.loads(update))

    async def close(self) -> None:
        await self._dispatcher.storage.close()
        await self._bot.session.close()


__all__ = ["AiogramTurn", "dispatcher"]

"""What is possible: written by hand for this one dialogue, with nothing that could be spared.

What it guarantees: state, the id of the update and what is to be sent are written in one script,
and only if nobody else wrote; what was sent is noted by the next commit only, so a crash may send
the last reply twice. It has no pacing, no retries, no encryption and no flows.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import msgspec
from redis.asyncio import Redis

from tests.benchmarks.telegram.contender import Api
from tests.benchmarks.telegram.dialogue import QUESTIONS, RESULT, label, typed

DAY: Final = 86_400
COMMIT: Final = """
if redis.call('SET', KEYS[2], '', 'EX', ARGV[3], 'NX') == false then return 'seen' end
local before = redis.call('GETRANGE', KEYS[1], 0, 7)
if before ~= ARGV[1] then redis.call('DEL', KEYS[2]) return 'raced' end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 'written'
"""


class _Chat(msgspec.Struct):
    id: int


class _Message(msgspec.Struct):
    chat: _Chat
    message_id: int
    text: str = ""


class _Query(msgspec.Struct):
    id: str
    message: _Message
    data: str


class _Update(msgspec.Struct):
    update_id: int
    message: _Message | None = None
    callback_query: _Query | None = None


class _Sent(msgspec.Struct):
    result: _Message


class _Session(msgspec.Struct, array_like=True):
    revision: int = 0
    step: int = 0
    message: int = 0
    answers: list[str] = []  # msgspec copies it


class Ticks:
    """Collect the commands of one tick of the event loop into one pipeline."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._waiting: list[tuple[asyncio.Future[Any], tuple[Any, ...]]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, *command: object) -> Any:  # noqa: ANN401 - as Redis answers
        future = asyncio.get_running_loop().create_future()
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._begin)
        self._waiting.append((future, command))
        return await future

    def _begin(self) -> None:
        batch, self._waiting = self._waiting, []
        task = asyncio.create_task(self._run(batch))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, batch: list[tuple[asyncio.Future[Any], tuple[Any, ...]]]) -> None:
        pipeline = self._redis.pipeline(transaction=False)
        for _, command in batch:
            pipeline.execute_command(*command)
        for (future, _), answer in zip(batch, await pipeline.execute(), strict=True):
            future.set_result(answer)


_update: Final = msgspec.json.Decoder(_Update).decode
_sent: Final = msgspec.json.Decoder(_Sent).decode
_json: Final = msgspec.json.Encoder().encode
_pack: Final = msgspec.msgpack.Encoder().encode
_KEYBOARDS: Final = [
    {
        "inline_keyboard": [
            [{"text": text, "callback_data": f"{question.id}:{key}"}]
            for key, text in question.answers.items()
        ]
    }
    for question in QUESTIONS
]


class FloorTurn:
    """Its own copies of the sessions, each as good as its revision."""

    async def start(self, redis_url: str, api: Api) -> None:
        self._redis: Redis = Redis.from_url(redis_url)
        self._ticks = Ticks(self._redis)
        self._api = api
        self._copies: dict[int, _Session] = {}

    async def feed(self, update: bytes) -> None:
        got = _update(update)
        query = got.callback_query
        message = query.message if query else got.message
        assert message is not None
        chat = message.chat.id
        before = self._copies.get(chat) or _Session()
        session = _Session(got.update_id, before.step, before.message, before.answers)
        calls = self._step(session, message, query)
        await self._commit(chat, before, session, calls)
        self._copies[chat] = session
        await self._send(session, calls)

    async def close(self) -> None:
        await self._redis.aclose()

    def _step(
        self, session: _Session, message: _Message, query: _Query | None
    ) -> list[tuple[str, bytes]]:
        calls: list[tuple[str, bytes]] = []
        if session.step:
            question = QUESTIONS[session.step - 1]
            answer = query.data[-1] if query else typed(question, message.text) or ""
            session.answers = [*session.answers, answer]
            if query:
                calls.append(("answerCallbackQuery", _json({"callback_query_id": query.id})))
            edit = {"chat_id": message.chat.id, "message_id": session.message}
            calls.append(("editMessageText", _json({**edit, "text": label(question, answer)})))
        out: dict[str, object] = {"chat_id": message.chat.id, "text": RESULT}
        if session.step < len(QUESTIONS):
            out["text"] = QUESTIONS[session.step].text
            out["reply_markup"] = _KEYBOARDS[session.step]
        session.step += 1
        calls.append(("sendMessage", _json(out)))
        return calls

    async def _commit(
        self, chat: int, before: _Session, after: _Session, calls: list[tuple[str, bytes]]
    ) -> None:
        read = before.revision.to_bytes(8, "big") if before.revision else b""
        value = after.revision.to_bytes(8, "big") + _pack((after, calls))
        keys = (f"{{{chat}}}:session", f"{{{chat}}}:seen:{after.revision}")
        done = await self._ticks.ask("EVAL", COMMIT, 2, *keys, read, value, DAY)
        assert done == b"written", done

    async def _send(self, session: _Session, calls: list[tuple[str, bytes]]) -> None:
        for method, body in calls:
            await asyncio.sleep(0)  # no answer comes in the tick of its request
            answer = self._api(method, body)
            if method == "sendMessage":
                session.message = _sent(answer).result.message_id


__all__ = ["FloorTurn"]

"""A bare Bolt app as its documentation teaches it, with one GET and one SET in Redis a turn.

What it guarantees: nothing. It acknowledges before it has done anything, takes a retry for a new
message, and lets two answers at once overwrite each other. It makes the same calls as painbot: the
answered question is changed, and the next is sent.
"""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any, Final

from redis.asyncio import BlockingConnectionPool, Redis
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from tests.benchmarks.slack.canned import SECRET, TOKEN, Fed, Session, WebApi
from tests.benchmarks.telegram.dialogue import QUESTIONS, RESULT, label, typed

Json = dict[str, Any]
BEGIN: Json = {"step": 0, "ts": ""}
_USER: Final = re.compile(rb"U(\d{6,})")


class BoltTurn:
    """Feed it as Bolt's adapters do: the body as a text, and the headers."""

    async def start(self, redis_url: str, api: WebApi) -> None:
        Session.api = api
        self._under_way: set[str] = set()
        session: Any = Session()
        pool = BlockingConnectionPool.from_url(redis_url, max_connections=64)
        self._redis = Redis(connection_pool=pool)
        client = AsyncWebClient(token=TOKEN, session=session)
        self._app = AsyncApp(signing_secret=SECRET, client=client)
        self._app.event("message")(self._message)
        self._app.action(re.compile(r"press\d"))(self._pressed)

    async def feed(self, fed: Fed) -> None:
        headers, body = fed
        found = _USER.search(body)
        assert found
        # It stores a step after the question has left. An answer that overtook this, which no
        # network brings so soon, would be dropped.
        while found[0].decode() in self._under_way:  # noqa: ASYNC110 - hardly ever
            await asyncio.sleep(0.001)
        answer = await self._app.async_dispatch(
            AsyncBoltRequest(body=body.decode(), headers=dict(headers))
        )
        assert answer.status == 200, answer

    async def close(self) -> None:
        await self._redis.aclose()

    async def _message(self, event: Json, client: AsyncWebClient) -> None:
        await self._alone(event["user"], event["channel"], client, event["text"])

    async def _pressed(self, ack: Any, body: Json, client: AsyncWebClient) -> None:  # noqa: ANN401
        await ack()
        action = body["actions"][0]
        step, _, answer = action["value"].partition(":")
        await self._alone(body["user"]["id"], body["channel"]["id"], client, answer, int(step))

    async def _alone(self, user: str, *how: Any) -> None:  # noqa: ANN401 - as `_turn` takes it
        """Say while a turn is under way that it is."""
        self._under_way.add(user)
        try:
            await self._turn(user, *how)
        finally:
            self._under_way.discard(user)

    async def _turn(
        self, user: str, channel: str, client: AsyncWebClient, said: str, at: int | None = None
    ) -> None:
        kept = await self._redis.get(f"session:{user}")
        session: Json = json.loads(kept) if kept else dict(BEGIN)
        step = session["step"]
        if step:
            question = QUESTIONS[step - 1]
            answer = said if at == step else typed(question, said)
            if answer is None:
                return
            await self._freeze(client, channel, session["ts"], label(question, answer))
        sent = await self._ask(client, user, step)
        await self._redis.set(
            f"session:{user}", json.dumps({"step": step + 1, "ts": sent["ts"]}), ex=7 * 86400
        )

    async def _freeze(self, client: AsyncWebClient, channel: str, ts: str, text: str) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
        await client.chat_update(channel=channel, ts=ts, text=text, blocks=blocks)

    async def _ask(self, client: AsyncWebClient, user: str, step: int) -> Any:  # noqa: ANN401
        if step == len(QUESTIONS):
            section = {"type": "section", "text": {"type": "mrkdwn", "text": RESULT}}
            return await client.chat_postMessage(channel=user, text=RESULT, blocks=[section])
        question = QUESTIONS[step]
        buttons = [
            {
                "type": "button",
                "action_id": f"press{place}",
                "text": {"type": "plain_text", "text": text},
                "value": f"{step + 1}:{key}",
            }
            for place, (key, text) in enumerate(question.answers.items())
        ]
        section = {"type": "section", "text": {"type": "mrkdwn", "text": f"*{question.text}*"}}
        blocks: list[Json] = [section, {"type": "actions", "elements": buttons}]
        return await client.chat_postMessage(channel=user, text=question.text, blocks=blocks)


__all__ = ["BoltTurn"]

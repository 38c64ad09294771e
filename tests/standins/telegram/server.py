"""The HTTP side: reads a call in any of its forms, does it or fails on purpose, and answers."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any

import msgspec
from aiohttp import web

from tests.standins.faults import Call, Fault
from tests.standins.hosting import cut, half

from . import settings, talking
from .forms import Files, read_call
from .pending import Pending
from .receiving import Receiving
from .refused import Refused
from .spec import CANONICAL
from .world import World

_PATH = re.compile(r"/bot([^/]+)/(\w+)/?")
_FILE = re.compile(r"/file/bot([^/]+)/(.+)")
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_LARGEST = 20 * 2**20

_DOES: dict[str, Callable[[World, dict[str, Any], Files], object]] = {
    "answerCallbackQuery": talking.answer_press,
    "deleteMessage": talking.delete_message,
    "deleteMessages": talking.delete_messages,
    "deleteMyCommands": settings.delete_commands,
    "editMessageCaption": talking.edit_caption,
    "editMessageReplyMarkup": talking.edit_markup,
    "editMessageText": talking.edit_text,
    "getChat": settings.get_chat,
    "getFile": settings.get_file,
    "getMe": settings.get_me,
    "getMyCommands": settings.get_commands,
    "getMyDescription": settings.get_description,
    "getMyShortDescription": settings.get_short_description,
    "leaveChat": settings.leave_chat,
    "sendChatAction": talking.send_chat_action,
    "sendMessage": talking.send_message,
    "sendPhoto": talking.send_photo,
    "setMyCommands": settings.set_commands,
    "setMyDescription": settings.set_description,
    "setMyShortDescription": settings.set_short_description,
}


class Door:
    """Takes in every request; lives in the server's event loop."""

    def __init__(self, world: World, receiving: Receiving, latency: float) -> None:
        self._world, self._receiving, self._latency = world, receiving, latency

    def application(self) -> web.Application:
        """Make the application to be served."""
        made = web.Application(client_max_size=_LARGEST)
        made.router.add_route("*", "/{rest:.*}", self.handle)
        return made

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Do one call from its request to its answer."""
        if found := _FILE.fullmatch(request.path):
            return self._file(found[1], found[2])
        path = _PATH.fullmatch(request.path)
        named = path[2] if path else request.path
        call = Call(CANONICAL.get(named.lower(), named), {}, time.monotonic())
        with self._world.lock:
            self._world.calls.append(call)
        told: list[Pending] = []
        try:
            body = await self._do(request, path[1] if path else "", call, told)
        except Refused as no:
            body = self._note(call, no)
        except Exception as bug:  # noqa: BLE001
            body = self._note(call, Refused(500, f"the stand-in broke: {bug!r}", mistake=True))
        response = await self._answer(request, call, body)
        self._finish(call, told)
        return response

    async def _do(
        self, request: web.Request, token: str, call: Call, told: list[Pending]
    ) -> bytes | None:
        """Let the call in, ask for its fault, and do it; None means that nothing is answered."""
        if token != self._world.token:
            well_formed = _TOKEN.fullmatch(token)
            raise Refused(401, "Unauthorized") if well_formed else Refused(404, "Not Found")
        files = await read_call(request, call)
        ask = self._world.faults
        call.fault = fault = ask(call) if ask else None
        if fault and fault.undone:
            return await self._fail(fault, call)
        pause = fault.seconds if fault else 0.0
        if call.method == "getUpdates":  # a poll ends when the bot does
            await asyncio.sleep(pause)
            body = await self._perform(call, files, told)
            call.status = 200
            return body
        # What has reached Telegram is done, also when the bot is no longer there to hear of it.
        body = await asyncio.shield(self._carry_out(call, files, pause))
        await asyncio.sleep(self._latency / 2)
        call.status = call.status or 200
        return body

    async def _carry_out(self, call: Call, files: Files, pause: float) -> bytes:
        """Do a call after the time it takes."""
        await asyncio.sleep(pause + self._latency / 2)
        try:
            return await self._perform(call, files, [])
        except Refused as no:
            return self._note(call, no)

    async def _perform(self, call: Call, files: Files, told: list[Pending]) -> bytes:
        """Do what the call asks for and write its result."""
        params, receiving = call.params, self._receiving
        if call.method == "getUpdates":
            told += await receiving.get_updates(params)
            call.ok = True
            return b'{"ok":true,"result":[' + b",".join(one.body for one in told) + b"]}"
        result: object
        if call.method == "setWebhook":
            result = await receiving.set_webhook(params)
        elif call.method == "deleteWebhook":
            result = await receiving.delete_webhook(params)
        elif call.method == "getWebhookInfo":
            result = receiving.info()
        else:
            with self._world.lock:
                result = _DOES[call.method](self._world, params, files)
        call.ok = True
        return b'{"ok":true,"result":' + msgspec.json.encode(result) + b"}"

    @staticmethod
    async def _fail(fault: Fault, call: Call) -> bytes | None:
        """Fail on purpose before anything is done."""
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
        if fault.kind not in ("error", "too_many"):
            return None
        call.status, call.description = fault.status, fault.description
        retry_after = int(fault.seconds) if fault.kind == "too_many" else None
        return _error(fault.status, fault.description, retry_after)

    def _note(self, call: Call, no: Refused) -> bytes:
        """Remember that a call was turned down, and why."""
        call.status, call.description = no.status, no.description
        kept = self._world.mistakes if no.mistake else self._world.refusals
        with self._world.lock:
            kept.append(f"{call.method}: {no.status} {no.description}")
        return _error(no.status, no.description)

    async def _answer(
        self, request: web.Request, call: Call, body: bytes | None
    ) -> web.StreamResponse:
        """Send the answer, half of it, or nothing."""
        kind = call.fault.kind if call.fault else ""
        if body is None or kind == "lost_answer":
            call.status = 0
            cut(request, reset=kind in ("reset", "refuse_connection"))
            return web.Response()
        if kind != "half_body":
            return web.Response(body=body, status=call.status, content_type="application/json")
        return await half(request, body)

    def _finish(self, call: Call, told: list[Pending]) -> None:
        """Wake up whoever waits for the call."""
        call.done_at = time.monotonic()
        with self._world.lock:
            for pending in told if not (call.fault and call.fault.unheard) else ():
                pending.told = True
            self._world.changed.notify_all()

    def _file(self, token: str, path: str) -> web.Response:
        """Serve an uploaded picture."""
        with self._world.lock:
            found = [one for one in self._world.uploads.values() if one.path == path]
        if token != self._world.token or not found:
            return web.Response(status=404, body=_error(404, "Not Found"))
        return web.Response(body=found[0].content, content_type="application/octet-stream")


def _error(status: int, description: str, retry_after: int | None = None) -> bytes:
    """Write an error as Telegram does."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if retry_after is not None:
        body["parameters"] = {"retry_after": retry_after}
    return msgspec.json.encode(body)

"""The way out to people on Telegram: one part of an outbox, one call, and what it shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import msgspec

from painbot.platforms.telegram.api import NoMessage
from painbot.platforms.telegram.wire import Call, read, to_wire
from painbot.ports import (
    ConversationKey,
    NotSent,
    Part,
    Rates,
    Refused,
    Shown,
    TryLater,
    Undeliverable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from painbot.dialogue.replies import Effect, Reply
    from painbot.platforms.telegram.api import Api
    from painbot.settings import Telegram

# A call may take half of a sender's lease; taking old buttons away must not use up the other half.
STRIP_SECONDS: Final = 1.0
BURST: Final = 3  # Telegram lets short bursts through to one chat
# What is known of the message of the last question: it holds a picture, or has no buttons any more.
PHOTO, FROZEN = "photo", "frozen"
HTML: Final = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


class TelegramChannel:
    """Send to people on Telegram. `picture` returns the bytes of a picture that a flow names."""

    def __init__(
        self, settings: Telegram, api: Api, picture: Callable[[str], bytes | None]
    ) -> None:
        self.settings = settings
        self.api = api
        self._rates = Rates(settings.per_chat, BURST, settings.per_second)
        self._picture = picture
        self._uploaded: dict[tuple[str, int], str] = {}

    @property
    def rates(self) -> Rates:
        """Return how fast Telegram takes new messages."""
        return self._rates

    def to_wire(self, reply: Reply | Effect) -> Sequence[Part]:
        """Return a reply, or the trace of an answer, as parts for the outbox."""
        return to_wire(reply)

    async def deliver(self, key: ConversationKey, part: Part, shown: Shown) -> Shown:
        """Make one call; return where the last question is now."""
        try:
            call = read(part)
        except msgspec.DecodeError:  # of another version
            raise Refused from None
        chat = int(key.chat)
        if call.kind in ("redraw", "freeze"):
            return await self._change(chat, call, shown)
        return await self._send(chat, call, shown)

    async def _change(self, chat: int, call: Call, shown: Shown) -> Shown:
        """Change the question, if it is the last one; one that is gone is shown anew.

        One that was answered meanwhile is left alone: then this was sent before, and not noted.
        """
        here = shown.number == call.number
        if shown.number > call.number or (here and shown.note == FROZEN):
            return shown
        here = here and bool(shown.place)
        if here and not call.html:
            await self._strip(chat, shown)
            return _frozen(shown)
        if here:
            with suppress(NoMessage):
                await self._edit(chat, call, shown)
                return shown if call.kind == "redraw" else _frozen(shown)
        return shown if call.kind == "freeze" else await self._send(chat, call, shown)

    async def _edit(self, chat: int, call: Call, shown: Shown) -> None:
        params = {"chat_id": chat, "message_id": shown.place, "reply_markup": call.markup}
        if shown.note == PHOTO:
            caption = {"caption": call.html, "parse_mode": "HTML"}
            await self.api.call("editMessageCaption", {**params, **caption})
        else:
            await self.api.call("editMessageText", {**params, "text": call.html, **HTML})

    async def _send(self, chat: int, call: Call, shown: Shown) -> Shown:
        """Send a new message; if it has buttons, those of the last question go."""
        params: dict[str, Any] = {"chat_id": chat}
        if call.rows:
            params["reply_markup"] = call.markup
        place, note = await self._photo(call, params), PHOTO
        if not place and call.html:
            place, note = await self._text(call, params), ""
        if not call.rows:
            return shown
        await self._strip(chat, shown)
        return Shown(call.number, place, note)

    async def _text(self, call: Call, params: dict[str, Any]) -> int:
        sent = await self.api.call("sendMessage", {**params, "text": call.html, **HTML})
        return int(sent["message_id"])

    async def _photo(self, call: Call, params: dict[str, Any]) -> int:
        """Send a picture, by Telegram's own name of it once it has one; return 0 if that fails.

        Its question is what matters, and can be asked without it.
        """
        from telegram import InputFile

        data = self._picture(call.picture) if call.kind == "photo" else None
        if data is None:
            return 0
        known = (call.picture, hash(data))
        photo = self._uploaded.get(known) or InputFile(data, filename="picture")
        below = {"photo": photo, "caption": call.html, "parse_mode": "HTML"}
        try:
            sent = await self.api.call("sendPhoto", {**params, **below})
        except Refused:
            self._uploaded.pop(known, None)
            return 0
        self._uploaded[known] = sent["photo"][-1]["file_id"]
        return int(sent["message_id"])

    async def _strip(self, chat: int, shown: Shown) -> None:
        """Take the buttons from a question that was asked again or left behind, if that works."""
        if not shown.place or shown.note == FROZEN:
            return
        params = {"chat_id": chat, "message_id": shown.place}
        with suppress(NoMessage, NotSent, TryLater, Refused, Undeliverable, TimeoutError):
            async with asyncio.timeout(STRIP_SECONDS):
                await self.api.call("editMessageReplyMarkup", params)


def _frozen(shown: Shown) -> Shown:
    return Shown(shown.number, shown.place, FROZEN)


__all__ = ["TelegramChannel"]

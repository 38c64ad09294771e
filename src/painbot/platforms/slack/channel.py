"""The way out to people in Slack: one part of an outbox, one call, and what it shows."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import msgspec

from painbot.platforms.slack import blocks
from painbot.platforms.slack.api import NoMessage
from painbot.platforms.slack.meanings import place_of, ts_of
from painbot.platforms.slack.mrkdwn import bold, fallback, safe
from painbot.platforms.slack.wire import FALLBACK, Call, read, to_wire
from painbot.ports import (
    ConversationKey,
    NotSent,
    Part,
    Rates,
    Refused,
    Shown,
    Supplies,
    TryLater,
    Undeliverable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from painbot.dialogue.replies import Effect, Reply
    from painbot.platforms.slack.api import Answer, Api
    from painbot.platforms.slack.workspaces import Workspaces
    from painbot.settings import Slack

# A call may take half of a sender's lease; taking old buttons away must not use up the other half.
STRIP_SECONDS: Final = 1.0
BURST: Final = 3  # Slack lets short bursts through to one channel
# What is noted of the last question: the channel of its chat, and what is to be seen of it once
# it is left. Slack takes buttons away only together with the rest, so of a result, which must stay,
# they stay too. A question without buttons has this in place of a text.
FROZEN: Final = "!"
LONGEST: Final = 300
QUIET: Final = {"unfurl_links": False, "unfurl_media": False}


class SlackChannel:
    """Send to people in Slack, always in private."""

    def __init__(
        self,
        settings: Slack,
        api: Api,
        workspaces: Workspaces,
        supplies: Supplies,
    ) -> None:
        self.settings = settings
        self.api = api
        self.workspaces = workspaces
        self.supplies = supplies
        self._rates = Rates(settings.per_chat, BURST)
        self._uploaded: dict[tuple[str, str, int], str] = {}
        self._plain = False

    @property
    def rates(self) -> Rates:
        """Return how fast Slack takes new messages."""
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
        token = await self.workspaces.token(key.workspace)
        if call.kind == "send":
            return await self._send(token, key, call, shown)
        return await self._change(token, key, call, shown)

    async def _change(self, token: str, key: ConversationKey, call: Call, shown: Shown) -> Shown:
        """Change the question, if it is the last one; one that is gone is shown anew.

        One that was answered meanwhile is left alone: then this was sent before, and not noted.
        """
        at, left = _noted(shown)
        here = shown.number == call.number
        if shown.number > call.number or (here and left == FROZEN):
            return shown
        if here and not call.text:
            await self._strip(token, shown)
            return _frozen(shown)
        if here and shown.place and at:
            with suppress(NoMessage):
                await self._edit(token, shown, call.text, msgspec.Raw(call.blocks))
                return shown if call.kind == "redraw" else _frozen(shown)
        return shown if call.kind == "freeze" else await self._send(token, key, call, shown)

    async def _edit(self, token: str, shown: Shown, text: str, content: object) -> None:
        at = {"channel": _noted(shown)[0], "ts": ts_of(shown.place)}
        await self.api.call("chat.update", token, {**at, "text": text, "blocks": content})

    async def _send(self, token: str, key: ConversationKey, call: Call, shown: Shown) -> Shown:
        """Send a new message; if it has buttons, those of the last question go."""
        content: Any = msgspec.Raw(call.blocks)
        if call.picture and (file := await self._file(token, key.workspace, call.picture)):
            content = _with_picture(call, file)
        if self._plain:
            content = _plainer(content)
        sent = await self._post(token, key, call, content)
        if not call.number:
            return shown
        await self._strip(token, shown)
        note = f"{sent.channel} {call.left[:LONGEST]}"
        return Shown(call.number, place_of(sent.ts), note)

    async def _post(self, token: str, key: ConversationKey, call: Call, content: Any) -> Answer:  # noqa: ANN401
        """Send it, without its field and its picture if Slack does not take them.

        To a person, not to a channel: nothing that is kept could make it go anywhere else.
        """
        message = {"channel": key.user, "text": call.text, **QUIET}
        try:
            return await self.api.call("chat.postMessage", token, {**message, "blocks": content})
        except Refused:
            plainer = _plainer(content)
            if plainer == content:
                raise
            self._uploaded.clear()
            sent = await self.api.call("chat.postMessage", token, {**message, "blocks": plainer})
            self._plain = not call.picture  # not every workspace takes fields in messages
            return sent

    async def _strip(self, token: str, shown: Shown) -> None:
        """Take the buttons from a question that was asked again or left behind, if that works."""
        at, left = _noted(shown)
        if not (shown.place and at and left) or left == FROZEN:
            return
        seen, text = [*blocks.sections(bold(left))], fallback(left, FALLBACK)
        with suppress(NoMessage, NotSent, TryLater, Refused, Undeliverable, TimeoutError):
            async with asyncio.timeout(STRIP_SECONDS):
                await self._edit(token, shown, text, seen)

    async def _file(self, token: str, workspace: str, name: str) -> str:
        """Return Slack's own name of a picture; nothing if it cannot be shown.

        Its question is what matters, and can be asked without it.
        """
        data = self.supplies.picture(name)
        if data is None:
            return ""
        known = (workspace, name, hash(data))
        if known not in self._uploaded:
            with suppress(NotSent, TryLater, Refused, Undeliverable, NoMessage):
                self._uploaded[known] = await self._upload(token, data)
        return self._uploaded.get(known, "")

    async def _upload(self, token: str, data: bytes) -> str:
        wanted = {"filename": "picture", "length": len(data)}
        given = await self.api.call("files.getUploadURLExternal", token, wanted)
        await self.api.upload(given.upload_url, data)
        file = {"id": given.file_id}
        await self.api.call("files.completeUploadExternal", token, {"files": [file]})
        return given.file_id


def _with_picture(call: Call, file: str) -> list[Any]:
    """Return the blocks with a picture below the question."""
    first, *rest = msgspec.json.decode(call.blocks)
    return [first, blocks.image(file, call.left), *rest]


def _plainer(content: Any) -> Any:  # noqa: ANN401 - blocks, ready or not
    """Return blocks without pictures, and with words in place of a field."""
    made = msgspec.json.decode(content) if isinstance(content, msgspec.Raw) else content
    plainer = [_in_words(block) for block in made if block["type"] != "image"]
    return content if plainer == made else plainer


def _in_words(block: dict[str, Any]) -> dict[str, Any]:
    if block["type"] != "input":
        return block
    (words,) = blocks.contexts([safe(block["label"]["text"])])
    return words


def _noted(shown: Shown) -> tuple[str, str]:
    """Return the channel, and what is to be seen of the question once it is left."""
    at, _, left = shown.note.partition(" ")
    return at, left


def _frozen(shown: Shown) -> Shown:
    return Shown(shown.number, shown.place, f"{_noted(shown)[0]} {FROZEN}")


__all__ = ["SlackChannel"]

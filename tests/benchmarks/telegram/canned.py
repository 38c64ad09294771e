"""The Bot API without a network: whole updates in, whole answers out, as bytes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import count
from typing import Final
from urllib.parse import unquote_to_bytes

from tests.benchmarks.telegram.contender import BOT_ID
from tests.benchmarks.telegram.dialogue import QUESTIONS, Question

NOW: Final = int(time.time())
OK: Final = b'{"ok":true,"result":true}'
_BOT: Final = b'{"id":%d,"is_bot":true,"first_name":"Bench","username":"bench_bot"' % BOT_ID
ME: Final = (
    b'{"ok":true,"result":%b,"can_join_groups":true,"can_read_all_group_messages":false,'
    b'"supports_inline_queries":false,"can_connect_to_business":false,"has_main_web_app":false}}'
    % _BOT
)
_PERSON: Final = b'"first_name":"Ada","last_name":"Example","username":"ada_example"'
_FROM: Final = b'{"id":%d,"is_bot":false,' + _PERSON + b',"language_code":"en"}'
_CHAT: Final = b'{"id":%d,' + _PERSON + b',"type":"private"}'
_TEXT: Final = (
    b'{"update_id":%d,"message":{"message_id":%d,"from":' + _FROM + b',"chat":' + _CHAT
    + b',"date":%d,"text":"%b"%b}}'
)  # fmt: skip
_COMMAND: Final = b',"entities":[{"offset":0,"length":6,"type":"bot_command"}]'
_SHOWN: Final = (
    b'{"message_id":%d,"from":' + _BOT + b'},"chat":' + _CHAT + b',"date":%d,"text":"%b"%b}'
)
_TAP: Final = (
    b'{"update_id":%d,"callback_query":{"id":"%d","from":' + _FROM + b',"message":' + _SHOWN
    + b',"chat_instance":"-4716253048573829164","data":"%b"}}'
)  # fmt: skip

_CHAT_ID: Final = re.compile(rb'chat_id"?[:=] ?"?(\d+)')
_MESSAGE_ID: Final = re.compile(rb'message_id"?[:=] ?"?(\d+)')
# As JSON, as JSON within a JSON string, and percent-encoded.
_DATA: Final = re.compile(rb'callback_data(?:\\?"|%22)(?::|%3A)[ +]?(?:\\?"|%22)(.+?)(?:\\?"|%22)')
_SEND, _EDIT = "sendmessage", "editmessagetext"
_MESSAGES: Final = frozenset({_SEND, _EDIT})
_TEXTS: Final = [question.text.encode() for question in QUESTIONS]


def buttons(body: bytes) -> list[bytes]:
    """Return the data of all buttons in a request."""
    found = _DATA.findall(body)
    return [unquote_to_bytes(data) if b"%" in data else data for data in found]


def _keyboard(question: Question, data: list[bytes]) -> bytes:
    rows = b",".join(
        b'[{"text":"%b","callback_data":"%b"}]' % (label.encode(), each)
        for label, each in zip(question.answers.values(), data, strict=False)
    )
    return b',"reply_markup":{"inline_keyboard":[%b]}' % rows


def text_update(update: int, message: int, user: int, text: bytes) -> bytes:
    """Return the update of a typed text."""
    entities = _COMMAND if text.startswith(b"/") else b""
    return _TEXT % (update, message, user, user, NOW, text, entities)


def tap_update(update: int, user: int, step: int, message: int, data: list[bytes]) -> bytes:
    """Return the update of a tap on the first button of the question of this step."""
    keyboard = _keyboard(QUESTIONS[step], data)
    shown = (message, user, NOW, _TEXTS[step], keyboard)
    return _TAP % (update, 4611686018427387904 + update, user, *shown, data[0])


class BotApi:
    """Answer every call; `heard` is told chat, message id and body of each that is sent."""

    def __init__(self) -> None:
        self.heard: Callable[[int, int, bytes], None] | None = None
        self.calls: dict[str, int] = {}
        self._ids = count(1_000)
        _sample = [b"q1:%d" % n for n in range(4)]
        self._keyboard = _keyboard(QUESTIONS[0], _sample)

    def next_id(self) -> int:
        """Return a message id higher than all before."""
        return next(self._ids)

    def __call__(self, method: str, body: bytes) -> bytes:
        """Answer one call; Telegram does not mind the case of a method's letters."""
        self.calls[method] = self.calls.get(method, 0) + 1
        name = method.lower()
        if name == "getme":
            return ME
        chat = _CHAT_ID.search(body) if name in _MESSAGES else None
        if chat is None:
            return OK
        return self._message(name, int(chat[1]), body)

    def _message(self, method: str, chat: int, body: bytes) -> bytes:
        edited = _MESSAGE_ID.search(body) if method == _EDIT else None
        message = int(edited[1]) if edited else self.next_id()
        if self.heard is not None and not edited:
            self.heard(chat, message, body)
        keyboard = b"" if edited else self._keyboard
        shown = _SHOWN % (message, chat, NOW, _TEXTS[0], keyboard)
        return b'{"ok":true,"result":%b}' % shown


__all__ = ["BotApi", "buttons", "tap_update", "text_update"]

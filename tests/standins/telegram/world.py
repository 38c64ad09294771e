"""All that Telegram's servers remember: chats, files, button presses, updates and settings."""

from __future__ import annotations

import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import msgspec

from tests.standins.faults import Call, Fault

from .chats import Chat, Json
from .pending import Lane, Pending, Queue
from .refused import refuse

_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(slots=True, eq=False)
class Press:
    """One press of a button, which the bot may answer once."""

    chat: Chat
    until: float
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """One picture the bot has uploaded."""

    file_id: str
    path: str
    content: bytes
    about: Json


class World:
    """The state; whoever reads or changes it holds `lock`."""

    def __init__(self, token: str, username: str, seed: int, callback_seconds: float) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.random = Random(seed)  # noqa: S311
        self.token = token
        self.callback_seconds = callback_seconds
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "painbot",
            "username": username,
        }
        self.queue = Queue(self.random)
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.uploads: dict[str, Upload] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.calls: list[Call] = []
        self.mistakes: list[str] = []
        self.refusals: list[str] = []
        self.faults: Callable[[Call], Fault | None] | None = None
        self.coming = 0
        self.later: Callable[[float, Callable[[], None]], None] = lambda _, act: act()

    def chat(self, chat_id: int | str) -> Chat:
        """Find a chat the bot may write to or ask about."""
        number = int(chat_id) if str(chat_id).lstrip("-").isdecimal() else 0
        return self.chats.get(number) or refuse("chat not found")

    def open_chat(self, about: Json) -> Chat:
        """Begin a chat that did not exist."""
        with self.lock:
            if about["id"] in self.chats:
                message = f"chat {about['id']} exists already"
                raise ValueError(message)
            return self.chats.setdefault(about["id"], Chat(self.lock, about))

    def draw_id(self) -> int:
        """Draw the number of a person or a chat nobody has yet."""
        with self.lock:
            while (number := self.random.randrange(10**8, 7 * 10**9)) in self.chats:
                pass
            return number

    def draw_name(self, letters: int = 24) -> str:
        """Draw a name for a file."""
        return "".join(self.random.choices("ABCDEFGHJKLMNPQRSTUVWXYZabcdefgh23456789_-", k=letters))

    def upload(self, content: bytes) -> Upload:
        """Keep a picture under a new name."""
        if not content:
            refuse("file must be non-empty")
        file_id, width, height = f"AgAC{self.draw_name()}", 800, 600
        if content.startswith(_PNG):
            width, height = struct.unpack(">II", content[16:24])
        about = {"file_id": file_id, "file_unique_id": self.draw_name(12), "width": width}
        about |= {"height": height, "file_size": len(content)}
        made = Upload(file_id, f"photos/file_{len(self.uploads)}.png", content, about)
        self.uploads[file_id] = made
        return made

    def send_update(self, kind: str, payload: Json, lane: Lane, **how: Any) -> int:  # noqa: ANN401
        """Queue an update the bot wants; 0 when it does not want this kind."""
        with self.lock:
            if kind not in self.queue.kinds:
                return 0
            update_id = self.queue.new_id()
            body = msgspec.json.encode({"update_id": update_id, kind: payload})
            pending = Pending(update_id, lane, body)
            if kind == "callback_query":
                pending.expires = time.monotonic() + self.callback_seconds
            self._deliver(pending, **how)
            return update_id

    def send_again(self, update_id: int, delay: float = 0.0, number: int = 1) -> None:
        """Deliver an update once more, beside whatever else is on its way."""
        first = self.queue.made[update_id]
        again = Pending(update_id, (f"again {number}", update_id), first.body, first.expires)
        self._arrive_later(again, delay, stray=True)

    def _deliver(
        self, pending: Pending, *, delay: float = 0.0, copies: int = 1, late: float = 0.05
    ) -> None:
        """Deliver an update, maybe later and maybe several times."""
        self.queue.made[pending.update_id] = pending
        self._arrive_later(pending, delay, stray=delay > 0)
        for number in range(1, copies):
            self.send_again(pending.update_id, delay + late * number, number)

    def _arrive_later(self, pending: Pending, delay: float, *, stray: bool) -> None:
        if delay <= 0:
            self.queue.arrive(pending, stray=stray)
            return
        self.coming += 1
        self.later(delay, lambda: self._arrive_now(pending))

    def _arrive_now(self, pending: Pending) -> None:
        with self.lock:
            self.coming -= 1
            self.queue.arrive(pending, stray=True)

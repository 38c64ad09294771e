"""A chat as Telegram's servers keep it, and as the person in it sees it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Condition, RLock
from typing import Any

from .formatting import Text
from .spec import words

Json = dict[str, Any]
_MEDIA = words("animation audio document paid_media photo video voice")


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message."""

    text: str
    data: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One message on a person's screen; `mine` when the person, not the bot, wrote it."""

    message_id: int
    mine: bool
    text: str
    html: str
    buttons: list[list[Button]]
    photo: bool
    edits: int

    @property
    def labels(self) -> list[str]:
        """Name all buttons in the order they are read."""
        return [button.text for row in self.buttons for button in row]

    def __str__(self) -> str:
        who = "you     " if self.mine else "painbot "
        picture = "[picture] " if self.photo else ""
        rows = (" ".join(f"[{button.text}]" for button in row) for row in self.buttons)
        return "\n          ".join((f"{who}{self.message_id:>4}  {picture}{self.text}", *rows))


@dataclass(slots=True, eq=False)
class Message:
    """One message; `sender` is None for a channel's posts."""

    message_id: int
    about: Json
    sender: Json | None
    by_bot: bool
    text: Text
    markup: Json | None = None
    extra: Json = field(default_factory=dict)
    date: int = field(default_factory=lambda: int(time.time()))
    edit_date: int = 0
    edits: int = 0
    _seen: Shown | None = None

    @property
    def captioned(self) -> bool:
        """Tell whether its text stands below something else."""
        return not _MEDIA.isdisjoint(self.extra)

    def change(self, text: Text | None, markup: Json | None) -> None:
        """Replace what it says and the buttons below."""
        self.text = text or self.text
        self.markup = markup
        self.edits += 1
        self.edit_date = int(time.time())
        self._seen = None

    def payload(self) -> Json:
        """Write it as the Bot API does."""
        made: Json = {"message_id": self.message_id}
        if self.sender is not None:
            made["from"] = self.sender
        made |= {"chat": self.about, "date": self.date}
        if self.edit_date:
            made["edit_date"] = self.edit_date
        made |= self.extra
        text, entities = ("caption", "caption_entities") if self.captioned else ("text", "entities")
        if self.text.plain:
            made[text] = self.text.plain
        if self.text.entities:
            made[entities] = list(self.text.entities)
        if self.markup and "inline_keyboard" in self.markup:
            made["reply_markup"] = self.markup
        return made

    def shown(self) -> Shown:
        """Give it as it is seen, worked out once for each version."""
        if self._seen is None:
            text = self.text.plain or (f"[{next(iter(self.extra))}]" if self.extra else "")
            self._seen = Shown(
                self.message_id,
                not self.by_bot,
                "" if "photo" in self.extra and not self.text.plain else text,
                self.text.html,
                _buttons(self.markup),
                "photo" in self.extra,
                self.edits,
            )
        return self._seen


def _buttons(markup: Json | None) -> list[list[Button]]:
    """Lay out the inline buttons."""
    return [
        [Button(one["text"], one.get("callback_data"), one.get("url")) for one in row]
        for row in (markup or {}).get("inline_keyboard", ())
    ]


class Chat:
    """The messages of one chat; whoever reads or changes it holds the world's lock."""

    def __init__(self, lock: RLock, about: Json) -> None:
        self.about = about
        self.chat_id: int = about["id"]
        self.messages: dict[int, Message] = {}
        self.blocked = False
        self.left = False
        self.toasts: list[str | None] = []
        self.actions: list[str] = []
        self.changed = Condition(lock)
        self._next_id = 1

    @property
    def private(self) -> bool:
        """Tell whether it is between one person and the bot."""
        return bool(self.about["type"] == "private")

    def add(
        self,
        sender: Json | None,
        text: Text,
        markup: Json | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Put a message under the newest one."""
        by_bot = bool(sender and sender["is_bot"])
        about = {} if extra is None else extra
        message = Message(self._next_id, self.about, sender, by_bot, text, markup, about)
        self._next_id += 1
        self.messages[message.message_id] = message
        self.changed.notify_all()
        return message

    def newest(self) -> list[Message]:
        """List the messages from the newest to the oldest."""
        return list(reversed(self.messages.values()))

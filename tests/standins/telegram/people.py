"""People and groups: what a test does with its hands, and what it reads off the screen."""

from __future__ import annotations

from typing import Any, Literal

from tests.standins.looking import Screened

from . import acts
from .chats import Chat, Json, Shown
from .formatting import typed
from .world import World

Kind = Literal["group", "supergroup", "channel"]
_MEMBER = {"status": "member"}
_KICKED = {"status": "kicked", "until_date": 0}


class Room(Screened[Shown]):
    """One chat as it is seen from outside the bot."""

    _world: World
    _chat: Chat

    def __init__(self, world: World, about: Json) -> None:
        self._world = world
        self._chat = world.open_chat(about)
        self.chat_id = self._chat.chat_id

    @property
    def toasts(self) -> list[str | None]:
        """What the bot showed when buttons were pressed; None where it only stopped the clock."""
        return list(self._chat.toasts)

    @property
    def actions(self) -> list[str]:
        """What the bot showed itself doing, such as typing."""
        return list(self._chat.actions)


class Person(Room):
    """Somebody in a private chat with the bot."""

    def __init__(self, world: World, user_id: int | None, language: str | None) -> None:
        number = world.draw_id() if user_id is None else user_id
        self.user: Json = {"id": number, "is_bot": False, "first_name": f"Person{number % 1000}"}
        if language is not None:
            self.user["language_code"] = language
        about = {"id": number, "first_name": self.user["first_name"], "type": "private"}
        super().__init__(world, about)
        self.user_id = number

    def says(self, text: str, *, delay: float = 0.0, copies: int = 1, late: float = 0.05) -> int:
        """Write a text; its update comes after `delay`, its copies each `late` after that."""
        how = {"delay": delay, "copies": copies, "late": late}
        return acts.write(self._world, self._chat, self.user, text, **how)

    def taps(
        self,
        label: str,
        message: Shown | int | None = None,
        *,
        delay: float = 0.0,
        copies: int = 1,
        late: float = 0.05,
    ) -> int:
        """Press the button with this label or data, on the newest message that has it."""
        how = {"delay": delay, "copies": copies, "late": late}
        return acts.tap(self._world, self._chat, self.user, label, message, **how)

    def presses(self, data: str, message: Shown | int, *, copies: int = 1) -> int:
        """Send any button data for a message, also such as is no longer or never was below it."""
        number = message if isinstance(message, int) else message.message_id
        with self._world.lock:
            found = self._chat.messages[number]
            return acts.press(self._world, self._chat, self.user, found, data, copies=copies)

    def sends(self, *, delay: float = 0.0, copies: int = 1, **message_fields: Any) -> int:  # noqa: ANN401
        """Send any message; `sticker=True` and the like take a usual one."""
        words = typed(message_fields.pop("caption", None) or message_fields.pop("text", ""))
        extra = {
            name: acts.SAMPLES.get(name, value) if value is True else value
            for name, value in message_fields.items()
        }
        how = {"delay": delay, "copies": copies}
        return acts.add(self._world, self._chat, self.user, words, extra, **how)

    def edits(self, text: str, message_id: int | None = None) -> int:
        """Change an own message, the newest if none is named."""
        with self._world.lock:
            for message in self._chat.newest():
                if not message.by_bot and message_id in (None, message.message_id):
                    return acts.edit(self._world, self._chat, message, text)
            failure = f"nothing to edit on the screen:\n{self.written()}"
            raise AssertionError(failure)

    def deletes(self, message: Shown | int) -> None:
        """Take a message off the screen; the bot is not told."""
        number = message if isinstance(message, int) else message.message_id
        with self._world.lock:
            del self._chat.messages[number]

    def blocks(self) -> int:
        """Block the bot: what it sends is turned down from now on."""
        with self._world.lock:
            self._chat.blocked = True
            return acts.membership(self._world, self._chat, self.user, _MEMBER, _KICKED)

    def unblocks(self) -> int:
        """Let the bot write again."""
        with self._world.lock:
            self._chat.blocked = False
            return acts.membership(self._world, self._chat, self.user, _KICKED, _MEMBER)


class Group(Room):
    """A group or a channel."""

    def __init__(self, world: World, kind: Kind) -> None:
        number = world.draw_id()
        chat_id = -number if kind == "group" else -(10**12) - number
        super().__init__(world, {"id": chat_id, "title": "A stand-in's group", "type": kind})

    @property
    def left(self) -> bool:
        """Tell whether the bot is gone."""
        return self._chat.left

    def adds(self, user: Person) -> int:
        """Have somebody bring the bot in."""
        with self._world.lock:
            self._chat.left = False
            gone = {"status": "left"}
            return acts.membership(self._world, self._chat, user.user, gone, _MEMBER)

    def says(self, user: Person, text: str, *, delay: float = 0.0, copies: int = 1) -> int:
        """Have somebody write in the group."""
        how = {"delay": delay, "copies": copies}
        return acts.write(self._world, self._chat, user.user, text, **how)

    def taps(self, user: Person, label: str, message: Shown | int | None = None) -> int:
        """Have somebody press a button in the group."""
        return acts.tap(self._world, self._chat, user.user, label, message)

    def posts(self, text: str) -> int:
        """Post to a channel, or write into a group as an anonymous administrator."""
        sender = None if self._chat.about["type"] == "channel" else _ANONYMOUS
        return acts.write(self._world, self._chat, sender, text)


# As whom Telegram shows administrators of groups who do not show themselves.
_ANONYMOUS: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}

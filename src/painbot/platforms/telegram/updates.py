"""A Telegram update as far as painbot reads it, out of its JSON."""

from __future__ import annotations

import re
from typing import Annotated, Final

import msgspec
from msgspec import Raw

from painbot.ports.plain import whole

_ID: Final = re.compile(rb'"update_id"\s*:\s*(\d{1,18})(?![\d.eE])')
_ABSENT: Final = Raw()
Id = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class Malformed(Exception):
    """It is no update. `update_id` is its id, if that could be read."""

    def __init__(self, update_id: int | None) -> None:
        super().__init__("this is no update")
        self.update_id = update_id


class User(msgspec.Struct):
    """Who sent something."""

    id: Id
    is_bot: bool = False


class Chat(msgspec.Struct):
    """Where it was sent. `type` is private, group, supergroup or channel."""

    id: Id
    type: str = ""


class Message(msgspec.Struct):
    """A message. Of what it holds besides words only the kind is known."""

    chat: Chat
    message_id: Id = 0
    from_: User | None = msgspec.field(default=None, name="from")
    text: str | None = None
    caption: str | None = None
    message_thread_id: Id | None = None
    is_topic_message: bool = False
    is_automatic_forward: bool = False
    sender_chat: Raw = _ABSENT
    animation: Raw = _ABSENT
    audio: Raw = _ABSENT
    checklist: Raw = _ABSENT
    contact: Raw = _ABSENT
    dice: Raw = _ABSENT
    document: Raw = _ABSENT
    game: Raw = _ABSENT
    giveaway: Raw = _ABSENT
    invoice: Raw = _ABSENT
    live_photo: Raw = _ABSENT
    location: Raw = _ABSENT
    paid_media: Raw = _ABSENT
    photo: Raw = _ABSENT
    poll: Raw = _ABSENT
    rich_message: Raw = _ABSENT
    sticker: Raw = _ABSENT
    story: Raw = _ABSENT
    venue: Raw = _ABSENT
    video: Raw = _ABSENT
    video_note: Raw = _ABSENT
    voice: Raw = _ABSENT

    @property
    def words(self) -> str | None:
        """Return the text, or what stands below a picture."""
        return self.caption if self.text is None else self.text

    @property
    def wordless(self) -> bool:
        """Return whether somebody sent something that has no words."""
        return any(_is_there(getattr(self, kind)) for kind in _KINDS)

    @property
    def from_bot(self) -> bool:
        """Return whether another bot sent it; people who write as their group seem to be bots."""
        bot = self.from_ is not None and self.from_.is_bot
        return bot and not _is_there(self.sender_chat)


_FIELDS: Final = Message.__struct_fields__
_KINDS: Final = _FIELDS[_FIELDS.index("animation") :]


def _is_there(field: Raw) -> bool:
    return bytes(field) not in (b"", b"null")


class Callback(msgspec.Struct):
    """A button that was pressed."""

    id: str
    from_: User = msgspec.field(name="from")
    data: str | None = None
    message: Message | None = None


class Member(msgspec.Struct):
    """What somebody is in a chat: member, administrator, left, kicked and so on."""

    status: str = ""


class MemberChange(msgspec.Struct):
    """That the bot came into a chat, was thrown out of it, or has other rights there."""

    chat: Chat
    from_: User | None = msgspec.field(default=None, name="from")
    old_chat_member: Member = msgspec.field(default_factory=Member)
    new_chat_member: Member = msgspec.field(default_factory=Member)


class Update(msgspec.Struct):
    """One update; at most one of the others is there."""

    update_id: Id
    message: Message | None = None
    edited_message: Message | None = None
    channel_post: Message | None = None
    callback_query: Callback | None = None
    my_chat_member: MemberChange | None = None


_DECODER: Final = msgspec.json.Decoder(Update)


def decode(raw: bytes) -> Update:
    """Return the update; raise Malformed, which quotes nothing, for anything else."""
    try:
        return _DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return _DECODER.decode(whole(raw))
    except (ValueError, msgspec.MsgspecError, RecursionError):
        found = _ID.search(raw)
        raise Malformed(int(found[1]) if found else None) from None


__all__ = [
    "Callback",
    "Chat",
    "Malformed",
    "MemberChange",
    "Message",
    "Update",
    "User",
    "decode",
]

"""What people do in a chat, written as the updates Telegram sends to the bot."""

from __future__ import annotations

import time
from typing import Any

from .chats import Chat, Json, Message, Shown
from .formatting import Text, typed
from .world import Press, World

SAMPLES: dict[str, Any] = {
    "sticker": {
        "file_id": "CAACAgIAAxkBAAIB",
        "file_unique_id": "AgADsample",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "\N{THUMBS UP SIGN}",
    },
    "voice": {
        "file_id": "AwACAgIAAxkBAAIC",
        "file_unique_id": "AgADvoice",
        "duration": 4,
        "mime_type": "audio/ogg",
        "file_size": 18211,
    },
    "location": {"latitude": 52.52, "longitude": 13.405},
    "contact": {"phone_number": "+491700000000", "first_name": "Sam", "user_id": 4711},
    "photo": [
        {
            "file_id": "AgACAgIAAxkBAAID",
            "file_unique_id": "AQADphoto",
            "width": 90,
            "height": 67,
            "file_size": 1253,
        }
    ],
    "poll": {
        "id": "5361234567890",
        "question": "Does it hurt?",
        "options": [{"text": "yes", "voter_count": 0}, {"text": "no", "voter_count": 0}],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
    },
}


def write(world: World, chat: Chat, sender: Json | None, text: str, **how: Any) -> int:  # noqa: ANN401
    """Type a message and send it; a channel's post has no sender."""
    return add(world, chat, sender, typed(text), {}, **how)


def add(
    world: World,
    chat: Chat,
    sender: Json | None,
    text: Text,
    extra: Json,
    **how: Any,  # noqa: ANN401
) -> int:
    """Send any message."""
    with world.lock:
        message = chat.add(sender, text, None, extra)
        kind = "channel_post" if chat.about["type"] == "channel" else "message"
        return _send(world, kind, message.payload(), ("chat", chat.chat_id), **how)


def edit(world: World, chat: Chat, message: Message, text: str, **how: Any) -> int:  # noqa: ANN401
    """Change a message that was sent before."""
    with world.lock:
        message.change(typed(text), None)
        chat.changed.notify_all()
        kind = "edited_channel_post" if chat.about["type"] == "channel" else "edited_message"
        return _send(world, kind, message.payload(), ("chat", chat.chat_id), **how)


def press(world: World, chat: Chat, user: Json, message: Message, data: str, **how: Any) -> int:  # noqa: ANN401
    """Press a button; `data` need not be on it, as whoever writes an own client can do."""
    with world.lock:
        query_id = str(world.random.randrange(10**17, 9 * 10**18))
        world.presses[query_id] = Press(chat, time.monotonic() + world.callback_seconds)
        payload = {
            "id": query_id,
            "from": user,
            "message": message.payload(),
            "chat_instance": str(world.random.randrange(10**17, 9 * 10**18)),
            "data": data,
        }
        return _send(world, "callback_query", payload, ("press", user["id"]), **how)


def tap(
    world: World,
    chat: Chat,
    user: Json,
    label: str,
    message: Shown | int | None,
    **how: Any,  # noqa: ANN401
) -> int:
    """Press the button with this label or data on the newest message that has one."""
    wanted = message.message_id if isinstance(message, Shown) else message
    with world.lock:
        for one in chat.newest():
            if wanted is not None and one.message_id != wanted:
                continue
            for button in (button for row in one.shown().buttons for button in row):
                if label in (button.text, button.data):
                    assert button.data is not None, f"{label!r} opens {button.url}"
                    return press(world, chat, user, one, button.data, **how)
        message_text = f"no button {label!r} on the screen:\n{screen_text(chat)}"
        raise AssertionError(message_text)


def membership(world: World, chat: Chat, user: Json, old: Json, new: Json) -> int:
    """Tell the bot what has become of its place in a chat."""
    payload = {
        "chat": chat.about,
        "from": user,
        "date": int(time.time()),
        "old_chat_member": {"user": world.bot, **old},
        "new_chat_member": {"user": world.bot, **new},
    }
    return _send(world, "my_chat_member", payload, ("member", chat.chat_id))


def screen_text(chat: Chat) -> str:
    """Write what is on the screen, for a failing test."""
    return "\n".join(str(message.shown()) for message in chat.messages.values()) or "(empty)"


def _send(world: World, kind: str, payload: Json, lane: tuple[str, int], **how: Any) -> int:  # noqa: ANN401
    return world.send_update(kind, payload, lane, **how)

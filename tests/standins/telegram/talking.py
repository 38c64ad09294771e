"""The methods by which the bot sends, changes and takes back messages, and answers presses."""

from __future__ import annotations

import time
from typing import Any

from .chats import Chat, Message
from .formatting import Text, read
from .keyboards import read_markup
from .refused import blame, refuse
from .spec import CHAT_ACTIONS
from .world import Upload, World

Params = dict[str, Any]
Files = dict[str, bytes]
LONGEST_TEXT, LONGEST_CAPTION, LONGEST_ALERT = 4096, 1024, 200


def send_message(world: World, params: Params, _: Files) -> object:
    """Put a text into a chat."""
    text, markup = _text(params), read_markup(params.get("reply_markup"))
    chat = _open(world, params)
    return chat.add(world.bot, text, markup).payload()


def send_photo(world: World, params: Params, files: Files) -> object:
    """Put a picture into a chat, uploaded now or before."""
    caption, markup = _caption(params), read_markup(params.get("reply_markup"))
    chat = _open(world, params)
    about = _picture(world, params["photo"], files).about
    return chat.add(world.bot, caption, markup, {"photo": [about]}).payload()


def send_chat_action(world: World, params: Params, _: Files) -> object:
    """Show that the bot is typing."""
    if params["action"] not in CHAT_ACTIONS:
        blame("wrong parameter action in request")
    chat = _open(world, params)
    chat.actions.append(params["action"])
    chat.changed.notify_all()
    return True


def edit_text(world: World, params: Params, _: Files) -> object:
    """Change the text of a message and the buttons below."""
    if "text" not in params:
        blame("message text is empty; the stand-in knows no rich messages")
    text = _text(params)
    return _edit(world, params, text, captioned=False)


def edit_caption(world: World, params: Params, _: Files) -> object:
    """Change the caption of a picture and the buttons below."""
    return _edit(world, params, _caption(params), captioned=True)


def edit_markup(world: World, params: Params, _: Files) -> object:
    """Change only the buttons."""
    return _edit(world, params, None, captioned=None)


def delete_message(world: World, params: Params, _: Files) -> object:
    """Take a message off the screen."""
    chat = world.chat(params["chat_id"])
    if chat.messages.pop(params["message_id"], None) is None:
        refuse("message to delete not found")
    chat.changed.notify_all()
    return True


def delete_messages(world: World, params: Params, _: Files) -> object:
    """Take several messages off the screen; those that are gone do not matter."""
    chat = world.chat(params["chat_id"])
    if not 1 <= len(params["message_ids"]) <= 100:
        blame("there must be 1 to 100 message identifiers")
    for message_id in params["message_ids"]:
        chat.messages.pop(message_id, None)
    chat.changed.notify_all()
    return True


def answer_press(world: World, params: Params, _: Files) -> object:
    """Stop the button's clock, and show a few words if there are any."""
    words = params.get("text")
    if words is not None and len(words) > LONGEST_ALERT:
        blame("MESSAGE_TOO_LONG")
    press = world.presses.get(params["callback_query_id"])
    if press is None or press.answered or time.monotonic() > press.until:
        refuse("query is too old and response timeout expired or query ID is invalid")
    press.answered = True
    press.chat.toasts.append(words or None)
    press.chat.changed.notify_all()
    return True


def _text(params: Params) -> Text:
    """Read the text of a message."""
    text = read(params["text"], params.get("parse_mode"), params.get("entities"))
    if not text.plain:
        blame("message text is empty")
    if text.units > LONGEST_TEXT:
        blame("message is too long")
    return text


def _caption(params: Params) -> Text:
    """Read the words below a picture; there may be none."""
    given = params.get("caption", "")
    caption = read(given, params.get("parse_mode"), params.get("caption_entities"))
    if caption.units > LONGEST_CAPTION:
        blame("message caption is too long")
    return caption


def _open(world: World, params: Params) -> Chat:
    """Find the chat to send into, if it lets the bot."""
    chat = world.chat(params["chat_id"])
    if chat.blocked:
        refuse("bot was blocked by the user", 403)
    if chat.left:
        refuse(f"bot is not a member of the {chat.about['type']} chat", 403)
    reply = params.get("reply_parameters")
    if reply and reply["message_id"] not in chat.messages:
        reply.get("allow_sending_without_reply") or refuse("message to be replied not found")
    return chat


def _picture(world: World, name: str, files: Files) -> Upload:
    """Find the picture of a call: in the call itself, or by the id of an earlier one."""
    if name.startswith("attach://"):
        part = name.removeprefix("attach://")
        if part not in files:
            blame("there is no file in the request")
        return world.upload(files[part])
    return world.uploads.get(name) or refuse("wrong file identifier/HTTP URL specified")


def _edit(world: World, params: Params, text: Text | None, *, captioned: bool | None) -> object:
    """Change a message of the bot, if there is anything to change."""
    markup = read_markup(params.get("reply_markup"))
    message, chat = _to_edit(world, params)
    if captioned is not None and captioned is not message.captioned:
        refuse(f"there is no {'caption' if captioned else 'text'} in the message to edit")
    new = text or message.text
    same = (new.plain, new.entities) == (message.text.plain, message.text.entities)
    if same and markup == message.markup:
        refuse(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    message.change(text, markup)
    chat.changed.notify_all()
    return message.payload()


def _to_edit(world: World, params: Params) -> tuple[Message, Chat]:
    """Find the message to change."""
    if "inline_message_id" in params or "chat_id" not in params or "message_id" not in params:
        blame("message identifier is not specified")
    chat = world.chat(params["chat_id"])
    message = chat.messages.get(params["message_id"]) or refuse("message to edit not found")
    if not message.by_bot:
        refuse("message can't be edited")
    return message, chat

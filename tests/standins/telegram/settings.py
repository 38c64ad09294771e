"""The methods by which the bot says what it is, and asks what there is."""

from __future__ import annotations

import re
from typing import Any

from .refused import blame, refuse
from .world import World

Params = dict[str, Any]
Files = dict[str, bytes]
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_MOST_COMMANDS = 100
_LONGEST_HINT = 256
_LONGEST = {"description": 512, "short_description": 120}


def get_me(world: World, _: Params, __: Files) -> object:
    """Tell the bot who it is."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, params: Params, _: Files) -> object:
    """Tell about a chat."""
    about = world.chat(params["chat_id"]).about
    return {**about, "accent_color_id": 0, "max_reaction_count": 11}


def leave_chat(world: World, params: Params, _: Files) -> object:
    """Leave a group or channel."""
    chat = world.chat(params["chat_id"])
    if chat.private:
        blame("chat member status can't be changed in private chats")
    if chat.left:
        refuse(f"bot is not a member of the {chat.about['type']} chat", 403)
    chat.left = True
    chat.changed.notify_all()
    return True


def get_file(world: World, params: Params, _: Files) -> object:
    """Tell where an uploaded file can be fetched."""
    found = world.uploads.get(params["file_id"]) or refuse("invalid file_id")
    about = {name: found.about[name] for name in ("file_id", "file_unique_id", "file_size")}
    return {**about, "file_path": found.path}


def set_commands(world: World, params: Params, _: Files) -> object:
    """Set the menu of commands for a scope and a language."""
    if len(params["commands"]) > _MOST_COMMANDS:
        blame("BOT_COMMANDS_TOO_MUCH")
    for command in params["commands"]:
        if not _COMMAND.fullmatch(command["command"]):
            blame("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= _LONGEST_HINT:
            blame("BOT_COMMAND_DESCRIPTION_INVALID")
    if params["commands"]:
        world.commands[_whom(params)] = params["commands"]
    else:
        world.commands.pop(_whom(params), None)
    return True


def get_commands(world: World, params: Params, _: Files) -> object:
    """Give the menu for exactly this scope and language."""
    return world.commands.get(_whom(params), [])


def delete_commands(world: World, params: Params, _: Files) -> object:
    """Forget the menu for this scope and language."""
    world.commands.pop(_whom(params), None)
    return True


def set_description(world: World, params: Params, _: Files) -> object:
    """Set what stands in an empty chat."""
    return _describe(world, "description", params)


def set_short_description(world: World, params: Params, _: Files) -> object:
    """Set what stands on the bot's profile."""
    return _describe(world, "short_description", params)


def get_description(world: World, params: Params, _: Files) -> object:
    """Give what stands in an empty chat."""
    kind = "description"
    return {kind: world.descriptions.get((kind, _language(params)), "")}


def get_short_description(world: World, params: Params, _: Files) -> object:
    """Give what stands on the bot's profile."""
    kind = "short_description"
    return {kind: world.descriptions.get((kind, _language(params)), "")}


def _describe(world: World, kind: str, params: Params) -> object:
    """Set one of the bot's descriptions."""
    words = params.get(kind, "")
    if len(words) > _LONGEST[kind]:
        blame(f"bot {kind.replace('_', ' ')} is too long")
    world.descriptions[kind, _language(params)] = words
    return True


def _language(params: Params) -> str:
    """Read the language; none means everyone who has no text of their own."""
    language = str(params.get("language_code", ""))
    if not _LANGUAGE.fullmatch(language):
        blame("invalid language code specified")
    return language


def _whom(params: Params) -> tuple[str, str]:
    """Name the scope and the language of a menu."""
    scope = params.get("scope", {"type": "default"})
    parts = (str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)
    return ":".join(parts), _language(params)

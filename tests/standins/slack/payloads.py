"""What people do, written as Slack sends it to the app."""

from __future__ import annotations

import time
from typing import Any

from .screens import Json, Message
from .world import APP, Chat, Team, World


def event(world: World, team: Team, what: Json) -> tuple[str, Json]:
    """Wrap an event; return its id and the whole."""
    event_id = world.draw("Ev")
    return event_id, {
        "token": "deprecated",
        "team_id": team.team_id,
        "enterprise_id": team.enterprise or None,
        "context_team_id": team.team_id,
        "api_app_id": APP,
        "event": {**what, "event_ts": what.get("ts", world.stamp())},
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": team.enterprise or None,
                "team_id": None if team.org else team.team_id,
                "user_id": team.bot_user,
                "is_bot": True,
                "is_enterprise_install": team.org,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": world.draw("4-"),
    }


def message(chat: Chat, made: Message, **more: Any) -> Json:  # noqa: ANN401
    """Write a new message."""
    thread = {"thread_ts": made.thread_ts, "parent_user_id": ""} if made.thread_ts else {}
    return {"type": "message", **said(chat, made), **thread, **_place(chat), **more}


def changed(chat: Chat, made: Message, before: str, stamp: str) -> Json:
    """Write that a message was changed."""
    old = {**said(chat, made), "text": before}
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": {**said(chat, made), "edited": {"user": made.user, "ts": stamp}},
        "previous_message": old,
        "hidden": True,
        "ts": stamp,
        **_place(chat),
    }


def said(chat: Chat, made: Message) -> Json:
    """Write a message by itself."""
    about: Json = {"user": made.user, "type": "message", "ts": made.ts, "text": made.text}
    about["team"] = chat.team.team_id
    if made.blocks:
        about["blocks"] = made.blocks
    if made.by_bot:
        about |= {"bot_id": chat.team.bot_id, "app_id": APP}
    else:
        about["client_msg_id"] = f"client-{made.ts}"
    return about


def pressed(world: World, team: Team, user: str, action: Json, where: Json) -> tuple[str, Json]:
    """Write a press; `where` is its container, and what belongs to it."""
    trigger = trigger_id(world)
    return trigger, {
        "type": "block_actions",
        "user": {
            "id": user,
            "username": user.lower(),
            "name": user.lower(),
            "team_id": team.team_id,
        },
        "api_app_id": APP,
        "token": "deprecated",
        "trigger_id": trigger,
        **whose(team),
        "is_enterprise_install": team.org,
        "response_url": "https://hooks.slack.invalid/actions/nobody-may-call-this",
        "actions": [{**action, "action_ts": world.stamp()}],
        **where,
    }


def below(chat: Chat, made: Message, *, ephemeral: bool) -> Json:
    """Write that something was pressed below a message."""
    container = {
        "type": "message",
        "message_ts": made.ts,
        "channel_id": chat.chat_id,
        "is_ephemeral": ephemeral,
    }
    channel = {"id": chat.chat_id, "name": "directmessage" if chat.private else "general"}
    found = {"container": container, "channel": channel, "state": made.state()}
    return found if ephemeral else {**found, "message": said(chat, made)}


def on_page(view: Json) -> Json:
    """Write that something was pressed on the app's own page."""
    container = {"type": "view", "view_id": view["id"]}
    return {"container": container, "view": view}


def command(world: World, chat: Chat, user: str, text: str) -> tuple[str, Json]:
    """Write a slash command."""
    team, trigger = chat.team, trigger_id(world)
    words = {
        "token": "deprecated",
        "team_id": team.team_id,
        "team_domain": "a-team",
        "channel_id": chat.chat_id,
        "channel_name": "directmessage" if chat.private else "general",
        "user_id": user,
        "user_name": user.lower(),
        "command": "/pain",
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "true" if team.org else "false",
        "response_url": "https://hooks.slack.invalid/commands/nobody-may-call-this",
        "trigger_id": trigger,
    }
    grid = {"enterprise_id": team.enterprise, "enterprise_name": "an organisation"}
    return trigger, {**words, **(grid if team.enterprise else {})}


def shortcut(world: World, chat: Chat, user: str, made: Message) -> tuple[str, Json]:
    """Write that somebody chose the app in the menu of a message."""
    trigger = trigger_id(world)
    return trigger, {
        "type": "message_action",
        "callback_id": "painbot",
        "trigger_id": trigger,
        "action_ts": world.stamp(),
        "message_ts": made.ts,
        "user": {"id": user, "name": user.lower(), "team_id": chat.team.team_id},
        "channel": {"id": chat.chat_id, "name": "general"},
        "message": said(chat, made),
        "token": "deprecated",
        "response_url": "https://hooks.slack.invalid/app/nobody-may-call-this",
        "is_enterprise_install": chat.team.org,
        **whose(chat.team),
    }


def whose(team: Team) -> Json:
    """Write in which workspace and organisation something was done."""
    about = {"id": team.team_id, "domain": "a-team"}
    if not team.enterprise:
        return {"team": about, "enterprise": None}
    return {"team": about, "enterprise": {"id": team.enterprise, "name": "an organisation"}}


def trigger_id(world: World) -> str:
    """Draw what an answer may open a window with, and what names an interaction."""
    with world.lock:
        return f"{world.random.randrange(10**12)}.{world.random.randrange(10**9)}.{world.stamp()}"


def _place(chat: Chat) -> Json:
    return {"channel": chat.chat_id, "channel_type": "im" if chat.private else "channel"}

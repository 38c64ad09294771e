"""The methods of the Web API: what each does to the world, and what it answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from .oauth import access
from .refused import blame, refuse
from .screens import Json, Message
from .world import Chat, File, Team, World

Does = Callable[[World, Team, Json], Json]
_SOON = 30 * 60


def auth_test(world: World, team: Team, params: Json) -> Json:
    """Say who the bot is."""
    del world, params
    return {
        "url": "https://a-team.slack.invalid/",
        "team": "A team",
        "user": "painbot",
        "team_id": team.team_id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": team.org,
        **({"enterprise_id": team.enterprise} if team.enterprise else {}),
    }


def post(world: World, team: Team, params: Json) -> Json:
    """Send a message."""
    chat = _open(world, team, params["channel"])
    blocks = _usable(world, team, params)
    made = Message(world.stamp(), team.bot_user, by_bot=True, text=params["text"], blocks=blocks)
    chat.add(made)
    return {"channel": chat.chat_id, "ts": made.ts, "message": {"text": made.text}}


def update(world: World, team: Team, params: Json) -> Json:
    """Change a message."""
    if params["channel"][:1] not in ("C", "D", "G"):
        blame("channel_not_found", "chat.update wants a chat, and not a person")
    chat = _open(world, team, params["channel"])
    made = chat.messages.get(params["ts"])
    if made is None:
        refuse("message_not_found")
    if not made.by_bot:
        blame("cant_update_message", "it is not the bot's own")
    made.change(params["text"], _usable(world, team, params))
    chat.changed.notify_all()
    return {"channel": chat.chat_id, "ts": made.ts, "text": made.text}


def post_ephemeral(world: World, team: Team, params: Json) -> Json:
    """Show something to one person only."""
    chat = _open(world, team, params["channel"])
    blocks = _usable(world, team, params)
    show(world, chat, params["user"], params["text"], blocks)
    return {"message_ts": chat.lines[params["user"]][-1].ts}


def show(world: World, chat: Chat, user: str, text: str, blocks: list[Json]) -> None:
    """Put a line into a chat that one person sees."""
    made = Message(world.stamp(), chat.team.bot_user, by_bot=True, text=text, blocks=blocks)
    chat.lines.setdefault(user, []).append(made)
    chat.changed.notify_all()


def publish(world: World, team: Team, params: Json) -> Json:
    """Show the app's own page to somebody."""
    user, view = params["user_id"], params["view"]
    chat = world.chat_of(team, user)
    if chat.closed:
        refuse("user_not_found")
    _look_at_files(world, team, view["blocks"])
    made = {**view, "id": world.draw("V"), "team_id": team.team_id, "hash": world.draw("", 8)}
    world.homes[chat.team.team_id, user] = made
    chat.changed.notify_all()
    return {"view": made}


def upload_url(world: World, team: Team, params: Json) -> Json:
    """Say where a file is to be sent."""
    file = File(world.draw("F"), team, int(params["length"]))
    world.files[file.file_id] = file
    return {"upload_url": file.file_id, "file_id": file.file_id}


def complete(world: World, team: Team, params: Json) -> Json:
    """Take files whose bytes have come."""
    for each in params["files"]:
        file = world.files.get(each["id"])
        if file is None or file.team is not team:
            refuse("file_not_found")
        if len(file.content) != file.length:
            blame("invalid_arguments", f"{len(file.content)} bytes came, not {file.length}")
        world.shared.add(file.file_id)
    return {"files": [{"id": each["id"]} for each in params["files"]]}


def _open(world: World, team: Team, name: str) -> Chat:
    """Find a chat that the bot may write to."""
    chat = world.chat(team, name)
    if chat.closed:
        refuse(chat.closed)
    return chat


def _usable(world: World, team: Team, params: Json) -> list[Json]:
    blocks: list[Json] = params.get("blocks", [])
    _look_at_files(world, team, blocks)
    return blocks


def _look_at_files(world: World, team: Team, blocks: list[Json]) -> None:
    """Blame for pictures that are not there."""
    for block in blocks:
        named = block.get("slack_file", {}).get("id")
        if named is None:
            continue
        file = world.files.get(named)
        if file is None or file.team is not team or named not in world.shared:
            blame("invalid_blocks", f"there is no file {named}")


def turned(world: World, params: Json) -> Json:
    """Give a token for a code, or a new one for the refresh token of the old one."""
    if params.get("grant_type") != "refresh_token":
        return access(world, params)
    for team in world.teams.values():
        if team.refresh and team.refresh == params.get("refresh_token"):
            team.token, team.refresh = f"xoxe.xoxb-{world.draw('', 20)}", world.draw("xoxe-1-")
            team.expires = time.time() + 12 * 3600
            about: dict[str, Any] = auth_test(world, team, {})
            return {
                "access_token": team.token,
                "token_type": "bot",
                "scope": ",".join(team.scopes),
                "refresh_token": team.refresh,
                "expires_in": int(team.expires - time.time()),
                "bot_user_id": team.bot_user,
                "app_id": "A0PAINBOT",
                "team": {"id": team.team_id, "name": about["team"]},
                "enterprise": None,
            }
    return refuse("invalid_refresh_token")


DOES: dict[str, Does] = {
    "auth.test": auth_test,
    "chat.postEphemeral": post_ephemeral,
    "chat.postMessage": post,
    "chat.update": update,
    "files.completeUploadExternal": complete,
    "files.getUploadURLExternal": upload_url,
    "views.publish": publish,
}

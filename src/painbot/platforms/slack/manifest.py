"""The app as Slack wants it described: paste it at api.slack.com and the app exists. Pure.

It asks for the fewest scopes that work.
"""

from __future__ import annotations

from typing import Any, Final

COMMAND: Final = "/pain"
SHORTCUT: Final = "painbot"
EVENTS_PATH: Final = "/slack/events"
INSTALL_PATH: Final = "/slack/install"
REDIRECT_PATH: Final = "/slack/oauth_redirect"
# To write, to be written to, to be named in a channel, to have a command.
SCOPES: Final = ("app_mentions:read", "chat:write", "commands", "im:history")
EVENTS: Final = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.im",
    "tokens_revoked",
)
EXAMPLE: Final = "https://bot.example.org"


def manifest(
    public_url: str = "",
    *,
    socket_mode: bool = False,
    pictures: bool = False,
    many_workspaces: bool = False,
) -> dict[str, Any]:
    """Return the manifest: for Socket Mode, as without a `public_url`, or where Slack is to call.

    With `pictures` the flows show some, which have to be uploaded. With `many_workspaces` others
    may install the app too.
    """
    called_at = "" if socket_mode else public_url
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "painbot",
            "description": "Asks short questions about hip or leg pain and says what may help.",
            "background_color": "#1d4e5f",
        },
        "features": _features(called_at),
        "oauth_config": _oauth(public_url, pictures=pictures, many=many_workspaces),
        "settings": _settings(called_at, many=many_workspaces),
    }


def scopes(*, pictures: bool) -> list[str]:
    """Return what a workspace has to allow."""
    return sorted([*SCOPES, *(["files:write"] if pictures else [])])


def _features(called_at: str) -> dict[str, Any]:
    command = {
        "command": COMMAND,
        "description": "Talk about hip or leg pain, in private",
        "usage_hint": "[help, back, stop, mydata or forget]",
        "should_escape": False,
    }
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "painbot", "always_online": True},
        "shortcuts": [
            {
                "name": "Ask painbot in private",
                "type": "message",
                "callback_id": SHORTCUT,
                "description": "Talk about hip or leg pain, in private",
            }
        ],
        "slash_commands": [{**command, **_url(called_at)}],
    }


def _oauth(public_url: str, *, pictures: bool, many: bool) -> dict[str, Any]:
    redirect = {"redirect_urls": [f"{public_url or EXAMPLE}{REDIRECT_PATH}"]} if many else {}
    return {**redirect, "scopes": {"bot": scopes(pictures=pictures)}}


def _settings(called_at: str, *, many: bool) -> dict[str, Any]:
    request = {"request_url": f"{called_at}{EVENTS_PATH}"} if called_at else {}
    return {
        "event_subscriptions": {**request, "bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True, **request},
        "org_deploy_enabled": many,
        "socket_mode_enabled": not called_at,
        "token_rotation_enabled": many,
    }


def _url(called_at: str) -> dict[str, str]:
    return {"url": f"{called_at}{EVENTS_PATH}"} if called_at else {}


__all__ = ["EVENTS_PATH", "INSTALL_PATH", "REDIRECT_PATH", "SCOPES", "manifest", "scopes"]

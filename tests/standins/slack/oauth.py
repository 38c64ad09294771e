"""How a workspace lets an app in: the page on which somebody says yes, and the code for it."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from .refused import blame, refuse
from .screens import Json
from .world import APP, CLIENT_ID, Team, World

TURNS_AFTER = 12 * 3600


def allowed(world: World, query: dict[str, str], team: Team) -> str:
    """Say yes for a workspace; return where Slack sends the browser then."""
    with world.lock:
        if query.get("client_id") != CLIENT_ID or not query.get("state"):
            world.mistakes.append("the page for installing was called without id and state")
        code = world.draw("code-", 20)
        world.codes[code] = team
        team.scopes = tuple(query.get("scope", "").split(","))
        back = query.get("redirect_uri", "")
        return f"{back}?{urlencode({'code': code, 'state': query.get('state', '')})}"


def access(world: World, params: Json) -> Json:
    """Give the token of a workspace for a code, once."""
    team = world.codes.pop(params.get("code", ""), None)
    if team is None:
        refuse("invalid_code")
    team.installed = True
    about: dict[str, Any] = {
        "access_token": team.token,
        "token_type": "bot",
        "scope": ",".join(team.scopes),
        "bot_user_id": team.bot_user,
        "app_id": APP,
        "team": None if team.org else {"id": team.team_id, "name": "A team"},
        "enterprise": {"id": team.enterprise, "name": "Org"} if team.enterprise else None,
        "is_enterprise_install": team.org,
        "authed_user": {"id": "U0WHOINSTALLED", "scope": "", "access_token": "xoxp-user"},
    }
    if team.refresh:
        about |= {"refresh_token": team.refresh}
        about |= {"expires_in": max(1, int(min(team.expires - time.time(), TURNS_AFTER)))}
    return about


async def page(request: web.Request) -> web.Response:
    """Show the page; people say yes with `SlackApi.installs`."""
    if not request.query.get("scope"):
        blame("invalid_scope", "an app must ask for something")
    return web.Response(text="May painbot come in?")

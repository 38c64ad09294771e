"""The HTTP side: reads a call in any of its forms, does it or fails on purpose, and answers."""

from __future__ import annotations

import asyncio
import base64
import time
from typing import Any

import msgspec
from aiohttp import web

from tests.standins.faults import Call, Fault
from tests.standins.hosting import cut, half

from . import doing, oauth
from .methods import METHODS
from .refused import Refused, blame, refuse
from .screens import Json
from .sockets import Lines
from .strict import checked
from .world import APP_TOKEN, CLIENT_ID, CLIENT_SECRET, World

_LARGEST = 20 * 2**20
# The methods that take JSON; all others want a form.
_JSON = frozenset({"chat.postEphemeral", "chat.postMessage", "chat.update", "views.publish"})


class Door:
    """Takes in every request; lives in the server's event loop."""

    def __init__(self, world: World, lines: Lines, latency: float) -> None:
        self._world, self._lines, self._latency = world, lines, latency

    def application(self) -> web.Application:
        """Make the application to be served."""
        made = web.Application(client_max_size=_LARGEST)
        made.router.add_route("*", "/api/{method}", self.handle)
        made.router.add_get("/socket", self._lines.handle)
        made.router.add_post("/upload/{file}", self._upload)
        made.router.add_get("/oauth/v2/authorize", oauth.page)
        return made

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Do one call from its request to its answer."""
        call = Call(request.match_info["method"], {}, time.monotonic())
        with self._world.lock:
            self._world.calls.append(call)
        try:
            body = await self._do(request, call)
        except Refused as no:
            body = self._note(call, no)
        except Exception as bug:  # noqa: BLE001
            body = self._note(call, _bug(bug))
        response = await self._answer(request, call, body)
        call.done_at = time.monotonic()
        with self._world.lock:
            self._world.changed.notify_all()
        return response

    async def _do(self, request: web.Request, call: Call) -> bytes | None:
        """Let the call in, ask for its fault, and do it; None means that nothing is answered."""
        token = await _read(request, call)
        ask = self._world.faults
        call.fault = fault = ask(call) if ask else None
        if fault and fault.undone:
            return await _fail(fault, call)
        # What has reached Slack is done, also when the bot is no longer there to hear of it.
        pause = fault.seconds if fault else 0.0
        body = await asyncio.shield(self._carry_out(request, call, token, pause))
        await asyncio.sleep(self._latency / 2)
        return body

    async def _carry_out(self, request: web.Request, call: Call, token: str, pause: float) -> bytes:
        """Do a call after the time it takes."""
        await asyncio.sleep(pause + self._latency / 2)
        try:
            with self._world.lock:
                result = self._perform(request, call, token)
        except Refused as no:
            return self._note(call, no)
        except Exception as bug:  # noqa: BLE001
            return self._note(call, _bug(bug))
        call.ok, call.status = True, 200
        return msgspec.json.encode({"ok": True, **result})

    def _perform(self, request: web.Request, call: Call, token: str) -> Json:
        call.params = checked(call.method, call.params)
        base = f"{request.scheme}://{request.host}"
        if call.method == "apps.connections.open":
            if token != APP_TOKEN:
                refuse("invalid_auth")
            where = f"{base.replace('http', 'ws', 1)}/socket"
            return {"url": f"{where}?ticket={self._lines.ticket()}&app_id=1"}
        if call.method == "oauth.v2.access":
            _is_the_app(request, call)
            return doing.turned(self._world, call.params)
        team = self._world.team_with(token)
        missing = METHODS[call.method].scope
        if missing and missing not in team.scopes:
            blame("missing_scope", missing)
        result = doing.DOES[call.method](self._world, team, call.params)
        if call.method == "files.getUploadURLExternal":
            result["upload_url"] = f"{base}/upload/{result['file_id']}"
        return result

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()
        with self._world.lock:
            file = self._world.files.get(request.match_info["file"])
            if file is None:
                return web.Response(status=404)
            file.content[:] = content
        return web.Response(text=f"OK - {len(content)}")

    def _note(self, call: Call, no: Refused) -> bytes:
        """Remember that a call was turned down, and why."""
        call.status, call.description = 200, no.error
        kept = self._world.mistakes if no.mistake else self._world.refusals
        with self._world.lock:
            kept.append(f"{call.method}: {no.error} {no.detail}")
        return msgspec.json.encode({"ok": False, "error": no.error})

    async def _answer(
        self, request: web.Request, call: Call, body: bytes | None
    ) -> web.StreamResponse:
        """Send the answer, half of it, or nothing."""
        kind = call.fault.kind if call.fault else ""
        if body is None or kind == "lost_answer":
            call.status = 0
            cut(request, reset=kind in ("reset", "refuse_connection"))
            return web.Response()
        if kind == "half_body":
            return await half(request, body)
        headers = self._headers(call)
        status = call.status or 200
        return web.Response(
            body=body, status=status, headers=headers, content_type="application/json"
        )

    def _headers(self, call: Call) -> dict[str, str]:
        if call.fault and call.fault.kind == "too_many":
            return {"Retry-After": str(int(call.fault.seconds))}
        if call.method == "auth.test":
            teams = [team for team in self._world.teams.values() if team.installed]
            return {"X-OAuth-Scopes": ",".join(teams[0].scopes)} if teams else {}
        return {}


async def _read(request: web.Request, call: Call) -> str:
    """Read the arguments in whatever form they come; return the token."""
    if call.method not in METHODS:
        blame("unknown_method", call.method)
    given = request.headers.get("Authorization", "")
    token = given.removeprefix("Bearer ") if given.startswith("Bearer ") else ""
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json" and request.can_read_body:
        if call.method not in _JSON:
            blame("invalid_arguments", f"{call.method} takes no JSON")
        params |= _decoded(await request.read())
        if "token" in params:
            blame("not_authed", "with JSON, the token belongs into a header")
    elif request.can_read_body:
        params |= {name: str(value) for name, value in (await request.post()).items()}
    call.params = params
    return str(params.pop("token", token))


def _decoded(body: bytes) -> Json:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.MsgspecError:
        blame("invalid_json", "the body is no object")


def _is_the_app(request: web.Request, call: Call) -> None:
    """Let only the app itself ask for tokens."""
    given = request.headers.get("Authorization", "")
    wanted = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
    said = (call.params.pop("client_id", ""), call.params.pop("client_secret", ""))
    if given != f"Basic {wanted}" and said != (CLIENT_ID, CLIENT_SECRET):
        blame("bad_client_secret", "nobody but the app may ask for tokens")


async def _fail(fault: Fault, call: Call) -> bytes | None:
    """Fail on purpose before anything is done."""
    if fault.kind == "hang":
        await asyncio.sleep(fault.seconds)
    if fault.kind not in ("error", "too_many"):
        return None
    call.status, call.description = fault.status, fault.description
    word = "ratelimited" if fault.kind == "too_many" else fault.description
    if fault.kind == "error" and fault.status != 200:
        return b"upstream request timeout"
    return msgspec.json.encode({"ok": False, "error": word})


def _bug(bug: Exception) -> Refused:
    return Refused("internal_error", mistake=True, detail=f"the stand-in broke: {bug!r}")

"""Read the parameters of a call from whatever form a request has."""

from __future__ import annotations

from typing import Any

import msgspec
from aiohttp import web

from tests.standins.faults import Call

from .refused import Refused, blame
from .spec import METHODS
from .strict import checked

Files = dict[str, bytes]


async def read_call(request: web.Request, call: Call) -> Files:
    """Read the parameters in whatever form they come; files are kept apart."""
    typed: dict[str, Any] = {}
    words: dict[str, str] = dict(request.query)
    files: Files = {}
    if request.content_type == "application/json":
        typed = _decoded(await request.read())
    elif request.method == "POST" and request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = value.file.read()
            else:
                words[name] = value if isinstance(value, str) else bytes(value).decode()
    call.params = {**words, **typed}
    if call.method not in METHODS:
        raise Refused(404, "Not Found", mistake=True)
    call.params = checked(call.method, typed, words, set(files))
    return files


def _decoded(body: bytes) -> dict[str, Any]:
    """Read a JSON body, which must be an object."""
    try:
        found = msgspec.json.decode(body or b"{}")
    except (msgspec.DecodeError, UnicodeError):
        found = None
    if not isinstance(found, dict):
        blame("can't parse JSON object")
    return found

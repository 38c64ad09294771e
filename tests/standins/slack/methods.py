"""The methods of the Web API that painbot uses: what each takes, and what it wants to see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["text", "number", "truth", "list", "object"]


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its arguments, which of them must be there, and the scope it needs."""

    needs: dict[str, Kind]
    takes: dict[str, Kind] = field(default_factory=dict)
    scope: str = ""


_MESSAGE: Final[dict[str, Kind]] = {
    "blocks": "list",
    "thread_ts": "text",
    "unfurl_links": "truth",
    "unfurl_media": "truth",
    "mrkdwn": "truth",
}

METHODS: Final = {
    "apps.connections.open": Method({}),
    "auth.test": Method({}),
    "chat.postEphemeral": Method(
        {"channel": "text", "user": "text", "text": "text"},
        {"blocks": "list", "thread_ts": "text"},
        "chat:write",
    ),
    "chat.postMessage": Method({"channel": "text", "text": "text"}, _MESSAGE, "chat:write"),
    "chat.update": Method(
        {"channel": "text", "ts": "text", "text": "text"}, {"blocks": "list"}, "chat:write"
    ),
    "files.completeUploadExternal": Method({"files": "list"}, {}, "files:write"),
    "files.getUploadURLExternal": Method(
        {"filename": "text", "length": "number"}, {"alt_txt": "text"}, "files:write"
    ),
    "oauth.v2.access": Method(
        {},
        {
            "code": "text",
            "redirect_uri": "text",
            "grant_type": "text",
            "refresh_token": "text",
        },
    ),
    "views.publish": Method({"user_id": "text", "view": "object"}, {"hash": "text"}),
}

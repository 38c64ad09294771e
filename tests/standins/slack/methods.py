"""The methods of the Web API that painbot uses or might: what each takes, and wants to see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["text", "number", "truth", "list", "object"]
Caller = Literal["bot", "app", "client"]


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its arguments, which of them must be there, and who may call it.

    `scope` is what the token of a bot must be allowed; a "client" shows its id and its secret.
    A token is no argument here: the server takes it out of whatever form it comes in.
    """

    needs: dict[str, Kind]
    takes: dict[str, Kind] = field(default_factory=dict)
    scope: str = ""
    caller: Caller = "bot"


# No link_names and no parse: with them a text could call somebody, and painbot never does.
_MESSAGE: Final[dict[str, Kind]] = {
    "blocks": "list",
    "thread_ts": "text",
    "unfurl_links": "truth",
    "unfurl_media": "truth",
    "mrkdwn": "truth",
}
_CLIENT: Final[dict[str, Kind]] = {"client_id": "text", "client_secret": "text"}

METHODS: Final = {
    "apps.connections.open": Method({}, caller="app"),
    "apps.uninstall": Method(_CLIENT),
    "auth.revoke": Method({}, {"test": "truth"}),
    "auth.test": Method({}),
    "chat.delete": Method({"channel": "text", "ts": "text"}, {}, "chat:write"),
    "chat.postEphemeral": Method(
        {"channel": "text", "user": "text", "text": "text"},
        {"blocks": "list", "thread_ts": "text"},
        "chat:write",
    ),
    "chat.postMessage": Method({"channel": "text", "text": "text"}, _MESSAGE, "chat:write"),
    "chat.update": Method(
        {"channel": "text", "ts": "text", "text": "text"}, {"blocks": "list"}, "chat:write"
    ),
    "conversations.info": Method({"channel": "text"}, {"include_locale": "truth"}, "im:read"),
    "conversations.open": Method(
        {}, {"channel": "text", "users": "text", "return_im": "truth"}, "im:write"
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
            **_CLIENT,
        },
        caller="client",
    ),
    "oauth.v2.exchange": Method({}, _CLIENT, caller="client"),
    "users.info": Method({"user": "text"}, {"include_locale": "truth"}, "users:read"),
    "views.open": Method({"trigger_id": "text", "view": "object"}),
    "views.publish": Method({"user_id": "text", "view": "object"}, {"hash": "text"}),
}

"""What Slack sends, as far as painbot reads it: events, presses, commands and shortcuts."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec

from painbot.ports.plain import whole

Id = Annotated[str, msgspec.Meta(max_length=255)]


class Malformed(Exception):
    """It is nothing that Slack sends."""

    def __init__(self) -> None:
        super().__init__("this is no payload")


class Named(msgspec.Struct):
    """A person, team, channel or enterprise."""

    id: Id = ""


class Words(msgspec.Struct):
    """The text of a message, who wrote it, and where it stands in its chat."""

    ts: Id = ""
    user: Id = ""
    text: str = ""
    bot_id: Id | None = None
    subtype: Id = ""


class Tokens(msgspec.Struct):
    """Users whose tokens were revoked."""

    bot: tuple[Id, ...] | None = None


class Event(Words):
    """One event; which of its fields are there depends on `type`."""

    type: Id = ""
    channel: Id = ""
    channel_type: Id = ""
    thread_ts: Id = ""
    tab: Id = ""
    message: Words | None = None
    previous_message: Words | None = None
    tokens: Tokens | None = None


class Authorization(msgspec.Struct):
    """For which installation an event is."""

    enterprise_id: Id | None = None
    team_id: Id | None = None
    is_enterprise_install: bool = False


class Option(msgspec.Struct):
    """One box of a list."""

    value: str = ""


class Action(msgspec.Struct):
    """What was pressed, ticked or typed."""

    type: Id = ""
    action_id: Id = ""
    block_id: Id = ""
    action_ts: Id = ""
    value: str | None = None
    selected_options: tuple[Option, ...] | None = None


class Field(msgspec.Struct):
    """What a field holds on the person's screen."""

    type: Id = ""
    selected_options: tuple[Option, ...] | None = None


class State(msgspec.Struct):
    """All fields of a message by block and action."""

    values: dict[str, dict[str, Field]] = msgspec.field(default_factory=dict)


class Container(msgspec.Struct):
    """Where something was pressed."""

    type: Id = ""
    message_ts: Id = ""
    channel_id: Id = ""
    is_ephemeral: bool = False


class Payload(msgspec.Struct):
    """Any request of Slack; what it is says `type`, and `command` for a slash command."""

    type: Id = ""
    api_app_id: Id = ""
    event_id: Id = ""
    event: Event | None = None
    authorizations: tuple[Authorization, ...] | None = None
    team_id: Id | None = None
    enterprise_id: Id | None = None
    is_enterprise_install: bool | str | None = None
    team: Named | None = None
    enterprise: Named | None = None
    user: Named | None = None
    channel: Named | None = None
    trigger_id: Id = ""
    callback_id: Id = ""
    container: Container | None = None
    actions: tuple[Action, ...] | None = None
    state: State | None = None
    command: Id = ""
    text: str = ""
    user_id: Id = ""
    channel_id: Id = ""

    @property
    def workspace(self) -> str:
        """Return the name of the workspace, or of the whole organisation where it installed us."""
        if self.authorizations:
            first = self.authorizations[0]
            return workspace(first.enterprise_id, first.team_id, org=first.is_enterprise_install)
        team = self.team.id if self.team else self.team_id
        enterprise = self.enterprise.id if self.enterprise else self.enterprise_id
        return workspace(enterprise, team, org=self.is_enterprise_install in (True, "true"))

    @property
    def team_name(self) -> str:
        """Return the name of the team in which it happened."""
        return (self.team.id if self.team else self.team_id) or ""


def workspace(enterprise: str | None, team: str | None, *, org: bool) -> str:
    """Return one name for what has installed the app."""
    if org and enterprise:
        return enterprise
    return f"{enterprise}.{team or ''}" if enterprise else team or ""


_ANY: Final = msgspec.json.Decoder(dict[str, Any])


def decode(raw: bytes) -> dict[str, Any]:
    """Return JSON as it is; raise Malformed, which quotes nothing, for anything else."""
    try:
        return _ANY.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return _ANY.decode(whole(raw))
    except (ValueError, msgspec.MsgspecError, RecursionError):
        raise Malformed from None


def payload(plain: dict[str, Any]) -> Payload:
    """Return what Slack sent; raise Malformed, which quotes nothing, for anything else."""
    try:
        return msgspec.convert(plain, Payload)
    except (msgspec.ValidationError, RecursionError):
        raise Malformed from None


__all__ = ["Action", "Event", "Malformed", "Payload", "decode", "payload", "workspace"]

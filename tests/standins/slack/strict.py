"""Compare the arguments of a call with the data in `methods`; nothing is let through on trust."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from .blockkit import check
from .methods import METHODS, Kind
from .refused import blame
from .texts import text, unescaped

LONGEST: Final = 40_000
_TYPES: Final[dict[Kind, type]] = {"text": str, "truth": bool, "list": list, "object": dict}
_TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}
# Which view a method shows, and what such a view is made of.
_VIEWS: Final = {"views.open": "modal", "views.publish": "home"}
_HOME: Final = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
_MODAL: Final = _HOME | {"title", "submit", "close", "clear_on_close", "notify_on_close"}


def checked(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call, decoded, or blame the caller for what is wrong."""
    if method not in METHODS:
        blame("unknown_method", method)
    known = METHODS[method]
    kinds = {**known.needs, **known.takes}
    for name in known.needs:
        if name not in arguments:
            word = "no_text" if name == "text" else "invalid_arguments"
            blame(word, f"{name} is missing")
    found: dict[str, Any] = {}
    for name, value in arguments.items():
        if name not in kinds:
            blame("invalid_arguments", f"unknown argument {name}")
        found[name] = _value(name, kinds[name], value)
    _look_within(method, found)
    return found


def _value(name: str, kind: Kind, value: Any) -> Any:  # noqa: ANN401
    """Return a value of the right type; in a form, all but texts are words for something."""
    if kind in ("list", "object") and isinstance(value, str):
        try:
            value = msgspec.json.decode(value)
        except msgspec.MsgspecError:
            blame("invalid_arguments", f"{name} is no JSON")
    if kind == "truth" and isinstance(value, str):
        value = _TRUTHS.get(value, value)
    if kind == "number":
        if not str(value).isdecimal():
            blame("invalid_arguments", f"{name} is no number")
        return int(value)
    if not isinstance(value, _TYPES[kind]):
        blame("invalid_arguments", f"{name} must be a {kind}")
    return value


def _look_within(method: str, found: dict[str, Any]) -> None:
    for name in ("channel", "user", "user_id", "ts", "trigger_id"):
        if name in found and not found[name]:
            blame("invalid_arguments", f"{name} is empty")
    if method == "chat.update" and found["channel"][0] in "UW":
        blame("channel_not_found", "chat.update wants a chat, and not a person")
    if "text" in found:
        _text(found["text"])
    if "blocks" in found:
        check(found["blocks"], "message")
    if "view" in found:
        _view(_VIEWS[method], found["view"])


def _text(said: str) -> None:
    """Look at what a notification or a screen reader says of a message."""
    if not said.strip():
        blame("no_text", "a message has no words for a screen reader")
    if len(said) > LONGEST:
        blame("msg_too_long", f"{len(said)} letters")
    if trouble := unescaped(said):
        blame("invalid_arguments", trouble)


def _view(kind: str, view: dict[str, Any]) -> None:
    if view.get("type") != kind:
        blame("invalid_arguments", f"only a {kind} can be shown so")
    if strange := set(view) - (_MODAL if kind == "modal" else _HOME):
        blame("invalid_arguments", f"a {kind} has no {sorted(strange)}")
    if kind == "modal":
        for name in {"title"} | view.keys() & {"submit", "close"}:
            text(view.get(name), 24, plain=True)
    check(view.get("blocks"), "home")

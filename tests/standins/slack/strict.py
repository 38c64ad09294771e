"""Compare the arguments of a call with the data in `methods`; nothing is let through on trust."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from .blockkit import check
from .methods import METHODS, Kind
from .refused import blame

LONGEST: Final = 40_000
_TYPES: Final[dict[Kind, type]] = {"text": str, "truth": bool, "list": list, "object": dict}


def checked(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call, decoded, or blame the caller for what is wrong."""
    known = METHODS[method]
    kinds = {**known.needs, **known.takes}
    for name in known.needs:
        if name not in arguments:
            blame("invalid_arguments", f"{name} is missing")
    found: dict[str, Any] = {}
    for name, value in arguments.items():
        if name not in kinds:
            blame("invalid_arguments", f"unknown argument {name}")
        found[name] = _value(name, kinds[name], value)
    _look_within(found)
    return found


def _value(name: str, kind: Kind, value: Any) -> Any:  # noqa: ANN401
    """Return a value of the right type; lists and objects may be JSON in a word."""
    if kind in ("list", "object") and isinstance(value, str):
        try:
            value = msgspec.json.decode(value)
        except msgspec.MsgspecError:
            blame("invalid_arguments", f"{name} is no JSON")
    if kind == "number":
        if not str(value).isdecimal():
            blame("invalid_arguments", f"{name} is no number")
        return int(value)
    if not isinstance(value, _TYPES[kind]):
        blame("invalid_arguments", f"{name} must be a {kind}")
    return value


def _look_within(found: dict[str, Any]) -> None:
    text = found.get("text")
    if text is not None and not text.strip():
        blame("no_text", "a message has no words for a screen reader")
    if text is not None and len(text) > LONGEST:
        blame("msg_too_long", f"{len(text)} letters")
    if "blocks" in found:
        check(found["blocks"], "message")
    view = found.get("view")
    if view is not None:
        if set(view) - {"type", "blocks", "private_metadata", "callback_id", "external_id"}:
            blame("invalid_arguments", f"a page has {sorted(view)}")
        if view.get("type") != "home":
            blame("invalid_arguments", "only the app's own page can be published")
        check(view.get("blocks"), "home")

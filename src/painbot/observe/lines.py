"""How an event looks as a line: JSON for machines, text for people."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from structlog.typing import EventDict

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SHOWN: Final = ("timestamp", "level", "logger", "event", "error", "trace")


def json_line(_logger: object, _method: str, event: EventDict) -> str:
    """Return an event as JSON on one line."""
    first = {key: event[key] for key in _SHOWN if key in event}
    return json.dumps(first | dict(event), ensure_ascii=False, default=str)


def text_line(_logger: object, _method: str, event: EventDict) -> str:
    """Return an event as a line to read, and the lines of code of an error below it."""
    time = str(event.get("timestamp", ""))[11:19]
    error = f" ({event['error']})" if "error" in event else ""
    rest = "".join(f"  {key}={_value(each)}" for key, each in event.items() if key not in _SHOWN)
    head = f"{time} {event.get('level', ''):8} {event.get('logger', '')}: {event.get('event')}"
    below = "".join(f"\n    {_safe(str(each))}" for each in event.get("trace", ()))
    return _safe(f"{head}{error}{rest}") + below


def _value(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _safe(text: str) -> str:
    """Return a text that stays on its line and cannot steer a terminal."""
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


FORMS: Final[Mapping[str, Callable[[Any, str, EventDict], str]]] = {
    "json": json_line,
    "text": text_line,
}

__all__ = ["FORMS"]

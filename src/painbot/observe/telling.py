"""What an event may tell: plain values as they are, of anything else only its type.

The words of an exception may quote a message of somebody, so of it the type is told, and the lines
of code it came through.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from painbot.flow.findings import Finding

if TYPE_CHECKING:
    from structlog.typing import EventDict

_MOST: Final = 500  # letters of a text
_FRAMES: Final = 20
_CAUSES: Final = 5
_ALWAYS: Final = frozenset({"exc_info", "stack_info", "stack", "exception"})


def told(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Return what may be told of an event, as structlog wants it."""
    error = _error(event.get("exc_info"))
    plain = {str(key): _plain(each) for key, each in event.items() if key not in _ALWAYS}
    if error is not None:
        plain["error"] = name_of(error)
        plain["trace"] = list(_trace(error))
    return plain


def words(record: logging.LogRecord) -> str:
    """Return the message of a record of our own."""
    given = record.args
    args: Any = (
        {key: _plain(each) for key, each in given.items()}
        if isinstance(given, Mapping)
        else tuple(map(_plain, given or ()))
    )
    template = _plain(record.msg)
    try:
        return str(template) % args if args else str(template)
    except (TypeError, ValueError, KeyError):
        return str(template)


def name_of(error: BaseException) -> str:
    """Return the type of an error; of a group also the types of what is in it."""
    name = type(error).__name__
    if not isinstance(error, BaseExceptionGroup):
        return name
    inside = dict.fromkeys(name_of(each) for each in error.exceptions[:_CAUSES])
    return f"{name}({', '.join(inside)})"


def _plain(value: object) -> str | int | float | bool | list[Any] | None:
    if isinstance(value, str):
        return value if len(value) <= _MOST else f"{value[:_MOST]}..."
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (PurePath, Finding)):  # a finding tells of flow files, not of people
        return str(value)
    if isinstance(value, BaseException):
        return name_of(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in value]
    return type(value).__name__


def _error(given: object) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if len(given) > 1 and isinstance(given[1], BaseException) else None
    return sys.exc_info()[1] if given else None


def _trace(error: BaseException | None) -> Iterator[str]:
    """Yield the lines an error came through, innermost last, then those of its causes."""
    for number in range(_CAUSES):
        if error is None:
            return
        if number:
            yield f"because of {name_of(error)}"
        frames = traceback.StackSummary.extract(
            traceback.walk_tb(error.__traceback__), limit=-_FRAMES, lookup_lines=False
        )
        yield from (f"{_short(each.filename)}:{each.lineno} {each.name}" for each in frames)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _short(filename: str) -> str:
    return "/".join(PurePath(filename).parts[-2:])


__all__ = ["name_of", "told", "words"]

"""Log lines, our own and those of libraries, through one output that lets no text of people out.

Only painbot's own loggers may speak: of a library's record the logger, the level, the place and
the type of an exception are printed, for its words may quote a message or an address with a token.
"""

from __future__ import annotations

import logging
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, TextIO

from painbot.observe.lines import FORMS
from painbot.observe.scrubbing import Scrubber
from painbot.observe.telling import told, words

if TYPE_CHECKING:
    from structlog.typing import EventDict

OWN: Final = "painbot"
HELD: Final = (
    "aiohttp.access",
    "aiohttp.client",
    "httpcore",
    "httpx",
    "slack_bolt",
    "slack_sdk",
    "telegram",
    "transitions",
    "uvicorn.access",
)
_ANOTHERS: Final = {
    "warning": "a warning of this library",
    "error": "an error of this library",
    "critical": "a fatal error of this library",
}


class Wanted(Protocol):
    """What the settings say about logs."""

    @property
    def log_level(self) -> str:
        """Return debug, info, warning or error."""
        ...

    @property
    def log_format(self) -> str:
        """Return auto, json or text."""
        ...

    @property
    def confidential(self) -> frozenset[str]:
        """Return texts that must never be printed."""
        ...


def start_logging(settings: Wanted, stream: TextIO | None = None) -> None:
    """Print log lines from now on, to standard error: readable on a screen, else as JSON.

    Use `structlog.get_logger(__name__)` or `logging.getLogger(__name__)`.
    """
    import structlog

    stream = stream or sys.stderr
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    auto = "text" if stream.isatty() else "json"
    form = auto if settings.log_format == "auto" else settings.log_format
    structlog.reset_defaults()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _named,
            told,
            Scrubber(settings.confidential),
            FORMS[form],
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *names: _Printer(stream, *names),
    )
    _take_over(level)


class _Printer:
    """Print lines; that nobody can read them is no reason to stop."""

    def __init__(self, stream: TextIO, name: str = OWN, *_: object) -> None:
        self.name = name
        self._stream = stream

    def _print(self, line: str) -> None:
        with suppress(OSError, ValueError):  # the other end is gone, or it is closed
            self._stream.write(f"{line}\n")
            self._stream.flush()

    debug = info = warning = error = critical = exception = msg = _print


def _named(printer: _Printer, _: str, event: EventDict) -> EventDict:
    event.setdefault("logger", printer.name)
    return event


def _take_over(level: int) -> None:
    """Let the standard library's records, its warnings and uncaught errors go through here."""
    root = logging.getLogger()
    root.handlers[:] = [_Records()]
    root.setLevel(logging.WARNING)
    logging.getLogger(OWN).setLevel(level)
    for name in HELD:
        held = logging.getLogger(name)
        held.handlers.clear()
        held.propagate = True
        held.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(*args[:3])
    sys.unraisablehook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


class _Records(logging.Handler):
    """Print records of the standard library."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one, without the words of a library."""
        own = _is_own(record.name)
        if not own and record.levelno < logging.WARNING:
            return
        import structlog

        method = _method(record.levelno)
        log = structlog.get_logger(record.name)
        said = {} if own else {"at": f"{record.filename}:{record.lineno}"}
        sentence = words(record) if own else _ANOTHERS[method]
        getattr(log, method)(sentence, exc_info=record.exc_info, **said)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Print nothing: logging itself would print the record with all it holds."""


def _is_own(name: str) -> bool:
    return name == OWN or name.startswith(f"{OWN}.")


def _method(level: int) -> str:
    """Return how structlog calls the level of a record; there may be levels in between."""
    methods = {logging.CRITICAL: "critical", logging.ERROR: "error", logging.WARNING: "warning"}
    own = "info" if level >= logging.INFO else "debug"
    return next((method for least, method in methods.items() if level >= least), own)


def _uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    import structlog

    if issubclass(kind, KeyboardInterrupt):
        return
    raised = (kind, error or kind(), trace)
    structlog.get_logger(OWN).critical("nobody caught an error", exc_info=raised)


__all__ = ["HELD", "Wanted", "start_logging"]

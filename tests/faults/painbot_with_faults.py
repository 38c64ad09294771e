"""`painbot serve` in a process of its own, which may be told to die at one step of a turn.

What painbot does is not changed: in this process only, one method is wrapped, and just before or
after its n-th call the process kills itself, as suddenly as `kill -9` does.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Final

POISON: Final = "poison"
# The steps of a turn, from an update's coming in to the note that its answer was sent.
_STORE: Final = "painbot.store", "RedisStore"
_TELEGRAM: Final = "painbot.platforms.telegram"
_SLACK: Final = "painbot.platforms.slack"
Steps = dict[str, tuple[str, str, str]]
_EVERYWHERE: Final[Steps] = {
    "load": (*_STORE, "load"),
    "commit": (*_STORE, "commit"),
    "sent": (*_STORE, "sent"),
    "sweep": (*_STORE, "overdue"),
    "take-outbox": (*_STORE, "take_outbox"),
}
STEPS: Final[dict[str, Steps]] = {
    "Telegram": {
        **_EVERYWHERE,
        "receive": (f"{_TELEGRAM}.receiving", "Receiver", "take"),
        "acknowledge": (f"{_TELEGRAM}.receiving", "Receiver", "_heard"),
        "confirm": (f"{_TELEGRAM}.polling", "Poller", "_ask"),
        "deliver": (f"{_TELEGRAM}.channel", "TelegramChannel", "deliver"),
        "call": (f"{_TELEGRAM}.api", "Api", "call"),
    },
    "Slack": {
        **_EVERYWHERE,
        "receive": (f"{_SLACK}.receiving", "Receiver", "take"),
        "acknowledge": (f"{_SLACK}.receiving", "Receiver", "_heard"),
        "line": (f"{_SLACK}.sockets", "Line", "_answer"),
        "deliver": (f"{_SLACK}.channel", "SlackChannel", "deliver"),
        "call": (f"{_SLACK}.api", "Api", "call"),
    },
}
PRELOADED: Final = (
    "painbot.cli",
    "painbot.app.serve",
    "painbot.app.web",
    "painbot.platforms.slack.channel",
    "painbot.platforms.slack.running",
    "painbot.platforms.telegram.channel",
    "painbot.platforms.telegram.running",
    "painbot.store",
)


@dataclass(frozen=True)
class Death:
    """When to die: before or after the n-th call of a step on a platform."""

    platform: str
    step: str
    after: bool
    number: int


def serve(
    environment: dict[str, str], complaints: Path, death: Death | None, *, poisoned: bool
) -> None:
    """Be painbot until killed; what it writes to standard error goes into a file."""
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(complaints, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
    if death is not None:
        _arrange(death)
    if poisoned:
        _poison()
    _hurry()
    from painbot.cli import main

    sys.argv = ["painbot", "serve"]
    main()


def _hurry() -> None:
    """Let who asks Telegram, and who sweeps up, follow sooner on whoever was killed."""
    from painbot.app import serve as serving
    from painbot.platforms.slack import sockets
    from painbot.platforms.telegram import claiming

    claiming.CLAIM_SECONDS, claiming.LOOK_SECONDS = 0.6, 0.05  # type: ignore[misc]
    sockets.PAUSE = 0.1  # type: ignore[misc]
    serving.SWEEP_SECONDS = 0.3  # type: ignore[misc]


def _arrange(death: Death) -> None:
    module, kind, name = STEPS[death.platform][death.step]
    owner = getattr(__import__(module, fromlist=[kind]), kind)
    setattr(owner, name, _deadly(getattr(owner, name), death))


def _deadly(method: Callable[..., Awaitable[Any]], death: Death) -> Callable[..., Awaitable[Any]]:
    left = death.number

    @wraps(method)
    async def wrapped(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it is given
        nonlocal left
        left -= 1
        last = left == 0
        if last and not death.after:
            _die()
        result = await method(*given, **named)
        if last:
            _die()
        return result

    return wrapped


def _poison() -> None:
    """Let painbot have a fault that one text brings out."""
    from painbot.dialogue.engine import step as real
    from painbot.dialogue.events import Typed
    from painbot.service import stepping

    def step(library: Any, session: Any, event: Any) -> Any:  # noqa: ANN401
        if isinstance(event, Typed) and POISON in event.text:
            raise ZeroDivisionError(event.text)
        return real(library, session, event)

    vars(stepping)["step"] = step


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


__all__ = ["POISON", "PRELOADED", "STEPS", "Death", "serve"]

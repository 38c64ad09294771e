"""How a call is turned down: as Slack words it, and whether a careful bot may ever see it."""

from __future__ import annotations

from typing import NoReturn


class Refused(Exception):
    """A call that is not done; `mistake` says that the bot should never have made it."""

    def __init__(self, error: str, *, mistake: bool = False, detail: str = "") -> None:
        super().__init__(error)
        self.error, self.mistake, self.detail = error, mistake, detail


def refuse(error: str) -> NoReturn:
    """Turn down what happens to every bot in normal life."""
    raise Refused(error)


def blame(error: str, detail: str) -> NoReturn:
    """Turn down what only a mistake in the bot can cause."""
    raise Refused(error, mistake=True, detail=detail)

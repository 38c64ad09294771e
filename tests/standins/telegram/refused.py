"""How a call is turned down: as Telegram words it, and whether a careful bot may ever see it."""

from __future__ import annotations

from typing import NoReturn


class Refused(Exception):
    """A call that is not done; `mistake` says that the bot should never have made it."""

    def __init__(self, status: int, description: str, *, mistake: bool = False) -> None:
        super().__init__(description)
        self.status, self.description, self.mistake = status, description, mistake
        self.retry_after: int | None = None


def refuse(description: str, status: int = 400) -> NoReturn:
    """Turn down what happens to every bot in normal life."""
    raise Refused(status, f"{PREFIX.get(status, 'Bad Request')}: {description}")


def blame(description: str, status: int = 400) -> NoReturn:
    """Turn down what only a mistake in the bot can cause."""
    raise Refused(status, f"{PREFIX.get(status, 'Bad Request')}: {description}", mistake=True)


PREFIX = {400: "Bad Request", 403: "Forbidden", 409: "Conflict"}

"""What can go wrong with a call on purpose, and what is remembered of every call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_DESCRIPTIONS = {
    400: "Bad Request: made to fail",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: made to fail",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a call fails; make one with the methods below."""

    kind: str
    status: int = 0
    description: str = ""
    seconds: float = 0.0

    @classmethod
    def error(cls, status: int, description: str = "") -> Fault:
        """Answer with an error and do nothing."""
        return cls("error", status, description or _DESCRIPTIONS.get(status, "Error"))

    @classmethod
    def said(cls, word: str) -> Fault:
        """Answer 200 with an error in the body, as Slack does, and do nothing."""
        return cls("error", 200, word)

    @classmethod
    def too_many(cls, retry_after: int) -> Fault:
        """Answer 429, to be tried again after so many seconds, and do nothing."""
        description = f"Too Many Requests: retry after {retry_after}"
        return cls("too_many", 429, description, retry_after)

    @classmethod
    def hang(cls, seconds: float) -> Fault:
        """Say nothing for so long, do nothing, and close the connection."""
        return cls("hang", seconds=seconds)

    @classmethod
    def slow(cls, seconds: float) -> Fault:
        """Wait for so long, then do it and answer well."""
        return cls("slow", seconds=seconds)

    @classmethod
    def half_body(cls) -> Fault:
        """Do it, send half of the answer's body and close the connection."""
        return cls("half_body")

    @classmethod
    def lost_answer(cls) -> Fault:
        """Do it and close the connection without an answer."""
        return cls("lost_answer")

    @classmethod
    def reset(cls) -> Fault:
        """Reset the connection before anything is done."""
        return cls("reset")

    @classmethod
    def refuse_connection(cls) -> Fault:
        """Do as `reset`: whoever has sent a request can no longer be refused a connection."""
        return cls("refuse_connection")

    @property
    def undone(self) -> bool:
        """Tell whether the call is not even tried."""
        return self.kind in ("error", "too_many", "hang", "reset", "refuse_connection")

    @property
    def unheard(self) -> bool:
        """Tell whether the answer does not reach the bot."""
        return self.kind in ("half_body", "lost_answer")


@dataclass(slots=True, eq=False)
class Call:
    """One call of the bot: `ok` when it was done, `status` 0 while or if nothing was answered."""

    method: str
    params: dict[str, Any]
    at: float
    ok: bool = False
    status: int = 0
    fault: Fault | None = None
    description: str = ""
    done_at: float = 0.0

"""What `painbot doctor` finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: good, bad (then with a fix), or None: worth knowing.

    `text` and `fix` are plain sentences. They never hold a secret.
    """

    ok: bool | None
    text: str
    fix: str = ""

    def __str__(self) -> str:
        """Return the lines an operator reads."""
        mark = {True: "✓", False: "✗", None: "!"}[self.ok]
        return f"{mark} {self.text}" + (f"\n  {self.fix}" if self.fix else "")


__all__ = ["Check"]

"""What is wrong with the settings, in plain sentences that never quote a value."""

from __future__ import annotations

from collections.abc import Sequence


class BadSettings(Exception):
    """Some settings cannot be used: one sentence each, all of them at once."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


__all__ = ["BadSettings"]

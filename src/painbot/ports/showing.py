"""What a reply looks like wherever there are pictures in text: one sign for each level of care."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from painbot.dialogue.replies import Asking, Choice, Result
from painbot.flow.levels import Level

SIGNS: Final = {
    Level.SELF_CARE: "🟢",
    Level.ROUTINE: "🔵",
    Level.SOON: "🟡",
    Level.TODAY: "🟠",
    Level.HOSPITAL: "🔴",
    Level.EMERGENCY: "🚨",
}
# Sections of a result that stand back behind the advice, and those set in small letters.
QUIET: Final = frozenset({"sources", "reviewed", "disclaimer"})
BEHIND: Final = frozenset({"you-told-me", *QUIET})


def by_group(shown: Asking | Result) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    """Yield the choices list by list, each with its heading, empty if there is only one list."""
    groups: dict[str, list[Choice]] = {}
    for choice in shown.choices:
        groups.setdefault(choice.group, []).append(choice)
    yield from ((group, tuple(choices)) for group, choices in groups.items())


__all__ = ["BEHIND", "QUIET", "SIGNS", "by_group"]

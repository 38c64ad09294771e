"""What most traits share."""

from __future__ import annotations

from typing import Final

from painbot.flow.text import Sight

NOTHING: Final[frozenset[Sight]] = frozenset()


class BaseTrait:
    """What most traits share: they tell nothing apart at first, and count no answers."""

    counts = False

    @property
    def sights(self) -> frozenset[Sight]:
        """Return what is told apart from the beginning: nothing."""
        return NOTHING

"""Somebody at a screen, as a drill knows them, whichever platform's stand-in they are on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Button(Protocol):
    """A button, or a box to tick."""

    @property
    def data(self) -> str | None:
        """Return what pressing it says."""


class Shown(Protocol):
    """A message on the screen."""

    @property
    def message_id(self) -> object:
        """Name it."""

    @property
    def text(self) -> str:
        """Return what is read."""

    @property
    def labels(self) -> list[str]:
        """Name all boxes and buttons."""

    @property
    def buttons(self) -> Sequence[Sequence[Button]]:
        """Return all boxes and buttons in their rows."""


class Person(Protocol):
    """Somebody who talks to painbot."""

    _world: Any
    user_id: Any

    def heard(self) -> Sequence[Shown]:
        """List what painbot said."""

    def says(self, text: str, *, delay: float = 0.0) -> Any:  # noqa: ANN401
        """Write a text; return what names it."""

    def taps(self, label: str, message: Any = None) -> Any:  # noqa: ANN401
        """Press a button; return what names it."""

    def presses(self, data: str, message: Any) -> Any:  # noqa: ANN401
        """Send any data for a message."""

    def blocks(self) -> Any:  # noqa: ANN401
        """Be somebody who cannot be written to any more."""


__all__ = ["Person", "Shown"]

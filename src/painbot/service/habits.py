"""How a service goes about its work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """Say how patient a service is, in seconds.

    `lease` is how long a sender that died keeps others from sending; a call to a platform may
    take half of it. `noting` is how long it is tried to note what was sent. `urgent` says whether
    people are told what matters in an emergency when nothing can be stored.
    """

    lease: float = 10.0
    noting: float = 30.0
    urgent: bool = True


__all__ = ["Habits"]

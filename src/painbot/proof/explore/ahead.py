"""What can still come after a stop, and all that looks there.

Whether some of it has become impossible for those who stand there is for `alive` to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from painbot.flow.levels import Level
from painbot.flow.text import Look
from painbot.proof.explore.numbers import joined
from painbot.proof.explore.users import Ruling, User

ALWAYS = int(Level.EMERGENCY) + 1  # a level that nothing reaches


@dataclass(frozen=True, slots=True)
class Open:
    """A stop that may still be asked: bits of its keys, its guards, its offers.

    It is `free` if no guard stands before it.
    """

    keys: int
    guards: tuple[User, ...]
    offers: tuple[User, ...]
    free: bool

    def above(self, floor: int) -> Open | None:
        """Return it without those who do not look from a level on; None if it is passed then."""
        guards = tuple(user for user in self.guards if user.until > floor)
        offers = tuple(user for user in self.offers if user.until > floor)
        return Open(self.keys, guards, offers, self.free) if guards or self.free else None


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """All that can come after a stop for those who answered the same of `keys`.

    `here` looks at what is asked now and at ways out. Rules are those that can come to count
    before something that is held against the level; `in_force` are those that count already,
    `loose` those of them that read something still to be asked. Of `askable`, `now` is asked
    here. `order` are the keys whose being answered matters.
    """

    here: tuple[User, ...]
    now: int
    stops: tuple[Open, ...]
    rules: tuple[Ruling, ...]
    in_force: frozenset[Ruling]
    loose: tuple[Ruling, ...]
    keys: frozenset[str]
    askable: int
    levels: tuple[int, ...]
    seen: frozenset[str]
    looks: tuple[tuple[int, Look], ...]
    order: int
    settled: dict[int, Settled] = field(default_factory=dict)
    above: dict[int, Watching] = field(default_factory=dict)

    def watching(self, floor: int) -> Watching:
        """Return who still looks when a level is certain."""
        if floor not in self.above:
            here = tuple(user for user in self.here if user.until > floor)
            stops = tuple(filter(None, (stop.above(floor) for stop in self.stops)))
            rules = tuple(ruling for ruling in self.rules if ruling.level > floor)
            users = (*here, *(u for stop in stops for u in (*stop.guards, *stop.offers)))
            sees = joined(user.looks for user in users)
            sees |= joined(ruling.looks for ruling in (*rules, *self.loose))
            self.above[floor] = Watching(here, stops, rules, sees)
        return self.above[floor]


@dataclass(frozen=True, slots=True)
class Watching:
    """Of all that is ahead, what a certain level does not end: `sees` are bits of its looks."""

    here: tuple[User, ...]
    stops: tuple[Open, ...]
    rules: tuple[Ruling, ...]
    sees: int


@dataclass(frozen=True, slots=True)
class Settled:
    """Bits of the sights that no answer can change any more, and of those that can only rise."""

    fixed: int
    rising: int

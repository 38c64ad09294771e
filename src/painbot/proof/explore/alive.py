"""What is still looked at by those who stand in one place and gave the same answers so far.

Of all that lies ahead, what can never hold again is left out: a follow-up list after a list
without a tick, a rule whose first half is settled as false. Two conversations that agree on the
rest go the same way whatever is answered next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from painbot.flow.model import Rule
from painbot.proof.explore.ahead import ALWAYS, Ahead
from painbot.proof.explore.map import Map
from painbot.proof.explore.numbers import joined
from painbot.proof.explore.users import Ruling, User


@dataclass(frozen=True, slots=True)
class Alive:
    """What is looked at from here on.

    `sights` are levels, each with the bits of what is seen until it is certain.
    `levels` are those that the certain level is held against. `askable` are the keys that may
    still be asked, `keys` those whose being answered matters. `common` is all that conversations
    of this kind have in common, and `seen` the keys that something ahead looks at at all.
    `loose` are rules that give a level already and may be undone.
    """

    sights: tuple[tuple[int, int], ...]
    levels: tuple[int, ...]
    askable: frozenset[str]
    common: object
    keys: frozenset[str]
    seen: frozenset[str]
    loose: tuple[Rule, ...]

    def reached(self, floor: int) -> int:
        """Return how many of the levels are reached."""
        return bisect_right(self.levels, floor)


def alive(there: Map, ahead: Ahead, answered: int, values: int, floor: int) -> Alive:
    """Return what is alive where `ahead` lies ahead.

    Bits tell which keys are answered and which sights hold; `floor` is the certain level.
    """
    return _Living(there, ahead, answered, values, floor).alive()


class _Living:
    """One place and conversations standing there."""

    def __init__(self, there: Map, ahead: Ahead, answered: int, values: int, floor: int) -> None:
        self._users = there.users
        self._ahead = ahead
        self._answered = answered
        self._values = values
        self._floor = floor
        self._watching = ahead.watching(floor)
        settled = there.settled(ahead, answered)
        self._true = values & (settled.fixed | settled.rising)
        self._false = ~values & settled.fixed
        self._untils: dict[int, int] = {}  # by the level they are seen until, bits of sights

    def alive(self) -> Alive:
        ahead = self._ahead
        askable = ahead.now
        users = [user for user in self._watching.here if self._counts(user)]
        for stop in self._watching.stops:
            counting = [user for user in stop.guards if self._counts(user)]
            if counting or stop.free:
                users += counting
                users += stop.offers
                askable |= stop.keys
        for user in users:
            self._note(user.sees, user.until)
        loose = tuple(self._loose())
        rules = tuple(self._rules(askable))
        every = joined(self._untils.values())
        reached = bisect_right(ahead.levels, self._floor)
        facts = self._users.facts_in(every) & self._answered
        common = (askable, every, self._values & every, facts, reached, rules)
        keys = self._users.keys.of(askable)
        sights = tuple(self._untils.items())
        return Alive(sights, ahead.levels, keys, common, ahead.keys, ahead.seen, loose)

    def _note(self, sees: int, until: int) -> None:
        self._untils[until] = self._untils.get(until, 0) | sees

    def _counts(self, user: User) -> bool:
        verdict = user.verdict
        return verdict is None or verdict.of(self._true, self._false) is not False

    def _loose(self) -> Iterator[Rule]:
        """Yield rules that give a level already and could be undone: that would be a fault.

        Note all that they see.
        """
        for ruling in self._ahead.loose:
            may, must = ruling.verdict.of(self._values, ~self._values)
            certain = must or not ruling.reads & self._users.facts & ~self._answered
            if may and certain and ruling.verdict.of(self._true, self._false)[0] is not True:
                self._note(ruling.may_see, ALWAYS)
                yield ruling.rule

    def _rules(self, askable: int) -> Iterator[int]:
        """Note what undecided rules see; yield those of them that count already."""
        facts = self._users.facts & ~self._answered  # what hangs on them is not certain
        for ruling in self._watching.rules:
            counts = ruling in self._ahead.in_force
            if counts and not self._hangs(ruling, askable) and not ruling.reads & askable:
                continue
            if ruling.verdict.of(self._true, self._false)[0] is not False:
                self._note(ruling.may_see, ruling.level)
                if ruling.reads & facts:
                    self._note(ruling.must_see, ruling.level)
                if counts:
                    yield id(ruling)

    def _hangs(self, ruling: Ruling, askable: int) -> bool:
        """Return whether the level of a rule hangs on a country that is still to be asked."""
        return bool(ruling.rule.level.by_country) and bool(askable & self._users.country)

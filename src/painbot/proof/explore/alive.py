"""What is still looked at by those who stand in one place and gave the same answers so far.

Of all that lies ahead, what can never hold again is left out: a follow-up list after a list
without a tick, a rule whose first half is settled as false. Two conversations that agree on the
rest go the same way whatever is answered next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from painbot.dialogue.view import View
from painbot.flow.model import COUNTRY, Library
from painbot.flow.text import Fate, Look, Sight
from painbot.proof.explore.ahead import ALWAYS, Ahead, User


@dataclass(frozen=True, slots=True)
class Alive:
    """What is looked at from here on.

    `sights` are in a fixed order, each with the level from which on nobody looks any more.
    `levels` are those that the certain level is held against. `askable` are the keys that may
    still be asked, `keys` those whose being answered matters. `common` is all that conversations
    of this kind have in common, and `seen` the keys that something ahead looks at at all.
    """

    sights: tuple[Sight, ...]
    untils: tuple[int, ...]
    levels: tuple[int, ...]
    askable: frozenset[str]
    common: object
    keys: frozenset[str]
    seen: frozenset[str]

    def reached(self, floor: int) -> int:
        """Return how many of the levels are reached."""
        return bisect_right(self.levels, floor)


def alive(library: Library, ahead: Ahead, view: View) -> Alive:
    """Return what is alive where `ahead` lies ahead of these answers."""
    return _Living(library, ahead, view).alive()


class _Living:
    """One place and one conversation standing there."""

    def __init__(self, library: Library, ahead: Ahead, view: View) -> None:
        self._library = library
        self._ahead = ahead
        self._view = view
        self._floor = view.floor
        self._fates: dict[Look, Fate] = {}
        self._untils: dict[Sight, int] = {}

    def alive(self) -> Alive:
        ahead = self._ahead
        users = [*ahead.here]
        askable = {key for key in ahead.askable if not self._later(key)}.union(ahead.now)
        for stop in ahead.stops:
            counting = [user for user in stop.guards if self._counts(user)]
            if counting or not stop.guards:
                users += (*counting, *stop.offers)
                askable.update(stop.keys)
        for user in dict.fromkeys(users):
            if self._counts(user):
                self._note(user.sees, user.until)
        self._loose_rules()
        rules = tuple(self._rules(frozenset(askable)))
        sights = tuple(sorted(self._untils, key=lambda s: (s.look.shape, s.surely)))
        common = (
            frozenset(askable),
            tuple((sight, sight.of(self._view)) for sight in sights),
            bisect_right(ahead.levels, self._floor),
            rules,
        )
        return Alive(
            sights,
            tuple(self._untils[sight] for sight in sights),
            ahead.levels,
            frozenset(askable),
            common,
            ahead.keys,
            ahead.seen,
        )

    def _later(self, key: str) -> bool:
        return any(key in stop.keys for stop in self._ahead.stops)

    def _note(self, sees: Iterable[Sight], until: int) -> None:
        for sight in sees:
            self._untils[sight] = max(until, self._untils.get(sight, 0))

    def _counts(self, user: User) -> bool:
        return user.until > self._floor and user.fate(self._known) is not False

    def _loose_rules(self) -> None:
        """Note what could undo a rule that gives a level already: a level that falls is a fault."""
        for rule in self._ahead.loose:
            condition, view = rule.condition, self._view
            if condition.may(view) and view.certain(rule):
                if condition.fate(self._known)[0] is not True:
                    self._note(condition.may_see, ALWAYS)

    def _rules(self, askable: frozenset[str]) -> Iterator[int]:
        """Note what undecided rules see; yield those of them that count already."""
        ahead = self._ahead
        facts = askable & self._library.facts.keys()  # what hangs on them is not certain yet
        for rule in ahead.rules:
            if rule.level.otherwise <= self._floor:
                continue
            counts = id(rule) in ahead.in_force
            hangs = rule.level.by_country and COUNTRY in askable
            if counts and not hangs and rule.condition.reads.isdisjoint(askable):
                continue
            if rule.condition.fate(self._known)[0] is not False:
                condition = rule.condition
                self._note(condition.may_see, rule.level.otherwise)
                if not condition.reads.isdisjoint(facts):
                    self._note(condition.must_see, rule.level.otherwise)
                if counts:
                    yield id(rule)

    def _known(self, look: Look) -> Fate:
        """Return what a look comes to, as far as nothing still to be asked can change it."""
        if look not in self._fates:
            self._fates[look] = self._settled(look)
        return self._fates[look]

    def _settled(self, look: Look) -> Fate:
        picks, view = self._view.picks, self._view
        missing = [key for key in look.keys if key not in picks]
        if any(key in self._library.facts for key in missing):
            return None, None
        if not missing or self._ahead.askable.isdisjoint(missing):
            return look.may(view), look.must(view)
        return look.may(view) or None, look.must(view) or None

"""Who looks at answers: guards, offers and rules, each with what it sees and until when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from painbot.flow.model import COUNTRY, Library, Rule
from painbot.flow.stops import Guard, stays_open
from painbot.flow.text import Condition, Fate, Known, Sight
from painbot.proof.explore.numbers import Keys, Sights, Verdict


@dataclass(frozen=True, slots=True, eq=False)
class User:
    """Something that looks at answers until the highest of its levels is certain.

    `sees` are the bits of what it sees, `looks` both bits of all looks it takes for that.
    `verdict` is False where nothing still open can change what it comes to; without one it
    always looks.
    """

    sees: int
    looks: int
    levels: frozenset[int]
    until: int
    verdict: Verdict[bool | None] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """A rule, with bits of the sights of its two tests and of the keys it reads."""

    rule: Rule
    level: int
    may_see: int
    must_see: int
    looks: int
    reads: int
    verdict: Verdict[Fate]


class Users:
    """The users of one library, each made once."""

    def __init__(self, library: Library) -> None:
        """Begin without any; number keys and sights as they come."""
        self.keys = Keys()
        self.sights = Sights()
        self.facts = self.keys.mask(library.facts)
        self.country = self.keys.mask([COUNTRY])
        self._made: dict[object, User] = {}
        self._rulings: dict[int, Ruling] = {}

    def facts_in(self, sees: int) -> int:
        """Return the bits of the facts that sights look at."""
        return self.keys.mask(self.sights.keys(sees)) & self.facts

    def guard(self, guard: Guard, until: int) -> User:
        """Return the user of a guard; without levels of its own it looks until this one."""
        levels = guard.levels or frozenset({until})
        fate = None if guard.fate is stays_open else guard.fate
        return self._user(guard, guard.sees, levels, fate)

    def offer(self, condition: Condition, until: int) -> User:
        """Return the user of a condition on what is offered."""
        return self._user(condition, condition.may_see, frozenset({until}))

    def looker(self, sees: frozenset[Sight], until: int) -> User:
        """Return a user of sights that no condition has."""
        return self._user(sees, sees, frozenset({until}))

    def _user(
        self,
        source: object,
        sees: Iterable[Sight],
        levels: frozenset[int],
        fate: Callable[[Known], bool | None] | None = None,
    ) -> User:
        known = (id(source) if isinstance(source, Guard | Condition) else source, levels)
        if known not in self._made:
            looks = self.sights.both(sight.look for sight in sees)
            verdict = Verdict(self.sights, looks, fate) if fate else None
            self._made[known] = User(self.sights.mask(sees), looks, levels, max(levels), verdict)
        return self._made[known]

    def ruling(self, rule: Rule) -> Ruling:
        """Return a rule with its bits."""
        if id(rule) not in self._rulings:
            condition, sights = rule.condition, self.sights
            every = condition.may_see | condition.must_see
            looks = sights.both(sight.look for sight in every)
            self._rulings[id(rule)] = Ruling(
                rule,
                int(rule.level.otherwise),
                sights.mask(condition.may_see),
                sights.mask(condition.must_see),
                looks,
                self.keys.mask(condition.reads),
                Verdict(sights, looks, condition.fate),
            )
        return self._rulings[id(rule)]

"""What the answers so far amount to: the view that conditions look at, and the level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from painbot.flow.contents import rules_of
from painbot.flow.levels import LEVELS, Level, Levels
from painbot.flow.model import COUNTRY, WHO, Library, Rule, Tick
from painbot.flow.text import Text


@dataclass(frozen=True, slots=True)
class Raised:
    """One thing that raised the level: a tick, a rule or an alarm.

    `levels` is what it gives; `doubtful` tells that it was answered "not sure", `certain`
    that it holds whatever facts still to be asked turn out to be.
    """

    id: str
    levels: Levels
    because: Text
    contact: str
    sources: tuple[str, ...]
    tick: tuple[str, Tick] | None = None
    rule: Rule | None = None
    doubtful: bool = False
    certain: bool = True


class View:
    """The answers of one conversation, as conditions and routing read them.

    `picks` and `doubts` may be any mappings, so that a proof can trace what is read.
    """

    __slots__ = (
        "_abroad",
        "_floor",
        "_level",
        "alarms",
        "doubts",
        "library",
        "open",
        "path",
        "picks",
    )

    def __init__(
        self,
        library: Library,
        path: tuple[str, ...],
        picks: Mapping[str, tuple[str, ...]],
        doubts: Mapping[str, tuple[str, ...]],
        alarms: tuple[str, ...] = (),
    ) -> None:
        """Take the answers; nothing is computed before it is asked for."""
        self.library = library
        self.path = path
        self.picks = picks
        self.doubts = doubts
        self.alarms = alarms
        self.open: frozenset[str] = frozenset()
        self._level: int = -1
        self._floor: int = -1
        self._abroad: int = 0

    def opened(self, keys: frozenset[str]) -> View:
        """Return this view with these follow-up lists counting as unknown."""
        view = View(self.library, self.path, self.picks, self.doubts, self.alarms)
        view.open = keys
        view._level, view._floor, view._abroad = self.level, self.floor, self.abroad
        return view

    @property
    def level(self) -> int:
        """Return the level reached, an unknown country counting as the worst."""
        if self._level < 0:
            self._measure()
        return self._level

    @property
    def floor(self) -> int:
        """Return the level that is certain whatever facts still to be asked turn out to be."""
        if self._level < 0:
            self._measure()
        return self._floor

    @property
    def abroad(self) -> int:
        """Return the highest level that was given in some country only."""
        if self._level < 0:
            self._measure()
        return self._abroad

    def _measure(self) -> None:
        known = self.picks.get(COUNTRY)
        country = known[0] if known else None
        level = floor = abroad = 0
        for levels, rule in self._levels():
            if levels.otherwise <= floor and (not levels.by_country or levels.otherwise <= abroad):
                continue  # it could raise nothing: its condition need not be looked at
            if rule is not None and not rule.condition.may(self):
                continue
            there = levels.otherwise if not levels.by_country else levels.for_country(country)
            level = max(level, there)
            if rule is None or self.certain(rule):
                floor = max(floor, there if known else levels.lowest)
            if levels.by_country:
                abroad = max(abroad, levels.otherwise)
        self._level, self._floor, self._abroad = level, floor, abroad

    def _levels(self) -> Iterator[tuple[Levels, Rule | None]]:
        """Yield what raises: ticks and alarms for sure, rules if their condition holds."""
        for _, tick, doubtful in self._ticks():
            levels = tick_levels(tick, doubtful=doubtful)
            if levels is not None:
                yield levels, None
        for alarm in self.library.words.alarms if self.alarms else ():
            if alarm.id in self.alarms:
                yield Levels(alarm.level), None
        for rule in self.rules():
            yield rule.level, rule

    def certain(self, rule: Rule) -> bool:
        """Return whether a rule that may hold does so whatever is still to be asked."""
        if rule.condition.must(self):
            return True
        facts = self.library.facts
        return not any(key in facts and key not in self.picks for key in rule.condition.reads)

    def _ticks(self) -> Iterator[tuple[str, Tick, bool]]:
        lists = self.library.lists
        for key, picks in self.picks.items():
            if key not in lists:
                continue
            doubts = self.doubts.get(key, ())
            if picks or doubts:
                for tick in lists[key].ticks:
                    if tick.id in picks or tick.id in doubts:
                        yield key, tick, tick.id not in picks

    def rules(self) -> Iterator[Rule]:
        """Yield the rules of all flows walked through and of their screens, each once."""
        return rules_of(self.library, self.path)

    @property
    def them(self) -> bool:
        """Return whether the person asks for somebody else."""
        return self.picks.get(WHO, ("me",)) != ("me",)

    def raised(self) -> tuple[Raised, ...]:
        """Return everything that raised the level, in file order, alarms first."""
        return tuple(self._raised())

    def _raised(self) -> Iterator[Raised]:
        for alarm in self.library.words.alarms:
            if alarm.id in self.alarms:
                yield Raised(
                    alarm.id, Levels(alarm.level), alarm.because, alarm.contact, alarm.sources
                )
        for key, tick, doubtful in self._ticks():
            levels = tick_levels(tick, doubtful=doubtful)
            if levels is not None:
                screen = self.library.lists[key].screen
                name = f"{screen}.{tick.id}"
                where = (key, tick)
                yield Raised(
                    name, levels, tick.because, tick.contact, tick.sources, where, None, doubtful
                )
        for rule in self.rules():
            if rule.condition.may(self):
                yield Raised(
                    rule.id,
                    rule.level,
                    rule.because,
                    rule.contact,
                    rule.sources,
                    rule=rule,
                    certain=self.certain(rule),
                )

    def country(self) -> str | None:
        """Return the country's id if it is known."""
        known = self.picks.get(COUNTRY)
        return known[0] if known else None


def tick_levels(tick: Tick, *, doubtful: bool) -> Levels | None:
    """Return what a tick gives: with a yes its level, with "not sure" what it says of that."""
    if not doubtful or tick.unsure_as == "yes":
        return tick.level
    level: Level | None = LEVELS.get(tick.unsure_as)
    if level is None or tick.level is None:
        return None
    by_country = tuple((c, min(level, most)) for c, most in tick.level.by_country)
    return Levels(min(level, tick.level.otherwise), by_country)

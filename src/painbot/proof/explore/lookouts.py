"""Looks that no condition takes but the proof does: what ticks give, and in which country."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from painbot.dialogue.view import tick_levels
from painbot.flow.contents import all_rules
from painbot.flow.levels import Levels
from painbot.flow.model import COUNTRY, Library
from painbot.flow.text import Look, Sight, View

ANYWHERE = "anywhere"  # beside countries' ids: certain whatever the country


class Lookouts:
    """The looks of one library at levels and countries, each made once."""

    def __init__(self, library: Library) -> None:
        """Note what every tick gives, with a yes and with a "not sure"."""
        self._gives = {
            key: {
                tick.id: (tick_levels(tick, doubtful=False), tick_levels(tick, doubtful=True))
                for tick in part.ticks
            }
            for key, part in library.lists.items()
        }
        self._made: dict[tuple[int, str | None], Look] = {}
        maps = sorted({each for key in self._gives for each in self.by_country(key)}, key=repr)
        rules = {rule.level for rule in all_rules(library) if rule.level.by_country}
        names = sorted({name for levels in (*maps, *rules) for name, _ in levels.by_country})
        self.countries = frozenset(Sight(_country(name), surely=True) for name in names)
        looks = (self._look(f"ticks give {m}", _same(m)) for m in maps)
        self.maps = frozenset(Sight(look, surely=True) for look in looks)

    def by_country(self, key: str) -> Iterator[Levels]:
        """Yield what ticks of a list give where that hangs on the country."""
        for levels in chain.from_iterable(self._gives.get(key, {}).values()):
            if levels is not None and levels.by_country:
                yield levels

    def gives(self, level: int, country: str | None = ANYWHERE) -> Look:
        """Return the look at whether some tick gives at least this level in a country."""
        known = (level, country)
        if known not in self._made:
            self._made[known] = self._look(f"ticks give {level} {country}", _enough(level, country))
        return self._made[known]

    def ticked(self, key: str, tick: str, *, doubtful: bool) -> Look:
        """Return the look at whether one tick got a yes, or "not sure"."""

        def there(view: View) -> bool:
            return tick in (view.doubts if doubtful else view.picks).get(key, ())

        shape = f"{key} got {tick}{' as not sure' if doubtful else ''}"
        return Look(shape, frozenset({key}), there, there)

    def _look(self, shape: str, counts: Callable[[Levels], bool]) -> Look:
        hits = {
            key: tuple(
                frozenset(name for name, gives in ticks.items() if gives[n] and counts(gives[n]))  # type: ignore[arg-type]
                for n in (0, 1)
            )
            for key, ticks in self._gives.items()
        }
        keys = frozenset(key for key, (yes, doubt) in hits.items() if yes or doubt)

        def there(view: View) -> bool:
            for key in keys & view.picks.keys():
                yes, doubt = hits[key]
                if not (
                    yes.isdisjoint(view.picks[key]) and doubt.isdisjoint(view.doubts.get(key, ()))
                ):
                    return True
            return False

        return Look(shape, keys, there, there)


def _same(wanted: Levels) -> Callable[[Levels], bool]:
    return lambda levels: levels == wanted


def _enough(level: int, country: str | None) -> Callable[[Levels], bool]:
    if country == ANYWHERE:
        return lambda levels: levels.lowest >= level
    return lambda levels: levels.for_country(country) >= level


def _country(name: str) -> Look:
    def there(view: View) -> bool:
        return view.picks.get(COUNTRY) == (name,)

    return Look(f"the country is {name}", frozenset({COUNTRY}), there, there)

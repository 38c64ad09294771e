"""What can still come after a stop, and all that it looks at: worked out once for every stop.

It is read off the machine's own stops and edges. Whether some of it has become impossible for
those who stand there is for `alive` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from painbot.flow.levels import Level
from painbot.flow.model import COUNTRY, Library, Rule
from painbot.flow.stops import START, Edge, Guard, Stop, StopKind
from painbot.flow.text import Condition, Known, Look, Sight
from painbot.proof.explore.lookouts import Lookouts

Where = tuple[str, str]  # a flow and a stop of it
ALWAYS = int(Level.EMERGENCY) + 1  # a level that nothing reaches


def _open_fate(_known: Known) -> None:
    return None


@dataclass(frozen=True, slots=True, eq=False)
class User:
    """Something that looks at answers until the highest of its levels is certain.

    `fate` is False where nothing still open can change what it comes to.
    """

    sees: frozenset[Sight]
    levels: frozenset[int]
    until: int
    fate: Callable[[Known], bool | None] = _open_fate


@dataclass(frozen=True, slots=True)
class Open:
    """A stop that may still be asked: its keys, who else looks at its guard, its offers."""

    keys: tuple[str, ...]
    guards: tuple[User, ...]
    offers: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """All that can come after a stop for those who answered the same of `keys`.

    `here` looks at what is asked now (`now`) and at ways out. Rules are those that can come to count
    before something that is held against the level; `in_force` are those that count already,
    `loose` those of them that read something still to be asked.
    """

    here: tuple[User, ...]
    now: tuple[str, ...]
    stops: tuple[Open, ...]
    rules: tuple[Rule, ...]
    in_force: frozenset[int]
    loose: tuple[Rule, ...]
    keys: frozenset[str]
    askable: frozenset[str]
    levels: tuple[int, ...]
    seen: frozenset[str]
    looks: tuple[Look, ...]
    order: tuple[str, ...]


class Map:
    """The stops of one library, with what can come after each."""

    def __init__(self, library: Library, lookouts: Lookouts) -> None:
        """Begin with nothing worked out."""
        self._library = library
        self._lookouts = lookouts
        self._after: dict[Where, frozenset[Where]] = {}
        self._keys: dict[Where, frozenset[str]] = {}
        self._edges: dict[Where, list[Edge]] = {}
        for flow, route in library.routes.items():
            for edge in route.edges:
                self._edges.setdefault((flow, edge.source), []).append(edge)
        self._known: dict[tuple[tuple[str, ...], str, frozenset[str]], Ahead] = {}

    def ahead(self, path: tuple[str, ...], stop: str, answered: frozenset[str]) -> Ahead:
        """Return what is ahead at a stop of the last flow of the path."""
        here = (path[-1], stop)
        if here not in self._keys:
            keys = {key for where in self.after(here) for key in self._stop(where).keys}
            self._keys[here] = frozenset(keys).union(*map(self._beside, keys))
        known = (path, stop, answered & self._keys[here])
        if known not in self._known:
            self._known[known] = self._work_out(path, here, answered)
        return self._known[known]

    def _beside(self, key: str) -> Iterator[str]:
        """Yield the other follow-up lists that one looks at, whether they are answered."""
        part = self._library.lists.get(key)
        if part is not None and part.follow_up:
            yield from (each.key for each in self._library.screens[part.screen].then)

    def _stop(self, where: Where) -> Stop:
        return self._library.routes[where[0]].stops[where[1]]

    def after(self, here: Where) -> frozenset[Where]:
        """Return this stop and every stop that can come after it, in any flow."""
        waiting = [here]
        while waiting:
            where = waiting[-1]
            missing = [n for n in self._next(where) if n not in self._after]
            if missing:
                waiting += missing
                continue
            after = (self._after[n] for n in self._next(where))
            self._after[where] = frozenset({where}).union(*after)
            waiting.pop()
        return self._after[here]

    def _next(self, where: Where) -> list[Where]:
        stop = self._stop(where)
        if stop.kind is StopKind.HAND_OVER:
            return [(stop.flow, START)]
        return [(where[0], edge.target) for edge in self._edges.get(where, ())]

    def _work_out(self, path: tuple[str, ...], here: Where, answered: frozenset[str]) -> Ahead:
        there = [w for w in self.after(here) if w != here and self._is_open(w, answered)]
        stops = tuple(self._open(where, answered) for where in there)
        now = self._open(here, answered)
        askable = frozenset(key for stop in (now, *stops) for key in stop.keys)
        out = self._ways_out((here, *there))
        guards = [user for stop in (now, *stops) for user in (*stop.guards, *stop.offers)] + out
        levels = {level for user in guards for level in user.levels}
        flows = (*path, *dict.fromkeys(flow for flow, _ in there))
        least = min(levels, default=ALWAYS)
        rules = tuple(
            rule for rule in rules_of(self._library, flows) if rule.level.otherwise >= least
        )
        more = tuple(self._abroad(askable, rules))
        levels |= {level for user in more for level in user.levels}
        levels |= {int(rule.level.otherwise) for rule in rules}
        in_force = tuple(rules_of(self._library, path))
        loose = tuple(rule for rule in in_force if not rule.condition.reads.isdisjoint(askable))
        sees = [*(user.sees for user in (*guards, *more)), *(r.condition.may_see for r in rules)]
        sees += [rule.condition.may_see for rule in loose]
        looks = tuple({sight.look for each in sees for sight in each})
        return Ahead(
            (*now.guards, *now.offers, *out, *more),
            now.keys,
            stops,
            rules,
            frozenset(map(id, in_force)),
            loose,
            self._keys[here],
            askable,
            tuple(sorted(levels - {ALWAYS})),
            frozenset(key for look in looks for key in look.keys),
            looks,
            tuple(self._keys[here].union(*(look.keys for look in looks))),
        )

    def _abroad(self, askable: frozenset[str], rules: Iterable[Rule]) -> Iterator[User]:
        """Yield who looks at the country, and at what was given that hangs on it."""
        lookouts, keys = self._lookouts, askable
        if COUNTRY in askable:
            keys = frozenset(self._library.lists)
        given = chain.from_iterable(lookouts.by_country(key) for key in keys)
        until = max((int(levels.otherwise) for levels in given), default=0)
        if COUNTRY in askable and until:
            yield User(lookouts.maps, frozenset({until}), until)
        by_rule = (int(rule.level.otherwise) for rule in rules if rule.level.by_country)
        until = max([until, *by_rule])
        if until:
            yield User(lookouts.countries, frozenset({until}), until)

    def _ways_out(self, there: Iterable[Where]) -> list[User]:
        """Return the guards of hand-overs; one that leaves from many stops stands here once."""
        edges = (edge for where in there for edge in self._edges.get(where, ()))
        ways = {edge.guard: edge for edge in edges if edge.target.startswith("to:")}
        return [_user(guard, Stop("", StopKind.HAND_OVER)) for guard in ways if guard]

    def _is_open(self, where: Where, answered: frozenset[str]) -> bool:
        stop = self._stop(where)
        return not stop.kind.asks or any(key not in answered for key in stop.keys)

    def _open(self, where: Where, answered: frozenset[str]) -> Open:
        """Return the users of a stop: its guards, those of the ways out of it, its offers."""
        stop = self._stop(where)
        own = [_user(guard, stop) for guard in (stop.guard, *stop.each) if guard]
        keys = tuple(key for key in stop.keys if key not in answered)
        until = stop.reach or ALWAYS
        levels = frozenset({until})
        offers = [User(condition.may_see, levels, until) for condition in self._offers(keys)]
        return Open(keys, tuple(own), tuple(offers))

    def _offers(self, keys: Iterable[str]) -> Iterator[Condition]:
        """Yield the conditions of what is offered where something is asked."""
        for key in keys:
            part = self._library.lists.get(key)
            parts = part.ticks if part else self._library.questions[key].answers
            yield from (each.condition for each in parts if each.condition is not None)


def _user(guard: Guard, stop: Stop) -> User:
    levels = guard.levels or frozenset({stop.reach or ALWAYS})
    return User(guard.sees, levels, max(levels), guard.fate)


def rules_of(library: Library, flows: Iterable[str]) -> Iterator[Rule]:
    """Yield the rules of these flows and of their screens, each once."""
    seen: set[str] = set()
    for name in dict.fromkeys(flows):
        flow = library.flows[name]
        for screen in chain.from_iterable(flow.screens):
            if screen not in seen:
                seen.add(screen)
                yield from library.screens[screen].rules
        yield from flow.rules

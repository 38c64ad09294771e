"""What can come after every stop, read off the machine's own stops and edges, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from painbot.flow.contents import rules_of
from painbot.flow.model import COUNTRY, Library, Rule
from painbot.flow.stops import START, Edge, Stop, StopKind
from painbot.flow.text import Condition
from painbot.proof.explore.ahead import ALWAYS, Ahead, Open, Settled
from painbot.proof.explore.lookouts import Lookouts
from painbot.proof.explore.numbers import joined
from painbot.proof.explore.users import User, Users

Where = tuple[str, str]  # a flow and a stop of it


class Map:
    """The stops of one library, with what can come after each."""

    def __init__(self, library: Library, lookouts: Lookouts) -> None:
        """Begin with nothing worked out."""
        self.users = Users(library)
        self._library = library
        self._lookouts = lookouts
        self._after: dict[Where, frozenset[Where]] = {}
        self._keys: dict[Where, int] = {}
        self._edges: dict[Where, list[Edge]] = {}
        for flow, route in library.routes.items():
            for edge in route.edges:
                self._edges.setdefault((flow, edge.source), []).append(edge)
        self._known: dict[tuple[tuple[str, ...], str, int], Ahead] = {}

    def ahead(self, path: tuple[str, ...], stop: str, answered: int) -> Ahead:
        """Return what is ahead at a stop of the last flow of the path; bits are answered keys."""
        here = (path[-1], stop)
        if here not in self._keys:
            keys = {key for where in self.after(here) for key in self._stop(where).keys}
            beside = chain.from_iterable(map(self._beside, sorted(keys)))
            self._keys[here] = self.users.keys.mask((*sorted(keys), *beside))
        known = (path, stop, answered & self._keys[here])
        if known not in self._known:
            self._known[known] = self._work_out(path, here, answered)
        return self._known[known]

    def settled(self, ahead: Ahead, answered: int) -> Settled:
        """Return which sights are settled where these keys are answered."""
        answered &= ahead.order
        if answered not in ahead.settled:
            fixed = rising = 0
            for bit, look in ahead.looks:
                missing = self.users.keys.mask(look.keys) & ~answered
                if not missing & self.users.facts:  # what hangs on unknown facts is open
                    open_still = missing & ahead.askable
                    fixed |= 0 if open_still else bit * 3
                    rising |= bit * 3 if open_still else 0
            ahead.settled[answered] = Settled(fixed, rising)
        return ahead.settled[answered]

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

    def _work_out(self, path: tuple[str, ...], here: Where, answered: int) -> Ahead:
        keys = self.users.keys
        there = [w for w in self.after(here) if w != here and self._is_open(w, answered)]
        stops = tuple(self._open(where, answered) for where in sorted(there))
        now = self._open(here, answered)
        askable = now.keys | joined(stop.keys for stop in stops)
        out = self._ways_out((here, *there))
        guards = [user for stop in (now, *stops) for user in (*stop.guards, *stop.offers)] + out
        levels = {level for user in guards for level in user.levels}
        flows = (*path, *sorted({flow for flow, _ in there}))
        in_force = [self.users.ruling(rule) for rule in rules_of(self._library, path)]
        loose = tuple(ruling for ruling in in_force if ruling.reads & askable)
        every = map(self.users.ruling, rules_of(self._library, flows))
        least = min(levels, default=ALWAYS)
        rules = tuple(ruling for ruling in every if ruling.level >= least)
        more = tuple(self._abroad(keys.of(askable), [ruling.rule for ruling in rules]))
        levels |= {level for user in more for level in user.levels}
        levels |= {ruling.level for ruling in rules}
        sees = joined(user.sees for user in (*guards, *more))
        sees |= joined(ruling.may_see | ruling.must_see for ruling in (*rules, *loose))
        seen = self.users.sights.keys(sees)
        return Ahead(
            (*now.guards, *now.offers, *out, *more),
            now.keys,
            stops,
            rules,
            frozenset(in_force),
            loose,
            keys.of(self._keys[here]),
            askable,
            tuple(sorted(levels - {ALWAYS})),
            seen,
            self.users.sights.pairs(sees),
            self._keys[here] | keys.mask(seen),
        )

    def _abroad(self, askable: frozenset[str], rules: Iterable[Rule]) -> Iterator[User]:
        """Yield who looks at the country, and at what was given that hangs on it."""
        lookouts, keys = self._lookouts, askable
        if COUNTRY in askable:
            keys = frozenset(self._library.lists)
        given = chain.from_iterable(lookouts.by_country(key) for key in keys)
        until = max((int(levels.otherwise) for levels in given), default=0)
        if COUNTRY in askable and until:
            yield self.users.looker(lookouts.maps, until)
        by_rule = (int(rule.level.otherwise) for rule in rules if rule.level.by_country)
        until = max([until, *by_rule])
        if until:
            yield self.users.looker(lookouts.countries, until)

    def _ways_out(self, there: Iterable[Where]) -> list[User]:
        """Return the guards of hand-overs; one that leaves from many stops stands here once."""
        edges = (edge for where in sorted(there) for edge in self._edges.get(where, ()))
        ways = {edge.guard: edge for edge in edges if edge.target.startswith("to:")}
        return [self.users.guard(guard, ALWAYS) for guard in ways if guard]

    def _is_open(self, where: Where, answered: int) -> bool:
        stop = self._stop(where)
        return not stop.kind.asks or bool(self.users.keys.mask(stop.keys) & ~answered)

    def _open(self, where: Where, answered: int) -> Open:
        """Return the users of a stop: its guards, those of the ways out of it, its offers."""
        stop = self._stop(where)
        until = stop.reach or ALWAYS
        own = [self.users.guard(guard, until) for guard in (stop.guard, *stop.each) if guard]
        keys = [key for key in stop.keys if not self.users.keys.mask([key]) & answered]
        offers = [self.users.offer(condition, until) for condition in self._offers(keys)]
        return Open(self.users.keys.mask(keys), tuple(own), tuple(offers), not own)

    def _offers(self, keys: Iterable[str]) -> Iterator[Condition]:
        """Yield the conditions of what is offered where something is asked."""
        for key in keys:
            part = self._library.lists.get(key)
            parts = part.ticks if part else self._library.questions[key].answers
            yield from (each.condition for each in parts if each.condition is not None)

"""When a stop may be entered: conditions, what is answered already, and what could still raise.

Stopping follows from the guards alone: a stop whose reach is not above the level reached
is never entered, so an emergency ends at once and nothing worse is ever skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from painbot.flow.compiler.checks import leads_to
from painbot.flow.levels import Level
from painbot.flow.model import (
    COUNTRY,
    WHO,
    Flow,
    Group,
    Item,
    Library,
    Question,
    Rule,
    Screen,
    Signpost,
    TickList,
    Use,
)
from painbot.flow.stops import Guard, RouteView
from painbot.flow.text import Condition

# What could still raise the level: (list key, or "" for what has no list; level).
Reach = tuple[tuple[str, int], ...]
_TODAY = ("", Level.TODAY)


class Guards:
    """Make the guards of one library and work out how high each part can still reach."""

    def __init__(self, library: Library) -> None:
        """Index the rules by what they read."""
        self._library = library
        self._flow_reach: dict[str, Reach] = {}
        self._rules_by_key: dict[str, list[Rule]] = {}
        for rule in all_rules(library):
            for key in rule.condition.reads:
                self._rules_by_key.setdefault(key, []).append(rule)

    # What could still raise

    def reach_of_list(self, key: str) -> int:
        """Return the highest level a list's ticks, or any rule that reads it, can give."""
        ticks = self._library.lists[key].ticks
        levels = [tick.level.otherwise for tick in ticks if tick.level is not None]
        rules = self._rules_by_key.get(key, ())
        return max([*levels, *(rule.level.otherwise for rule in rules)], default=0)

    def reach_of_flow(self, name: str) -> Reach:
        """Return the lists of a flow, and of those it leads to, with what each can give."""
        if name not in self._flow_reach:
            flow = self._library.flows[name]
            own = [part for g in flow.screens for s in g for part in self._reach_of_screen(s)]
            further = [part for other in leads_to(flow) for part in self.reach_of_flow(other)]
            self._flow_reach[name] = tuple(dict.fromkeys([*own, *further]))
        return self._flow_reach[name]

    def _reach_of_screen(self, name: str) -> Reach:
        screen = self._library.screens[name]
        top = max(self.reach_of_list(part.key) for part in (*screen.lists, *screen.then))
        return tuple((part.key, top) for part in screen.lists)

    def reach_of_question(self, question: Question) -> Reach:
        """Return `today`, and the lists of every flow an answer hands over to."""
        targets = [answer.go_to for answer in question.answers if answer.go_to]
        return (_TODAY, *(part for name in targets for part in self.reach_of_flow(name)))

    def reach_of_fact(self, flow: Flow, key: str) -> Reach:
        """Return what of the flow still reads the fact, with the level it can give."""
        if key == WHO:
            return (("", Level.EMERGENCY),)
        found: list[tuple[str, int]] = [_TODAY]
        for name in (name for group in flow.screens for name in group):
            if key in self.reads_to_ask(self._library.screens[name]):
                found += self._reach_of_screen(name)
        found += [("", r.level.otherwise) for r in flow.rules if key in r.condition.reads]
        found += [part for item in flow.items for part in self._item_reads(item, key)]
        if flow.suits is not None and key in flow.suits.reads:
            found += self.reach_of_flow(flow.otherwise)
        for other in self._library.facts.values():
            if other.condition is not None and key in other.condition.reads:
                found += self.reach_of_fact(flow, other.key)
        return tuple(dict.fromkeys(found))

    def _item_reads(self, item: Item, key: str) -> Reach:
        """Return what an item can still give, if it reads the fact."""
        if isinstance(item, Group):
            inner = [part for each in item.items for part in self._item_reads(each, key)]
            return (*inner, *([_TODAY] if key in item.condition.reads else []))
        if key not in self.facts_read_by(item):
            return ()
        if isinstance(item, Signpost):
            return self.reach_of_flow(item.go_to)
        return self.reach_of_question(item) if isinstance(item, Question) else ()

    # What is read

    def reads_to_ask(self, screen: Screen) -> frozenset[str]:
        """Return what must be known before the screen is shown."""
        ticks = (tick.condition for part in screen.lists for tick in part.ticks)
        return _reads([screen.condition, *ticks])

    def facts_of_rules(self, screen: Screen) -> tuple[str, ...]:
        """Return the facts its rules read: asked after its lists, where they matter."""
        reads = _reads([rule.condition for rule in screen.rules])
        return tuple(key for key in self._library.facts if key in reads and key != COUNTRY)

    def facts_read_by(self, item: Item) -> frozenset[str]:
        """Return what an item of a flow reads before it is asked."""
        if isinstance(item, Use):
            return frozenset()
        if isinstance(item, Question):
            return _reads([item.condition, *(answer.condition for answer in item.answers)])
        return _reads([item.condition])

    def asks_country(self, screen: Screen) -> bool:
        """Return whether a level by country can come from this screen."""
        levels = [tick.level for part in screen.lists for tick in part.ticks]
        levels += [rule.level for rule in screen.rules]
        return any(level.by_country for level in levels if level is not None)

    # Guards

    def question(self, question: Question, reach: Reach) -> Guard:
        """Enter while the question is not answered, its condition may hold, and it matters."""
        key, condition = question.key, question.condition
        matters = _matters(reach)
        if condition is None:
            return lambda view: key not in view.picks and matters(view)
        may = condition.may
        return lambda view: key not in view.picks and matters(view) and may(view)

    def fact_of_rules(self, fact: Question, screen: Screen) -> Guard:
        """Enter when a rule of the screen hangs on the fact and would raise the level."""
        rules = [rule for rule in screen.rules if fact.key in rule.condition.reads]
        may = fact.condition.may if fact.condition else None

        def hangs(view: RouteView) -> bool:
            if fact.key in view.picks or (may and not may(view)):
                return False
            return any(
                rule.level.otherwise > view.floor
                and rule.condition.may(view)
                and not rule.condition.must(view)
                for rule in rules
            )

        return hangs

    def gate(self, group: Group) -> Guard:
        """Enter a group when its condition may hold."""
        return group.condition.may

    def signpost(self, signpost: Signpost) -> Guard:
        """Turn off to another flow when the condition is known to hold and it still matters.

        Nobody is sent to another topic because of what they would rather not say.
        """
        matters = _matters((_TODAY, *self.reach_of_flow(signpost.go_to)))
        if signpost.condition is None:
            return matters
        must = signpost.condition.must
        return lambda view: must(view) and matters(view)

    def country(self) -> Guard:
        """Enter when the level depends on the country, which is not known."""
        return lambda view: view.floor < view.level and COUNTRY not in view.picks

    def leaving(self, flow: Flow) -> list[tuple[str, str, Guard]]:
        """Return the ways out: (stop or "" for any, target, guard)."""
        found: list[tuple[str, str, Guard]] = []
        if flow.suits is not None and flow.otherwise:
            guard = _unsuited(flow.suits, (_TODAY, *self.reach_of_flow(flow.otherwise)))
            found.append(("", f"to:{flow.otherwise}", guard))
        for question in _questions(flow.items):
            for answer in question.answers:
                if answer.go_to:
                    reach = (_TODAY, *self.reach_of_flow(answer.go_to))
                    guard = _picked(question.key, answer.id, reach)
                    found.append((f"question:{question.id}", f"to:{answer.go_to}", guard))
        return found

    def lists(self, keys: Iterable[str]) -> tuple[Guard, ...]:
        """Return the guard of each list that is shown in one message."""
        return tuple(self._list(self._library.lists[key]) for key in keys)

    def _list(self, part: TickList) -> Guard:
        screen = self._library.screens[part.screen]
        reach = self.reach_of_list(part.key)
        if part.follow_up:
            return self._follow_up(part, screen)
        conditions = [tick.condition for tick in part.ticks]
        shown = None if None in conditions else [c.may for c in conditions if c is not None]
        may = screen.condition.may if screen.condition else None

        def askable(view: RouteView) -> bool:
            if part.key in view.picks or view.level >= reach or (may and not may(view)):
                return False
            return shown is None or any(each(view) for each in shown)

        return askable

    def _follow_up(self, part: TickList, screen: Screen) -> Guard:
        """Ask a follow-up list only after a tick, and only if it could raise the level."""
        rules = [rule for rule in screen.rules if part.key in rule.condition.reads]
        pages = [page.key for page in screen.lists]

        def askable(view: RouteView) -> bool:
            ticked = any(view.picks.get(key) or view.doubts.get(key) for key in pages)
            if part.key in view.picks or not ticked:
                return False
            opened = view.opened(part.key)
            return any(r.level.otherwise > view.level and r.condition.may(opened) for r in rules)

        return askable


def all_rules(library: Library) -> Iterator[Rule]:
    """Return every rule of the library, those of screens first."""
    for screen in library.screens.values():
        yield from screen.rules
    for flow in library.flows.values():
        yield from flow.rules


def _reads(conditions: Iterable[Condition | None]) -> frozenset[str]:
    return frozenset[str]().union(*(c.reads for c in conditions if c is not None))


def top(reach: Reach) -> int:
    """Return the highest level of a reach."""
    return max((level for _, level in reach), default=0)


def _matters(reach: Reach) -> Guard:
    """Hold while something not asked yet could give more than the level reached."""
    best: dict[str, int] = {}
    for key, level in reach:
        best[key] = max(level, best.get(key, 0))
    always = best.pop("", 0)
    lists = tuple(best.items())

    def matters(view: RouteView) -> bool:
        level = view.level
        if level < always:
            return True
        return any(most > level and key not in view.picks for key, most in lists)

    return matters


def _unsuited(suits: Condition, reach: Reach) -> Guard:
    may, matters = suits.may, _matters(reach)
    return lambda view: not may(view) and matters(view)


def _picked(key: str, answer: str, reach: Reach) -> Guard:
    matters = _matters(reach)
    return lambda view: answer in view.picks.get(key, ()) and matters(view)


def _questions(items: tuple[Item, ...]) -> Iterator[Question]:
    for item in items:
        if isinstance(item, Question):
            yield item
        elif isinstance(item, Group):
            yield from _questions(item.items)

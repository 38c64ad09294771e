"""When a stop may be entered: conditions, what is answered already, and what could still raise.

Stopping follows from the guards alone: a stop whose reach is not above the level that is
certain is never entered, so an emergency ends at once and nothing worse is ever skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from painbot.flow.contents import all_questions
from painbot.flow.model import (
    COUNTRY,
    Flow,
    Group,
    Library,
    Question,
    Rule,
    Screen,
    Signpost,
    TickList,
)
from painbot.flow.reach import TODAY, Reach, Reaches
from painbot.flow.stops import Guard, RouteView
from painbot.flow.text import Condition, Known, Look, Sight, Test, View


class Guards:
    """Make the guards of one library."""

    def __init__(self, library: Library) -> None:
        """Take the library and what its parts can reach."""
        self._library = library
        self.reaches = Reaches(library)

    def question(self, question: Question, reach: Reach) -> Guard:
        """Enter while the question is not answered, its condition may hold, and it matters."""
        key, condition = question.key, question.condition
        matters = self._matters(reach)
        still = matters.holds
        if condition is None:
            return replace(matters, holds=lambda view: key not in view.picks and still(view))
        may = condition.may
        return replace(
            matters,
            holds=lambda view: key not in view.picks and still(view) and may(view),
            sees=matters.sees | condition.may_see,
            fate=lambda known: condition.fate(known)[0],
        )

    def fact_of_rules(self, fact: Question, rules: Iterable[Rule]) -> Guard:
        """Enter when one of the rules hangs on the fact and would raise the level."""
        readers = [rule for rule in rules if fact.key in rule.condition.reads]
        may = fact.condition.may if fact.condition else None

        def hangs(view: RouteView) -> bool:
            if fact.key in view.picks or (may and not may(view)):
                return False
            return any(
                rule.level.otherwise > view.floor
                and rule.condition.may(view)
                and not rule.condition.must(view)
                for rule in readers
            )

        sees = _may_see([fact.condition, *(rule.condition for rule in readers)])
        sees |= frozenset[Sight]().union(*(rule.condition.must_see for rule in readers))
        return Guard(hangs, sees, _levels_of(readers), lambda known: _any_may(readers, known))

    def gate(self, group: Group) -> Guard:
        """Enter a group when its condition may hold."""
        condition = group.condition
        return Guard(condition.may, condition.may_see, fate=lambda known: condition.fate(known)[0])

    def signpost(self, signpost: Signpost) -> Guard:
        """Turn off to another flow when the condition is known to hold and it still matters.

        Nobody is sent to another topic because of what they would rather not say.
        """
        matters = self._matters((TODAY, *self.reaches.reach_of_flow(signpost.go_to)))
        if signpost.condition is None:
            return matters
        condition = signpost.condition
        return _both(
            matters, condition.must, condition.must_see, lambda known: condition.fate(known)[1]
        )

    def country(self) -> Guard:
        """Enter when the level depends on the country, which is not known."""
        return Guard(
            lambda view: view.abroad > view.floor and COUNTRY not in view.picks,
            levels=self.reaches.abroad,
        )

    def leaving(self, flow: Flow) -> list[tuple[str, str, Guard]]:
        """Return the ways out: (stop or "" for any, target, guard)."""
        found: list[tuple[str, str, Guard]] = []
        if flow.suits is not None and flow.otherwise:
            guard = self._unsuited(flow.suits, (TODAY, *self.reaches.reach_of_flow(flow.otherwise)))
            found.append(("", f"to:{flow.otherwise}", guard))
        for question in all_questions(flow.items):
            for answer in question.answers:
                if answer.go_to:
                    reach = (TODAY, *self.reaches.reach_of_flow(answer.go_to))
                    guard = self._picked(question.key, answer.id, reach)
                    found.append((f"question:{question.id}", f"to:{answer.go_to}", guard))
        return found

    def lists(self, keys: Iterable[str], rules: Sequence[Rule]) -> tuple[Guard, ...]:
        """Return the guard of each list that is shown in one message."""
        return tuple(self._list(self._library.lists[key], rules) for key in keys)

    def _list(self, part: TickList, rules: Sequence[Rule]) -> Guard:
        screen = self._library.screens[part.screen]
        reach = self.reaches.reach_of_list(part.key)
        if part.follow_up:
            readers = [rule for rule in rules if part.key in rule.condition.reads]
            return self._follow_up(part, screen, readers)
        conditions = [tick.condition for tick in part.ticks]
        shown = None if None in conditions else [c.may for c in conditions if c is not None]
        may = screen.condition.may if screen.condition else None

        def askable(view: RouteView) -> bool:
            if part.key in view.picks or view.floor >= reach or (may and not may(view)):
                return False
            return shown is None or any(each(view) for each in shown)

        condition = screen.condition
        return Guard(
            askable,
            _may_see([condition, *conditions]),
            frozenset({reach}),
            lambda known: condition.fate(known)[0] if condition else None,
        )

    def _matters(self, reach: Reach) -> Guard:
        """Hold while something not asked yet could give more than the level that is certain."""
        best: dict[str, int] = {}
        for key, level in reach:
            best[key] = max(level, best.get(key, 0))
        levels = frozenset(best.values())
        always = best.pop("", 0)
        conditions = {key: self._screen_condition(key) for key in best}
        tests = [(key, best[key], c.may if c else _always) for key, c in conditions.items()]

        def matters(view: RouteView) -> bool:
            level = view.floor  # the level itself may hang on a fact that is still to be asked
            if level < always:
                return True
            return any(
                most > level and key not in view.picks and may(view) for key, most, may in tests
            )

        return Guard(matters, _may_see(conditions.values()), levels)

    def _screen_condition(self, key: str) -> Condition | None:
        return self._library.screens[self._library.lists[key].screen].condition

    def _unsuited(self, suits: Condition, reach: Reach) -> Guard:
        may = suits.may
        return _both(
            self._matters(reach),
            lambda view: not may(view),
            suits.may_see,
            lambda known: False if suits.fate(known)[0] else None,
        )

    def _picked(self, key: str, answer: str, reach: Reach) -> Guard:
        def picked(view: View) -> bool:
            return answer in view.picks.get(key, ())

        look = Look(f"{key} picked {answer}", frozenset({key}), picked, picked)
        sees = frozenset({Sight(look, surely=True)})
        return _both(self._matters(reach), picked, sees, lambda known: known(look)[1])

    def _follow_up(self, part: TickList, screen: Screen, readers: Sequence[Rule]) -> Guard:
        """Ask a follow-up list only after a tick, and only if it could raise the level."""
        pages = [page.key for page in screen.lists]
        others = frozenset(each.key for each in screen.then)

        def ticked(view: View) -> bool:
            return any(view.picks.get(key) or view.doubts.get(key) for key in pages)

        def askable(view: RouteView) -> bool:
            if part.key in view.picks or not ticked(view):
                return False
            opened = view.opened(others - view.picks.keys())
            high = (rule for rule in readers if rule.level.otherwise > view.floor)
            return any(rule.condition.may(opened) for rule in high)

        look = Look(f"touched {pages}", frozenset(pages), ticked, ticked)
        sees = _may_see(rule.condition for rule in readers) | {Sight(look, surely=True)}

        def fate(known: Known) -> bool | None:
            return False if known(look)[1] is False else _any_may(readers, known)

        return Guard(askable, sees, _levels_of(readers), fate)


def _always(_view: View) -> bool:
    return True


def _both(
    matters: Guard, test: Test, sees: frozenset[Sight], fate: Callable[[Known], bool | None]
) -> Guard:
    still = matters.holds
    return replace(
        matters,
        holds=lambda view: test(view) and still(view),
        sees=matters.sees | sees,
        fate=fate,
    )


def _may_see(conditions: Iterable[Condition | None]) -> frozenset[Sight]:
    return frozenset[Sight]().union(*(c.may_see for c in conditions if c is not None))


def _any_may(rules: Iterable[Rule], known: Known) -> bool | None:
    """Return False when none of the rules can hold any more."""
    return False if all(rule.condition.fate(known)[0] is False for rule in rules) else None


def _levels_of(rules: Iterable[Rule]) -> frozenset[int]:
    return frozenset(int(rule.level.otherwise) for rule in rules)

"""Screens: red-flag tick lists with what each tick inherits, follow-up lists and rules."""

from __future__ import annotations

from collections.abc import Mapping

from painbot.flow.compiler.draft import RESERVED, Draft
from painbot.flow.compiler.ticks import TickMaker, follow_up_tick
from painbot.flow.compiler.vocabulary import condition
from painbot.flow.conditions import Scope, TickTarget
from painbot.flow.conditions.names import ListTarget, Target
from painbot.flow.kinds import Record
from painbot.flow.levels import Contact
from painbot.flow.model import Rule, Screen, Tick, TickList
from painbot.flow.reader import Scalar


class ScreenMaker:
    """Build screens in two passes: the lists first, so that rules may read any screen."""

    def __init__(
        self, draft: Draft, facts: Mapping[str, Target], contacts: Mapping[str, Contact]
    ) -> None:
        """Take the facts that conditions may read and the contacts there are."""
        self._draft = draft
        self._facts = facts
        self._ticks = TickMaker(draft, facts, contacts)
        self._lists: dict[str, tuple[tuple[TickList, ...], tuple[TickList, ...]]] = {}

    def screens(self) -> dict[str, Screen]:
        """Return the screens by id."""
        records = {}
        for record in self._draft.records("screen"):
            name = record.get("screen")
            if not self._draft.take(name):
                continue
            if not {"title", "ask", "ticks"} <= record.values.keys():
                self._draft.findings.lose(name.value)
                continue
            records[name.value] = record
            self._lists[name.value] = self._both_lists(name.value, record)
        return {name: self._screen(name, record) for name, record in records.items()}

    def target(self, screen: str) -> ListTarget:
        """Return what the name of a screen means in conditions."""
        pages, then = self._lists[screen]
        ticks = {t.id: TickTarget(part.key, t) for part in (*pages, *then) for t in part.ticks}
        return ListTarget(tuple(part.key for part in pages), ticks)

    def targets(self) -> dict[str, Target]:
        """Return all screens as names for conditions."""
        return {name: self.target(name) for name in self._lists}

    def rules(self, record: Record, scope: Scope, sources: tuple[str, ...]) -> tuple[Rule, ...]:
        """Return the rules of a screen."""
        found = (self.rule(n, r, scope, sources) for n, r in record.get("rules", ()))
        return tuple(rule for rule in found if rule is not None)

    def rule(
        self, name: Scalar, record: Record, scope: Scope, sources: tuple[str, ...]
    ) -> Rule | None:
        """Return one rule, or None with findings."""
        holds = condition(self._draft, record, "if", scope)
        level = self._draft.levels(record, "at least")
        own = self._draft.sources(record, sources, f"The rule `{name.value}`")
        covers = self._draft.covers(record)
        contact = self._ticks.contact(record)
        because = record.get("because")
        if holds is None or level is None or because is None:
            return None
        return Rule(name.value, holds, level, because, contact, own, covers, name.at)

    def _screen(self, name: str, record: Record) -> Screen:
        draft = self._draft
        pages, then = self._lists[name]
        sources = draft.sources(record, (), f"The screen `{name}`")
        own: dict[str, Target] = {each.key.split(".")[-1]: self._then_target(each) for each in then}
        ticks = dict(self.target(name).ticks)
        scope = Scope({**self._facts, **self.targets(), **own, **ticks})
        rules = self.rules(record, scope, sources)
        self._follow_ups_are_read(record, rules)
        return Screen(
            id=name,
            title=record.get("title"),
            why=record.get("why", record.get("title")),
            condition=condition(draft, record, "if", Scope(self._facts)),
            lists=pages,
            then=then,
            rules=rules,
            meanwhile=tuple((key.value, text) for key, text in record.get("meanwhile", ())),
            sources=sources,
            covers=draft.covers(record),
            reviewed=draft.reviewed(record),
            at=record.at,
        )

    def _follow_ups_are_read(self, record: Record, rules: tuple[Rule, ...]) -> None:
        if len(rules) < len(record.get("rules", ())) or "rules" in record.faulty:
            return  # the rule that reads it may be one that could not be read
        read = frozenset[str]().union(*(rule.condition.reads for rule in rules))
        for key, _ in record.get("then", ()):
            if f"{record.line('screen')}.{key.value}" not in read:
                self._draft.findings.add("PB046", key.at, name=key.value)

    def _then_target(self, follow_up: TickList) -> ListTarget:
        ticks = {tick.id: TickTarget(follow_up.key, tick) for tick in follow_up.ticks}
        return ListTarget((follow_up.key,), ticks)

    def _both_lists(
        self, name: str, record: Record
    ) -> tuple[tuple[TickList, ...], tuple[TickList, ...]]:
        pages: dict[int, list[Tick]] = {}
        seen: dict[str, Scalar] = {}
        current = 1
        self._ticks.complete(record)
        for key, value in record.get("ticks"):
            current = max(1, value.get("page", current)) if isinstance(value, Record) else current
            tick = self._ticks.tick(key, value, record)
            if tick is None:
                self._draft.findings.lose(key.value)
            elif self._once(key, seen):
                pages.setdefault(current, []).append(tick)
        if not record.get("ticks"):
            self._draft.findings.add("PB048", record.get("screen").at)
        ask = record.get("ask")
        lists = tuple(
            TickList(name if index == 0 else f"{name}.page-{index + 1}", name, ask, tuple(pages[n]))
            for index, n in enumerate(sorted(pages))
        )
        return lists, tuple(self._follow_ups(name, record, seen))

    def _once(self, key: Scalar, seen: dict[str, Scalar]) -> bool:
        """Take an id within a screen, where rules read ticks by their bare names."""
        if key.value in RESERVED or key.value in self._facts:
            return self._draft.free(key)
        if key.value in seen:
            where = seen[key.value].at
            self._draft.findings.add("PB056", key.at, name=key.value, where=where)
            return False
        seen[key.value] = key
        return True

    def _follow_ups(self, name: str, record: Record, seen: dict[str, Scalar]) -> list[TickList]:
        found = []
        for key, follow_up in record.get("then", ()):
            self._once(key, seen)
            ask = follow_up.get("ask")
            pairs = follow_up.get("ticks", ())
            ticks = [follow_up_tick(name, line) for name, line in pairs if self._once(name, seen)]
            if not pairs and "ticks" in follow_up.values:
                self._draft.findings.add("PB048", key.at)
            if ask is not None and ticks:
                own = f"{name}.{key.value}"
                found.append(TickList(own, name, ask, tuple(ticks), follow_up=True))
        return found

"""Screens: red-flag tick lists with what each tick inherits, follow-up lists and rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from painbot.flow.compiler.draft import RESERVED, Draft
from painbot.flow.compiler.vocabulary import ANY_CONTACT, condition
from painbot.flow.conditions import Scope, TickTarget
from painbot.flow.conditions.names import ListTarget, Target
from painbot.flow.kinds import Record, Value
from painbot.flow.levels import LEVELS, Contact, Levels
from painbot.flow.model import Rule, Screen, Tick, TickList
from painbot.flow.reader import Scalar
from painbot.flow.text import Text

_UNSURE: Final = "unsure counts as"


class ScreenMaker:
    """Build screens in two passes: the lists first, so that rules may read any screen."""

    def __init__(
        self, draft: Draft, facts: Mapping[str, Target], contacts: Mapping[str, Contact]
    ) -> None:
        """Take the facts that conditions may read and the contacts there are."""
        self._draft = draft
        self._facts = facts
        self._contacts = contacts
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

    def contact(self, record: Record, inherited: str = ANY_CONTACT) -> str:
        """Return the contact a thing names or inherits."""
        name = record.get("contact")
        if name is None:
            return inherited
        known = self._draft.known("contact", [name], self._contacts)
        return known[0] if known else inherited

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
        contact = self.contact(record)
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
        for key, value in record.get("ticks"):
            current = max(1, value.get("page", current)) if isinstance(value, Record) else current
            tick = self._tick(key, value, record)
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
            ticks = [_follow_up_tick(name, line) for name, line in pairs if self._once(name, seen)]
            if not pairs and "ticks" not in follow_up.faulty:
                self._draft.findings.add("PB048", key.at)
            if ask is not None and ticks:
                own = f"{name}.{key.value}"
                found.append(TickList(own, name, ask, tuple(ticks), follow_up=True))
        return found

    def _tick(self, name: Scalar, value: Value, screen: Record) -> Tick | None:
        own = value if isinstance(value, Record) else Record(name.at, {})
        say = value if isinstance(value, Text) else own.wording()
        level = self._draft.levels(own if own.has("level") else screen, "level")
        because = own.get("because", screen.get("because"))
        covers = self._draft.covers(own)
        contact = self.contact(own, self.contact(screen))
        sources = self._tick_sources(name, own, screen)
        self._complete(name, own, screen)
        if level is None or because is None or not say.say:
            return None
        self._unsure_is_no_worse(name, own, screen, level)
        return Tick(
            id=name.value,
            button=own.get("button", say),
            say=say,
            also=tuple(word.value for word in own.get("also", [])),
            level=level,
            because=because,
            contact=contact,
            sources=sources,
            covers=covers,
            unsure_as=own.line(_UNSURE) or screen.line(_UNSURE),
            at=name.at,
            condition=condition(self._draft, own, "if", Scope(self._facts)),
        )

    def _tick_sources(self, name: Scalar, own: Record, screen: Record) -> tuple[str, ...]:
        if own.has("sources"):
            return self._draft.sources(own, (), f"The tick `{name.value}`")
        return tuple(source.value for source in screen.get("sources", []))

    def _complete(self, name: Scalar, own: Record, screen: Record) -> None:
        what = f"The tick `{name.value}` or its screen"
        for key in ("level", "because"):
            if not (own.has(key) or screen.has(key)):
                self._draft.findings.add("PB012", name.at, what=what, key=key)
        if not (own.has(_UNSURE) or screen.has(_UNSURE)):
            self._draft.findings.add("PB038", name.at, what=what)

    def _unsure_is_no_worse(self, name: Scalar, own: Record, screen: Record, level: Levels) -> None:
        """Note a "not sure" that is worse than a yes; one that is inherited is just capped."""
        if own.has("level") and not own.has(_UNSURE):
            return
        said = own.get(_UNSURE) or screen.get(_UNSURE)
        if said is not None and said.value in LEVELS and LEVELS[said.value] > level.otherwise:
            slots = {"name": name.value, "level": said.value}
            self._draft.findings.add("PB039", said.at, **slots)


def _follow_up_tick(name: Scalar, value: Value) -> Tick:
    own = value if isinstance(value, Record) else Record(name.at, {})
    say = value if isinstance(value, Text) else own.wording()
    also = tuple(word.value for word in own.get("also", []))
    unsure = own.line("unsure counts as") or "yes"
    button = own.get("button", say)
    return Tick(name.value, button, say, also, None, say, ANY_CONTACT, (), (), unsure, name.at)

"""Screens: red-flag tick lists with what each tick inherits, follow-up lists and rules."""

from __future__ import annotations

from collections.abc import Mapping

from painbot.flow.compiler.draft import Draft
from painbot.flow.compiler.vocabulary import ANY_CONTACT, condition
from painbot.flow.conditions import Scope, TickTarget
from painbot.flow.conditions.names import ListTarget, Target
from painbot.flow.kinds import Record, Value
from painbot.flow.levels import LEVELS, Contact
from painbot.flow.model import Rule, Screen, Tick, TickList
from painbot.flow.reader import Scalar
from painbot.flow.text import Text


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
            if self._draft.take(name) and {"title", "ask", "ticks"} <= record.values.keys():
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
        level = self._draft.levels("at least", record.get("at least"))
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
        return Screen(
            id=name,
            title=record.get("title"),
            why=record.get("why", record.get("title")),
            condition=condition(draft, record, "if", Scope(self._facts)),
            lists=pages,
            then=then,
            rules=self.rules(record, scope, sources),
            meanwhile=tuple((key.value, text) for key, text in record.get("meanwhile", ())),
            sources=sources,
            covers=draft.covers(record),
            reviewed=draft.reviewed(record),
            at=record.at,
        )

    def _then_target(self, follow_up: TickList) -> ListTarget:
        ticks = {tick.id: TickTarget(follow_up.key, tick) for tick in follow_up.ticks}
        return ListTarget((follow_up.key,), ticks)

    def _both_lists(
        self, name: str, record: Record
    ) -> tuple[tuple[TickList, ...], tuple[TickList, ...]]:
        pages: dict[int, list[Tick]] = {}
        seen: dict[str, Value] = {}
        current = 1
        for key, value in record.get("ticks"):
            current = max(1, value.get("page", current)) if isinstance(value, Record) else current
            tick = self._tick(key, value, record)
            self._once(key, seen)
            if tick is not None:
                pages.setdefault(current, []).append(tick)
        if not record.get("ticks"):
            self._draft.findings.add("PB048", record.at)
        ask = record.get("ask")
        lists = tuple(
            TickList(name if index == 0 else f"{name}.page-{index + 1}", name, ask, tuple(pages[n]))
            for index, n in enumerate(sorted(pages))
        )
        return lists, tuple(self._follow_ups(name, record, seen))

    def _once(self, key: Scalar, seen: dict[str, Value]) -> None:
        if key.value in seen or key.value in self._facts:
            self._draft.findings.add("PB056", key.at, name=key.value)
        seen[key.value] = key

    def _follow_ups(self, name: str, record: Record, seen: dict[str, Value]) -> list[TickList]:
        found = []
        for key, follow_up in record.get("then", ()):
            self._once(key, seen)
            ask = follow_up.get("ask")
            ticks = []
            for tick_name, value in follow_up.get("ticks", ()):
                self._once(tick_name, seen)
                ticks.append(_follow_up_tick(tick_name, value))
            if ask is not None and ticks:
                own = f"{name}.{key.value}"
                found.append(TickList(own, name, ask, tuple(ticks), follow_up=True))
        return found

    def _tick(self, name: Scalar, value: Value, screen: Record) -> Tick | None:
        own = value if isinstance(value, Record) else Record(name.at, {})
        say = value if isinstance(value, Text) else own.wording()
        level = self._draft.levels("level", own.get("level", screen.get("level")))
        because = own.get("because", screen.get("because"))
        unsure = own.line("unsure counts as") or screen.line("unsure counts as")
        self._complete(name, own, because, unsure)
        if "level" not in own.values and "level" not in screen.values:
            self._draft.findings.add("PB012", own.at, what=_what(name), key="level")
        if level is None or because is None or not say.say:
            return None
        if unsure in LEVELS and LEVELS[unsure] > level.otherwise:
            unsure_level = f"{unsure}"
            self._draft.findings.add("PB039", name.at, name=name.value, level=unsure_level)
        return Tick(
            id=name.value,
            button=own.get("button", say),
            say=say,
            also=tuple(word.value for word in own.get("also", [])),
            level=level,
            because=because,
            contact=self.contact(own, self.contact(screen)),
            sources=self._tick_sources(own, screen),
            covers=self._draft.covers(own),
            unsure_as=unsure,
            at=name.at,
            condition=condition(self._draft, own, "if", Scope(self._facts)),
        )

    def _tick_sources(self, own: Record, screen: Record) -> tuple[str, ...]:
        if "sources" in own.values:
            return self._draft.sources(own, (), "A tick")
        return tuple(source.value for source in screen.get("sources", []))

    def _complete(self, name: Scalar, own: Record, because: Text | None, unsure: str) -> None:
        if because is None and "because" not in own.values:
            self._draft.findings.add("PB012", own.at, what=_what(name), key="because")
        if not unsure and "unsure counts as" not in own.values:
            self._draft.findings.add("PB038", own.at, what=_what(name))


def _what(name: Scalar) -> str:
    return f"The tick `{name.value}` or its screen"


def _follow_up_tick(name: Scalar, value: Value) -> Tick:
    own = value if isinstance(value, Record) else Record(name.at, {})
    say = value if isinstance(value, Text) else own.wording()
    also = tuple(word.value for word in own.get("also", []))
    unsure = own.line("unsure counts as") or "yes"
    button = own.get("button", say)
    return Tick(name.value, button, say, also, None, say, ANY_CONTACT, (), (), unsure, name.at)

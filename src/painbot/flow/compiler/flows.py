"""Flows: their screens, questions in order, rules and causes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from painbot.flow.compiler.draft import Draft
from painbot.flow.compiler.items import ItemMaker
from painbot.flow.compiler.promises import promises
from painbot.flow.compiler.questions import QuestionMaker
from painbot.flow.compiler.screens import ScreenMaker
from painbot.flow.compiler.vocabulary import condition, urgent_signs
from painbot.flow.conditions import Scope
from painbot.flow.conditions.names import Target
from painbot.flow.kinds import Record
from painbot.flow.levels import LEVELS, Level
from painbot.flow.model import (
    Cause,
    CauseFit,
    Flow,
    Question,
    Rule,
    Screen,
    Tip,
)
from painbot.flow.reader import Scalar
from painbot.flow.text import Condition


@dataclass(frozen=True, slots=True)
class Shelf:
    """What every flow may refer to."""

    facts: Mapping[str, Question]
    shared: Mapping[str, Question]
    screens: Mapping[str, Screen]
    causes: Mapping[str, Cause]
    tips: Mapping[str, Tip]
    names: Mapping[str, Target]


@dataclass(frozen=True, slots=True)
class FlowMaker:
    """Build flows one by one from their records."""

    draft: Draft
    questions: QuestionMaker
    screens: ScreenMaker
    shelf: Shelf

    def flows(self) -> dict[str, Flow]:
        """Return the flows by id."""
        found = {}
        for record in self.draft.records("flow"):
            name = record.get("flow")
            texts = record.get("title"), record.get("about")
            if self.draft.take(name) and None not in texts:
                found[name.value] = _OneFlow(self, record, name.value).flow()
        return found

    def items(self, flow: str) -> ItemMaker:
        """Return the maker of one flow's questions."""
        records = self.draft.records("flow")
        ids: dict[str, None] = {r.line("flow"): None for r in records if r.get("flow")}
        shelf = self.shelf
        facts, shared = dict(shelf.facts), dict(shelf.shared)
        names = dict(shelf.names)
        return ItemMaker(self.draft, self.questions, flow, facts, shared, names, ids)


class _OneFlow:
    """One flow in the making: names become known in the order questions are asked."""

    def __init__(self, maker: FlowMaker, record: Record, name: str) -> None:
        self._maker = maker
        self._record = record
        self._id = name
        self._draft: Draft = maker.draft
        self._items = maker.items(name)

    def flow(self) -> Flow:
        record, draft = self._record, self._draft
        suits, otherwise = self._suits()
        sources = draft.sources(record, (), f"The flow `{self._id}`")
        screens = self._screens()
        items = self._items.items(record.get("questions", ()))
        scope = self._items.scope
        known_only = replace(scope, cautious=True)
        fits, otherwise_cause = self._causes(known_only)
        all_lists = tuple(key for s in self._maker.shelf.screens.values() for key in _keys(s))
        return Flow(
            id=self._id,
            title=record.get("title"),
            about=record.get("about"),
            suits=suits,
            otherwise=otherwise,
            screens=screens,
            items=items,
            rules=self._rules(scope, sources),
            causes=fits,
            otherwise_cause=otherwise_cause,
            tips=draft.known("tip", record.get("tips", []), self._maker.shelf.tips),
            check_again={LEVELS[name.value]: t for name, t in record.get("check again", ())},
            urgent_signs=urgent_signs(draft, record.get("urgent signs", ()), known_only),
            promises=promises(
                draft,
                record.get("promises", ()),
                replace(scope, promises=True, all_lists=all_lists),
                self._maker.shelf.causes,
                self._maker.shelf.tips,
            ),
            sources=sources,
            reviewed=draft.reviewed(record),
            at=record.at,
        )

    def _suits(self) -> tuple[Condition | None, str]:
        record = self._record
        if record.has("for") != record.has("otherwise go to"):
            there = record.get("for") or record.get("otherwise go to") or record
            self._draft.findings.add("PB044", there.at)
        suits = condition(self._draft, record, "for", Scope(self._fact_names()))
        return suits, self._items.flow_id(record.get("otherwise go to"))

    def _fact_names(self) -> dict[str, Target]:
        return {name: self._items.names[name] for name in self._maker.shelf.facts}

    def _screens(self) -> tuple[tuple[str, ...], ...]:
        groups = []
        seen: set[str] = set()
        for entry in self._record.get("screens", []):
            names = [entry] if isinstance(entry, Scalar) else entry.get("together", [])
            for name in names:
                if name.value in seen:
                    self._draft.findings.add("PB049", name.at, id=name.value)
                seen.add(name.value)
            group = self._draft.known("screen", names, self._maker.shelf.screens)
            self._told_apart(group, names)
            groups.append(group)
        return tuple(group for group in groups if group)

    def _told_apart(self, group: tuple[str, ...], names: list[Scalar]) -> None:
        """Screens in one message need ticks of different ids: a tap names only the tick."""
        owners: dict[tuple[int, str], str] = {}
        for name in (name for name in names if name.value in group):
            for page, part in enumerate(self._maker.shelf.screens[name.value].lists):
                for tick in part.ticks:
                    one = owners.setdefault((page, tick.id), name.value)
                    if one != name.value:
                        slots = {"id": tick.id, "one": one, "other": name.value}
                        self._draft.findings.add("PB058", name.at, **slots)

    def _rules(self, scope: Scope, sources: tuple[str, ...]) -> tuple[Rule, ...]:
        rules = self._maker.screens.rules(self._record, scope, sources)
        levels = {name.value: r.get("at least") for name, r in self._record.get("rules", ())}
        for rule in rules:
            value = levels[rule.id]
            if isinstance(value, list):
                self._draft.findings.add("PB055", value[0][0].at)
                continue
            own = any(key.startswith(f"{self._id}.") for key in rule.condition.reads)
            topic = own or not rule.condition.reads.isdisjoint(self._maker.shelf.shared)
            if topic and rule.level.otherwise > Level.TODAY:
                slots = {"rule": rule.id, "level": rule.level.otherwise.id}
                self._draft.findings.add("PB032", value.at, **slots)
        return rules

    def _causes(self, scope: Scope) -> tuple[tuple[CauseFit, ...], str]:
        fits = []
        otherwise = ""
        for name, value in self._record.get("causes", ()):
            if name.value == "otherwise" and isinstance(value, Scalar):
                otherwise = value.value
                self._draft.known("cause", [value], self._maker.shelf.causes)
            elif isinstance(value, Record):
                fits.append(self._fit(name, value, scope))
            else:
                expected, hint = "`fits` or `may fit` with a condition", "Write it under the cause."
                slots = {"key": f"`{name.value}`", "found": "a text", "hint": hint}
                self._draft.findings.add("PB013", value.at, expected=expected, **slots)
        self._ends_somewhere(otherwise)
        return tuple(fits), otherwise

    def _ends_somewhere(self, otherwise: str) -> None:
        causes = self._record.get("causes")
        if causes is not None and not otherwise and "otherwise" not in self._draft.findings.lost:
            at = causes[0][0].at if causes else self._record.at
            self._draft.findings.add("PB012", at, what="`causes`", key="otherwise")

    def _fit(self, name: Scalar, value: Record, scope: Scope) -> CauseFit:
        self._draft.known("cause", [name], self._maker.shelf.causes)
        fits = condition(self._draft, value, "fits", scope)
        may_fit = condition(self._draft, value, "may fit", scope)
        if not (value.has("fits") or value.has("may fit")):
            what = f"The cause `{name.value}`"
            self._draft.findings.add("PB012", name.at, what=what, key="fits` or `may fit")
        but_not = condition(self._draft, value, "but not if", scope)
        return CauseFit(name.value, fits, may_fit, but_not, name.at)


def _keys(screen: Screen) -> list[str]:
    return [part.key for part in screen.lists]

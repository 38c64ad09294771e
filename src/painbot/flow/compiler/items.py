"""The questions of a flow, in the order they are written; each can read those before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from painbot.flow.compiler.draft import RESERVED, Draft
from painbot.flow.compiler.questions import QuestionMaker
from painbot.flow.compiler.vocabulary import condition
from painbot.flow.conditions import Scope
from painbot.flow.conditions.names import QuestionTarget, Target
from painbot.flow.findings import did_you_mean
from painbot.flow.kinds import Record, Value
from painbot.flow.model import Group, Item, Question, Signpost, Use
from painbot.flow.reader import Scalar


@dataclass(slots=True)
class ItemMaker:
    """Build one flow's questions, groups and signposts.

    `names` are what conditions may read; it grows as questions are built. `flows` are the
    ids that may be handed over to.
    """

    draft: Draft
    questions: QuestionMaker
    flow: str
    facts: dict[str, Question]
    shared: dict[str, Question]
    names: dict[str, Target]
    flows: dict[str, None]
    _outside: frozenset[str] = frozenset()
    _later: set[str] = field(default_factory=set)
    _taken: dict[str, Scalar] = field(default_factory=dict)

    def items(self, pairs: Value) -> tuple[Item, ...]:
        """Return the items of a flow; what cannot be built is a finding."""
        self._outside = frozenset(self.names)
        self._later = set(_question_ids(pairs))
        for name in self.shared:  # known here only from where the flow asks them
            self.names.pop(name, None)
        return self._items(pairs)

    @property
    def scope(self) -> Scope:
        """Return what may be read where every question has been asked."""
        return Scope(self.names, unasked=self.shared.keys())

    def flow_id(self, name: Scalar | None) -> str:
        """Return the id of a flow that is referred to; an unknown one is a finding."""
        known = self.draft.known("flow", [name], self.flows) if name is not None else ()
        return known[0] if known else ""

    def _items(self, pairs: Value) -> tuple[Item, ...]:
        found = (self._item(name, value) for name, value in pairs)
        return tuple(item for item in found if item is not None)

    def _item(self, name: Scalar, value: Value) -> Item | None:
        if name.value in self._taken:
            where = self._taken[name.value].at
            self.draft.findings.add("PB018", name.at, id=name.value, where=where)
            return None
        self._taken[name.value] = name
        if isinstance(value, Scalar):
            return self._use(name, value.value)
        scope = Scope(self.names, self._later, unasked=self.shared.keys())
        if value.has("questions"):
            return self._group(name, value, scope)
        if value.has("go to"):
            return self._signpost(name, value, scope)
        return self._question(name, value, scope)

    def _signpost(self, name: Scalar, value: Record, scope: Scope) -> Signpost:
        holds = condition(self.draft, value, "if", replace(scope, cautious=True))
        return Signpost(name.value, holds, self.flow_id(value.get("go to")), name.at)

    def _use(self, name: Scalar, kind: str) -> Use | None:
        there, others = (self.facts, self.shared) if kind == "fact" else (self.shared, self.facts)
        if name.value in there:
            self._know(name.value, there[name.value])
            return Use(name.value, name.at)
        hint = did_you_mean(name.value, there)
        if name.value in others:
            hint = f"Write `{name.value}: {'shared' if kind == 'fact' else 'fact'}`."
        what = "fact" if kind == "fact" else "shared question"
        self.draft.findings.add("PB020", name.at, what=what, id=name.value, hint=hint)
        return None

    def _know(self, name: str, question: Question) -> None:
        self.names[name] = QuestionTarget(question)
        self._later.discard(name)

    def _group(self, name: Scalar, value: Record, scope: Scope) -> Group | None:
        holds = condition(self.draft, value, "if", scope)
        items = self._items(value.get("questions", ()))
        return Group(name.value, holds, items) if holds else None

    def _question(self, name: Scalar, value: Record, scope: Scope) -> Question | None:
        if name.value in self._outside or name.value in RESERVED:
            self.draft.free(name)
            return None
        key = f"{self.flow}.{name.value}"
        question = self.questions.question(name, value, key, scope)
        self._later.discard(name.value)
        if question is None:
            return None
        self._go_tos(value)
        self._know(name.value, question)
        return question

    def _go_tos(self, value: Record) -> None:
        for _, answer in value.get("answers") if isinstance(value.get("answers"), list) else ():
            if isinstance(answer, Record):
                self.flow_id(answer.get("go to"))


def _question_ids(pairs: Value) -> Iterator[str]:
    for name, value in pairs:
        if isinstance(value, Record) and value.has("questions"):
            yield from _question_ids(value.get("questions", ()))
        elif not (isinstance(value, Record) and value.has("go to")):
            yield name.value

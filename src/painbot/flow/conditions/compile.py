"""Type-check a condition against its scope and compile it to closures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from string import ascii_uppercase
from typing import Final

from painbot.flow.conditions import closures, looks
from painbot.flow.conditions.amounts import accepted_amounts
from painbot.flow.conditions.closures import Compiled
from painbot.flow.conditions.names import ListTarget, QuestionTarget, Scope, TickTarget
from painbot.flow.conditions.syntax import (
    MAX_LENGTH,
    AtLeast,
    Both,
    Either,
    Not,
    Stumble,
    Test,
    Tree,
    parse,
)
from painbot.flow.findings import Findings, did_you_mean
from painbot.flow.levels import LEVELS, Level
from painbot.flow.model import NONE, UNSURE, Question
from painbot.flow.reader import Scalar
from painbot.flow.text import Condition, Place, View

LEVEL: Final = "level"  # what promises call the level of care, beside the keys of answers
COMPARISONS: Final = (">=", "<=", ">", "<")
_GRAMMAR_HINT: Final = "Write tests such as `hanging is yes`, joined by `and`, `or`, `not`."
_SLIPS: Final = (
    ("=!", "Write `is` and `is not` instead of `=` and `!=`."),
    ("&|", "Write `and` and `or`."),
    ("'\"", "Leave the quotes out."),
    (ascii_uppercase, "Ids, and the words of conditions, are written in small letters."),
)


def compile_condition(scalar: Scalar, scope: Scope, findings: Findings) -> Condition | None:
    """Return the compiled condition, or None with findings at their column."""
    if len(scalar.value) > MAX_LENGTH:
        findings.add("PB028", scalar.at, most=MAX_LENGTH)
        return None
    tree = parse(scalar.value)
    if isinstance(tree, Stumble):
        at = findings.inside(scalar.at, scalar.value, tree.offset)
        near = f"`{tree.near}`" if tree.near else "its end"
        findings.add("PB021", at, near=near, hint=_slip_hint(tree.near))
        return None
    found = _Compiler(scalar, scope, findings).tree(tree)
    if found is None:
        return None
    return Condition(
        scalar.value,
        repr(tree),
        found.reads,
        found.may,
        found.must,
        found.evidence,
        found.may_see,
        found.must_see,
        found.fate,
    )


def _slip_hint(near: str) -> str:
    return next((hint for signs, hint in _SLIPS if near and near[0] in signs), _GRAMMAR_HINT)


class _Compiler:
    """Walk one condition's tree; every method returns None after a finding."""

    def __init__(self, scalar: Scalar, scope: Scope, findings: Findings) -> None:
        self._scalar = scalar
        self._scope = scope
        self._findings = findings

    def tree(self, tree: Tree) -> Compiled | None:
        """Compile any part of the tree."""
        if isinstance(tree, Test):
            return self._test(tree)
        if isinstance(tree, Not):
            part = self.tree(tree.part)
            return closures.inverse(part) if part else None
        maybe = [self.tree(part) for part in tree.parts]
        parts = [part for part in maybe if part is not None]
        if len(parts) < len(maybe):
            return None
        if isinstance(tree, Both):
            return closures.all_of(parts)
        return self._count(tree, parts)

    def _count(self, tree: Either | AtLeast, parts: list[Compiled]) -> Compiled | None:
        if isinstance(tree, Either):
            return closures.at_least(1, parts)
        if not 0 < tree.count <= len(parts):
            truth = "can never hold" if tree.count else "always holds"
            at, given = self._place(tree.at), len(parts)
            self._findings.add("PB029", at, count=tree.count, given=given, truth=truth)
            return None
        return closures.at_least(tree.count, parts)

    def _test(self, test: Test) -> Compiled | None:
        if test.operation in ("no screen", "any screen") or test.name == LEVEL:
            return self._promise_test(test)
        target = self._scope.names.get(test.name)
        if target is None:
            self._unknown(test)
            return None
        if isinstance(target, QuestionTarget):
            return self._question(test, target.question)
        if isinstance(target, TickTarget):
            return self._tick(test, target)
        return self._list(test, target)

    def _unknown(self, test: Test) -> None:
        at = self._place(test.at)
        if test.name in self._scope.later:
            self._findings.add("PB026", at, name=test.name)
            return
        hint = did_you_mean(test.name, self._scope.names)
        if test.name in self._scope.unasked:
            hint = f"Add `{test.name}: shared` to the questions of this flow, above this."
        self._findings.add("PB022", at, name=test.name, hint=hint)

    def _place(self, offset: int) -> Place:
        return self._findings.inside(self._scalar.at, self._scalar.value, offset)

    def _wrong(self, test: Test, hint: str) -> None:
        words = {"tick": "its name alone", "has any": "`has any`"}
        how = words.get(test.operation, f"`{test.operation} ...`")
        self._findings.add("PB024", self._place(test.at), name=test.name, test=how, hint=hint)

    def _question(self, test: Test, question: Question) -> Compiled | None:
        if test.operation in COMPARISONS:
            at = self._place(test.spots[0])
            accepted = accepted_amounts(test, question, at, self._findings)
            return None if accepted is None else self._one_of(question, accepted)
        if question.kind == "any":
            return self._several(test, question)
        if test.operation not in ("is", "is not", "in"):
            self._wrong(test, f"It has one answer: write `{test.name} is ...`.")
            return None
        ids = self._answers(test, question)
        if ids is None:
            return None
        if test.operation == "is not":
            ids = frozenset(answer.id for answer in question.answers) - ids - {UNSURE}
        return self._one_of(question, ids)

    def _one_of(self, question: Question, ids: frozenset[str]) -> Compiled:
        return looks.one_of(question, ids, cautious=self._scope.cautious)

    def _several(self, test: Test, question: Question) -> Compiled | None:
        if test.operation not in ("has", "has any"):
            self._wrong(test, f"It can have several answers: write `{test.name} has ...`.")
            return None
        cautious = self._scope.cautious
        if test.values == (NONE,):
            return looks.none_of(question, cautious=cautious)
        if test.values:
            ids = self._answers(test, question)
        else:
            ids = frozenset(answer.id for answer in question.answers) - {UNSURE}
        return None if ids is None else looks.some_of(question, ids, cautious=cautious)

    def _answers(self, test: Test, question: Question) -> frozenset[str] | None:
        return self._known(test, [answer.id for answer in question.answers])

    def _known(self, test: Test, known: Iterable[str]) -> frozenset[str] | None:
        """Return the words of a test if all of them are known."""
        words = list(known)
        bad = [(v, at) for v, at in zip(test.values, test.spots, strict=True) if v not in words]
        for value, spot in bad:
            hint = did_you_mean(value, words)
            self._findings.add("PB023", self._place(spot), value=value, name=test.name, hint=hint)
        return None if bad else frozenset(test.values)

    def _tick(self, test: Test, target: TickTarget) -> Compiled | None:
        if test.operation != "tick":
            self._wrong(test, f"It is a tick: write just `{test.name}`.")
            return None
        return looks.ticked([(target.key, target.tick)], cautious=self._scope.cautious)

    def _list(self, test: Test, target: ListTarget) -> Compiled | None:
        own = [(t.key, t.tick) for t in target.ticks.values() if t.key in target.keys]
        cautious = self._scope.cautious
        if test.operation == "is" and test.values == ("doubtful",):
            return looks.doubted(target.keys)
        positive = test.operation == "is" and test.values == ("positive",)
        if positive or (test.operation == "has any" and not test.values):
            return looks.ticked(own, cautious=cautious)
        if test.operation not in ("has", "has any"):
            hint = f"It is a list: write `{test.name} has TICK` or `{test.name} is positive`."
            self._wrong(test, hint)
            return None
        if self._known(test, target.ticks) is None:
            return None
        chosen = [target.ticks[value] for value in test.values]
        return looks.ticked([(each.key, each.tick) for each in chosen], cautious=cautious)

    def _promise_test(self, test: Test) -> Compiled | None:
        if not self._scope.promises:
            what = f"level {test.operation}" if test.name else f"{test.operation} is positive"
            self._findings.add("PB027", self._place(test.at), test=what)
            return None
        if test.name:
            return self._level(test)
        found = looks.positive(self._scope.all_lists)
        return found if test.operation == "any screen" else closures.inverse(found)

    def _level(self, test: Test) -> Compiled | None:
        holds = _LEVEL_TESTS.get(test.operation)
        if holds is None:
            self._wrong(test, "Write `level is today` or `level >= today`.")
            return None
        if self._known(test, LEVELS) is None:
            return None
        level = LEVELS[test.values[0]]

        def test_level(view: View) -> bool:
            return holds(view.level, level)

        shape = f"level {test.operation} {level.id}"
        return looks.leaf(shape, frozenset({LEVEL}), test_level, test_level)


_LEVEL_TESTS: Final[dict[str, Callable[[int, Level], bool]]] = {
    "is": lambda now, level: now == level,
    "is not": lambda now, level: now != level,
    ">=": lambda now, level: now >= level,
    "<=": lambda now, level: now <= level,
    ">": lambda now, level: now > level,
    "<": lambda now, level: now < level,
}

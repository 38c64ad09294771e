"""Type-check a condition against its scope and compile it to closures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from painbot.flow.conditions import closures
from painbot.flow.conditions.amounts import accepted_amounts
from painbot.flow.conditions.closures import Compiled
from painbot.flow.conditions.names import ListTarget, QuestionTarget, Scope, Target, TickTarget
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
from painbot.flow.model import NONE, Question
from painbot.flow.reader import Scalar
from painbot.flow.text import Condition, Place, View

COMPARISONS: Final = (">=", "<=", ">", "<")
_GRAMMAR_HINT = "Write tests such as `hanging is yes`, joined by `and`, `or`, `not`."


def compile_condition(scalar: Scalar, scope: Scope, findings: Findings) -> Condition | None:
    """Return the compiled condition, or None with findings at their column."""
    if len(scalar.value) > MAX_LENGTH:
        findings.add("PB028", scalar.at)
        return None
    tree = parse(scalar.value)
    if isinstance(tree, Stumble):
        at = _inside(scalar.at, tree.offset)
        findings.add("PB021", at, near=tree.near, hint=_GRAMMAR_HINT)
        return None
    found = _Compiler(scalar, scope, findings).tree(tree)
    if found is None:
        return None
    return Condition(scalar.value, repr(tree), found.reads, found.may, found.must, found.evidence)


def _inside(at: Place, offset: int) -> Place:
    return Place(at.file, at.line, at.column + offset)


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
        count = tree.count if isinstance(tree, AtLeast) else 1
        if not 0 < count <= len(parts):
            self._findings.add("PB029", self._scalar.at, count=count, given=len(parts))
            return None
        return closures.at_least(count, parts)

    def _test(self, test: Test) -> Compiled | None:
        if test.operation in ("no screen", "any screen") or test.name == "level":
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
        at = self._at(test.name)
        if test.name in self._scope.later:
            self._findings.add("PB026", at, name=test.name)
            return
        hint = did_you_mean(test.name, self._scope.names)
        self._findings.add("PB022", at, name=test.name, hint=hint)

    def _at(self, word: str) -> Place:
        return _inside(self._scalar.at, max(0, self._scalar.value.find(word)))

    def _wrong(self, test: Test, hint: str) -> None:
        self._findings.add(
            "PB024", self._at(test.name), name=test.name, test=test.operation, hint=hint
        )

    def _question(self, test: Test, question: Question) -> Compiled | None:
        if test.operation in COMPARISONS:
            accepted = accepted_amounts(test, question, self._at(test.name), self._findings)
            return None if accepted is None else closures.one_of(question, accepted)
        if question.kind == "any":
            return self._several(test, question)
        if test.operation not in ("is", "is not", "in"):
            self._wrong(test, f"It has one answer: write `{test.name} is ...`.")
            return None
        ids = self._answers(test, question)
        if ids is None:
            return None
        if test.operation == "is not":
            ids = frozenset(answer.id for answer in question.answers) - ids - {"unsure"}
        return closures.one_of(question, ids)

    def _several(self, test: Test, question: Question) -> Compiled | None:
        if test.operation not in ("has", "has any"):
            self._wrong(test, f"It can have several answers: write `{test.name} has ...`.")
            return None
        if test.values == (NONE,):
            return closures.none_of(question.key)
        if not test.values:
            return closures.some_of(
                question, frozenset(a.id for a in question.answers) - {"unsure"}
            )
        ids = self._answers(test, question)
        return None if ids is None else closures.some_of(question, ids)

    def _answers(self, test: Test, question: Question) -> frozenset[str] | None:
        known = [answer.id for answer in question.answers]
        bad = [value for value in test.values if value not in known]
        for value in bad:
            hint = did_you_mean(value, known)
            self._findings.add("PB023", self._at(value), value=value, name=test.name, hint=hint)
        return None if bad else frozenset(test.values)

    def _tick(self, test: Test, target: TickTarget) -> Compiled | None:
        if test.operation != "tick":
            self._wrong(test, f"It is a tick: write just `{test.name}`.")
            return None
        return closures.ticked([(target.key, target.tick)])

    def _list(self, test: Test, target: ListTarget) -> Compiled | None:
        own = [(t.key, t.tick) for t in target.ticks.values() if t.key in target.keys]
        if test.operation == "is" and test.values == ("positive",):
            return closures.ticked(own)
        if test.operation == "is" and test.values == ("doubtful",):
            return closures.doubted(target.keys)
        if test.operation == "has any" and not test.values:
            return closures.ticked(own)
        if test.operation not in ("has", "has any"):
            self._wrong(test, f"It is a list: write `{test.name} has TICK` or `is positive`.")
            return None
        for value in (bad := [value for value in test.values if value not in target.ticks]):
            hint = did_you_mean(value, target.ticks)
            self._findings.add("PB023", self._at(value), value=value, name=test.name, hint=hint)
        if bad:
            return None
        chosen = [target.ticks[value] for value in test.values]
        return closures.ticked([(each.key, each.tick) for each in chosen])

    def _promise_test(self, test: Test) -> Compiled | None:
        if not self._scope.promises:
            what = f"level {test.operation}" if test.name else f"{test.operation} is positive"
            self._findings.add("PB027", self._at(test.name or "screen"), test=what)
            return None
        if test.name:
            return self._level(test)
        found = _any_positive(self._scope.all_lists)
        return found if test.operation == "any screen" else closures.inverse(found)

    def _level(self, test: Test) -> Compiled | None:
        level = LEVELS.get(test.values[0]) if test.values else None
        if level is None or test.operation not in _LEVEL_TESTS:
            hint = did_you_mean(test.values[0] if test.values else "", LEVELS)
            value = test.values[0] if test.values else test.operation
            self._findings.add("PB023", self._at("level"), value=value, name="level", hint=hint)
            return None
        holds = _LEVEL_TESTS[test.operation]

        def test_level(view: View) -> bool:
            return holds(view.level, level)

        return Compiled(test_level, test_level, lambda _view: (), frozenset({"level"}))


_LEVEL_TESTS: Final[dict[str, Callable[[int, Level], bool]]] = {
    "is": lambda now, level: now == level,
    "is not": lambda now, level: now != level,
    ">=": lambda now, level: now >= level,
    "<=": lambda now, level: now <= level,
    ">": lambda now, level: now > level,
    "<": lambda now, level: now < level,
}


def _any_positive(keys: tuple[str, ...]) -> Compiled:
    def positive(view: View) -> bool:
        return any(view.picks.get(key) for key in keys)

    return Compiled(positive, positive, lambda _view: (), frozenset(keys))


__all__ = ["Target", "compile_condition"]

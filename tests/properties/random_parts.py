"""Parts of small random libraries: conditions, levels, rules, and the questions of a flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
LEVELS = ("routine", "soon", "today", "hospital", "emergency")
OF_FACTS = ["who is adult", "age >= 65", "age < 65", "age is unsure", "preg is yes"]
OF_FACTS += ["preg is not yes", "preg is unsure", "country is gb"]
OF_SHARED = {"sh": ["sh is yes", "sh is not yes", "sh is unsure"], "long": ["long >= 6 weeks"]}


@dataclass
class Dice:
    """Draws what is common to all parts of a library: conditions, levels, rules."""

    draw: st.DrawFn

    def pick(self, what: Sequence[T]) -> T:
        return self.draw(st.sampled_from(what))

    def chance(self, of: int) -> bool:
        return self.draw(st.integers(0, of - 1)) == of - 1

    def condition(
        self, atoms: Sequence[str], depth: int = 2, negate: Sequence[str] | None = None
    ) -> str:
        """A condition over some tests; perhaps only some of them are negated."""
        words = {"a": 0, "test": 0, "not ": 1, "and": 2, "or": 2, "2 of ": 3}
        word = self.pick(list(words)) if depth else "a"
        atoms = atoms if word != "not " or negate is None else negate
        parts = [self.condition(atoms, depth - 1, negate) for _ in range(words[word])]
        if not parts:
            return self.pick(atoms)
        return f"({f' {word} '.join(parts)})" if len(parts) == 2 else f"{word}({', '.join(parts)})"

    def maybe(self, key: str, atoms: Sequence[str], of: int = 3) -> str:
        return f'{key}: "{self.condition(atoms, 1)}", ' if self.chance(of) else ""

    def level(self, highest: str = "emergency", *, maps: bool = True) -> str:
        top = self.pick(LEVELS[: LEVELS.index(highest) + 1])
        if not maps or not self.chance(5):
            return top
        return f"{{gb: {self.level(top, maps=False)}, otherwise: {top}}}"

    def holds(self, atoms: Sequence[str], depth: int = 2) -> str:
        """The condition of a rule: most that negate an answer let the level fall, a fault."""
        return self.condition(atoms, depth, None if self.chance(12) else OF_FACTS)

    def rule(self, name: str, condition: str, level: str) -> str:
        return f'  {name}: {{if: "{condition}", at least: {level}, because: B {name}.}}\n'


@dataclass
class Questions:
    """The questions of one flow in the making; `known` grows as they are asked."""

    maker: Dice
    known: list[str]
    further: Sequence[str]
    left: int
    count: int = 0
    used: set[str] = field(default_factory=set)

    def all(self, most: int, *, inside: bool = False) -> list[str]:
        found: list[str] = []
        while self.left and len(found) < most:
            self.left -= 1
            self.count += 1
            found.append(self.item(f"q{self.count}", inside=inside))
        return found

    def item(self, name: str, *, inside: bool) -> str:
        kinds = ["one", "one", "any", "number", "sh", "long", "age", "preg", "country"]
        kinds += [] if inside else ["group", "group"]
        kinds += ["signpost", "signpost"] if self.further else []
        kind = self.maker.pick([each for each in kinds if each not in self.used])
        if kind in OF_SHARED:
            self.used.add(kind)
            self.known += OF_SHARED[kind]
            return f"{kind}: shared"
        if kind in ("age", "preg", "country"):
            self.used.add(kind)
            return f"{kind}: fact"
        holds = self.maker.condition(self.known, 1)
        if kind == "signpost":
            return f'to-{name}: {{if: "{holds}", go to: {self.maker.pick(self.further)}}}'
        if kind == "group":
            self.left += 1
            inner = ", ".join(self.all(2, inside=True))
            return f'g-{name}: {{if: "{holds}", questions: {{{inner}}}}}'
        asks = {"one": self.one, "any": self.several, "number": self.amount}
        return asks[kind](name, self.maker.maybe("if", self.known))

    def counts(self) -> str:
        return f"unsure counts as: {self.maker.pick(['yes', 'no'])}, "

    def one(self, name: str, holds: str) -> str:
        further = self.further if self.maker.chance(2) else ()
        turn = f", go to: {self.maker.pick(further)}" if further else ""
        condition = self.maker.maybe("if", self.known, 4)
        more = "".join(each for each in (", c: C", ", unsure: U") if self.maker.chance(3))
        self.known += [f"{name} is a", f"{name} is not a", f"{name} in [a, b]"]
        answers = f"{{a: {{{condition}say: A{turn}}}, b: B{more}}}"
        return f"{name}: {{ask: Q?, {holds}{self.counts()}answers: {answers}}}"

    def several(self, name: str, holds: str) -> str:
        condition = self.maker.maybe("if", self.known, 4)
        more = ", unsure: U" if self.maker.chance(2) else ""
        self.known += [f"{name} has a", f"{name} has any", f"{name} has none"]
        answers = f"{{a: {{{condition}say: A}}, b: B{more}}}"
        return f"{name}: {{ask: Q?, choose: any, {holds}{self.counts()}answers: {answers}}}"

    def amount(self, name: str, holds: str) -> str:
        more = f"unsure: U, {self.counts()}" if self.maker.chance(2) else ""
        self.known += [f"{name} >= 5"]
        return f"{name}: {{ask: Q?, {holds}{more}number: {{from: 0, to: 9, borders: [5]}}}}"

"""The level of every conversation, against a naive reading of small random libraries.

The oracle knows nothing of routes, guards or stopping: it looks at every tick and every rule,
with everything that is true of the person. Whoever answers truthfully must end at its level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from painbot.dialogue.replies import Asking
from painbot.flow.levels import LEVELS, Level
from painbot.flow.model import COUNTRY, WHO, Library
from tests.tiny import Talk, flow, library, screen

AGES = ("under-16", "16-64", "65-plus")
ORDER = ("soon", "today", "hospital", "emergency")
TICK = ("soon", "today", "soon", "today", "hospital", "emergency")  # low ones let others be asked
RULE = ("emergency", "hospital", "today", "soon")
TOPIC = ("today", "soon")  # what a rule that reads a question may give


@dataclass(frozen=True)
class Height:
    """What a tick or a rule gives, perhaps less in Britain."""

    otherwise: str
    gb: str = ""

    def __str__(self) -> str:
        return f"{{gb: {self.gb}, otherwise: {self.otherwise}}}" if self.gb else self.otherwise

    def there(self, country: str) -> int:
        return LEVELS[self.gb if self.gb and country == "gb" else self.otherwise]


@dataclass(frozen=True)
class Atom:
    """One test: of a tick (`screen`, `name`), a fact (`age`, `who`) or a question."""

    kind: str
    name: str
    screen: str = ""

    def text(self, screen: str) -> str:
        if self.kind == "tick":
            return self.name if self.screen == screen else f"{self.screen} has {self.name}"
        return {"old": "age >= 65", "young": "age < 16", "who": "who is adult"}.get(
            self.kind, f"{self.name} is yes"
        )


@dataclass(frozen=True)
class RuleSpec:
    """A rule: its tests joined by one word, and what it gives."""

    atoms: tuple[Atom, ...]
    word: str
    height: Height

    def text(self, name: str, screen: str) -> str:
        tests = f" {self.word} ".join(atom.text(screen) for atom in self.atoms)
        return f"  {name}: {{if: {tests}, at least: {self.height}, because: B {name}.}}\n"


@dataclass(frozen=True)
class ScreenSpec:
    """A screen: its pages of ticks, its follow-up lists and rules; `old` if only from 65 on."""

    name: str
    pages: tuple[tuple[tuple[str, Height], ...], ...]
    then: tuple[tuple[str, ...], ...] = ()
    rules: tuple[RuleSpec, ...] = ()
    old: bool = False

    @property
    def ticks(self) -> Iterator[tuple[str, Height]]:
        return chain.from_iterable(self.pages)

    def text(self) -> str:
        lines = ["if: age >= 65\n"] if self.old else []
        lines.append("level: soon\nticks:\n")
        for number, page in enumerate(self.pages, 1):
            for tick, height in page:
                lines.append(f"  {tick}: {{say: T {tick}, page: {number}, level: {height}}}\n")
        lines.append("then:\n" if self.then else "")
        for number, ticks in enumerate(self.then, 1):
            inner = ", ".join(f"{tick}: T {tick}" for tick in ticks)
            lines.append(f"  f{number}-{self.name}: {{ask: F{number}?, ticks: {{{inner}}}}}\n")
        lines.append("rules:\n" if self.rules else "")
        lines += [r.text(f"r{n}-{self.name}", self.name) for n, r in enumerate(self.rules)]
        return screen("".join(lines), self.name)


@dataclass(frozen=True)
class Spec:
    """A library: its screens, shown singly or the first two together, and one flow."""

    screens: tuple[ScreenSpec, ...]
    together: bool
    questions: int
    rules: tuple[RuleSpec, ...]

    def files(self) -> dict[str, str]:
        names = [each.name for each in self.screens]
        if self.together:
            names[:2] = [f"{{together: [{names[0]}, {names[1]}]}}"]
        lines = [f"screens: [{', '.join(names)}]\n", "questions:\n" if self.questions else ""]
        lines += [f"  q{n}: {{ask: Q{n}?, answers: yes-no}}\n" for n in range(self.questions)]
        lines.append("rules:\n" if self.rules else "")
        lines += [rule.text(f"r{n}-flow", "") for n, rule in enumerate(self.rules)]
        return {"start": flow("".join(lines)), **{s.name: s.text() for s in self.screens}}


@dataclass(frozen=True)
class Truth:
    """What is true of one person; facts may be left unsaid."""

    ticks: frozenset[str]
    age: str
    country: str
    who: str
    answers: tuple[str, ...]


# What the oracle says


def _true(atom: Atom, seen: frozenset[str], truth: Truth) -> bool:
    if atom.kind == "tick":
        return atom.name in seen
    if atom.kind == "question":
        return truth.answers[int(atom.name[1:])] == "yes"
    if atom.kind == "who":
        return truth.who == "adult"
    worse = {"old": "65-plus", "young": "under-16"}[atom.kind]
    return truth.age in (worse, "unsure")


def _seen(spec: Spec, truth: Truth) -> Iterator[tuple[str, Height | None]]:
    """Yield every true tick that somebody asked about everything would name."""
    for each in spec.screens:
        if each.old and truth.age not in ("65-plus", "unsure"):
            continue
        found = [(tick, height) for tick, height in each.ticks if tick in truth.ticks]
        yield from found
        if found:
            yield from ((t, None) for ticks in each.then for t in ticks if t in truth.ticks)


def oracle(spec: Spec, truth: Truth) -> Level:
    """Return the level that everything true of the person gives."""
    seen = dict(_seen(spec, truth))
    heights = [height for height in seen.values() if height is not None]
    rules = chain(spec.rules, *(each.rules for each in spec.screens))
    for rule in rules:
        tests = [_true(atom, frozenset(seen), truth) for atom in rule.atoms]
        if all(tests) if rule.word == "and" else any(tests):
            heights.append(rule.height)
    return Level(max((height.there(truth.country) for height in heights), default=0))


# What painbot says


@lru_cache(maxsize=64)
def compiled(spec: Spec) -> Library:
    return library(**spec.files())


def given_by(spec: Spec, truth: Truth) -> Mapping[str, str]:
    """Return the truthful answer to everything that can be asked, by key."""
    said = {WHO: truth.who, "age": truth.age, COUNTRY: truth.country}
    said |= {f"start.q{n}": answer for n, answer in enumerate(truth.answers)}
    for each in spec.screens:
        lists: dict[str, Sequence[str]] = {
            each.name if n == 1 else f"{each.name}.page-{n}": [tick for tick, _ in page]
            for n, page in enumerate(each.pages, 1)
        }
        lists |= {f"{each.name}.f{n}-{each.name}": t for n, t in enumerate(each.then, 1)}
        for key, ticks in lists.items():
            said[key] = " ".join(tick for tick in ticks if tick in truth.ticks)
    return said


class Honest(Talk):
    """A conversation that looks at every stop it is asked at."""

    def tap(self, *choices: str) -> Honest:
        if self.session is not None and isinstance(self.last, Asking):
            walk = self.walk
            here, certain = walk.here, walk.view.floor
            assert WHO in here.keys or here.reach > certain, (here.name, here.reach, certain)
            assert not walk.picks.keys() & set(walk.keys_to_ask())
        super().tap(*choices)
        return self


def ends_at(spec: Spec, truth: Truth) -> Level:
    """Answer everything asked; return the level of the result."""
    talk = Honest(compiled(spec))
    said = given_by(spec, truth)
    asked = talk.through(said)
    assert len(asked) == len(set(asked)), asked
    assert set(asked) <= said.keys()
    note(f"asked: {asked} -> {talk.result.level!r}")
    return talk.result.level


# Random libraries


@st.composite
def heights(draw: st.DrawFn, levels: tuple[str, ...], *, plain: bool = False) -> Height:
    otherwise = draw(st.sampled_from(levels))
    if plain or draw(st.integers(0, 3)) < 3:
        return Height(otherwise)
    return Height(otherwise, draw(st.sampled_from(ORDER[: ORDER.index(otherwise) + 1])))


FACTS = [Atom("old", ""), Atom("young", ""), Atom("who", "")]


@st.composite
def rules(
    draw: st.DrawFn, atoms: list[Atom], levels: tuple[str, ...] = RULE, *, plain: bool = False
) -> RuleSpec:
    first = draw(st.sampled_from(atoms))
    second = draw(st.sampled_from([*atoms, *FACTS]))
    word = draw(st.sampled_from(["and", "and", "or"]))
    found = (first,) if first == second else (first, second)
    return RuleSpec(found, word, draw(heights(levels, plain=plain)))


@st.composite
def screens(draw: st.DrawFn, name: str) -> ScreenSpec:
    sizes = [draw(st.integers(1, 3)), *draw(st.lists(st.integers(1, 2), max_size=1))]
    pages = tuple(
        tuple((f"{name}{page}{n}", draw(heights(TICK))) for n in range(size))
        for page, size in enumerate(sizes, 1)
    )
    sizes = draw(st.lists(st.integers(1, 2), max_size=2))
    then = tuple(
        tuple(f"{name}f{number}{n}" for n in range(size)) for number, size in enumerate(sizes, 1)
    )
    return ScreenSpec(name, pages, then, old=draw(st.integers(0, 5)) == 5)


def _atoms(each: ScreenSpec) -> list[Atom]:
    ticks = [tick for tick, _ in each.ticks] + [tick for ticks in each.then for tick in ticks]
    return [Atom("tick", tick, each.name) for tick in ticks]


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    bare = [draw(screens(name)) for name in "xyz"[: draw(st.integers(2, 3))]]
    everywhere = [atom for each in bare for atom in _atoms(each)]
    full = []
    for each in bare:
        own = _atoms(each)
        of_then = [[a for a in own if a.name in ticks] for ticks in each.then]
        found = [draw(rules(atoms)) for atoms in of_then]  # every follow-up list has a reader
        found += draw(st.lists(rules([*own, *everywhere]), max_size=2))
        full.append(replace(each, rules=tuple(found)))
    questions = draw(st.integers(0, 2))
    asked = [Atom("question", f"q{n}") for n in range(questions)]
    flow_rules = draw(st.lists(rules(everywhere, plain=True), max_size=1))
    if asked:
        flow_rules += draw(st.lists(rules([*asked, *everywhere], TOPIC, plain=True), max_size=2))
    return Spec(tuple(full), draw(st.booleans()), questions, tuple(flow_rules))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Spec, Truth]:
    spec = draw(specs())
    note("".join(f"--- {name}.yaml\n{text}" for name, text in spec.files().items()))
    every = [atom.name for each in spec.screens for atom in _atoms(each)]
    truth = Truth(
        draw(st.frozensets(st.sampled_from(every), max_size=5)),
        draw(st.sampled_from([*AGES, "unsure"])),
        draw(st.sampled_from(["gb", "other"])),
        draw(st.sampled_from(["me", "adult"])),
        tuple(draw(st.sampled_from(["yes", "no"])) for _ in range(spec.questions)),
    )
    note(f"truth: {truth}")
    return spec, truth


@given(cases())
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_whoever_answers_truthfully_ends_at_the_level_of_everything_true(
    case: tuple[Spec, Truth],
) -> None:
    spec, truth = case
    assert ends_at(spec, truth) == oracle(spec, truth)


@given(cases(), st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_one_more_true_tick_never_gives_a_lower_level(
    case: tuple[Spec, Truth], data: st.DataObject
) -> None:
    spec, truth = case
    every = {atom.name for each in spec.screens for atom in _atoms(each)}
    more = data.draw(st.sampled_from(sorted(every)))
    worse = replace(truth, ticks=truth.ticks | {more})
    assert ends_at(spec, worse) >= ends_at(spec, truth)

"""Small random libraries that use the whole flow language, as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.properties.random_parts import LEVELS, OF_FACTS, OF_SHARED, Dice, Questions
from tests.tiny import HEAD, flow, screen

FACTS = """facts:
  who: {ask: W?, answers: {me: Me, adult: Another}}
  age: {ask: A?, number: {from: 0, to: 120, borders: [65]}, unsure: Not said}
  preg: {ask: P?, %sanswers: yes-no-unsure}
  country: {ask: C?, answers: countries}
"""
SHARED = """questions:
  sh: {ask: S?, unsure counts as: %s, answers: yes-no-unsure}
  long: {ask: L?, duration: [6 weeks]}
"""
YES_NO = ("yes", "no")
TIPS = [f"t{n}" for n in range(1, 8)]
CAUSES = {"c1": "t1", "c2": "t2, t1", "c3": "", "c4": ", ".join(TIPS)}


@dataclass
class Screen:
    """The ticks of a screen with their pages, and follow-up ticks with their lists."""

    name: str
    ticks: Mapping[str, int]
    then: Mapping[str, str]

    @property
    def within(self) -> list[str]:
        return [*self.ticks, *self.then, *(f"{each} has any" for each in self.lists)]

    @property
    def lists(self) -> Mapping[str, list[str]]:
        names = dict.fromkeys(self.then.values())
        return {each: [t for t, there in self.then.items() if there == each] for each in names}

    @property
    def outside(self) -> list[str]:
        has = [f"{self.name} has {tick}" for tick in (*self.ticks, *self.then)]
        return [*has, *has, f"{self.name} is positive", f"{self.name} is doubtful"]


@dataclass
class Maker(Dice):
    """Makes the files of one library, part by part."""

    screens: list[Screen] = field(default_factory=list)

    # Screens

    def drafted(self, name: str) -> Screen:
        ticks = {f"{name}{n}": self.pick([1, 1, 1, 2]) for n in range(self.pick([1, 2, 2]))}
        follow = range(self.pick([0, 0, 1, 2]))
        return Screen(name, ticks, {f"{name}f{n}": f"{name}-l{self.pick([0, 1])}" for n in follow})

    def screen(self, each: Screen) -> str:
        holds = self.maybe("if", OF_FACTS, 4).removesuffix(", ")
        lines = [f"{holds}\n" if holds else "", "level: soon\nticks:\n"]
        lines += [self.tick(tick, page) for tick, page in each.ticks.items()]
        lines.append("then:\n" if each.then else "")
        for name, ticks in each.lists.items():
            told = (f"{t}: {{say: {t}, unsure counts as: {self.pick(YES_NO)}}}" for t in ticks)
            lines.append(f"  {name}: {{ask: F?, ticks: {{{', '.join(told)}}}}}\n")
        rules = list(self.rules_of_screen(each))
        text = screen("".join([*lines, "rules:\n" if rules else "", *rules]), each.name)
        counts_as = self.pick(["yes", "yes", "no", "soon"])
        return text.replace("unsure counts as: yes\n", f"unsure counts as: {counts_as}\n", 1)

    def tick(self, name: str, page: int) -> str:
        unsure = self.pick(["", "", "yes", "no", "routine"])
        counts = f"unsure counts as: {unsure}, " if unsure else ""
        more = f"{self.maybe('if', OF_FACTS, 4)}{counts}level: {self.level()}"
        return f"  {name}: {{say: T {name}, page: {page}, {more}}}\n"

    def rules_of_screen(self, each: Screen) -> Iterator[str]:
        others = [a for other in self.screens if other is not each for a in other.outside]
        atoms = [*each.within, *each.within, *others, *OF_FACTS]
        for name, ticks in each.lists.items():
            first = self.pick([*ticks, f"{name} has any"])
            holds = f"{first} {self.pick(['and', 'and', 'or'])} {self.holds(atoms, 1)}"
            yield self.rule(f"n-{name}", holds, self.level())
        if len(set(each.ticks.values())) < len(each.ticks) and self.chance(4):
            yield self.rule(f"m-{each.name}", " and not ".join(each.ticks), self.level())
        for number in range(self.pick([0, 1, 1, 2])):
            yield self.rule(f"r{number}-{each.name}", self.holds(atoms), self.level())

    # Flows

    def flow(self, name: str, further: Sequence[str]) -> str:
        everywhere = [*OF_FACTS, *(atom for each in self.screens for atom in each.outside)]
        questions = Questions(self, list(everywhere), further, self.pick([0, 1, 1, 2, 2, 3]))
        items = "".join(f"  {item}\n" for item in questions.all(3))
        body = [self.suits(further), self.shown()]
        body.append(f"questions:\n{items}" if items else "")
        rules = [
            self.rule(f"{n}-{name}", self.holds(questions.known), self.level("today", maps=False))
            for n in ("r", "s")[: self.pick([0, 1, 2])]
        ]
        if self.chance(3):
            rules.append(self.rule(f"h-{name}", self.holds(everywhere), self.level(maps=False)))
        body.append("rules:\n" + "".join(rules) if rules else "")
        body.append(f"tips: [{', '.join(dict.fromkeys(self.pick(TIPS) for _ in '12'))}]\n")
        promises = self.promises(questions.known)
        return flow("".join(body), name, self.causes(questions.known)) + promises

    def suits(self, further: Sequence[str]) -> str:
        if not further or not self.chance(3):
            return ""
        return f'for: "{self.condition(OF_FACTS, 1)}"\notherwise go to: {self.pick(further)}\n'

    def shown(self) -> str:
        names = [each.name for each in self.screens if self.pick([True, True, False])]
        if len(names) > 1 and self.chance(2):
            names[:2] = [f"{{together: [{names[0]}, {names[1]}]}}"]
        return f"screens: [{', '.join(names)}]\n" if names else ""

    def causes(self, atoms: Sequence[str]) -> str:
        lines = []
        for name in (name for name in CAUSES if self.chance(2)):
            fits = [f'{key}: "{self.condition(atoms, 1)}"' for key in ("fits", "may fit")]
            fits = fits if self.chance(3) else [self.pick(fits)]
            lines.append(f"  {name}: {{{self.maybe('but not if', atoms)}{', '.join(fits)}}}\n")
        return "".join([*lines, f"  otherwise: {self.pick(['ache', 'ache', 'c1'])}\n"])

    def promises(self, atoms: Sequence[str]) -> str:
        levels = [f"level {how}" for how in ("is today", "is routine", ">= soon", "< hospital")]
        atoms = [*atoms, *atoms, *levels, "no screen is positive", "any screen is positive"]
        lines = []
        for number in range(self.pick([1, 2, 3])):
            level, cause, tip = self.pick(LEVELS), self.pick(["ache", *CAUSES]), self.pick(TIPS)
            says = [f"always: at least {level}", f"always: at most {level}"]
            says += ["always: at most 3 questions", f"never: cause {cause}", f"never: tip {tip}"]
            says += [f"never: cause {cause} first", f"can happen: cause {cause} and tip {tip}"]
            says += [f"can happen: {self.pick(['self-care', *LEVELS])}"]
            says += [f"can happen: soon and tip {tip}"]
            lines.append(f"  p{number}: {{{self.maybe('if', atoms, 2)}{self.pick(says)}}}\n")
        return "promises:\n" + "".join(lines)

    # All of it

    def files(self) -> dict[str, str]:
        self.screens += [self.drafted(name) for name in "xyz"[: self.pick([1, 1, 2, 2, 3])]]
        flows = ["start", "second", "third"][: self.pick([1, 2, 2, 3])]
        screens = {each.name: self.screen(each) for each in self.screens}
        everywhere = [*OF_FACTS, *(atom for each in self.screens for atom in each.outside)]
        everywhere += [atom for atoms in OF_SHARED.values() for atom in atoms]
        tips = "".join(
            f"  {t}: {{say: {t}, {self.maybe('only if', everywhere)}"
            f"{self.maybe('hide if', everywhere)}sources: [book]}}\n"
            for t in TIPS
        )
        causes = {
            name: f"cause: {name}\nname: {name}\nwhat: W.\n{HEAD}tips: [{of}]\n"
            for name, of in CAUSES.items()
        }
        return {
            "facts": FACTS % self.maybe("if", OF_FACTS[:4], 2),
            "shared": SHARED % self.pick(YES_NO),
            "tips": "tips:\n" + tips,
            "promises": self.promises(everywhere),
            **causes,
            **screens,
            **{name: self.flow(name, flows[n + 1 :]) for n, name in enumerate(flows)},
        }


@st.composite
def libraries(draw: st.DrawFn) -> dict[str, str]:
    """Draw the files of a library, by name without ending."""
    return Maker(draw).files()

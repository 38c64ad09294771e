"""Every way to delete or weaken one rule or one tick of a library, each made in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from painbot.app.files import flow_files
from painbot.flow.compiler import compile_library
from painbot.flow.compiler.library import wired
from painbot.flow.levels import LEVELS, Level, Levels
from painbot.flow.model import Library, Rule, Screen, Tick, TickList
from tests import shipped


@dataclass(frozen=True)
class Mutant:
    """A library with one rule or tick less, or a weaker one.

    `owner` is the screen or flow it stands in, `shown` the name a vignette shows it by, and
    `reads` the keys it looks at.
    """

    what: str
    how: str
    owner: str
    shown: str
    reads: frozenset[str]
    made: Callable[[], Library]

    @property
    def id(self) -> str:
        return f"{self.what}: {self.how}"


def mutants(library: Library) -> Iterator[Mutant]:
    """Yield every mutant, in the order of the files."""
    for screen in library.screens.values():
        for part in chain(screen.lists, screen.then):
            for tick in part.ticks:
                yield from _of_tick(library, screen, part, tick)
        for rule in screen.rules:
            yield from _of_rule(library, screen.id, rule)
    for flow in library.flows.values():
        for rule in flow.rules:
            yield from _of_rule(library, flow.id, rule)


def _of_rule(library: Library, owner: str, rule: Rule) -> Iterator[Mutant]:
    def mutant(how: str, *new: Rule) -> Mutant:
        name = f"rule {owner}.{rule.id}"
        made = _with_rule(library, owner, rule, new)
        return Mutant(name, how, owner, name, rule.condition.reads, made)

    yield mutant("deleted")
    lower = lowered(rule.level)
    if lower is not None:
        yield mutant(f"lowered to {told(lower)}", replace(rule, level=lower))


def _of_tick(library: Library, screen: Screen, part: TickList, tick: Tick) -> Iterator[Mutant]:
    name = f"{part.key if part.follow_up else screen.id}.{tick.id}"

    def mutant(how: str, shown: str, *new: Tick) -> Mutant:
        ticks = tuple(each for old in part.ticks for each in (new if old is tick else (old,)))
        made = _with_list(library, screen, part, replace(part, ticks=ticks))
        reads = frozenset({part.key})
        return Mutant(f"tick {name}", how, screen.id, f"{shown} {name}", reads, made)

    yield mutant("deleted", "tick")
    lower = lowered(tick.level) if tick.level else None
    if lower is not None:
        yield mutant(f"lowered to {told(lower)}", "tick", replace(tick, level=lower))
    weaker = weakened(tick)
    if weaker is not None:
        changed = mutant(f"not sure counts as {weaker}", "doubt", replace(tick, unsure_as=weaker))
        yield replace(changed, made=_rewritten(tick)) if weaker == "no" else changed


def lowered(levels: Levels) -> Levels | None:
    """Return each of the levels one step lower; None where the lowest can go no lower."""
    if levels.lowest <= Level.ROUTINE:
        return None
    countries = tuple((country, Level(level - 1)) for country, level in levels.by_country)
    return Levels(Level(levels.otherwise - 1), countries)


def weakened(tick: Tick) -> str | None:
    """Return what "not sure" counts as when it counts for one step less; None from "no" on."""
    if tick.unsure_as == "no":
        return None
    if tick.level is None:
        return "no"
    counts = LEVELS.get(tick.unsure_as, tick.level.otherwise)
    weaker = Level(counts - 1)
    return weaker.id if weaker > Level.SELF_CARE else "no"


def told(levels: Levels) -> str:
    """Return levels as one word each."""
    each = [*(f"{country} {level.id}" for country, level in levels.by_country), levels.otherwise.id]
    return ", ".join(each)


def _rewritten(tick: Tick) -> Callable[[], Library]:
    """Write `unsure counts as: no` into a file: rules that read a tick were compiled without."""

    def made() -> Library:
        paths = flow_files(shipped.FLOWS)
        files = {str(path.relative_to(shipped.FLOWS)): path.read_bytes() for path in paths}
        lines = files[tick.at.file].decode().splitlines()
        lines[tick.at.line - 1] = lines[tick.at.line - 1].replace("{", "{unsure counts as: no, ", 1)
        files[tick.at.file] = "\n".join(lines).encode()
        library, findings = compile_library(files)
        assert library is not None, list(map(str, findings))
        again = next(
            t for part in library.lists.values() for t in part.ticks if t.at[:2] == tick.at[:2]
        )
        assert again.unsure_as == "no"
        return library

    return made


def _with_rule(
    library: Library, owner: str, rule: Rule, new: tuple[Rule, ...]
) -> Callable[[], Library]:
    def rules(old: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return tuple(each for one in old for each in (new if one is rule else (one,)))

    def made() -> Library:
        if owner in library.screens:
            screen = library.screens[owner]
            other = replace(screen, rules=rules(screen.rules))
            return wired(replace(library, screens={**library.screens, owner: other}))
        flow = library.flows[owner]
        changed = replace(flow, rules=rules(flow.rules))
        return wired(replace(library, flows={**library.flows, owner: changed}))

    return made


def _with_list(
    library: Library, screen: Screen, part: TickList, new: TickList
) -> Callable[[], Library]:
    def lists(old: tuple[TickList, ...]) -> tuple[TickList, ...]:
        changed = (new if one is part else one for one in old)
        return tuple(one for one in changed if one.ticks)

    def made() -> Library:
        other = replace(screen, lists=lists(screen.lists), then=lists(screen.then))
        screens = {**library.screens, screen.id: other}
        keys = {**library.lists, part.key: new}
        there = {key: each for key, each in keys.items() if each.ticks}
        return wired(replace(library, screens=screens, lists=there))

    return made

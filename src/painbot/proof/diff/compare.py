"""Compare two versions of the flows in what people are told at the end.

Every conversation of one version in which a tick or a rule gives a level is searched for one that
the other version ends lower, rule by rule; and for every first cause for one that ends with
another. What people say is the same; what only the other version asks is answered calmly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from painbot.dialogue.session import Answered
from painbot.flow.levels import Level
from painbot.flow.model import Library
from painbot.proof.diff.logic import causes, raisers, read_by_causes, ways
from painbot.proof.diff.traits import ToldLower, ToldOtherCause, Version
from painbot.proof.explore import traits
from painbot.proof.explore.graph import Graph
from painbot.proof.explore.notproved import NotProved
from painbot.proof.explore.retold import Told, told_by
from painbot.proof.explore.search import Found, Trait, search
from painbot.proof.explore.terrain import Terrain
from painbot.proof.transcript import transcript

Hunt = tuple[str, list[Trait]]
MOST: Final = 20_000  # kinds of conversation looked at for one tick, rule or cause
GROUPS: Final = {
    "lowered": "Some people would be told a LOWER level",
    "raised": "Some people would be told a higher level",
    "other cause": "Some people would be told the same level and another first cause",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what it hangs on, what was told before and is now, the shortest chat.

    `owner` is the flow or screen that it hangs on; `signed` is the reason by which the new
    version signs it off.
    """

    group: str
    what: str
    owner: str
    before: str
    after: str
    chat: str
    length: int
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """All differences; `undecided` names what could not be compared, and why."""

    changes: tuple[Change, ...]
    undecided: tuple[str, ...] = ()

    @property
    def unsigned(self) -> bool:
        """Return whether a level is lower that nobody signed off, or something is undecided."""
        lowered = (each for each in self.changes if each.group == "lowered")
        return bool(self.undecided) or any(not each.signed for each in lowered)


def compare(old: Library, new: Library) -> Compared:
    """Return what people would be told otherwise by the new version than by the old one."""
    changes: list[Change] = []
    undecided = [f"the flow {name} is gone" for name in old.flows if name not in new.flows]
    if old.digests != new.digests:
        for group, one, other in (("lowered", old, new), ("raised", new, old)):
            _compare_levels(group, one, other, changes, undecided)
    changes += _alarms(old, new)
    if old.digests != new.digests or causes(old) != causes(new):
        _compare_causes(old, new, changes, undecided)
    return Compared(tuple(_signed(old, new, each) for each in changes), tuple(undecided))


def _compare_levels(
    group: str, one: Library, other: Library, changes: list[Change], undecided: list[str]
) -> None:
    """Look for conversations of one version that the other ends lower."""
    graph = Graph(Terrain(one))
    lower = ToldLower(Version(other))
    for owner, hunts in _raisers(graph, other):
        for what, hunt in hunts:
            try:
                found = search(graph, [*hunt, lower], most=MOST)
            except NotProved as problem:
                undecided.append(f"{what}: {problem}")
                continue
            if found is not None:
                changes.append(_change(group, (what, owner), found, (one, other)))
                break  # its "not sure" need not be said as well


def _raisers(graph: Graph, other: Library) -> Iterator[tuple[str, list[Hunt]]]:
    """Yield what gives a level and may not in the other version: its owner, and what to hunt for.

    Where the ways through the flows are the same, only what itself is another one can matter. A
    conversation that something else raises further is found through that.
    """
    library, lookouts = graph.library, graph.lookouts
    one_way, other_way = ways(library), ways(other)
    there = raisers(other)
    for (owner, name), raiser in raisers(library).items():
        same = there.get((owner, name)) == raiser
        if same and one_way.same_for(other_way, owner, raiser.reads):
            continue
        top = traits.Below(raiser.most + 1, lookouts)
        if raiser.rule is not None:
            fires = traits.Fires(raiser.rule, lookouts)
            yield owner, [(f"the rule {owner}.{name}", [fires, top])]
        elif raiser.tick is not None:
            yes, unsure = (
                traits.Ticked(raiser.key, raiser.tick, lookouts, doubtful)
                for doubtful in (False, True)
            )
            what = f"the tick {owner}.{name}"
            yield owner, [(what, [yes, top]), (f'"not sure" about {what}', [unsure, top])]


def _compare_causes(
    old: Library, new: Library, changes: list[Change], undecided: list[str]
) -> None:
    graph, version = Graph(Terrain(old)), Version(new)
    one_way, other_way = ways(old), ways(new)
    for flow in old.flows.values():
        same = one_way.same_for(other_way, flow.id, read_by_causes(flow))
        if same and causes(old)[flow.id] == causes(new).get(flow.id):
            continue
        names = [fit.cause for fit in flow.causes]
        for cause in dict.fromkeys([*names, flow.otherwise_cause]):
            hunt: list[Trait] = [
                traits.EndsIn(old, flow.id),
                traits.Shows(cause, graph.lookouts, first=True),
                ToldOtherCause(version, cause),
            ]
            what = f"the cause {cause} of {flow.id}"
            try:
                found = search(graph, hunt, most=MOST)
                if found is not None:
                    changes.append(_change("other cause", (what, flow.id), found, (old, new)))
            except NotProved as problem:
                undecided.append(f"{what}: {problem}")


def _alarms(old: Library, new: Library) -> Iterator[Change]:
    """Yield emergency words that give another level, or none any more: nobody has to be asked."""
    before, after = ({each.id: each.level for each in v.words.alarms} for v in (old, new))
    for name, level in before.items():
        now = after.get(name)
        if level != now:
            group = "lowered" if now is None or now < level else "raised"
            told = now.id if now is not None else "nothing"
            yield Change(group, f"the emergency words {name}", "words", level.id, told, "", 0)


def _change(
    group: str, named: tuple[str, str], found: Found, versions: tuple[Library, Library]
) -> Change:
    (what, owner), (one, other) = named, versions
    answers = [each for message in found.given for each in message]
    here, there = _said(one, found, answers), _said(other, found, answers)
    before, after = (there, here) if group == "raised" else (here, there)
    chat = transcript(one, found).text
    return Change(group, what, owner, before, after, chat, len(found.given))


def _said(library: Library, found: Found, answers: list[Answered]) -> str:
    told = told_by(library, found.flow, answers)
    return _words(told) if told else "nothing"


def _words(told: Told) -> str:
    level = Level(told.level).id
    return f"{level}, first {told.cause}" if told.cause else level


def _signed(old: Library, new: Library, change: Change) -> Change:
    """Return the change with the reason by which the new file signs it off, if it does."""
    if change.group != "lowered":
        return change
    before = old.lowered.get(change.owner, ())
    fresh = [each for each in new.lowered.get(change.owner, ()) if each not in before]
    if not fresh:
        return change
    day, reason = fresh[-1]
    return replace(change, signed=f"{reason} ({day})")

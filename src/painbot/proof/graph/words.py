"""What a picture says about a stop, in the words of the flow files."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

from painbot.flow.contents import all_questions
from painbot.flow.levels import Level
from painbot.flow.model import Flow, Group, Item, Library, Signpost
from painbot.flow.stops import Route, Stop, StopKind
from painbot.flow.text import Condition
from painbot.proof.graph.picture import Look
from painbot.proof.graph.tries import Chains, Try

LONGEST: Final = 140
RESULT: Final = "Result: how soon, whom to contact, why, what it may be, what helps"
HANGS: Final = "a tick makes it matter"
LOOKS: Final = {
    StopKind.START: Look.START,
    StopKind.FACT: Look.FACTS,
    StopKind.LISTS: Look.SIGNS,
    StopKind.QUESTION: Look.QUESTION,
    StopKind.GATE: Look.TURNING,
    StopKind.HAND_OVER: Look.HAND_OVER,
    StopKind.RESULT: Look.RESULT,
}


class Words:
    """Say what the stops and the ways of one flow mean."""

    def __init__(self, library: Library, route: Route, chains: Chains) -> None:
        """Take the library, one of its routes and what is tried there."""
        self._library = library
        self._flow = library.flows[route.flow]
        self._groups = {item.id: item for item in _groups(self._flow.items)}
        self._ways = dict(_ways(self._flow, route, chains))

    def look(self, stop: Stop) -> Look:
        """Return what kind of box a stop has."""
        return Look.FOLLOW_UP if self._follows_up(stop) else LOOKS[stop.kind]

    def lines(self, stop: Stop) -> tuple[str, ...]:
        """Return what the box of a stop says."""
        if stop.kind is StopKind.RESULT:
            return (RESULT,)
        if stop.kind is StopKind.START:
            return ("Start",)
        if stop.kind is StopKind.HAND_OVER:
            return ("Go on with", _short(self._library.flows[stop.flow].title.say))
        if stop.kind is StopKind.LISTS:
            return self._lists(stop)
        asked = (self._library.questions[key] for key in stop.keys)
        late = self._follows_up(stop)
        return tuple(_short(each.short.say if late else each.ask.say) for each in asked)

    def only_if(self, stop: Stop) -> tuple[str, ...]:
        """Return on which conditions a stop is for somebody at all."""
        if self._follows_up(stop):
            return (HANGS,)
        return tuple(dict.fromkeys(_short(each.text) for each in self._conditions(stop) if each))

    def way(self, stop: str, taken: Try) -> str:
        """Return why one leaves a stop by a way out of the flow."""
        return self._ways.get((stop, taken)) or self._ways.get(("", taken), "")

    def _follows_up(self, stop: Stop) -> bool:
        """Return whether a stop is asked only because of what was ticked just before."""
        lists = self._library.lists
        if stop.kind is StopKind.LISTS:
            return all(lists[key].follow_up for key in stop.keys)
        return stop.kind is StopKind.FACT and stop.name.split(":")[-1] in lists

    def _lists(self, stop: Stop) -> tuple[str, ...]:
        if self._follows_up(stop):
            return tuple(self._more(key) for key in stop.keys)
        titles = [self._title(key, alone=len(stop.keys) == 1) for key in stop.keys]
        return (*titles, f"up to {Level(stop.reach).id}")

    def _more(self, key: str) -> str:
        part = self._library.lists[key]
        return _short(f"{self._library.screens[part.screen].title.say}: {part.ask.say}")

    def _title(self, key: str, *, alone: bool) -> str:
        """Return the title of a list; beside others also for whom it is."""
        screen = self._library.screens[self._library.lists[key].screen]
        page = [part.key for part in screen.lists].index(key)
        title = f"{screen.title.say} (page {page + 1})" if page else screen.title.say
        if screen.condition and not alone:
            title = f"{title} (if {screen.condition.text})"
        return _short(title)

    def _conditions(self, stop: Stop) -> Iterator[Condition | None]:
        if stop.kind is StopKind.GATE:
            yield self._groups[stop.name.removeprefix("gate:")].condition
        elif stop.kind is StopKind.LISTS and len(stop.keys) == 1:
            yield self._library.screens[self._library.lists[stop.keys[0]].screen].condition
        elif stop.kind in (StopKind.FACT, StopKind.QUESTION):
            yield from (self._library.questions[key].condition for key in stop.keys)


def _short(text: str) -> str:
    return shorten(text, LONGEST, placeholder=" …")


def _groups(items: tuple[Item, ...]) -> Iterator[Group]:
    for item in items:
        if isinstance(item, Group):
            yield item
            yield from _groups(item.items)


def _signposts(items: tuple[Item, ...]) -> Iterator[Signpost]:
    for item in items:
        if isinstance(item, Signpost):
            yield item
        elif isinstance(item, Group):
            yield from _signposts(item.items)


def _ways(flow: Flow, route: Route, chains: Chains) -> Iterator[tuple[tuple[str, Try], str]]:
    """Yield what each way out of a flow is taken for, by the stop it leaves or "" for any."""
    if chains.anywhere is not None and flow.suits is not None:
        yield ("", chains.anywhere), f"at any time, unless {_short(flow.suits.text)}"
    answers = dict(_answers(flow, chains))
    yield from answers.items()
    turnings = _turnings(route, chains, {each for _, each in answers})
    for item in _signposts(flow.items):
        taken = next((each for each in turnings if each.target == f"to:{item.go_to}"), None)
        if taken is not None:
            turnings.remove(taken)
            yield ("", taken), _short(item.condition.text) if item.condition else "always"


def _answers(flow: Flow, chains: Chains) -> Iterator[tuple[tuple[str, Try], str]]:
    for question in all_questions(flow.items):
        stop = f"question:{question.id}"
        leading = (answer for answer in question.answers if answer.go_to)
        for each, answer in zip(chains.tries[stop], leading, strict=False):
            if each.target == f"to:{answer.go_to}":
                yield (stop, each), _short(answer.say.say)


def _turnings(route: Route, chains: Chains, others: set[Try]) -> list[Try]:
    """Return the tries of turnings, in the order they are written.

    The stop just before one is the last that tries it.
    """
    last: dict[Try, tuple[int, int]] = {}
    for index, chain in enumerate(chains.tries.values()):
        for place, each in enumerate(chain):
            if route.stops[each.target].kind is StopKind.HAND_OVER and each not in others:
                last[each] = (index, place)
    return sorted(last, key=last.__getitem__)

"""Every text of a library that a person can get to read, with its place and how it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from painbot.flow.contents import all_rules
from painbot.flow.levels import NightText
from painbot.flow.model import Cause, Flow, Library, Question, Screen, TickList
from painbot.flow.text import Place, Text

UNKNOWN: Final = Place("flows", 1, 1)
ON_BUTTONS: Final = frozenset(
    {
        "none-of-these",
        "not-sure",
        "yes",
        "no",
        "done",
        "start-again",
        "change-answer",
        "why",
    }
)


class Use(Enum):
    """How a text is shown: as a line, as a button, or as a line quoted from elsewhere."""

    LINE = "line"
    BUTTON = "button"
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True)
class Said:
    """One wording; `where` names it: "`because` of the rule `deep`"."""

    at: Place
    where: str
    text: str
    use: Use


def texts(library: Library) -> Iterator[Said]:
    """Yield every text, each wording of it (for someone else, at night) by itself."""
    for question in library.questions.values():
        yield from _question(question)
    for screen in library.screens.values():
        yield from _screen(screen)
    for flow in library.flows.values():
        yield from _flow(flow)
    for rule in all_rules(library):
        yield from _wordings(rule.at, f"`because` of the rule `{rule.id}`", rule.because)
    for cause in library.causes.values():
        yield from _cause(cause)
    for tip in library.tips.values():
        yield from _wordings(tip.at, f"The tip `{tip.id}`", tip.say)
    for alarm in library.words.alarms:
        yield from _wordings(alarm.at, f"`ask` of the emergency words `{alarm.id}`", alarm.ask)
        where = f"`because` of the emergency words `{alarm.id}`"
        yield from _wordings(alarm.at, where, alarm.because)
    yield from _levels(library)
    yield from _shared(library)


def _wordings(at: Place, where: str, text: Text | None, use: Use = Use.LINE) -> Iterator[Said]:
    if text is not None:
        yield from (Said(at, where, each, use) for each in dict.fromkeys((text.say, text.them)))


def _by_hour(at: Place, where: str, text: NightText) -> Iterator[Said]:
    yield from _wordings(at, where, text.day)
    if text.night != text.day:
        yield from _wordings(at, f"{where} at night", text.night)


def _question(question: Question) -> Iterator[Said]:
    of = f"of the question `{question.id}`"
    lines = {
        "ask": question.ask,
        "short": question.short,
        "why": question.why,
        "help": question.help,
    }
    for key, text in lines.items():
        yield from _wordings(question.at, f"`{key}` {of}", text)
    for answer in question.answers:
        where = f"The answer `{answer.id}` {of}"
        yield from _wordings(question.at, where, answer.say, Use.BUTTON)


def _screen(screen: Screen) -> Iterator[Said]:
    of = f"of the screen `{screen.id}`"
    yield from _wordings(screen.at, f"`title` {of}", screen.title)
    yield from _wordings(screen.at, f"`why` {of}", screen.why)
    for name, text in screen.meanwhile:
        yield from _wordings(screen.at, f"`meanwhile: {name}` {of}", text)
    for part in (*screen.lists, *screen.then):
        yield from _wordings(screen.at, f"`ask` {of}", part.ask)
        yield from _ticks(part)


def _ticks(part: TickList) -> Iterator[Said]:
    for tick in part.ticks:
        yield from _wordings(
            tick.at, f"The button of the tick `{tick.id}`", tick.button, Use.BUTTON
        )
        yield from _wordings(tick.at, f"The tick `{tick.id}`", tick.say)
        if not part.follow_up:
            yield from _wordings(tick.at, f"`because` of the tick `{tick.id}`", tick.because)


def _flow(flow: Flow) -> Iterator[Said]:
    of = f"of the flow `{flow.id}`"
    yield from _wordings(flow.at, f"`title` {of}", flow.title, Use.BUTTON)
    yield from _wordings(flow.at, f"`about` {of}", flow.about)
    for level, text in flow.check_again.items():
        yield from _wordings(flow.at, f"`check again: {level.id}` {of}", text)
    for sign in flow.urgent_signs:
        yield from _wordings(flow.at, f"`urgent signs: {sign.id}` {of}", sign.say)


def _cause(cause: Cause) -> Iterator[Said]:
    of = f"of the cause `{cause.id}`"
    yield from _wordings(cause.at, f"`name` {of}", cause.name)
    yield from _wordings(cause.at, f"`what` {of}", cause.what)
    yield Said(cause.at, f"`also called` {of}", ", ".join(cause.also_called), Use.QUOTED)
    for care in cause.care:
        yield from _wordings(cause.at, f"`care: {care.id}` {of}", care.say)


def _levels(library: Library) -> Iterator[Said]:
    for level, card in library.levels.items():
        at, of = place(library, "level", level.id), f"of the level `{level.id}`"
        yield from _by_hour(at, f"`headline` {of}", card.headline)
        yield from _wordings(at, f"`because` {of}", card.because)
        yield from _wordings(at, f"`check again` {of}", card.check_again)
        for name, text in card.meanwhile:
            yield from _wordings(at, f"`meanwhile: {name}` {of}", text)
    for contact in library.contacts.values():
        for level, line in contact.lines.items():
            yield from _by_hour(contact.at, f"`{level.id}` of the contact `{contact.id}`", line)
    for sign in library.urgent_signs:
        at = place(library, "urgent sign", sign.id)
        yield from _wordings(at, f"The urgent sign `{sign.id}`", sign.say)


def _shared(library: Library) -> Iterator[Said]:
    for country in library.countries.values():
        at = place(library, "country", country.id)
        for level, text in country.lines.items():
            yield from _wordings(at, f"`{level.id}` of the country `{country.id}`", text)
    for name, line in library.phrases.items():
        use = Use.BUTTON if name in ON_BUTTONS else Use.LINE
        yield Said(place(library, "phrase", name), f"The line `{name}`", line, use)
    for source in library.sources.values():
        quoted = f"{source.title}, {source.by}, {source.on}, {source.url}"
        at = place(library, "source", source.id)
        yield Said(at, f"The source `{source.id}`", quoted, Use.QUOTED)


def place(library: Library, what: str, name: str) -> Place:
    """Return where a thing stands that carries no place of its own."""
    return library.places.get((what, name), UNKNOWN)

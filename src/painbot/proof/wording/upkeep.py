"""What a library should be looked through for: reviews that are due, and what nobody uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from painbot.flow.contents import all_rules, used_screens
from painbot.flow.findings import Findings
from painbot.flow.model import Library, Reviewed
from painbot.flow.text import Place
from painbot.proof.wording.texts import place

ANY: Final = "any"  # the contact that is used when no other applies
GOOD_FOR: Final = timedelta(days=365)  # a review; guidelines change about as often
SOON: Final = timedelta(days=60)  # long enough to find a clinician with an hour to spare


def check_reviews(library: Library, today: date, findings: Findings) -> None:
    """Note every review that is overdue or soon due."""
    for at, what, reviewed in _reviews(library):
        due = date.fromisoformat(reviewed.on) + GOOD_FOR
        slots = {"what": what, "on": reviewed.on, "due": due.isoformat()}
        if due < today:
            findings.add("PB086", at, **slots)
        elif due <= today + SOON:
            findings.add("PB087", at, **slots)


def _reviews(library: Library) -> Iterator[tuple[Place, str, Reviewed]]:
    for flow in library.flows.values():
        yield flow.at, f"The flow `{flow.id}`", flow.reviewed
    for screen in library.screens.values():
        yield screen.at, f"The screen `{screen.id}`", screen.reviewed
    for cause in library.causes.values():
        yield cause.at, f"The cause `{cause.id}`", cause.reviewed


def check_use(library: Library, findings: Findings) -> None:
    """Note what no conversation can come to, because nothing names it."""
    listed = used_screens(library)
    for screen in library.screens.values():
        if screen.id not in listed:
            findings.add("PB088", screen.at, id=screen.id)
    for what, at, name in _unused(library):
        findings.add("PB089", at, what=what, id=name)
    for tip in library.tips.values():
        if not tip.sources:
            findings.add("PB090", tip.at, id=tip.id)


def _unused(library: Library) -> Iterator[tuple[str, Place, str]]:
    flows = library.flows.values()
    causes = {fit.cause for flow in flows for fit in flow.causes}
    causes |= {flow.otherwise_cause for flow in flows}
    tips = {tip for flow in flows for tip in flow.tips}
    tips |= {tip for name in causes & library.causes.keys() for tip in library.causes[name].tips}
    sources, contacts = _sources(library), _contacts(library)
    yield from (("cause", c.at, c.id) for c in library.causes.values() if c.id not in causes)
    yield from (("tip", tip.at, tip.id) for tip in library.tips.values() if tip.id not in tips)
    for name in library.sources.keys() - sources:
        yield "source", place(library, "source", name), name
    for contact in library.contacts.values():
        if contact.id not in contacts and contact.only_if is None:
            yield "contact", contact.at, contact.id


def _sources(library: Library) -> set[str]:
    owners: Iterable[Iterable[str]] = (
        *(flow.sources for flow in library.flows.values()),
        *(screen.sources for screen in library.screens.values()),
        *(cause.sources for cause in library.causes.values()),
        *(tip.sources for tip in library.tips.values()),
        *(rule.sources for rule in all_rules(library)),
        *(alarm.sources for alarm in library.words.alarms),
        *(tick.sources for part in library.lists.values() for tick in part.ticks),
    )
    return {source for sources in owners for source in sources}


def _contacts(library: Library) -> set[str]:
    """Return the contacts that something leads to; one with `only if` comes by itself."""
    return {
        ANY,
        *(rule.contact for rule in all_rules(library)),
        *(alarm.contact for alarm in library.words.alarms),
        *(tick.contact for part in library.lists.values() for tick in part.ticks),
    }

"""A level in words: the headline, whom to contact, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from painbot.dialogue.view import Raised, View
from painbot.flow.levels import Level, NightText

ANY: Final = "any"
OTHER: Final = "other"
NIGHT_BEGINS, NIGHT_ENDS = 20, 8


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do and why. `contact` is the id of the contact that leads."""

    headline: str
    contact: str
    contact_lines: tuple[str, ...]
    reasons: tuple[Raised, ...]
    because: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the headline and whom to contact."""
        return (self.headline, *self.contact_lines)


def advice(view: View, level: Level, at: datetime) -> Advice:
    """Return what a level means for this person at this hour, with every top reason."""
    reasons = top_reasons(view, level)
    contacts = _contacts(view, reasons, level)
    lines = dict.fromkeys(_contact_lines(view, contacts, level, at))
    headline = _by_hour(view.library.levels[level].headline, at, them=view.them)
    because = tuple(dict.fromkeys(reason.because.to(view.them) for reason in reasons))
    return Advice(headline, contacts[0], tuple(lines), reasons, because)


def top_reasons(view: View, level: Level) -> tuple[Raised, ...]:
    """Return everything that gave this level, in file order.

    What hangs on a fact still to be asked is no reason yet.
    """
    country = view.country()
    sure = level == view.floor < view.level
    raised = (r for r in view.raised() if r.certain or not sure)
    return tuple(r for r in raised if r.levels.for_country(country) >= level)


def _contacts(view: View, reasons: tuple[Raised, ...], level: Level) -> tuple[str, ...]:
    """Return whom the reasons name, the first leading; without reasons, who is there for them."""
    there = view.library.contacts
    if not reasons:
        suits = (name for name in there if there[name].only_if and level in there[name].lines)
        return (*(name for name in suits if _contact(view, name) == name), ANY)
    return tuple(dict.fromkeys(_contact(view, reason.contact) for reason in reasons))


def _contact(view: View, name: str) -> str:
    contact = view.library.contacts[name]
    usable = contact.only_if is None or contact.only_if.must(view)
    return name if usable else ANY


def _contact_lines(view: View, names: tuple[str, ...], level: Level, at: datetime) -> Iterator[str]:
    """Yield whom to contact, the first one leading, and the country's number."""
    contacts, countries = view.library.contacts, view.library.countries
    names = names if level >= Level.TODAY else names[:1]
    lines = [contacts[name].lines.get(level) for name in names if name != ANY]
    if not any(lines):
        lines = [contacts[ANY].lines.get(level)]
    yield from (_by_hour(line, at, them=view.them) for line in lines if line is not None)
    card = countries.get(view.country() or OTHER, countries[OTHER])
    if level in card.lines:
        yield card.lines[level].to(view.them)


def _by_hour(text: NightText, at: datetime, *, them: bool) -> str:
    night = at.hour >= NIGHT_BEGINS or at.hour < NIGHT_ENDS
    return (text.night if night else text.day).to(them)

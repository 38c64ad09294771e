"""Ticks: what each line of a tick list says, and what it inherits from its screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from painbot.flow.compiler.draft import Draft
from painbot.flow.compiler.vocabulary import ANY_CONTACT, condition
from painbot.flow.conditions import Scope
from painbot.flow.conditions.names import Target
from painbot.flow.kinds import Record, Value
from painbot.flow.levels import LEVELS, Contact, Levels
from painbot.flow.model import Tick
from painbot.flow.reader import Scalar
from painbot.flow.text import Text

_UNSURE: Final = "unsure counts as"
_REQUIRED: Final = (("level", "PB012"), ("because", "PB012"), (_UNSURE, "PB038"))


@dataclass(frozen=True, slots=True)
class TickMaker:
    """Build the ticks of screens; knows the facts they may read and the contacts there are."""

    draft: Draft
    facts: Mapping[str, Target]
    contacts: Mapping[str, Contact]

    def contact(self, record: Record, inherited: str = ANY_CONTACT) -> str:
        """Return the contact a thing names or inherits."""
        name = record.get("contact")
        if name is None:
            return inherited
        known = self.draft.known("contact", [name], self.contacts)
        return known[0] if known else inherited

    def complete(self, screen: Record) -> None:
        """Note what neither a screen nor its ticks say; what many ticks lack is one finding."""
        for key, code in _REQUIRED:
            if screen.has(key):
                continue
            pairs = screen.get("ticks")
            lacking = [n for n, tick in pairs if not (isinstance(tick, Record) and tick.has(key))]
            if len(lacking) == 1:
                what = f"The tick `{lacking[0].value}` or its screen"
                self.draft.findings.add(code, lacking[0].at, what=what, key=key)
            elif lacking:
                what = f"The screen `{screen.line('screen')}` or each of its ticks"
                self.draft.findings.add(code, screen.at, what=what, key=key)

    def tick(self, name: Scalar, value: Value, screen: Record) -> Tick | None:
        """Return one tick, or None with findings."""
        own = value if isinstance(value, Record) else Record(name.at, {})
        say = value if isinstance(value, Text) else own.wording()
        level = self.draft.levels(own if own.has("level") else screen, "level")
        because = own.get("because", screen.get("because"))
        covers = self.draft.covers(own)
        contact = self.contact(own, self.contact(screen))
        sources = self._sources(name, own, screen)
        if level is None or because is None or not say.say:
            return None
        self._unsure_is_no_worse(name, own, screen, level)
        return Tick(
            id=name.value,
            button=own.get("button", say),
            say=say,
            also=tuple(word.value for word in own.get("also", [])),
            level=level,
            because=because,
            contact=contact,
            sources=sources,
            covers=covers,
            unsure_as=own.line(_UNSURE) or screen.line(_UNSURE),
            at=name.at,
            condition=condition(self.draft, own, "if", Scope(self.facts)),
        )

    def _sources(self, name: Scalar, own: Record, screen: Record) -> tuple[str, ...]:
        if own.has("sources"):
            return self.draft.sources(own, (), f"The tick `{name.value}`")
        return tuple(source.value for source in screen.get("sources", []))

    def _unsure_is_no_worse(self, name: Scalar, own: Record, screen: Record, level: Levels) -> None:
        """Note a "not sure" that is worse than a yes; one that is inherited is just capped."""
        if own.has("level") and not own.has(_UNSURE):
            return
        said = own.get(_UNSURE) or screen.get(_UNSURE)
        if said is not None and said.value in LEVELS and LEVELS[said.value] > level.otherwise:
            slots = {"name": name.value, "level": said.value}
            self.draft.findings.add("PB039", said.at, **slots)


def follow_up_tick(name: Scalar, value: Value) -> Tick:
    """Return a tick that matters only to rules."""
    own = value if isinstance(value, Record) else Record(name.at, {})
    say = value if isinstance(value, Text) else own.wording()
    also = tuple(word.value for word in own.get("also", []))
    unsure = own.line("unsure counts as") or "yes"
    button = own.get("button", say)
    return Tick(name.value, button, say, also, None, say, ANY_CONTACT, (), (), unsure, name.at)

"""What the marks of one text add up to: answers meant, denied, doubtful, contradicted.

It knows clauses: a "not" turns around what follows it up to a break; after a comma nobody can
tell. It refuses to decide what is enough for an answer: that is done in `answers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from painbot.dialogue.choices import MIN_LETTERS, Mark, Reading
from painbot.flow.model import NONE, UNSURE

_RUN: Final = frozenset({"unknown", "number", "filler", "negation"})
_NO_OR_NONE: Final = {"no": ("no", NONE), NONE: (NONE, "no"), "yes": ("yes",), UNSURE: (UNSURE,)}


class Said:
    """The sum of the marks of one text."""

    def __init__(self, reading: Reading, close: Sequence[str]) -> None:
        """Start with nothing said; `close` is what misspelt words may have meant."""
        self._reading = reading
        self.close = set(close)
        self.picks: set[str] = set()
        self.places: set[str] = set()
        self.special: set[str] = set()
        self.unknown = 0
        self.odd = False  # contradicted, or a place that is not there
        self.hanging = False  # a "not" that turned nothing around
        self.small = True  # nothing but words too short to stand beside others
        self._turned = self._idle = self._doubt = self._ordinal = False

    @property
    def ids(self) -> set[str]:
        """Return every answer that was meant in one way or another."""
        return self.picks | self.places | self.special

    def add(self, marks: Sequence[Mark]) -> None:
        """Take in the marks of a whole text."""
        for mark in (*marks, Mark("stop")):
            match mark.kind:
                case "filler":
                    pass
                case "stop" | "break":
                    self._end_clause()
                case "pause":
                    self._doubt = self._turned
                    self._let_go()
                case "negation":
                    self._let_go()
                    self._turned = self._idle = True
                    self._doubt = False
                case _:
                    self._weighty(mark)
            self._ordinal = mark.kind == "ordinal"

    def _let_go(self) -> None:
        self.hanging |= self._idle
        self._idle = False

    def _end_clause(self) -> None:
        self._let_go()
        self._turned = self._doubt = False

    def _weighty(self, mark: Mark) -> None:
        match mark.kind:
            case "unknown":
                self.unknown += 1
            case "number" | "ordinal":
                self._place(mark)
            case "choice" | "close" if mark.kind == "close" or len(mark.ids) > 1:
                self.close.update(mark.ids)
                self.odd = True
            case "choice":
                self._choice(mark)
            case kind:
                self._special(kind)
        self._idle = False

    def _choice(self, mark: Mark) -> None:
        self.small &= len(mark.text) < MIN_LETTERS
        if not self._turned:
            self.picks.update(mark.ids)
        elif self._doubt or mark.turned:
            self.close.update(mark.ids)
            self.odd = True

    def _special(self, kind: str) -> None:
        self.small = False
        if self._turned and kind != "no":
            self.odd = True
            return
        meant = next((each for each in _NO_OR_NONE[kind] if each in self._reading.order), None)
        if meant:
            self.special.add(meant)
        elif kind != "yes":  # "yes, the calf" is an answer where no yes is offered
            self.odd = True

    def _place(self, mark: Mark) -> None:
        if self._ordinal and mark.place == 1 and not mark.text.isdecimal():
            return  # the second one
        ids = self._reading.at_place(mark)
        if len(ids) == 1 and not self._turned:
            self.places.update(ids)
        elif not (self._turned and not self._doubt):
            self.close.update(ids)
            self.odd = True


def settled(marks: Sequence[Mark]) -> list[Mark]:
    """Tell the answer "no" from the "no" that belongs to the next word: "no swelling"."""
    told = list(marks)
    for place, mark in enumerate(marks):
        if mark.kind == "no" and mark.turned:
            after = next((m.kind for m in marks[place + 1 :] if m.kind != "filler"), "stop")
            if after in ("choice", "unknown", "number", "ordinal"):
                told[place] = Mark("negation", mark.text)
    return told


def explained(marks: Sequence[Mark], reading: Reading, *, several: bool) -> Iterator[Mark]:
    """Replace runs of words that are part of an answer's wording by that answer."""
    for in_run, group in groupby(marks, key=lambda mark: mark.kind in _RUN):
        run = list(group)
        if in_run and any(mark.kind == "unknown" for mark in run):
            yield from _run(run, reading, several=several)
        else:
            yield from run


def _run(run: list[Mark], reading: Reading, *, several: bool) -> list[Mark]:
    content = frozenset(mark.text for mark in run if mark.kind in ("unknown", "number"))
    turned = any(mark.kind == "negation" for mark in run)
    verdict, ids = reading.explain(content, turned=turned)
    text = " ".join(content)
    if verdict == "said":
        return [Mark(_kind(ids), text, ids)]
    if verdict == "denied":
        return [Mark("negation"), Mark("choice", text, ids[:1])]
    if ids:
        return [Mark("close", text, ids)]
    apart = reading.apart(content) if several and not turned else ()
    if apart:
        return [Mark("choice", text, (each,)) for each in apart]
    hints = reading.hints(content)
    return [*run, Mark("close", text, hints)] if hints else run


def _kind(ids: tuple[str, ...]) -> str:
    return ids[0] if ids[0] in _NO_OR_NONE else "choice"

"""What the marks of one text add up to: answers meant, denied, doubtful, contradicted.

It knows clauses: a "not" turns around what follows it up to a break; after a comma nobody can
tell. It refuses to decide what is enough for an answer: that is done in `answers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from painbot.dialogue.understanding.choices import MIN_LETTERS, Mark, Reading
from painbot.flow.model import NONE, UNSURE

_RUN: Final = frozenset({"unknown", "number", "filler", "negation"})
_COUNTS: Final = frozenset({"number", "ordinal"})
_MARKS: Final = frozenset({"pause", "stop"})
_NO_OR_NONE: Final = {"no": ("no", NONE), NONE: (NONE, "no"), "yes": ("yes",), UNSURE: (UNSURE,)}


class Said:
    """The sum of the marks of one text."""

    def __init__(self, reading: Reading, close: Sequence[tuple[str, ...]]) -> None:
        """Start with nothing said; `close` is what misspelt words may have meant."""
        self._reading = reading
        self._hints = [set(each) for each in close]
        self.picks: set[str] = set()
        self.places: set[str] = set()
        self.special: set[str] = set()
        self.unknown = 0
        self.stray = False  # words nobody knows, set apart by a comma: another item of a list?
        self.odd = False  # contradicted, or a place that is not there
        self.hanging = False  # a "not" that turned nothing around
        self.small = True  # nothing but words too short to stand beside others
        self.denied = False  # an answer was turned around
        self._turned = self._idle = self._doubt = self._ordinal = False
        self._but = False  # a no that goes on: "no, but it did last week"
        self._before = 0, 0  # answers and unknown words up to the last comma

    @property
    def ids(self) -> set[str]:
        """Return every answer that was meant in one way or another."""
        return self.picks | self.places | self.special

    @property
    def close(self) -> set[str]:
        """Return the answers that words may have hinted at."""
        return set().union(*self._hints)

    @property
    def settled(self) -> bool:
        """Return whether every hint is at an answer that was meant anyway."""
        return not any(self.ids.isdisjoint(each) for each in self._hints)

    def add(self, marks: Sequence[Mark]) -> None:
        """Take in the marks of a whole text."""
        for mark in (*marks, Mark("stop")):
            self.odd |= self._but and mark.kind not in _MARKS
            match mark.kind:
                case "filler":
                    pass
                case "break":
                    self._end_clause()
                    self._but |= not self.special.isdisjoint(("no", NONE))
                case "stop":
                    self._end_item()
                    self._end_clause()
                case "pause":
                    self._end_item()
                    self._doubt = self._turned
                    self._let_go()
                case "negation":
                    self._let_go()
                    self._turned = self._idle = True
                    self._doubt = False
                case _:
                    self._weighty(mark)
            self._ordinal = mark.kind == "ordinal"

    def _end_item(self) -> None:
        now = len(self.ids), self.unknown
        self.stray |= now[0] == self._before[0] and now[1] > self._before[1]
        self._before = now

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
                self._hints.append(set(mark.ids))
            case kind if kind == "choice" or mark.ids:
                self._offered(mark)
            case kind:
                self._plain(kind, mark.text)
        self._idle = False

    def _offered(self, mark: Mark) -> None:
        """Take an answer in its own words, which may be those of a yes: "yes, it helps"."""
        self.small &= len(mark.text) < MIN_LETTERS
        if not self._turned:
            (self.picks if mark.kind == "choice" else self.special).update(mark.ids)
            return
        self.denied = True
        if self._doubt or mark.turned:
            self._hints.append(set(mark.ids))
            self.odd = True

    def _plain(self, kind: str, text: str) -> None:
        self.small = False
        if kind == UNSURE and (rivals := self._reading.holding(text)):
            self._hints.append(rivals)  # "maybe", where "might be pregnant" is offered
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
            self._hints.append(set(ids))
            self.odd = True


def settled(marks: Sequence[Mark]) -> list[Mark]:
    """Tell the answers yes and no from the same words beside others.

    The "no" of "no swelling" belongs to the swelling, the "i do" of "i do not" to the not; and
    where nothing comes after a "not", it is a no: "it doesn't". Beside words nobody knows, a
    number is no place in the list: "my calf for 3 weeks".
    """
    if any(mark.kind == "unknown" and mark.text for mark in marks):
        marks = [m._replace(kind="unknown") if m.kind in _COUNTS else m for m in marks]
    told = [_beside(mark, marks[place + 1 :]) for place, mark in enumerate(marks)]
    spoken = [mark for mark in told if mark.kind not in _MARKS]
    alone = {mark.kind for mark in spoken} <= {"filler", "negation"}
    if alone and spoken and spoken[-1].kind == "negation" and " " not in spoken[-1].text:
        return [Mark("no", spoken[-1].text)]
    return told


def _beside(mark: Mark, after: Sequence[Mark]) -> Mark:
    if mark.kind in ("no", NONE) and mark.turned and not mark.ids:
        follows = next((each for each in after if each.kind != "filler"), Mark("stop"))
        agrees = follows.turned and follows.ids  # "no, not pregnant"
        if not agrees and (follows.ids or follows.kind in ("unknown", "number", "ordinal")):
            return mark._replace(kind="negation")
    if mark.kind == "yes" and " " in mark.text and after and after[0].kind == "negation":
        return mark._replace(kind="filler")
    return mark


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
    verdict, ids = reading.wordings.explain(content, turned=turned)
    text = " ".join(content)
    if verdict == "said":
        return [Mark(_kind(ids), text, ids)]
    if verdict == "denied" and ids:
        return [Mark("negation"), Mark("choice", text, ids[:1])]
    if ids:
        return [Mark("close", text, ids)]
    apart = reading.wordings.apart(content) if several and not turned else ()
    if apart:
        return [Mark("choice", text, (each,)) for each in apart]
    hints = reading.wordings.hints(content)
    return [*run, Mark("close", text, hints)] if hints else run


def _kind(ids: tuple[str, ...]) -> str:
    return ids[0] if ids[0] in _NO_OR_NONE else "choice"

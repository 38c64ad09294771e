"""Play vignettes by tapping, and say where one does not end as it should.

The person reads what is shown and taps the line that says what they would say. Nothing is typed:
emergency words would catch what a missing line should have caught.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NoReturn

from painbot.dialogue.answers import Asked, Picked, Unclear, understand
from painbot.dialogue.asking import asked, asking, next_to_walk
from painbot.dialogue.session import Session
from painbot.flow.findings import Findings
from painbot.flow.levels import Level
from painbot.flow.model import NONE, UNSURE, Library
from painbot.flow.stops import StopKind
from painbot.flow.text import Place
from painbot.proof.coverage import names_in
from painbot.proof.player import Player
from painbot.proof.vignettes.read import Answers, Vignette, read_vignettes

NOON: Final = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
WIDTH: Final = 30  # of what is tapped, in a chat with what was asked beside it
USUAL: Final = {"country": "other"}  # what is answered where a vignette says nothing


@dataclass(frozen=True, slots=True)
class PlayedVignette:
    """Where a vignette ended.

    `shows` names the ticks that were tapped, the answers that were given and what gave the level,
    as `coverage.everything` names them, and `doubt ...` the ticks that were answered "not sure".
    `chat` is the conversation as the text of a chat file.
    """

    id: str
    at: Place
    expected: Level
    given: Level
    rows: tuple[str, ...]
    questions: int
    shows: frozenset[str]
    chat: str

    @property
    def unsafe(self) -> bool:
        """Return whether somebody who needs a hospital or an ambulance was told less."""
        return self.given < self.expected >= Level.HOSPITAL

    @property
    def too_low(self) -> bool:
        """Return whether somebody who needs a clinician within days was told less."""
        return self.given < self.expected >= Level.SOON


def play_vignettes(
    library: Library, files: Mapping[str, bytes], findings: Findings
) -> tuple[PlayedVignette, ...]:
    """Play every vignette to its result; what keeps one from it, or is wrong, is a finding."""
    vignettes = read_vignettes(library, files, findings)
    played = (play_vignette(library, each, findings) for each in vignettes)
    return tuple(each for each in played if each is not None)


def play_vignette(
    library: Library, vignette: Vignette, findings: Findings
) -> PlayedVignette | None:
    """Play one vignette to its result; return None where something keeps it from one."""
    return _Person(library, vignette, findings).play()


class _Stuck(Exception):
    """The vignette does not say what the person would answer."""


class _Person:
    """The person of one vignette, answering what is asked."""

    def __init__(self, library: Library, vignette: Vignette, findings: Findings) -> None:
        self._library = library
        self._vignette = vignette
        self._findings = findings
        self._player = Player(library, vignette.flow, NOON.hour)
        self._lines = [f"# {vignette.id}: {vignette.level.id}", f"flow: {vignette.flow}"]
        self._said: dict[tuple[Answers, str], str] = {}  # phrases and the lines they fit

    def play(self) -> PlayedVignette | None:
        """Answer up to the result, and compare."""
        try:
            while self._player.result is None:
                self._answer()
        except _Stuck:
            played = None
        else:
            played = self._compared(self._player.result.level)
        self._misfits()
        return played

    @property
    def _session(self) -> Session:
        session = self._player.session
        if session is None:
            raise ValueError
        return session

    def _answer(self) -> None:
        walk = self._player.walk
        shown = asked(walk, asking(walk, self._session))
        found = [said for key in walk.keys_to_ask() for said in self._for(key)]
        unsure = any(said.unsure for said in found)
        if unsure and walk.here.kind is StopKind.LISTS:
            self._walk(found, shown)
        elif shown.kind != "any":
            self._one(walk.here.keys[0], found, shown)
        elif unsure and UNSURE in self._player.offered():
            self._tap((UNSURE,))
        else:
            self._tap(self._lines_for(((s, phrase) for s in found for phrase in s.phrases), shown))

    def _for(self, key: str) -> Iterable[Answers]:
        """Return what is said to a key; what is said to a list goes for all of its pages."""
        names = [key, key.rsplit(".", 1)[-1]]
        part = self._library.lists.get(key)
        if part is not None and not part.follow_up:
            names.append(part.screen)
        given = self._vignette.answers
        return (given[name] for name in dict.fromkeys(names) if name in given)

    def _tap(self, ids: tuple[str, ...], tick: str = "") -> None:
        """Tap and send; the chat says beside it what was asked."""
        what = tick or " + ".join(self._player.walk.keys_to_ask())
        self._player.answer(ids)
        self._lines.append(f"tap: {', '.join(ids) or NONE}".ljust(WIDTH) + f" # {what}")

    # Tick lists and questions with several answers

    def _lines_for(self, said: Iterable[tuple[Answers, str]], shown: Asked) -> tuple[str, ...]:
        """Return the lines that phrases fit, in the order shown; each phrase fits one line."""
        fits = {self._line_for(*each, shown) for each in said}
        return tuple(
            choice.id for choice in shown.choices if choice.id in fits and choice.id != NONE
        )

    def _line_for(self, answers: Answers, phrase: str, shown: Asked) -> str:
        if self._said.get((answers, phrase)):
            return ""
        found = understand(phrase, shown, self._library.words, NOON)
        ids = found.ids if isinstance(found, Picked) else ()
        line = ids[0] if len(ids) == 1 and ids != (UNSURE,) else ""
        self._said[answers, phrase] = line
        return line

    def _walk(self, found: list[Answers], shown: Asked) -> None:
        """Press "Not sure", and answer the list one line at a time."""
        yes = self._lines_for(((s, phrase) for s in found for phrase in s.phrases), shown)
        unsure = self._lines_for(((s, phrase) for s in found for phrase in s.doubts), shown)
        self._tap((UNSURE,))
        while self._session.walked is not None:
            tick = next_to_walk(self._player.walk, self._session).id
            self._tap(("yes" if tick in yes else UNSURE if tick in unsure else "no",), tick)

    def _misfits(self) -> None:
        """Note the phrases that fitted no line of what was asked."""
        for (answers, phrase), line in self._said.items():
            if not line:
                where = {"key": answers.key, "phrase": phrase}
                self._findings.add("PB066", answers.at, self._chat(), **where)

    # Questions with one answer

    def _one(self, key: str, found: list[Answers], shown: Asked) -> None:
        if not found and key in USUAL:
            self._tap((USUAL[key],))
        elif not found:
            self._stuck("PB064", self._vignette.at, key=key)
        else:
            self._say(key, found[0], shown)

    def _say(self, key: str, said: Answers, shown: Asked) -> None:
        """Tap the answer that is meant; where there are too many for buttons, type it."""
        picked = understand(said.text, shown, self._library.words, NOON)
        if isinstance(picked, Unclear):
            labels = ", ".join(f"`{choice.words[0]}`" for choice in shown.choices)
            self._stuck("PB065", said.at, key=key, text=said.text, labels=labels)
        if picked.ids[0] in self._player.offered():
            self._tap(picked.ids)
        else:
            self._player.type(said.text)
            self._lines.append(f"me: {said.text}")

    def _stuck(self, code: str, at: Place, **slots: str) -> NoReturn:
        self._lines.append(f"bot: {slots['key']}")
        self._findings.add(code, at, self._chat(), id=self._vignette.id, **slots)
        raise _Stuck

    # The end

    def _compared(self, given: Level) -> PlayedVignette:
        self._lines.append(f"end: {given.id}")
        of = self._vignette
        counted = self._player.answers, self._shows(), self._chat()
        played = PlayedVignette(of.id, of.at, of.level, given, of.rows, *counted)
        if given != of.level:
            way = "too low" if given < of.level else "too high"
            levels = {"given": given.id, "expected": of.level.id, "way": way}
            if played.too_low:
                self._findings.add("PB062", of.at, played.chat, id=of.id, **levels)
            else:
                self._findings.add("PB063", of.at, id=of.id, **levels)
        return played

    def _shows(self) -> frozenset[str]:
        view = self._player.walk.view
        return frozenset(self._ticked()) | self._player.answered | names_in(view, view.level)

    def _ticked(self) -> Iterator[str]:
        for said in self._session.answers:
            part = self._library.lists.get(said.key)
            if part is not None:
                owner = part.key if part.follow_up else part.screen
                yield from (f"tick {owner}.{tick}" for tick in said.picks)
                yield from (f"doubt {owner}.{tick}" for tick in said.doubts)

    def _chat(self) -> str:
        return "\n".join(self._lines) + "\n"

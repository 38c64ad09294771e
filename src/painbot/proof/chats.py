"""Play chats, and say where one does not go as written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

from painbot.dialogue.replies import Result
from painbot.flow.findings import Findings
from painbot.flow.model import Library
from painbot.flow.stops import StopKind
from painbot.proof.coverage import names_in
from painbot.proof.player import Player
from painbot.proof.script import OTHER_SCREENS, Chat, ChatLine, Given, read_chat

SHOWN: Final = 120  # characters of what was said instead
MAX_GIVEN: Final = 200  # answers in a row; a checked flow never asks so many questions


@dataclass(frozen=True, slots=True)
class Played:
    """What a chat came to.

    `given` tells that it did not begin with a bare conversation. `answers` and `moves` count
    those up to the first result, as a player counts; `result` is the last one. `shows` names
    what its `end:` blocks demand: ticks, rules, alarms, causes and tips, as
    `coverage.everything` names them; `answered` names the answers given on the way.
    """

    chat: str
    flow: str
    given: bool
    result: Result | None
    answers: int
    moves: int
    shows: frozenset[str]
    answered: frozenset[str]


def play_chats(
    library: Library, files: Mapping[str, bytes], findings: Findings
) -> tuple[Played, ...]:
    """Play every chat; where one does not go as written is a finding at its line."""
    played = []
    for name, data in files.items():
        chat = read_chat(name, data, findings)
        if chat is not None and _can_begin(library, chat, findings):
            played.append(_Play(library, chat, findings).play())
    return tuple(played)


def _can_begin(library: Library, chat: Chat, findings: Findings) -> bool:
    before = len(findings)
    if chat.flow not in library.flows:
        hint = f"There is: {', '.join(library.flows)}."
        findings.add("PB020", chat.at, what="flow", id=chat.flow, hint=hint)
    keys = {*library.questions, *library.lists}
    known = {OTHER_SCREENS, *keys, *(key.rsplit(".", 1)[-1] for key in keys)}
    for each in chat.given:
        if each.key not in known:
            hint = "Write the id of a question, a fact or a tick list."
            findings.add("PB020", each.at, what="question or list", id=each.key, hint=hint)
    return len(findings) == before


class _Mismatch(Exception):
    """The rest of the chat makes no sense once one line did not fit."""


class _Play:
    """One chat being played, line by line."""

    def __init__(self, library: Library, chat: Chat, findings: Findings) -> None:
        self._library = library
        self._chat = chat
        self._findings = findings
        self._given = {each.key: each for each in chat.given}
        self._player = Player(library, chat.flow, chat.hour)
        self._result: Result | None = None
        self._counts = 0, 0
        self._shows: set[str] = set()
        self._stay = False  # a `bot:` line named the question: nothing given may answer it

    def play(self) -> Played:
        """Play the chat to its end or to its first mismatch."""
        try:
            for line in self._chat.lines:
                _PLAYS[line.key](self, line)
        except _Mismatch:
            pass
        chat = self._chat
        exercised = frozenset(self._shows), frozenset(self._player.answered)
        begun = chat.name, chat.flow, bool(chat.given)
        return Played(*begun, self._result, *self._counts, *exercised)

    def _wrong(self, line: ChatLine | Given, expected: str, found: str) -> NoReturn:
        self._findings.add("PB061", line.at, expected=expected, found=found)
        raise _Mismatch

    # What the person does

    def me(self, line: ChatLine) -> None:
        """Type a text."""
        self._move(line)
        self._player.type(line.value)

    def tap(self, line: ChatLine) -> None:
        """Tap an answer, or several ticks and then "done"."""
        self._move(line)
        self._press(line, line.words)

    def resume(self, line: ChatLine) -> None:
        """Come back later, or open the bot again."""
        self._move(line)
        self._player.call("start")

    def _move(self, line: ChatLine) -> None:
        self._answer_given(line)
        self._stay = False

    def _press(self, line: ChatLine | Given, ids: tuple[str, ...]) -> None:
        offered = ", ".join(self._player.offered())
        missing = self._player.answer(ids)
        if missing:
            self._wrong(line, f"a button `{missing}`", offered or "no buttons")

    def _answer_given(self, line: ChatLine, until: frozenset[str] = frozenset()) -> None:
        """Answer what was given at the start, until something else is asked."""
        for _ in range(MAX_GIVEN):
            if self._stay or self._player.idle or (until and until <= self._player.here()):
                return
            found = [self._for(key) for key in self._player.walk.keys_to_ask()]
            given = [each for each in found if each is not None]
            if len(given) < len(found):
                return
            self._press(given[0], tuple(dict.fromkeys(i for each in given for i in each.ids)))
        self._wrong(line, "an end", f"{MAX_GIVEN} answers given in a row")

    def _for(self, key: str) -> Given | None:
        given = self._given
        found = given.get(key) or given.get(key.rsplit(".", 1)[-1])
        lists = self._player.walk.here.kind is StopKind.LISTS
        return found or (given.get(OTHER_SCREENS) if lists else None)

    # What painbot must do

    def bot(self, line: ChatLine) -> None:
        """Check what is asked, or what was said."""
        if line.value.startswith("says "):
            self._says(line, line.value.removeprefix("says ").strip())
            return
        wanted = frozenset(word.strip() for word in line.value.split("+"))
        self._answer_given(line, wanted)
        here = self._player.here()
        if not wanted <= here:
            self._wrong(line, f"`{line.value}`", f"`{' + '.join(sorted(here))}`")
        self._stay = True

    def _says(self, line: ChatLine, wanted: str) -> None:
        text = self._library.phrases.get(wanted, wanted.strip('"'))
        told = self._player.told()
        if text not in told:
            said = " / ".join(told.splitlines())[:SHOWN]
            self._wrong(line, f"the words `{text}`", f"`{said}`")

    def end(self, line: ChatLine) -> None:
        """Check the level of a result and whom it names."""
        self._answer_given(line)
        result = self._shown(line)
        if self._result is None:
            self._counts = self._player.answers, self._player.moves
        self._result = result
        level, *more = line.words or ("",)
        if result.level.id != level:
            self._wrong(line, f"the level `{level}`", f"`{result.level.id}`")
        for word in more:
            if word != f"contact {result.contact}":
                self._wrong(line, f"`{word}`", f"`contact {result.contact}`")
        self._shows.update(f"tip {tip}" for tip in result.tips)

    def _shown(self, line: ChatLine) -> Result:
        result = self._player.result
        if result is None:
            self._wrong(line, "a result", f"`{' + '.join(sorted(self._player.here()))}`")
        return result

    def because(self, line: ChatLine) -> None:
        """Check that exactly these ticks, rules and alarms gave the level."""
        reasons = self._shown(line).reasons
        if set(line.words) != set(reasons):
            self._wrong(line, f"`{line.value}`", f"`{', '.join(reasons) or 'none'}`")
        walk = self._player.walk
        self._shows |= names_in(walk.view, walk.view.level)

    def causes(self, line: ChatLine) -> None:
        """Check that exactly these causes are shown, in this order."""
        causes = self._shown(line).causes
        if line.words != causes:
            self._wrong(line, f"`{line.value}`", f"`{', '.join(causes) or 'none'}`")
        self._shows.update(f"cause {cause}" for cause in causes)

    def tips(self, line: ChatLine) -> None:
        """Check that these tips are among those shown."""
        self._among(line, self._shown(line).tips)

    def meanwhile(self, line: ChatLine) -> None:
        """Check that these lines are among what to do until help is there."""
        self._among(line, self._shown(line).meanwhile)

    def _among(self, line: ChatLine, found: tuple[str, ...]) -> None:
        missing = [word for word in line.words if word not in found]
        if missing or (not line.words and found):
            self._wrong(line, f"`{line.value}`", f"`{', '.join(found) or 'none'}`")


_PLAYS: Final[Mapping[str, Callable[[_Play, ChatLine], None]]] = {
    "me": _Play.me,
    "tap": _Play.tap,
    "resume": _Play.resume,
    "bot": _Play.bot,
    "end": _Play.end,
    "because": _Play.because,
    "causes": _Play.causes,
    "tips": _Play.tips,
    "meanwhile": _Play.meanwhile,
}

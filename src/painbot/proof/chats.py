"""Play chats through the real `step`, with the session written to bytes between turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from painbot.dialogue.engine import step
from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.dialogue.replies import Asking, Outcome, Reply, Result, Saying, from_bytes, to_bytes
from painbot.dialogue.session import Session
from painbot.dialogue.walk import resume
from painbot.flow.findings import Findings
from painbot.flow.model import NONE, Library
from painbot.proof.script import OTHER_SCREENS, Chat, ChatLine, read_chat

MAX_TURNS: Final = 200


@dataclass(frozen=True, slots=True)
class Played:
    """What a chat came to: its result, if it had one, and how many answers that took."""

    chat: str
    flow: str
    result: Result | None
    answers: int


def play_chats(
    library: Library, files: Mapping[str, bytes], findings: Findings
) -> tuple[Played, ...]:
    """Play every chat; where one does not go as written is a finding at its line."""
    played = []
    for name, data in files.items():
        chat = read_chat(name, data, findings)
        if chat is not None and _can_begin(library, chat, findings):
            played.append(_Player(library, chat, findings).play())
    return tuple(played)


def _can_begin(library: Library, chat: Chat, findings: Findings) -> bool:
    if chat.flow not in library.flows:
        hint = ", ".join(library.flows)
        findings.add("PB020", chat.at, what="flow", id=chat.flow, hint=f"There is: {hint}.")
    return chat.flow in library.flows


class _Mismatch(Exception):
    """The rest of the chat makes no sense once one line did not fit."""


class _Player:
    def __init__(self, library: Library, chat: Chat, findings: Findings) -> None:
        self._library = library
        self._chat = chat
        self._findings = findings
        self._session: Session | None = None
        self._replies: tuple[Reply, ...] = ()
        self._result: Result | None = None
        self._answers = 0
        self._named = False

    def play(self) -> Played:
        """Play the chat to its end or to its first mismatch."""
        self._turn(Called("start", self._at(), "c0", self._chat.flow))
        try:
            for line in self._chat.lines:
                self._line(line)
        except _Mismatch:
            pass
        return Played(self._chat.name, self._chat.flow, self._result, self._answers)

    def _at(self) -> datetime:
        return datetime(2026, 11, 22, self._chat.hour)  # noqa: DTZ001 - local, as a person's clock

    def _turn(self, event: Event) -> None:
        outcome: Outcome = step(self._library, self._session, event)
        session = outcome.session
        self._session = Session.from_bytes(session.to_bytes()) if session else None
        self._replies = tuple(from_bytes(to_bytes(reply)) for reply in outcome.replies)
        self._answers += len(outcome.effects)
        self._result = next((r for r in self._replies if isinstance(r, Result)), self._result)

    def _line(self, line: ChatLine) -> None:
        plays: dict[str, Callable[[ChatLine], None]] = {
            "me": self._me,
            "tap": self._tap,
            "bot": self._bot,
            "resume": self._resume,
            "end": self._end,
            "because": self._because,
            "causes": self._causes,
            "tips": self._tips,
            "meanwhile": self._meanwhile,
        }
        plays[line.key](line)

    def _wrong(self, line: ChatLine, expected: str, found: str) -> None:
        self._findings.add("PB061", line.at, expected=expected, found=found)
        raise _Mismatch

    def _me(self, line: ChatLine) -> None:
        self._skip_given(line)
        self._named = False
        self._turn(Typed(line.value, self._at(), "c1"))

    def _tap(self, line: ChatLine) -> None:
        self._skip_given(line)
        self._named = False
        for word in line.words or (NONE,):
            self._press(line, word)
        if self._session and self._session.toggled:
            self._press(line, "done")

    def _press(self, line: ChatLine, choice: str) -> None:
        session = self._session
        offered = self._offered()
        if session is None or choice not in offered:
            self._wrong(line, f"a button `{choice}`", ", ".join(offered) or "no buttons")
            return
        self._turn(Tapped(session.id, session.number, choice, self._at(), "c1"))

    def _offered(self) -> tuple[str, ...]:
        last = self._replies[-1]
        more = last.more if isinstance(last, Asking) else ()
        choices = last.choices if isinstance(last, Asking | Result) else ()
        return tuple(choice.id for choice in (*choices, *more))

    def _resume(self, line: ChatLine) -> None:
        self._skip_given(line)
        self._turn(Called("start", self._at(), "c1"))

    def _bot(self, line: ChatLine) -> None:
        if line.value.startswith("says "):
            self._says(line, line.value.removeprefix("says "))
            return
        wanted = {word.strip() for word in line.value.split("+")}
        self._skip_given(line, wanted)
        here = self._here()
        if not wanted <= here:
            self._wrong(line, f"`{line.value}`", f"`{' + '.join(sorted(here))}`")
        self._named = True

    def _says(self, line: ChatLine, wanted: str) -> None:
        text = self._library.phrases.get(wanted, wanted.strip('"'))
        told = "\n".join(t for r in self._replies for t in _texts(r))
        if text not in told:
            self._wrong(line, f"the words `{text}`", f"`{told}`")

    def _here(self) -> set[str]:
        """Return every name of what is being asked."""
        if self._session is None:
            return {"nothing"}
        if self._session.alarm:
            return {self._session.alarm, "alarm"}
        walk = resume(self._library, self._session)
        if walk.done:
            return {"result"}
        return {name for key in walk.keys_to_ask() for name in (key, key.rsplit(".", 1)[-1])}

    def _skip_given(self, line: ChatLine, wanted: frozenset[str] | set[str] = frozenset()) -> None:
        """Answer what was given at the start, until something else is asked."""
        for _ in range(MAX_TURNS):
            if self._named or self._session is None or self._session.alarm:
                return
            walk = resume(self._library, self._session)
            if walk.done or (wanted and wanted <= self._here()):
                return
            answers = [self._given(key) for key in walk.keys_to_ask()]
            if any(answer is None for answer in answers):
                return
            self._answer_given(line, [each for answer in answers for each in answer or ()])

    def _given(self, key: str) -> tuple[str, ...] | None:
        given = self._chat.given
        if key in given:
            return given[key]
        short = key.rsplit(".", 1)[-1]
        if short in given:
            return given[short]
        return given.get(OTHER_SCREENS) if key in self._library.lists else None

    def _answer_given(self, line: ChatLine, ids: list[str]) -> None:
        for each in ids or [NONE]:
            self._press(line, each)
        if self._session and self._session.toggled:
            self._press(line, "done")

    def _end(self, line: ChatLine) -> None:
        self._skip_given(line)
        words = line.words
        result = self._shown(line)
        if result.level.id != words[0]:
            self._wrong(line, f"the level `{words[0]}`", f"`{result.level.id}`")
        for word in words[1:]:
            if word != f"contact {result.contact}":
                self._wrong(line, word, f"contact {result.contact}")

    def _shown(self, line: ChatLine) -> Result:
        last = self._replies[-1] if self._replies else None
        if not isinstance(last, Result):
            self._wrong(line, "a result", f"`{' + '.join(sorted(self._here()))}`")
            raise _Mismatch
        return last

    def _because(self, line: ChatLine) -> None:
        self._same(line, set(line.words), set(self._shown(line).reasons))

    def _causes(self, line: ChatLine) -> None:
        self._same(line, list(line.words), list(self._shown(line).causes))

    def _tips(self, line: ChatLine) -> None:
        self._among(line, self._shown(line).tips)

    def _meanwhile(self, line: ChatLine) -> None:
        self._among(line, self._shown(line).meanwhile)

    def _same(self, line: ChatLine, wanted: object, found: set[str] | list[str]) -> None:
        if wanted != found:
            self._wrong(line, f"`{line.value}`", f"`{', '.join(sorted(found)) or 'none'}`")

    def _among(self, line: ChatLine, found: tuple[str, ...]) -> None:
        missing = [word for word in line.words if word not in found]
        if missing or (not line.words and found):
            self._wrong(line, f"`{line.value}`", f"`{', '.join(found) or 'none'}`")


def _texts(reply: Reply) -> tuple[str, ...]:
    if isinstance(reply, Saying):
        return reply.lines
    if isinstance(reply, Asking):
        return (reply.text, *(c.label for c in reply.choices))
    points = (p for s in reply.sections for p in s.points)
    return (
        reply.headline,
        *reply.contact_lines,
        *(t for p in points for t in (p.text, *p.details)),
    )

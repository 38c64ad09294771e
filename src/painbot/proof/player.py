"""One conversation driven by hand through the real `step`, as a person at a platform would.

Between any two turns the session and the replies are written to bytes and read back.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from painbot.dialogue.asking import DONE, next_to_walk
from painbot.dialogue.engine import step
from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.dialogue.replies import Asking, Outcome, Reply, Result, Saying, from_bytes, to_bytes
from painbot.dialogue.session import Session
from painbot.dialogue.walk import Walk, resume
from painbot.flow.model import NONE, Library
from painbot.proof.coverage import answers_in

_FRESH = "chat"


class Player:
    """The person: what they see, and what they can do about it.

    `answers` counts the questions they answered; a tick list is one, however many lines of it
    they ticked or went through one at a time. `moves` counts every tap and every message, and
    `answered` names every answer they gave, also those they took back.
    """

    def __init__(self, library: Library, flow: str, hour: int) -> None:
        """Begin a conversation in a flow, at an hour of the day."""
        self.library = library
        self.session: Session | None = None
        self.replies: tuple[Reply, ...] = ()
        self.answers = 0
        self.moves = 0
        self.answered: set[str] = set()
        self._at = datetime(2026, 11, 22, hour)  # noqa: DTZ001 - local, as a person's clock
        self.call("start", flow)

    def call(self, command: str, argument: str = "") -> None:
        """Use a command, as platforms do with buttons of their own."""
        self._turn(Called(command, self._at, _FRESH, argument))

    def type(self, text: str) -> None:
        """Type a text."""
        self.moves += 1
        self._turn(Typed(text, self._at, _FRESH))

    def press(self, choice: str) -> None:
        """Press a button of what is shown; nothing is shown after a stop."""
        if self.session is not None:
            session = self.session
            self.moves += 1
            self._turn(Tapped(session.id, session.number, choice, self._at, _FRESH))

    def offered(self) -> tuple[str, ...]:
        """Return the ids of the buttons that are shown."""
        last = self.replies[-1] if self.replies else None
        more = last.more if isinstance(last, Asking) else ()
        choices = last.choices if isinstance(last, Asking | Result) else ()
        return tuple(choice.id for choice in (*choices, *more))

    def answer(self, ids: tuple[str, ...]) -> str:
        """Press these buttons and send; return the first that is not offered, or nothing."""
        for each in ids or (NONE,):
            if each not in self.offered():
                return each
            self.press(each)
        if self.session is not None and self.session.toggled:
            self.press(DONE)
        return ""

    @property
    def result(self) -> Result | None:
        """Return the result that is shown, if one is."""
        last = self.replies[-1] if self.replies else None
        return last if isinstance(last, Result) else None

    @property
    def idle(self) -> bool:
        """Return whether no whole question of the flow is being asked."""
        session = self.session
        if session is None or session.pending or session.changing or session.walked is not None:
            return True
        return self.walk.done

    @property
    def walk(self) -> Walk:
        """Return where the conversation stands; there must be one."""
        if self.session is None:
            raise ValueError
        return resume(self.library, self.session)

    def here(self) -> frozenset[str]:
        """Return every name of what is being asked, as chats name it."""
        session = self.session
        if session is None:
            return frozenset({"nothing"})
        if session.pending:
            return frozenset({session.pending[0], "alarm"})
        walk = self.walk
        names = {n for key in walk.keys_to_ask() for n in (key, key.rsplit(".", 1)[-1])}
        if session.walked is not None and not walk.done:
            names.add(next_to_walk(walk, session).id)
        names |= {"change"} if session.changing else set()
        return frozenset({"result"} if walk.done and not session.changing else names)

    def told(self) -> str:
        """Return everything that was said in the last turn."""
        return "\n".join(text for reply in self.replies for text in _texts(reply))

    def _turn(self, event: Event) -> None:
        outcome: Outcome = step(self.library, self.session, event)
        session = outcome.session
        self.session = Session.from_bytes(session.to_bytes()) if session else None
        self.replies = tuple(map(_through_the_outbox, outcome.replies))
        self.answers += sum(effect.whole for effect in outcome.effects)
        if self.session is not None:
            self.answered.update(answers_in(self.library, self.session))


def _through_the_outbox(reply: Reply) -> Reply:
    return cast("Reply", from_bytes(to_bytes(reply)))


def _texts(reply: Reply) -> tuple[str, ...]:
    if isinstance(reply, Saying):
        return reply.lines
    if isinstance(reply, Asking):
        return (reply.text, reply.hint, *(c.label for c in (*reply.choices, *reply.more)))
    points = (p for s in reply.sections for p in s.points)
    return (
        reply.headline,
        *reply.contact_lines,
        *(t for p in points for t in (p.text, *p.details)),
    )

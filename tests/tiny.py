"""A library small enough to read in a test: what every library needs, and what a test adds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from painbot.dialogue.engine import step
from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.dialogue.replies import Asking, Outcome, Reply, Result, Saying
from painbot.dialogue.session import Session
from painbot.dialogue.walk import Walk, resume
from painbot.flow.compiler import compile_library
from painbot.flow.model import Library
from painbot.flow.stops import StopKind

FLOWS = Path(__file__).parents[1] / "flows"
NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
HEAD = 'reviewed: {on: 2026-11-22, by: ""}\nsources: [book]\n'
LEVELS = ("emergency", "hospital", "today", "soon", "routine", "self-care")
ALARMS = (
    "\nalarms:\n"
    "  chest: {words: [chest pain], ask: Chest pain now?, level: emergency, because: Heart.,"
    " sources: [book]}\n"
    "  breath: {words: [can't breathe], ask: No breath now?, level: emergency, because: Lungs.,"
    " sources: [book]}\n"
)
COMMON = {
    "facts.yaml": "facts:\n"
    "  who: {ask: Who is it for?, answers: {me: Me, adult: Another adult}}\n"
    "  age: {ask: How old?, number: {from: 0, to: 120, borders: [16, 65]}, unsure: Not said}\n"
    "  country: {ask: Where?, answers: countries}\n",
    "sources.yaml": "sources: {book: {title: A book, by: Somebody}}\n",
    "rows.yaml": "rows: {R01: A row}\n",
    "answers.yaml": "answers:\n"
    "  yes-no: {yes: 'Yes', no: 'No'}\n"
    "  yes-no-unsure: {yes: 'Yes', no: 'No', unsure: Not sure}\n"
    "countries: {gb: {say: Britain, today: Phone 111.}, other: {say: Another country}}\n",
    "levels.yaml": "levels:\n"
    + "".join(f"  {name}: {{headline: Level {name}, at night: Night {name}}}\n" for name in LEVELS)
    + "contacts: {any: {today: Phone a doctor, hospital: Leave now}}\n"
    "urgent signs: {worse: It gets worse}\n",
    "words.yaml": (FLOWS / "words.yaml").read_text().split("\nalarms:")[0] + ALARMS,
    "phrases.yaml": (FLOWS / "phrases.yaml").read_text(),
    "c.yaml": f"cause: ache\nname: An ache\nwhat: It aches.\n{HEAD}covers: [R01]\n",
}


def files(**more: str) -> dict[str, bytes]:
    """Return the common files and more of them, by name without ending."""
    texts = {**COMMON, **{f"{name}.yaml": text for name, text in more.items()}}
    return {n: (t if "format: 1" in t else f"format: 1\n{t}").encode() for n, t in texts.items()}


def library(**more: str) -> Library:
    """Return a compiled library; any finding fails the test."""
    compiled, findings = compile_library(files(**more))
    assert compiled is not None, [str(finding) for finding in findings]
    return compiled


def flow(body: str, name: str = "start", causes: str = "  otherwise: ache\n") -> str:
    """Return a flow file around what a test is about."""
    head = f"flow: {name}\ntitle: {name}\nabout: A flow\n{HEAD}"
    return f"{head}{body}causes:\n{causes}"


def screen(body: str, name: str = "signs") -> str:
    """Return a screen file around what a test is about."""
    head = f"screen: {name}\ntitle: {name}\nask: Any of {name}?\n{HEAD}"
    return f"{head}because: Because of {name}.\nunsure counts as: yes\n{body}"


class Talk:
    """One conversation, written to bytes and read back between any two turns."""

    def __init__(self, library: Library, flow: str = "start", at: datetime = NOON) -> None:
        """Begin a conversation in a flow."""
        self.library = library
        self.at = at
        self.session: Session | None = None
        self.outcome: Outcome
        self.send(Called("start", at, "abc", flow))

    def send(self, event: Event) -> Talk:
        """Take one turn."""
        self.outcome = step(self.library, self.session, event)
        after = self.outcome.session
        self.session = Session.from_bytes(after.to_bytes()) if after else None
        return self

    def say(self, *texts: str) -> Talk:
        """Type texts, one turn each."""
        for text in texts:
            self.send(Typed(text, self.at, "new"))
        return self

    def tap(self, *choices: str) -> Talk:
        """Tap buttons of the present question, one turn each."""
        for choice in choices:
            assert self.session is not None
            session = self.session
            self.send(Tapped(session.id, session.number, choice, self.at, "new"))
        return self

    def call(self, command: str, argument: str = "") -> Talk:
        """Give a command."""
        return self.send(Called(command, self.at, "new", argument))

    @property
    def last(self) -> Reply:
        """Return the last reply."""
        return self.outcome.replies[-1]

    @property
    def asking(self) -> Asking:
        """Return the question that is open now."""
        assert isinstance(self.last, Asking), self.last
        return self.last

    @property
    def result(self) -> Result:
        """Return the result that was just given."""
        assert isinstance(self.last, Result), self.last
        return self.last

    @property
    def told(self) -> str:
        """Return everything said before the last reply."""
        lines = (reply.lines for reply in self.outcome.replies if isinstance(reply, Saying))
        return "\n".join(line for each in lines for line in each)

    def says(self, phrase: str) -> bool:
        """Return whether one of painbot's own lines was said before the last reply."""
        return self.library.phrases[phrase] in self.told

    @property
    def stop(self) -> str:
        """Return the id of what is being asked."""
        assert self.session is not None
        return self.session.stop

    @property
    def walk(self) -> Walk:
        """Return the walk standing where the conversation stands."""
        assert self.session is not None
        return resume(self.library, self.session)

    def through(self, given: Mapping[str, str], most: int = 50) -> list[str]:
        """Answer what is asked, up to the result; return the keys asked, in order.

        A list that is not given gets "none of these"; every question must be given.
        """
        asked: list[str] = []
        while isinstance(self.last, Asking):
            keys = self.walk.keys_to_ask()
            asked += keys
            assert len(asked) <= most, asked
            lists = self.walk.here.kind is StopKind.LISTS
            picks = [
                pick for k in keys for pick in (given.get(k, "") if lists else given[k]).split()
            ]
            self.tap(*picks, *(["done" if picks else "none"] if lists else []))
        return asked

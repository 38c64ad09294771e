"""Somebody on a platform, and beside them the engine itself, which is told the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from painbot.dialogue.asking import DONE
from painbot.dialogue.replies import Asking, Reply, Result, Saying
from painbot.flow.model import NONE, Library
from painbot.ports.buttons import UNTICK
from painbot.proof.player import Player
from tests.e2e.serving import Bot, wait
from tests.e2e.slacks import App
from tests.standins import slack, telegram

NOON = 12
MOST = 40
BOX = {True: "☑", False: "☐"}
Picks = Mapping[str, tuple[str, ...]]
Shown = telegram.Shown | slack.Shown


class AnyTwin:
    """Whatever the person does the engine does too; the screen must show what the engine says."""

    person: telegram.Person | slack.Person
    player: Player

    def __init__(self, library: Library) -> None:
        self.library = library
        self._heard = 0
        self._asked: Shown | None = None

    def types(self, text: str) -> None:
        """Type a text."""
        self.person.says(text)
        self.player.type(text)
        self._sees()

    def taps_on(self, choice: str) -> None:
        """Tap a button of the last question, by its id."""
        shown = self.person.question()
        (data,) = (
            button.data
            for row in shown.buttons
            for button in row
            if button.data and button.data.endswith((f":{choice}", f":{UNTICK}{choice}"))
        )
        self._tap(data, shown)
        self.player.press(choice)
        self._sees()

    def answers(self, ids: Sequence[str]) -> None:
        """Answer by taps alone."""
        for each in ids or (NONE,):
            self.taps_on(each)
        if self.player.session is not None and self.player.session.toggled:
            self.taps_on(DONE)

    def says(self, ids: Sequence[str]) -> None:
        """Answer by a typed text alone: one by its label, several by their numbers."""
        shown = self.player.replies[-1]
        assert isinstance(shown, Asking)
        choices = (*shown.choices, *shown.more)
        labels = [choice.label for choice in choices if choice.id in (ids or (NONE,))]
        places = [str(place) for place, each in enumerate(choices, 1) if each.id in ids]
        self.types(labels[0] if len(labels) == 1 else ", ".join(places))

    def goes_on(self, picks: Picks, *, typing: bool = False) -> Result:
        """Answer everything up to the result; what is not picked with the usual."""
        for _ in range(MOST):
            if self.player.result is not None:
                return self.player.result
            ids = self._choose(picks)
            self.says(ids) if typing else self.answers(ids)
        raise AssertionError(self.player.here())

    def ends(self) -> None:
        """Nothing may have come that the engine did not say."""
        assert len(self.person.heard()) == self._heard, self.person.screen()

    def _tap(self, data: str, shown: Shown) -> None:
        raise NotImplementedError

    def _begun(self, flow: str) -> None:
        """Let the engine begin, as the person did."""
        self.player = Player(self.library, flow, NOON)
        self._sees()

    def _choose(self, picks: Picks) -> tuple[str, ...]:
        for name in self.player.here():
            if name in picks:
                return picks[name]
        offered = self.player.offered()
        return () if NONE in offered else (offered[0],)

    def _sees(self) -> None:
        """Wait until the screen shows what the engine said."""
        problems: list[str] = []

        def right(_: object) -> bool:
            problems[:] = self._problems()
            return not problems

        try:
            self.person.wait(right)
        except AssertionError as error:
            raise AssertionError("\n".join(problems)) from error
        self._heard = len(self.person.heard())
        self._asked = self.person.question() if self.player.offered() else None

    def _problems(self) -> list[str]:
        heard = self.person.heard()
        last = self.player.replies[-1]
        if isinstance(last, Asking) and last.redraw:
            new = len(heard) - self._heard
            return [*_buttons(self.person.question(), last), *["a new message"][:new]]
        new_ones = heard[self._heard :]
        if not new_ones:
            return ["no new message"]
        text = _plain("\n".join(each.text for each in new_ones))
        found = list(_out_of_order(text, self.player.replies))
        if isinstance(last, Asking | Result):
            found += _buttons(new_ones[-1], last)
            found += [f"{each} has buttons" for each in new_ones[:-1] if each.buttons]
            found += self._still_open(heard)
        return found

    def _still_open(self, heard: Sequence[Shown]) -> Iterator[str]:
        """Yield the question before, if it still has buttons."""
        before = self._asked
        for each in heard:
            if before and each.message_id == before.message_id and each.buttons:
                yield f"{each} has buttons"

    def trace(self, question: Shown) -> str:
        """Return what an answered question shows as its answer."""
        (now,) = (each for each in self.person.heard() if each.message_id == question.message_id)
        assert not now.buttons
        return now.text.rpartition("✓ ")[2]


class Twin(AnyTwin):
    """Somebody on Telegram."""

    bot: Bot
    person: telegram.Person

    def __init__(self, bot: Bot, library: Library) -> None:
        super().__init__(library)
        self.bot = bot
        self.person = bot.person()
        self._taps = 0

    def begins(self, text: str = "/start", flow: str = "") -> None:
        """Write the first message, which calls for this flow."""
        self.person.says(text)
        self._begun(flow)

    def calls(self, text: str, command: str, argument: str = "") -> None:
        """Send a command."""
        self.person.says(text)
        self.player.call(command, argument)
        self._sees()

    def ends(self) -> None:
        """Wait for what is on its way: nothing may come that the engine did not say."""
        self.bot.settled()
        wait(lambda: len(self.person.toasts) == self._taps, lambda: self.person.toasts)
        super().ends()
        assert self.person.toasts == [None] * self._taps

    def _tap(self, data: str, shown: Shown) -> None:
        assert isinstance(shown, telegram.Shown)
        self.person.taps(data, shown)
        self._taps += 1


class SlackTwin(AnyTwin):
    """Somebody in Slack."""

    bot: App
    person: slack.Person

    def __init__(self, bot: App, library: Library) -> None:
        super().__init__(library)
        self.bot = bot
        self.person = bot.person()

    def begins(self, flow: str = "") -> None:
        """Call for a flow, or just write something."""
        if flow:
            self.person.commands(flow)
        else:
            self.person.says("hello")
        self._begun(flow)

    def calls(self, command: str) -> None:
        """Use the command."""
        self.person.commands(command)
        self.player.call(command)
        self._sees()

    def ends(self) -> None:
        """Wait for what is on its way: nothing may come that the engine did not say."""
        self.bot.settled()
        super().ends()
        assert self.person.errors == []

    def _still_open(self, heard: Sequence[Shown]) -> Iterator[str]:
        """Yield the question before, if it still has buttons; those below a result stay."""
        if isinstance(self._asked, slack.Shown) and not self._asked.seen.headers:
            yield from super()._still_open(heard)

    def _tap(self, data: str, shown: Shown) -> None:
        assert isinstance(shown, slack.Shown)
        self.person.taps(data, shown)


def _buttons(shown: Shown, reply: Reply) -> list[str]:
    """Return what is wrong with the buttons of a question or result."""
    wanted = list(labels(reply))
    return [] if shown.labels == wanted else [f"the buttons are {shown.labels}, not {wanted}"]


def labels(reply: Reply) -> Iterator[str]:
    """Yield the buttons a reply should have."""
    if isinstance(reply, Saying):
        return
    boxes = isinstance(reply, Asking) and reply.kind == "any"
    for choice in reply.choices:
        yield f"{BOX[choice.picked]} {choice.label}" if boxes else choice.label
    if isinstance(reply, Asking):
        yield from (choice.label for choice in reply.more)


def texts(reply: Reply) -> Iterator[str]:
    """Yield everything that must be read, in this order."""
    if isinstance(reply, Saying):
        yield from reply.lines
    elif isinstance(reply, Asking):
        yield reply.text
        group = ""
        for choice in reply.choices:
            if choice.group != group:
                yield (group := choice.group)
            if choice.say != choice.label:
                yield choice.say
        yield reply.hint
    else:
        yield from (reply.headline, *reply.contact_lines)
        for section in reply.sections:
            yield section.title
            yield from (line for point in section.points for line in (point.text, *point.details))


def _out_of_order(text: str, replies: Sequence[Reply]) -> Iterator[str]:
    """Yield what is not read where it should be; the first lines of replies must not be twice."""
    place = 0
    for reply in replies:
        for each in map(_plain, texts(reply)):
            found = text.find(each, place)
            if found < 0:
                yield f"{each!r} is missing, or in the wrong place"
            else:
                place = found + len(each)
        first = next(texts(reply))
        if isinstance(reply, Saying) and text.count(_plain(first)) != 1:
            yield f"{first!r} is there {text.count(_plain(first))} times"


def _plain(text: str) -> str:
    """Return a text without marks of a list and with single spaces."""
    return " ".join(text.replace("• ", " ").split())

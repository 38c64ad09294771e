"""How painbot speaks on each platform, and how a drill tells one message from another.

What was sent is known by a name that all its copies share: on Telegram its HTML, in Slack the text
for screen readers up to the first choice, for a question that is asked again may offer others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from painbot.platforms.slack import wire as slack_wire
from painbot.platforms.slack.mrkdwn import fallback
from painbot.platforms.telegram import html
from painbot.platforms.telegram import wire as telegram_wire
from tests.standins.telegram.formatting import read as as_shown

if TYPE_CHECKING:
    from painbot.dialogue.replies import Effect, Reply
    from painbot.ports import Part
    from tests.standins.faults import Call

CHOICES: Final = "\n• "


class Tongue(Protocol):
    """What a drill has to know of a platform; `own_ticks` if each message keeps its own."""

    hello: str
    own_ticks: bool
    new: frozenset[str]
    changing: frozenset[str]

    def sent(self, reply: Reply | Effect) -> list[str]:
        """Name the new messages that a reply is."""

    def frozen(self, effect: Effect) -> list[str]:
        """Return what the screen shows of answered questions."""

    def part(self, part: Part) -> str:
        """Name the message that a part of an outbox is."""

    def bold(self, text: str) -> str:
        """Name the message that is just this text, in bold."""

    def line(self, text: str) -> str:
        """Name the message that is just this line."""

    def asked(self, question: str) -> str:
        """Return how a question begins on the screen."""

    def seen(self, shown: Any) -> str:  # noqa: ANN401
        """Name what is on the screen."""

    def on_screen(self, sent: str) -> str:
        """Return how a message that was sent is named on the screen."""

    def question(self, shown: Any) -> str:  # noqa: ANN401
        """Return how the question on the screen begins."""

    def where(self, call: Call) -> object:
        """Return to whom a new message is sent."""

    def said(self, call: Call) -> str:
        """Name the message that a call sends."""

    def asks(self, call: Call) -> bool:
        """Return whether a call sends a question."""

    def errors(self, person: Any) -> int:  # noqa: ANN401
        """Count what the platform itself told somebody had failed."""


class TelegramTongue:
    """Telegram's."""

    hello = "/start"
    own_ticks = False
    new = frozenset({"sendMessage", "sendPhoto"})
    changing = frozenset({"editMessageText", "editMessageCaption"})

    def sent(self, reply: Reply | Effect) -> list[str]:
        return [telegram_wire.read(part).html for part in telegram_wire.to_wire(reply)]

    def frozen(self, effect: Effect) -> list[str]:
        parts = telegram_wire.to_wire(effect)
        return [self.on_screen(telegram_wire.read(part).html) for part in parts]

    def part(self, part: Part) -> str:
        return telegram_wire.read(part).html

    def bold(self, text: str) -> str:
        return html.bold(text)

    def line(self, text: str) -> str:
        return html.safe(text)

    def asked(self, question: str) -> str:
        return self.on_screen(html.bold(question))

    def seen(self, shown: Any) -> str:  # noqa: ANN401
        return str(shown.text)

    def question(self, shown: Any) -> str:  # noqa: ANN401
        return str(shown.text.partition("\n\n")[0])

    def on_screen(self, sent: str) -> str:
        return as_shown(sent, "HTML", None).plain

    def where(self, call: Call) -> object:
        return int(call.params["chat_id"])

    def said(self, call: Call) -> str:
        return str(call.params.get("text", call.params.get("caption", "")))

    def asks(self, call: Call) -> bool:
        return call.method == "sendMessage" and self.said(call).startswith("<b>")

    def errors(self, person: Any) -> int:  # noqa: ANN401, ARG002 - it tells nobody
        return 0


class SlackTongue:
    """Slack's."""

    hello = "hello"
    own_ticks = True
    new = frozenset({"chat.postMessage"})
    changing = frozenset({"chat.update"})

    def sent(self, reply: Reply | Effect) -> list[str]:
        return [self.part(part) for part in slack_wire.to_wire(reply)]

    def frozen(self, effect: Effect) -> list[str]:
        return self.sent(effect)

    def part(self, part: Part) -> str:
        return _upto_choices(slack_wire.read(part).text)

    def bold(self, text: str) -> str:
        return self.line(text)

    def line(self, text: str) -> str:
        return fallback(text, slack_wire.FALLBACK)

    def asked(self, question: str) -> str:
        return self.line(question).partition("\n")[0]

    def seen(self, shown: Any) -> str:  # noqa: ANN401
        return _upto_choices(shown.fallback)

    def question(self, shown: Any) -> str:  # noqa: ANN401
        return str(shown.fallback.partition("\n")[0])

    def on_screen(self, sent: str) -> str:
        return sent

    def where(self, call: Call) -> object:
        return call.params["channel"]

    def said(self, call: Call) -> str:
        return _upto_choices(call.params["text"])

    def asks(self, call: Call) -> bool:
        kinds = [block["type"] for block in call.params.get("blocks", ())]
        return call.method == "chat.postMessage" and "actions" in kinds and "header" not in kinds

    def errors(self, person: Any) -> int:  # noqa: ANN401
        return len(person.errors)


def _upto_choices(text: str) -> str:
    return text.partition(CHOICES)[0]


def done_to(tongue: Tongue, calls: Sequence[Call]) -> dict[object, list[str]]:
    """Name the new messages that came to each person, in order."""
    found: dict[object, list[str]] = {}
    for call in calls:
        if call.ok and call.method in tongue.new:
            found.setdefault(tongue.where(call), []).append(tongue.said(call))
    return found


def unheard(tongue: Tongue, calls: Sequence[Call]) -> int:
    """Count new messages that were sent and whose answer never came to the bot."""
    return sum(
        call.ok and call.method in tongue.new and bool(call.fault and call.fault.unheard)
        for call in calls
    )


__all__ = ["SlackTongue", "TelegramTongue", "Tongue", "done_to", "unheard"]

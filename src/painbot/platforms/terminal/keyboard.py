"""One typed line, with line editing and reminders. Nothing that is typed is ever kept on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from prompt_toolkit import PromptSession
from prompt_toolkit.application import in_terminal
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.styles import Style

from painbot.dialogue.replies import Asking, Result
from painbot.platforms.terminal.wording import COMMANDS, PLACEHOLDERS

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent
    from prompt_toolkit.output import Output

STYLE: Final = Style.from_dict(
    {
        "bottom-toolbar": "noreverse fg:ansibrightblack",
        "placeholder": "fg:ansibrightblack",
        "mark": "bold fg:ansicyan",
    }
)
BETWEEN: Final = " · "


class Keyboard:
    """Read lines from a person."""

    def __init__(self, keys: Input | None = None, screen: Output | None = None) -> None:
        self._placeholder = ""
        self._margin = ""
        self._notices: set[asyncio.Task[None]] = set()
        self._session: PromptSession[str] = PromptSession(
            history=DummyHistory(),
            input=keys,
            output=screen,
            key_bindings=_bindings(),
            style=STYLE,
            bottom_toolbar=self._reminder,
            interrupt_exception=EOFError,
            enable_suspend=True,
            reserve_space_for_menu=0,
        )
        # A terminal that does not tell where its cursor is only lacks the reminder.
        self._session.app.renderer.cpr_not_supported_callback = None

    def expect(self, shown: Asking | Result) -> None:
        """Remember what kind of answer is awaited."""
        self._placeholder = PLACEHOLDERS[shown.kind if isinstance(shown, Asking) else "one"]

    async def line(self, margin: int) -> str | None:
        """Return the next line; None for Ctrl-C and Ctrl-D."""
        self._margin = " " * margin
        try:
            return await self._session.prompt_async(
                FormattedText([("class:mark", f"{self._margin}> ")]),
                placeholder=FormattedText([("class:placeholder", self._placeholder)]),
            )
        except EOFError:
            return None

    def above(self, show: Callable[[], object]) -> None:
        """Show something: at once, or above an open prompt, which is drawn again below it."""
        if not self._session.app.is_running:
            show()
            return
        notice = asyncio.ensure_future(_above(show))
        self._notices.add(notice)  # the event loop itself does not hold on to it
        notice.add_done_callback(self._notices.discard)

    def _reminder(self) -> FormattedText:
        """Return as many of the commands as fit on one line, and always how to leave."""
        room = self._session.output.get_size().columns - len(self._margin) - 1
        words = list(COMMANDS)
        while len(words) > 1 and len(BETWEEN.join(words)) > room:
            del words[-2]
        return FormattedText([("", self._margin + BETWEEN.join(words))])


async def _above(show: Callable[[], object]) -> None:
    async with in_terminal():
        show()


def _bindings() -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add("f1")
    def help_(event: KeyPressEvent) -> None:
        event.current_buffer.text = "help"
        event.current_buffer.validate_and_handle()

    @bindings.add("enter")
    def send(event: KeyPressEvent) -> None:
        if event.current_buffer.text.strip():  # one Enter too many asks nothing
            event.current_buffer.validate_and_handle()

    return bindings

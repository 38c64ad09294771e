"""The last look at a log line: what must never leave is taken out of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from structlog.typing import EventDict

REMOVED: Final = "[removed]"
SHORTEST: Final = 4  # shorter texts are in half of all lines, and would be given away by that
_TOKENS: Final = (
    r"(?:bot)?\d{6,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}",  # Telegram, also within a URL
    r"xox[a-z][.-][A-Za-z0-9.-]+",  # Slack
    r"xapp-[A-Za-z0-9-]+",
    r"(?<=[?&]ticket=)[^&\s]+",  # Slack's Socket Mode
    r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)",  # a name and a password in any URL
)


class Scrubber:
    """Take tokens and these texts out of everything that is printed."""

    def __init__(self, confidential: Collection[str] = ()) -> None:
        exact = {each for each in confidential if len(each) >= SHORTEST}
        exact |= {quote(each, safe="") for each in exact}
        longest_first = sorted(exact, key=len, reverse=True)
        self._wanted = re.compile("|".join([*map(re.escape, longest_first), *_TOKENS]))

    def __call__(self, _logger: object, _method: str, event: EventDict) -> EventDict:
        """Return an event without them, as structlog wants it."""
        return {self.clean(key): self._cleaned(value) for key, value in event.items()}

    def clean(self, text: str) -> str:
        """Return a text without them."""
        return self._wanted.sub(REMOVED, text)

    def _cleaned(self, value: Any) -> Any:  # noqa: ANN401 - values of events are anything
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, list):
            return [self._cleaned(each) for each in value]
        return value


__all__ = ["REMOVED", "Scrubber"]

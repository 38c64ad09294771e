"""What Telegram asks of the buttons under a message."""

from __future__ import annotations

from typing import Any

from .refused import blame
from .spec import BUTTON_ACTIONS

Json = dict[str, Any]
_MOST_BUTTONS = 100
_LONGEST_DATA = 64
_ADDRESSES = ("https://", "http://", "tg://")
_STYLES = ("danger", "success", "primary")


def read_markup(markup: Json | None) -> Json | None:
    """Check a keyboard; one without buttons is none."""
    if markup is None or "inline_keyboard" not in markup:
        return markup
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > _MOST_BUTTONS:
        blame("reply markup is too long")
    for row in rows:
        for button in row:
            _check(button)
    return {"inline_keyboard": rows} if rows else None


def _check(button: Json) -> None:
    """Blame for a button that cannot be shown or does not do exactly one thing."""
    if not button["text"].strip():
        blame("can't parse inline keyboard button: text must be non-empty")
    actions = BUTTON_ACTIONS & button.keys()
    if not actions:
        blame(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        blame(f"can't parse inline keyboard button: it has {' and '.join(sorted(actions))}")
    if button.get("style", _STYLES[0]) not in _STYLES:
        blame("can't parse inline keyboard button: unknown style")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= _LONGEST_DATA:
        blame("BUTTON_DATA_INVALID")
    if not button.get("url", _ADDRESSES[0]).startswith(_ADDRESSES):
        blame("inline keyboard button URL is invalid: Unsupported URL protocol")

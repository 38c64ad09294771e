"""What it means that somebody pressed a button, ticked a box or typed a number. Pure."""

from __future__ import annotations

from painbot.dialogue.events import Event, Tapped, Typed
from painbot.platforms.slack import marks
from painbot.platforms.slack.meanings import COMMANDS, About, Meaning, Nothing, place_of
from painbot.platforms.slack.payloads import Action, Payload
from painbot.ports.buttons import read_data
from painbot.ports.plain import heard


def press(about: About, action: Action) -> Meaning:
    """Return what was meant by it."""
    sent = about.sent
    user, at = sent.user.id if sent.user else "", sent.container
    if not user or at is None:
        return Nothing("nobody")
    event_id = sent.trigger_id or f"{at.message_ts}:{action.action_ts}:{action.action_id}"
    if action.action_id == marks.OPEN:
        if action.value != marks.BEGIN:
            return Nothing("opened")
        return about.heard(user, event_id, about.called("start"))
    if action.action_id.startswith(marks.HOME):
        name, _, words = (action.value or "").partition(":")
        known = name if name in COMMANDS else "help"
        return about.heard(user, event_id, about.called(known, words))
    said = _answer(about, action)
    # Of a number we know whose question it answers, and it was not written where that stands.
    place = place_of(at.message_ts) if isinstance(said, Tapped) else 0
    return about.heard(user, event_id, said, place)


def _answer(about: About, action: Action) -> Event:
    """Return what a button, boxes that were ticked, or a number in its field says."""
    if action.action_id == marks.NUMBER:
        _, number = marks.question(action.block_id)
        text = heard(action.value or "")
        return Typed(text, about.at, about.fresh, seen=number or -1)
    boxes = _boxes(about.sent, action)
    if action.action_id == marks.BOXES:
        conversation, number = marks.question(action.block_id)
        choice = ""
    else:
        conversation, number, choice = read_data(action.value or "")
        boxes = boxes if choice else None  # a button that is not ours reports no ticks
    return Tapped(conversation, number, choice, about.at, about.fresh, boxes=boxes)


def _boxes(sent: Payload, action: Action) -> tuple[str, ...] | None:
    """Return what is ticked in all lists of this question; None if it has none."""
    own = marks.stem(action.block_id)
    values = sent.state.values if sent.state else {}
    fields = [
        field.selected_options or ()
        for block, actions in values.items()
        if marks.stem(block) == own
        for name, field in actions.items()
        if name == marks.BOXES
    ]
    if not fields and action.selected_options is not None:
        fields = [action.selected_options]
    if not fields:
        return None
    return tuple(option.value for options in fields for option in options)


__all__ = ["press"]

"""What can be pressed, ticked or filled in, as Block Kit takes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from .texts import Json, keys, letters, picture, several, text, truths, wrong

_WHOLE: Final = re.compile(r"-?[0-9]+")
_DECIMAL: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def element(made: object, place: str) -> str:
    """Hold an element against the rules; return its action_id, empty for a picture."""
    kind = made.get("type") if isinstance(made, dict) else None
    if not isinstance(made, dict) or kind not in ALLOWED[place].split():
        wrong(f"{kind} cannot stand in {place}")
    _ELEMENTS[str(kind)](made)
    truths(made, "focus_on_load")
    if "confirm" in made:
        _confirm(made["confirm"])
    return "" if kind == "image" else letters("an action_id", made["action_id"], 255)


def _image(made: Json) -> None:
    keys(made, "type alt_text", "image_url slack_file")
    picture(made)


def _confirm(made: object) -> None:
    found = keys(made, "title text confirm deny", "style")
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        text(found[name], most, plain=True)
    _style(found)


def _style(made: Json) -> None:
    if made.get("style", "primary") not in ("primary", "danger"):
        wrong("a style is primary or danger")


def _button(made: Json) -> None:
    keys(made, "type text action_id", "url value style confirm accessibility_label")
    text(made["text"], 75, plain=True)
    for name, most in (("value", 2000), ("url", 3000), ("accessibility_label", 75)):
        if name in made:
            letters(name, made[name], most)
    _style(made)


def _checkboxes(made: Json) -> None:
    keys(made, "type options action_id", "initial_options confirm focus_on_load")
    _begun(made, _options(made["options"], 10, plain=False))


def _radio_buttons(made: Json) -> None:
    keys(made, "type options action_id", "initial_option confirm focus_on_load")
    _begun(made, _options(made["options"], 10, plain=False))


def _static_select(made: Json) -> None:
    keys(made, "type options action_id", "placeholder initial_option confirm focus_on_load")
    _placeholder(made)
    _begun(made, _options(made["options"], 100, plain=True))


def _multi_static_select(made: Json) -> None:
    takes = "placeholder initial_options max_selected_items confirm focus_on_load"
    keys(made, "type options action_id", takes)
    _placeholder(made)
    _begun(made, _options(made["options"], 100, plain=True))
    _count(made, "max_selected_items", 1, 100)


def _options(made: object, most: int, *, plain: bool) -> list[Json]:
    """Look at what can be chosen, of which no two may be the same."""
    options = several("a list of options", made, most)
    for each in options:
        found = keys(each, "text value", "description")
        text(found["text"], 75, plain=plain)
        letters("a value", found["value"], 150)
        if "description" in found:
            text(found["description"], 75, plain=plain)
    if len({each["value"] for each in options}) < len(options):
        wrong("two options have the same value")
    return options


def _begun(made: Json, options: list[Json]) -> None:
    """See that what is chosen at first is, letter for letter, among the options."""
    chosen = [made["initial_option"]] if "initial_option" in made else []
    if "initial_options" in made:
        chosen = several("initial_options", made["initial_options"], len(options))
    if any(each not in options for each in chosen):
        wrong("what is chosen at first is none of the options")
    if any(each in chosen[:place] for place, each in enumerate(chosen)):
        wrong("something is chosen twice at first")


def _placeholder(made: Json) -> None:
    if "placeholder" in made:
        text(made["placeholder"], 150, plain=True)


def _number_input(made: Json) -> None:
    takes = "initial_value min_value max_value placeholder dispatch_action_config focus_on_load"
    keys(made, "type is_decimal_allowed action_id", takes)
    truths(made, "is_decimal_allowed")
    _placeholder(made)
    _dispatch(made)
    form = _DECIMAL if made["is_decimal_allowed"] else _WHOLE
    given = [made[name] for name in ("min_value", "initial_value", "max_value") if name in made]
    if any(not isinstance(each, str) or not form.fullmatch(each) for each in given):
        wrong("the numbers of a field are texts of digits")
    if given != sorted(given, key=float):
        wrong("the numbers of a field do not rise")


def _plain_text_input(made: Json) -> None:
    takes = "initial_value multiline min_length max_length placeholder dispatch_action_config"
    keys(made, "type action_id", f"{takes} focus_on_load")
    truths(made, "multiline")
    _placeholder(made)
    _dispatch(made)
    if "initial_value" in made:
        letters("initial_value", made["initial_value"], 3000)
    _count(made, "min_length", 0, 3000)
    _count(made, "max_length", max(1, made.get("min_length", 0)), 3000)


def _dispatch(made: Json) -> None:
    if "dispatch_action_config" in made:
        found = keys(made["dispatch_action_config"], "trigger_actions_on")
        for each in several("trigger_actions_on", found["trigger_actions_on"], 2):
            if each not in ("on_enter_pressed", "on_character_entered"):
                wrong(f"nothing is sent {each}")


def _count(made: Json, name: str, least: int, most: int) -> None:
    found = made.get(name, least)
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
        wrong(f"{name} is from {least} to {most}")


_CHOOSING: Final = "checkboxes multi_static_select radio_buttons static_select"
ALLOWED: Final = {
    "a section": f"button image {_CHOOSING}",
    "actions": f"button {_CHOOSING}",
    "an input": f"number_input plain_text_input {_CHOOSING}",
}
_ELEMENTS: Final[dict[str, Callable[[Json], None]]] = {
    "button": _button,
    "checkboxes": _checkboxes,
    "image": _image,
    "multi_static_select": _multi_static_select,
    "number_input": _number_input,
    "plain_text_input": _plain_text_input,
    "radio_buttons": _radio_buttons,
    "static_select": _static_select,
}

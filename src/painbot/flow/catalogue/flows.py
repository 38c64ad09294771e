"""Codes PB040 to PB058: questions, flows, screens and promises that do not fit together."""

from __future__ import annotations

from typing import Final

from painbot.flow.catalogue.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    "PB040": Kind(
        "A question has exactly one of `answers`, `number` and `duration`; `{id}` has {count}.",
        "Give it one of the three.",
    ),
    "PB041": Kind("`{name}` does not add up: {why}.", "Write the values from low to high."),
    "PB042": Kind("`{value}` is not a length of time.", "Write it as `2 weeks`."),
    "PB043": Kind("`{label}` could mean `{one}` or `{other}`.", "Give them different words."),
    "PB044": Kind("`for` needs `otherwise go to`, and the other way round.", "Write both or none."),
    "PB045": Kind(
        "A question needs two answers or more; `{id}` has {count}.",
        "Add answers, or leave the question out.",
    ),
    "PB046": Kind(
        "No rule of this screen reads the follow-up list `{name}`, so it changes nothing.",
        "Add a rule, or remove the list.",
    ),
    "PB047": Kind("`was: {old}` names an id that is still in use.", "Remove the `was`."),
    "PB048": Kind("This list has no tick.", "Add one."),
    "PB049": Kind("The screen `{id}` is listed twice in this flow.", "Remove one of them."),
    "PB050": Kind(
        "A promise says exactly one of `always`, `never` and `can happen`.", "Keep one of them."
    ),
    "PB051": Kind("painbot cannot read this promise: `{value}`.", "{hint}"),
    "PB052": Kind("The library has no {what}.", "{hint}"),
    "PB053": Kind("There is no line of painbot's own called `{id}`.", "{hint}"),
    "PB054": Kind("Lines of painbot's own are missing: {ids}.", "Add them here."),
    "PB055": Kind(
        "A level by country is possible in screens only.", "Write one level, or use a screen."
    ),
    "PB056": Kind(
        "The screen has `{name}` already, at {where}.",
        "Give every tick and every list of a screen its own id.",
    ),
    "PB057": Kind(
        "`{id}` is an emergency word of `{one}` and of `{other}`.", "Remove it from one of them."
    ),
    "PB058": Kind(
        "`{one}` and `{other}` are shown together, and both have a tick called `{id}`.",
        "Give one of the ticks another id, or show the screens one after the other.",
    ),
}

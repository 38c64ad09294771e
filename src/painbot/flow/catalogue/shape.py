"""Codes PB011 to PB020: keys and values that are not what a file may hold."""

from __future__ import annotations

from typing import Final

from painbot.flow.catalogue.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    "PB011": Kind("`{key}` is not a key of {what}.", "{hint}"),
    "PB012": Kind("{what} needs `{key}`.", "Add it."),
    "PB013": Kind("{key} should be {expected}, not {found}.", "{hint}"),
    "PB014": Kind(
        "`{id}` is not a good id.",
        "Use small letters, digits and hyphens, beginning with a letter.",
    ),
    "PB015": Kind("`{value}` is not possible for `{key}`.", "{hint}"),
    "PB016": Kind("`{value}` is not {key}.", "{hint}"),
    "PB017": Kind("`{value}` is not a day of the calendar.", "Write it as 2026-11-22."),
    "PB018": Kind("The id `{id}` is taken already, at {where}.", "Give one of them another id."),
    "PB019": Kind("The id `{id}` is a word of painbot's own.", "Choose another id."),
    "PB020": Kind("There is no {what} called `{id}`.", "{hint}"),
}

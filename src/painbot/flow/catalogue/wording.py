"""Codes PB080 to PB090: what does not fit, is hard to read, is overdue, or is never used."""

from __future__ import annotations

from typing import Final

from painbot.flow.catalogue.kind import Kind, Severity

KINDS: Final[dict[str, Kind]] = {
    "PB080": Kind(
        "{what} is {size} characters long; {platform} shows {most} {where}.",
        "Say it in fewer words.",
    ),
    "PB081": Kind(
        "{what} can come to {size} characters; {platform} holds {most} there.",
        "Shorten its texts, or split it.",
    ),
    "PB082": Kind(
        "{what} offers {count} buttons at once; {platform} has room for {most}.",
        "Split it in two.",
    ),
    "PB083": Kind(
        "The name `{id}` has {size} letters; a button of {platform} carries {most} at most.",
        "Give it a shorter id, and say `was:` with the old one.",
    ),
    "PB084": Kind(
        "{what} reads at grade {grade}; above {most} it is hard for many people.",
        "{hint}",
        Severity.WARNING,
    ),
    "PB085": Kind(
        "{what} can show {count} lines in one message; more than {most} are skimmed, not read.",
        "Give some ticks `page: 2`, do not show the lists together, or offer fewer answers.",
        Severity.WARNING,
    ),
    "PB086": Kind(
        "{what} was last reviewed on {on}; that has been overdue since {due}.",
        "Have it read again, then write the new date.",
        Severity.WARNING,
    ),
    "PB087": Kind(
        "{what} was last reviewed on {on} and is due again by {due}.",
        "Have it read again, then write the new date.",
        Severity.WARNING,
    ),
    "PB088": Kind(
        "No flow lists the screen `{id}`, so nobody is ever asked it.",
        "Add it to the `screens` of a flow, or remove the file.",
        Severity.WARNING,
    ),
    "PB089": Kind(
        "Nothing uses the {what} `{id}`.", "Use it somewhere, or remove it.", Severity.WARNING
    ),
    "PB090": Kind(
        "The tip `{id}` names no source.",
        "Add `sources: [...]` with the id of a source.",
        Severity.WARNING,
    ),
}

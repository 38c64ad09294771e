"""Codes PB070 to PB079 and PB091 to PB095: what is not true of every conversation."""

from __future__ import annotations

from typing import Final

from painbot.flow.catalogue.kind import Kind, Severity

KINDS: Final[dict[str, Kind]] = {
    "PB070": Kind(
        "The promise `{id}` is broken: {what}.",
        "Mend the rules or ticks that should have held it, or the promise.",
    ),
    "PB071": Kind(
        "The promise `{id}` says that this can happen, and it never does.",
        "Mend what stands in its way, or the promise.",
    ),
    "PB072": Kind(
        "The `if` of the promise `{id}` never holds, so it promises nothing.",
        "Mend the condition, or remove the promise.",
    ),
    "PB073": Kind(
        "The promises `{id}` and `{other}` ({where}) contradict each other.",
        "Narrow the `if` of one of them.",
    ),
    "PB074": Kind("NOT PROVED: {what}. {why}.", "Make the flow simpler here, or tell us."),
    "PB075": Kind("{what} never happens, whatever is answered.", "{hint}"),
    "PB076": Kind(
        "The rule `{id}` changes nothing: whenever it holds, something else gives as much.",
        "Remove it, or raise its level.",
        Severity.WARNING,
    ),
    "PB077": Kind(
        "{what} gave `{high}`, and later the level was only `{low}`.",
        "This is a fault of painbot: please report it with these files.",
    ),
    "PB078": Kind(
        "The screen `{id}` can be passed without being asked, though it could give more.",
        "This is a fault of painbot: please report it with these files.",
    ),
    "PB079": Kind("A result can be without {what}.", "{hint}"),
    "PB091": Kind(
        "{what} holds in every conversation that comes there, so it decides nothing.",
        "Remove the condition, or mend it.",
        Severity.WARNING,
    ),
    "PB092": Kind(
        "One more yes makes the level lower: {what}, and lower with one more tick that the rule"
        " `{rule}` reads after `not`.",
        "Write the rule `{rule}` without `not` before that tick.",
    ),
}

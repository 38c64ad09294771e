"""Codes PB062 to PB066: people's stories that do not end as they should, or cannot be played."""

from __future__ import annotations

from typing import Final

from painbot.flow.catalogue.kind import Kind, Severity

KINDS: Final[dict[str, Kind]] = {
    "PB062": Kind(
        "The vignette `{id}` needs `{expected}`, but ends at `{given}`: {way}.",
        "Mend the tick or the rule that should have given more, or add the sign that is missed.",
    ),
    "PB063": Kind(
        "The vignette `{id}` should end at `{expected}`, but ends at `{given}`: {way}.",
        "Mend the flow, or the vignette if the reference says so.",
        Severity.WARNING,
    ),
    "PB064": Kind(
        "The vignette `{id}` is asked `{key}`, and does not say what the person answers.",
        "Add `{key}:` to its answers.",
    ),
    "PB065": Kind(
        "`{text}` is no clear answer to `{key}`.",
        "Use words of one of its answers: {labels}.",
    ),
    "PB066": Kind(
        "`{phrase}` fits no line of `{key}` that is shown, so nothing is ticked for it.",
        "Use words of the line that is meant, or remove the phrase.",
        Severity.WARNING,
    ),
}

"""Codes PB021 to PB029 and PB059: conditions that cannot be understood or kept."""

from __future__ import annotations

from typing import Final

from painbot.flow.catalogue.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    "PB021": Kind("The condition stops making sense at {near}.", "{hint}"),
    "PB022": Kind("Nothing that can be read here is called `{name}`.", "{hint}"),
    "PB023": Kind("`{value}` is not an answer of `{name}`.", "{hint}"),
    "PB024": Kind("`{name}` cannot be tested with {test}.", "{hint}"),
    "PB025": Kind(
        "`{value}` is not a border of `{name}`, so `{name} {test}` cannot be exact.", "{hint}"
    ),
    "PB026": Kind(
        "`{name}` is asked later, so this could never see its answer.",
        "Move that question up, or this one down.",
    ),
    "PB027": Kind(
        "`{test}` may be used in promises only.", "Test the screens or questions themselves."
    ),
    "PB028": Kind("The condition is longer than {most} letters.", "Split it into several."),
    "PB029": Kind("At least {count} of {given} {truth}.", "Write a number from 1 to {given}."),
    "PB059": Kind("`{name} {test}` is {truth} true.", "{hint}"),
}

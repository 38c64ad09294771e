"""Codes PB030 to PB039: what could lose a sign, or say something without a source."""

from __future__ import annotations

from typing import Final

from painbot.flow.catalogue.kind import Kind, Severity

KINDS: Final[dict[str, Kind]] = {
    "PB030": Kind("{what} names no source.", "Add `sources: [...]` with the id of a source."),
    "PB031": Kind(
        'The rule `{rule}` reads `{name}`, which offers "not sure" and does not say how it counts.',
        "Add `unsure counts as: yes` or `unsure counts as: no` to that question.",
    ),
    "PB032": Kind(
        "The rule `{rule}` reads a question of the topic and raises to `{level}`; `today` is the"
        " most it can, because topic questions are not asked once someone needs care today.",
        "Put the sign into a screen, or lower the rule to `today`.",
    ),
    "PB033": Kind(
        "A level by country needs `otherwise`, and nothing in it may be higher than that.",
        "Make `otherwise` the highest level of the map.",
    ),
    "PB034": Kind("Handing over would go round in a circle: {path}.", "Remove one `go to`."),
    "PB035": Kind(
        "Nothing covers the row {row} of the reference ({title}).",
        "Add `covers: [{row}]` where it is asked or raised, or name it under `leaves out`.",
    ),
    "PB036": Kind("{row} is left out here, but {where} covers it.", "Remove one of the two."),
    "PB037": Kind(
        '`{name}` counts "not sure" as no for the rule `{rule}`.',
        "Keep it only if waiting is safe then.",
        Severity.NOTE,
    ),
    "PB038": Kind(
        '{what} does not say what "not sure" does.',
        "Add `unsure counts as:` with yes, no or a level.",
    ),
    "PB039": Kind(
        '"Not sure" about `{name}` would raise to `{level}`, more than a yes.',
        "Lower it to the level of the tick or less.",
    ),
}

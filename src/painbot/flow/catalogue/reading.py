"""Codes PB001 to PB010: what keeps a file from being read."""

from __future__ import annotations

from typing import Final

from painbot.flow.catalogue.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    "PB001": Kind("This file cannot be read: {why}.", "Save it as plain UTF-8 text under 1 MB."),
    "PB002": Kind("The file stops making sense here: {why}.", "{hint}"),
    "PB003": Kind("`{key}` stands here twice; the first is at line {line}.", "Remove one of them."),
    "PB004": Kind(
        "Anchors (&) and aliases (*) are not part of the flow language.",
        "Write the text out, or put it in quotes if it begins with & or *.",
    ),
    "PB005": Kind(
        "Tags (!) and merge keys (<<) are not part of the flow language.",
        "Write the text out, or put it in quotes if it begins with !.",
    ),
    "PB006": Kind(
        "The text ends here because ` #` begins a comment: `{cut}` is lost.",
        "Put the whole text in quotes, or put a space after # if it is a comment.",
    ),
    "PB007": Kind(
        "`{key}` has no value: a comma inside {{ }} begins a new entry.",
        "Put the text with the comma in quotes.",
    ),
    "PB008": Kind("`{key}` has no value.", "Write one, or remove the line."),
    "PB009": Kind("This is nested too deeply: {why}.", "Write it flatter, as in flows/README.md."),
    "PB010": Kind("painbot cannot tell what this file holds.", "{hint}"),
}

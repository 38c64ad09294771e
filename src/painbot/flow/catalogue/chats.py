"""Codes PB060 and PB061: transcripts that cannot be read or do not go as written."""

from __future__ import annotations

from typing import Final

from painbot.flow.catalogue.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    "PB060": Kind("painbot cannot read this line of the chat: `{line}`.", "{hint}"),
    "PB061": Kind(
        "The chat expected {expected} here, but got {found}.", "Mend the chat or the flow."
    ),
}

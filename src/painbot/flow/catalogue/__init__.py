"""The PB codes: what each finding says and how it tells the operator to mend it."""

from __future__ import annotations

from typing import Final

from painbot.flow.catalogue import (
    chats,
    conditions,
    flows,
    proof,
    reading,
    safety,
    shape,
    vignettes,
    wording,
)
from painbot.flow.catalogue.kind import Kind, Severity

CATALOGUE: Final[dict[str, Kind]] = {
    **reading.KINDS,
    **shape.KINDS,
    **conditions.KINDS,
    **safety.KINDS,
    **flows.KINDS,
    **chats.KINDS,
    **proof.KINDS,
    **vignettes.KINDS,
    **wording.KINDS,
}

__all__ = ["CATALOGUE", "Kind", "Severity"]

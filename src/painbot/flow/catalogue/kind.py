"""What a code of the catalogue says, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How much a finding matters: an error blocks, a warning does not, a note needs nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Kind:
    """One code of the catalogue; `{slots}` are filled with what was found."""

    message: str
    remedy: str
    severity: Severity = Severity.ERROR

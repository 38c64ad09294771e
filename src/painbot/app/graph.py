"""A picture of one flow, and the file it is drawn into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from painbot.app.files import load_library
from painbot.flow.findings import Findings, did_you_mean

if TYPE_CHECKING:
    from painbot.proof.graph import Picture


class NoPicture(Exception):
    """There is nothing to show; why, in plain words, with the errors of the flow files."""

    def __init__(self, sentence: str, findings: Findings | None = None) -> None:
        super().__init__(sentence)
        self.errors = [each for each in findings or () if each.severity.value == "error"]


def read_picture(folder: Path, flow: str) -> Picture:
    """Return the picture of a flow of a folder; raise NoPicture when there is none."""
    library, findings = load_library(folder)
    if library is None:
        message = "There is no picture before these errors are mended."
        raise NoPicture(message, findings)
    if flow not in library.flows:
        message = f"There is no flow called `{flow}`. {did_you_mean(flow, library.flows)}"
        raise NoPicture(message)
    from painbot.proof.graph import picture_of

    return picture_of(library, flow)


def draw(picture: Picture, path: Path, kind: str) -> None:
    """Draw a picture into a file of a kind, `svg` or `png`, in place of what is there.

    Raises NoPicture when a library is missing or the file cannot be written.
    """
    from painbot.pictures import DRAW, CannotDraw

    try:
        path.write_bytes(DRAW[kind](picture))
    except CannotDraw as error:
        raise NoPicture(str(error)) from None
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        message = f"{path} cannot be written: {why}."
        raise NoPicture(message) from None

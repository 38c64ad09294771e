"""The pictures that flows name, from their folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

ENDINGS: Final = (".png", ".jpg", ".jpeg")
LARGEST: Final = 10_000_000  # what Telegram takes as a photo

Pictures = Callable[[str], bytes | None]


def pictures_of(flows: Path) -> Pictures:
    """Return what reads a picture by its id; None when there is none that can be used."""
    folder = flows / "pictures"

    def read(name: str) -> bytes | None:
        for path in _files(folder):
            if path.stem == name:
                return _read(path)
        return None

    return read


def has_pictures(flows: Path) -> bool:
    """Return whether there are any."""
    return bool(_files(flows / "pictures"))


def _files(folder: Path) -> list[Path]:
    """List the folder, so that no text of a flow is ever made into a path."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix in ENDINGS)
    except OSError:
        return []


def _read(path: Path) -> bytes | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if len(data) <= LARGEST else None


__all__ = ["Pictures", "has_pictures", "pictures_of"]

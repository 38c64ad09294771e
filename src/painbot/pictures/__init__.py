"""Draws the pictures of flows, with the libraries of the extra `pictures`.

Graphviz itself lays them out, in a wheel as WebAssembly; resvg turns that into pixels, with a font
that comes along. It refuses to know flows and where a picture goes.
"""

from painbot.pictures.drawing import DRAW, CannotDraw

__all__ = ["DRAW", "CannotDraw"]

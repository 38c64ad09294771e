"""Pictures of flows, made from the machine itself; nothing here draws."""

from painbot.proof.graph.drawing import picture_of
from painbot.proof.graph.mermaid import mermaid
from painbot.proof.graph.picture import Arrow, Box, Look, Picture, Way

__all__ = ["Arrow", "Box", "Look", "Picture", "Way", "mermaid", "picture_of"]

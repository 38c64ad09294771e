"""The Lua scripts of the store, one file each, run with EVAL.

Not EVALSHA: a server that restarted or failed over has forgotten its scripts, and a Cluster
client refuses to pipeline it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def script(*names: str) -> bytes:
    """Return these Lua files as one script, in this order, without what only people read."""
    texts = ((files(__name__) / f"{name}.lua").read_text("utf-8") for name in names)
    lines = (line.strip() for text in texts for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("--")).encode()


__all__ = ["script"]

"""The Lua scripts of the store, one file each, run with EVAL.

Not EVALSHA: a server that restarted or failed over has forgotten its scripts, and a Cluster
client refuses to pipeline it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def script(*names: str) -> str:
    """Return these Lua files as one script, in this order."""
    return "\n".join((files(__name__) / f"{name}.lua").read_text("utf-8") for name in names)


__all__ = ["script"]

"""What a server says of itself, for whoever looks after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from painbot.ports import StoreUnavailable

if TYPE_CHECKING:
    from painbot.store.wire import Wire

# What INFO calls it, and what it is here. Valkey tells two versions; its own counts.
_INFO: Final = {
    "redis_version": "version",
    "valkey_version": "version",
    "connected_slaves": "replicas",
}
_CONFIG: Final = ("appendonly", "appendfsync", "maxmemory-policy")


async def describe(wire: Wire) -> dict[str, str]:
    """Return version, replicas, appendonly, appendfsync and maxmemory-policy, as far as allowed.

    Raises StoreUnavailable when the server does not answer at all.
    """
    info = cast("bytes", await wire.ask("INFO")).decode(errors="replace")
    said = dict(line.split(":", 1) for line in info.splitlines() if ":" in line)
    found = {name: said[key] for key, name in _INFO.items() if key in said}
    for name in _CONFIG:
        found |= await _configured(wire, name)
    return found


async def _configured(wire: Wire, name: str) -> dict[str, str]:
    """Return one setting; a server that is somebody else's may not tell."""
    try:
        pair = cast("list[bytes]", await wire.ask("CONFIG", "GET", name))
    except StoreUnavailable:
        return {}
    return {name: pair[1].decode(errors="replace")} if len(pair) > 1 else {}


__all__ = ["describe"]

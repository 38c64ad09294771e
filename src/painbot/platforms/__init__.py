"""Where people talk with painbot.

Each platform is one module or package in here, and is found by its name: nothing else has to be
told that it exists. They are blind to each other, to the store and to the service.
"""

from __future__ import annotations

from pkgutil import iter_modules


def names() -> tuple[str, ...]:
    """Return the names of all platforms."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


__all__ = ["names"]

"""Where people talk with painbot.

Each platform is one module or package in here, and is found by its name: nothing else has to be
told that it exists. They are blind to each other, to the store and to the service. What several
of them are built with has an underscore before its name.
"""

from __future__ import annotations

from pkgutil import iter_modules


def names() -> tuple[str, ...]:
    """Return the names of all platforms."""
    found = (module.name for module in iter_modules(__path__))
    return tuple(sorted(name for name in found if not name.startswith("_")))


__all__ = ["names"]

"""The JSON Schema (draft-07) of flow files, for completion in editors."""

from __future__ import annotations

from typing import Any

from painbot.flow.shapes import FILES


def schema() -> dict[str, Any]:
    """Return the schema of any flow file, generated from the same shapes that check it."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "painbot flow file",
        "oneOf": [shape.schema() for shape in FILES.values()],
    }

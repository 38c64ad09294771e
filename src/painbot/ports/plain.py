"""Texts that come from people and go to people, as plain as they can be. Pure."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, Final

import msgspec

# Control characters, and what turns the direction of the text that follows.
_UNSEEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@lru_cache(4096)  # texts of flows and phrases, shown to one person after the other
def clean(text: str) -> str:
    """Return a text to show without control characters and turns of direction."""
    return _UNSEEN.sub(" ", text)


def heard(text: str) -> str:
    """Return what somebody wrote without what is no text."""
    return _NO_TEXT.sub(" ", text)


def whole(raw: bytes) -> bytes:
    """Return JSON without halves of surrogate pairs, which are no text for msgspec.

    Raises ValueError, MsgspecError or RecursionError for what is no JSON.
    """
    return msgspec.json.encode(_whole(json.loads(raw)))


def _whole(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the same without halves of surrogate pairs."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    return value


__all__ = ["clean", "heard", "whole"]

"""What a single setting must be. Each check returns the value or raises ValueError: why not.

No sentence here quotes what was given, for it may be a secret in the wrong place.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Check = Callable[[str], str]

_KEY_BYTES: Final = 32
_MAKE_KEY: Final = "make one with `openssl rand -base64 32`."


def shaped(pattern: str) -> Check:
    """Return a check that a text has a shape all through."""
    shape = re.compile(pattern, re.ASCII)

    def check(text: str) -> str:
        if text and not shape.fullmatch(text):
            raise ValueError
        return text

    return check


def folder(given: object) -> Path:
    """Read the name of a folder, which may be no text."""
    if not isinstance(given, str):
        raise ValueError  # noqa: TRY004 - pydantic collects only these
    try:
        return Path(given).expanduser()
    except RuntimeError:  # nobody is called so
        raise ValueError from None


def sealing_keys(given: object) -> tuple[bytes, ...]:
    """Read keys: base64 of exactly 32 bytes each, a list or separated by commas or spaces."""
    texts = given if isinstance(given, list) else re.split(r"[\s,]+", str(given))
    keys = tuple(_key(str(text), place) for place, text in enumerate(filter(None, texts), 1))
    if len(set(keys)) < len(keys):
        message = "holds the same key twice: leave one of them out."
        raise ValueError(message)
    return keys


def _key(text: str, place: int) -> bytes:
    which = f"holds as key number {place} what is"
    try:
        key = b64decode(text.translate(str.maketrans("-_", "+/")), validate=True)
    except ValueError:
        message = f"{which} no base64: {_MAKE_KEY}"
        raise ValueError(message) from None
    if len(key) != _KEY_BYTES:
        message = f"{which} not 32 bytes long: {_MAKE_KEY}"
        raise ValueError(message)
    return key


def address(*schemes: str) -> Check:
    """Return a check that a text is a URL with a host and without a password."""

    def check(text: str) -> str:
        if not text:
            return text
        url = _split(text)
        if url.username is not None or url.password is not None:
            message = "must not have a name or a password in it: leave out what is before the `@`."
            raise ValueError(message)
        if url.scheme not in schemes or not url.hostname or url.query or url.fragment:
            raise ValueError
        return text

    return check


def webhook(platform: str) -> Check:
    """Return a check that a URL can be called by this platform, or is on this machine."""

    def check(text: str) -> str:
        text = address("https", "http")(text)
        if text and urlsplit(text).scheme == "http" and not _on_this_machine(text):
            message = f"must begin with https://, as {platform} sends what people say only there."
            raise ValueError(message)
        return text

    return check


def zone(name: str) -> ZoneInfo:
    """Read the name of a time zone."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # a folder, a path, no such zone
        raise ValueError from None


def _split(text: str) -> SplitResult:
    try:
        url = urlsplit(text)
        _ = url.port  # a ValueError when it is no number
    except ValueError:
        raise ValueError from None  # its own words quote the address
    return url


def _on_this_machine(text: str) -> bool:
    host = urlsplit(text).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


__all__ = ["address", "folder", "sealing_keys", "shaped", "webhook", "zone"]

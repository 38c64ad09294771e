"""A secret made once and kept, for those who name none."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from painbot.settings.problems import BadSettings

NAME: Final = "secret"
_BYTES: Final = 32
_CANNOT: Final = (
    "painbot cannot keep its secret in {file} ({why}): choose another data folder with"
    " PAINBOT_HOME, or set PAINBOT_SECRET to 16 characters or more."
)
_DAMAGED: Final = (
    "{file} is damaged: put back the file that was there, or delete it (then painbot does not find"
    " the conversations that are kept)."
)


def lasting_secret(home: Path) -> bytes:
    """Return the secret kept in this folder; make one if there is none.

    Of several processes that start at once, all return the same. Raises BadSettings.
    """
    file = home / NAME
    try:
        kept = _kept(file) or _made(file)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise BadSettings([_CANNOT.format(file=file, why=why)]) from None
    if len(kept) != _BYTES:
        raise BadSettings([_DAMAGED.format(file=file)])
    return kept


def _kept(file: Path) -> bytes | None:
    try:
        with file.open("rb") as opened:
            return opened.read(_BYTES + 1)
    except FileNotFoundError:
        return None


def _made(file: Path) -> bytes:
    """Write a new secret aside, whole, then give it its name unless another was faster."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=".secret-", dir=file.parent)  # its mode is 0600
    try:
        with os.fdopen(number, "wb") as aside:
            aside.write(secrets.token_bytes(_BYTES))
            aside.flush()
            os.fsync(aside.fileno())
        with suppress(FileExistsError):
            os.link(name, file)
    finally:
        Path(name).unlink()
    return file.read_bytes()


__all__ = ["NAME", "lasting_secret"]

"""A version of the flows: a folder, or a git revision of one.

git is only asked for what it has stored; nothing is checked out, and no shell is involved.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from painbot.app.files import (
    LONGEST_FILE,
    FlowFiles,
    NoFlowFiles,
    compiled,
    holds_flows,
    load_library,
)
from painbot.flow.findings import Finding, Findings
from painbot.flow.model import Library

LINK: Final = b"120000"
ERRORS: Final = "The flows of {} have errors, so nobody can talk to them."
NO_FLOWS: Final = "There are no flow files (*.yaml) in {}."
NO_GIT: Final = "git is not installed, so only folders can be compared."
NO_REPOSITORY: Final = (
    "{} is no folder, and {} is in no git repository that can be read: name a folder, or a revision"
    " of the repository that the flows are in."
)
NO_REVISION: Final = "There is no folder and no git revision called `{}`."
NO_FOLDER: Final = "{0} has no folder {1}: write {0}:FOLDER if the flows were elsewhere then."


class CannotLoad(Exception):
    """There is no such version, or it has errors; in plain words, with the errors."""

    def __init__(self, sentence: str, findings: Findings | None = None) -> None:
        super().__init__(sentence)
        found = findings or ()
        self.errors: tuple[Finding, ...] = tuple(e for e in found if e.severity.value == "error")


def load_version(name: str | Path, flows: Path) -> Library:
    """Return the library of a folder, or of a git revision such as HEAD~1, v1 or v1:flows.

    A revision alone means what it had where `flows` is. Raises CannotLoad.
    """
    folder = Path(name)
    if isinstance(name, Path) or (name and folder.is_dir()):
        library, findings = _load(folder)
    else:
        library, findings = compiled(read_revision(name, flows))
    if library is None:
        raise CannotLoad(ERRORS.format(name), findings)
    return library


def _load(folder: Path) -> tuple[Library | None, Findings]:
    try:
        return load_library(folder)
    except NoFlowFiles as error:
        raise CannotLoad(str(error)) from None


def read_revision(name: str, flows: Path) -> FlowFiles:
    """Return the flow files that a git revision has; raise CannotLoad when it has none."""
    where = flows if flows.is_dir() else Path()
    here = _prefix(where, name)
    revision, colon, folder = name.partition(":")
    folder = (folder if colon else here).strip("/")
    tree = _tree(where, revision, folder)
    shown = f"{revision}:{folder}"
    files = _read_tree(where, tree, shown)
    if not (files.texts or files.unread):
        raise CannotLoad(NO_FLOWS.format(shown))
    return files


def _prefix(where: Path, name: str) -> str:
    """Return where the flows lie in their repository."""
    said = _git(where, "rev-parse", "--show-prefix")
    if said is None:
        raise CannotLoad(NO_REPOSITORY.format(name, where))
    return os.fsdecode(said).rstrip("\n")


def _tree(where: Path, revision: str, folder: str) -> str:
    """Return git's name for a folder in a revision."""
    commit = _verified(where, f"{revision}^{{commit}}") if revision else None
    if commit is None:
        raise CannotLoad(NO_REVISION.format(revision))
    tree = _verified(where, f"{commit}:{folder}")
    kind = tree and _git(where, "cat-file", "-t", tree)
    if not tree or kind != b"tree\n":
        raise CannotLoad(NO_FOLDER.format(revision, folder))
    return tree


def _verified(where: Path, name: str) -> str | None:
    """Return the id of what a name stands for; the name may be anything at all."""
    said = _git(where, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    return None if said is None else said.decode().strip()


def _read_tree(where: Path, tree: str, name: str) -> FlowFiles:
    entries = list(_flow_entries(_git(where, "ls-tree", "-r", "-z", "--full-tree", tree) or b""))
    texts, unread = {}, {}
    blobs = _blobs(where, [blob for _, blob, _ in entries])
    for (mode, _, path), text in zip(entries, blobs, strict=True):
        place = f"{name}/{path}".replace(":/", ":")
        if mode == LINK or text is None:
            unread[place] = "it is a link" if mode == LINK else "git has lost it"
        else:
            texts[place] = text
    return FlowFiles(texts, unread)


def _flow_entries(listing: bytes) -> Iterator[tuple[bytes, bytes, str]]:
    """Yield mode, id and path of each flow file in a listing."""
    for entry in listing.split(b"\0"):
        about, _, raw = entry.partition(b"\t")
        path = os.fsdecode(raw)
        if holds_flows(PurePosixPath(path)):
            mode, _, blob = about.split()
            yield mode, blob, path


def _blobs(where: Path, ids: Sequence[bytes]) -> Iterator[bytes | None]:
    """Yield the texts that git has under these ids, None for one that it does not find."""
    said = _git(where, "cat-file", "--batch", asked=b"".join(each + b"\n" for each in ids)) or b""
    place = 0
    for _ in ids:
        end = said.find(b"\n", place)
        head = said[place:end].split() if end >= 0 else []
        place = end + 1
        if len(head) != 3:  # noqa: PLR2004 - "<id> blob <size>", or "<id> missing"
            yield None
            continue
        size = int(head[2])
        yield said[place : place + min(size, LONGEST_FILE)]
        place += size + 1


def _git(where: Path, *arguments: str, asked: bytes = b"") -> bytes | None:
    """Return what git answers, or None when it refuses."""
    git = shutil.which("git")
    if git is None:
        raise CannotLoad(NO_GIT)
    done = subprocess.run(  # noqa: S603 - no shell, and a name is never taken for an option
        [git, "-C", str(where), *arguments], input=asked, capture_output=True, check=False
    )
    return None if done.returncode else done.stdout


__all__ = ["CannotLoad", "load_version", "read_revision"]

"""Small files to start from: a topic, a screen or a cause that loads with the flows of a folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Final

from painbot.app.files import NoFlowFiles, flow_files, read_files
from painbot.flow.compiler import compile_library
from painbot.flow.compiler.draft import Draft
from painbot.flow.findings import Finding
from painbot.flow.kinds import ID

KINDS: Final = {"topic": ".", "screen": "screens", "cause": "causes"}
SCHEMA: Final = "flow.schema.json"
NO_ID: Final = "is not a good id. Use small letters, digits and hyphens, beginning with a letter."
# The ids a template names: what declares them, and which one to take if the folder has it.
_IDS: Final = {
    "SOURCE": ("sources", "docus-2024"),
    "SCREEN": ("screen", "emergency"),
    "TIP": ("tips", "keep-moving"),
    "CAUSE": ("cause", "muscle-tension"),
    "OTHERWISE": ("cause", "general-leg-ache"),
}
_SLOT: Final = re.compile(r"\b[A-Z]{3,}\b")
_COMMENT: Final = re.compile(r"^(.*\S) +# ", re.MULTILINE)
_COLUMN: Final = 36  # where comments stand, however long the ids are


class CannotWrite(Exception):
    """Nothing was written; what could not be, and why, in plain words."""

    def __init__(self, what: object, why: str) -> None:
        super().__init__(f"{what} {why}".strip())


def write_new(kind: str, name: str, folder: Path, today: date) -> Path:
    """Write a small file of a kind, and return where it is.

    Raises CannotWrite when the id is bad or taken, or the file is there or cannot be written.
    """
    if not ID.match(name):
        quoted = f"`{name}`"
        raise CannotWrite(quoted, NO_ID)
    path = folder / KINDS[kind] / f"{name}.yaml"
    others, unread = read_files(flow_files(folder))
    if not (others or unread):
        raise NoFlowFiles(folder)
    text = _text(kind, name, others, today)
    if not path.exists():
        _must_fit(others, str(path), text)
    _write(path, text)
    return path


def _text(kind: str, name: str, others: Mapping[str, bytes], today: date) -> str:
    """Return the template of a kind, with the ids of this folder in it."""
    slots = {
        "SCHEMA": f"{'.' if KINDS[kind] == '.' else '..'}/{SCHEMA}",
        "NAME": name,
        "TITLE": name.replace("-", " ").capitalize(),
        "TODAY": str(today),
        **_ids(Draft(others)),
    }
    template = resources.files("painbot").joinpath("templates", f"{kind}.yaml")
    text = _SLOT.sub(lambda slot: slots[slot[0]], template.read_text("utf-8"))
    return _COMMENT.sub(lambda found: f"{found[1]:<{_COLUMN}} # ", text)


def _ids(draft: Draft) -> dict[str, str]:
    """Return an id of this folder for each that a template names, the usual one if it is there."""
    found = {}
    for slot, (head, usual) in _IDS.items():
        there = [*_declared(draft, head)] or [usual]
        other = there[-1] if slot == "OTHERWISE" else there[0]
        found[slot] = usual if usual in there else other
    return found


def _declared(draft: Draft, head: str) -> list[str]:
    """Return the ids that files of a kind declare, one each or many."""
    values = [record.get(head) for record in draft.records(head)]
    if head in ("screen", "cause"):
        return [value.value for value in values]
    return [name.value for pairs in values for name, _ in pairs]


def _must_fit(others: Mapping[str, bytes], name: str, text: str) -> None:
    """Refuse a file that brings errors, whatever is wrong already in the folder."""
    _, before = compile_library(others)
    _, after = compile_library({**others, name: text.encode()})
    brought: set[Finding] = {*after} - {*before}
    wrong = sorted({_plainly(each, name) for each in brought if name in str(each)})
    if wrong:
        raise CannotWrite("\n".join(wrong), "")


def _plainly(finding: Finding, name: str) -> str:
    """Return a finding in words that fit a file which is not there yet."""
    if finding.at.file == name:
        return f"{finding.message} {finding.remedy}"
    return f"The id `{Path(name).stem}` is taken already, at {finding.at}. Choose another id."


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise CannotWrite(path, "is there already, so nothing was written.") from None
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise CannotWrite(path, f"cannot be written: {why}.") from None

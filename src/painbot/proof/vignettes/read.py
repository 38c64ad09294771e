"""Files of vignettes: who asks, what they answer in their own words, where they should end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from painbot.flow.findings import Findings, did_you_mean
from painbot.flow.kinds import Id, Key, Line, MapOf, Record, Shape
from painbot.flow.levels import LEVELS, Level
from painbot.flow.model import Library
from painbot.flow.parts import FORMAT, LEVEL, LINES
from painbot.flow.reader import Scalar, read
from painbot.flow.text import Place

START: Final = "start"
NOT_SURE: Final = "not sure"
VIGNETTE: Final = Shape(
    "a vignette",
    (
        Key("story", Line(), required=True, help="What happened, as the person would tell it."),
        Key("flow", Id(), help="Where it begins; `start` if not said."),
        Key("answers", MapOf(Line(), Line()), required=True, help="In their own words, by key."),
        Key("level", LEVEL, required=True, help="Where it should end, by the reference."),
        Key("rows", LINES, required=True, help="Rows of the reference it comes from."),
        Key("note", Line()),
    ),
)
FILE: Final = Shape(
    "a file of vignettes",
    (FORMAT, Key("vignettes", MapOf(VIGNETTE), required=True)),
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says to one question or tick list, and where that is written."""

    key: str
    text: str
    at: Place

    @property
    def phrases(self) -> tuple[str, ...]:
        """Return what they say yes to, each in their own words."""
        return tuple(each for each in self._entries() if not _doubtful(each))

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return what they are not sure about, each in their own words."""
        doubts = (each.partition(":")[2].strip() for each in self._entries() if _doubtful(each))
        return tuple(filter(None, doubts))

    @property
    def unsure(self) -> bool:
        """Return whether they use the button "not sure", and go through the list line by line."""
        return any(map(_doubtful, self._entries()))

    def _entries(self) -> Iterator[str]:
        return filter(None, (each.strip() for each in self.text.split(";")))


@dataclass(frozen=True, slots=True)
class Vignette:
    """One story, the answers that go with it, and the level it should end at."""

    id: str
    story: str
    flow: str
    answers: Mapping[str, Answers]
    level: Level
    rows: tuple[str, ...]
    at: Place


def read_vignettes(
    library: Library, files: Mapping[str, bytes], findings: Findings
) -> Iterator[Vignette]:
    """Yield the vignettes of all files that can be played; the others are findings."""
    seen: dict[str, Place] = {}
    for name, record in _records(files, findings):
        if name.value in seen:
            findings.add("PB018", name.at, id=name.value, where=seen[name.value])
            continue
        seen[name.value] = name.at
        if all(key.name in record.values for key in VIGNETTE.keys if key.required):
            vignette = _vignette(name, record)
            if _known(library, name, record, vignette, findings):
                yield vignette


def _records(files: Mapping[str, bytes], findings: Findings) -> Iterator[tuple[Scalar, Record]]:
    for file, data in files.items():
        tree = read(file, data, findings)
        record = FILE.read("vignettes", tree, findings) if tree is not None else None
        yield from record.get("vignettes", ()) if record is not None else ()


def _vignette(name: Scalar, record: Record) -> Vignette:
    answers = (Answers(key.value, said.value, said.at) for key, said in record.get("answers"))
    return Vignette(
        name.value,
        record.line("story"),
        record.line("flow") or START,
        {each.key: each for each in answers},
        LEVELS[record.line("level")],
        tuple(row.value for row in record.get("rows")),
        name.at,
    )


def _known(
    library: Library, name: Scalar, record: Record, vignette: Vignette, findings: Findings
) -> bool:
    """Return whether the flow, the rows and every key exist; each that does not is a finding."""
    keys = {*library.questions, *library.lists}
    keys |= {key.rsplit(".", 1)[-1] for key in keys}
    flow = record.get("flow", Scalar(vignette.flow, name.at))
    wanted: list[tuple[str, Scalar, Collection[str]]] = [("flow", flow, library.flows)]
    wanted += [("row of the reference", row, library.rows) for row in record.get("rows")]
    wanted += [("question or tick list", key, keys) for key, _ in record.get("answers")]
    before = len(findings)
    for what, word, there in wanted:
        if word.value not in there:
            hint = did_you_mean(word.value, there)
            findings.add("PB020", word.at, what=what, id=word.value, hint=hint)
    return len(findings) == before


def _doubtful(entry: str) -> bool:
    return entry.partition(":")[0].strip().casefold() == NOT_SURE

"""A library in the making: what the files hold, whose ids are taken, what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from painbot.flow.findings import Findings, did_you_mean, nearest
from painbot.flow.kinds import Record, Value
from painbot.flow.levels import LEVELS, OTHERWISE, Levels
from painbot.flow.model import NONE, UNSURE, Reviewed
from painbot.flow.reader import BEGIN, Scalar, inside, read
from painbot.flow.reader import Mapping as MappingNode
from painbot.flow.shapes import FILES
from painbot.flow.text import Place

RESERVED: Final = frozenset(
    {"and", "or", "not", "is", "in", "has", "of", "any", "no", "screen", "level", "positive",
     "otherwise", NONE, UNSURE}
)  # fmt: skip
NOWHERE: Final = Place("flows", 1, 1)


class Draft:
    """Hold the records of all files by what they are, and the findings so far."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Read every file; what cannot be read is a finding and is left out."""
        self.findings = Findings()
        self.covered: dict[str, Place] = {}
        self._taken: dict[str, Place] = {}
        self._records: dict[str, list[Record]] = {head: [] for head in FILES}
        for name, data in files.items():
            self._read(name, data)

    def _read(self, name: str, data: bytes) -> None:
        tree = read(name, data, self.findings)
        if tree is None:
            return
        head = _head(tree)
        if head is None:
            self._headless(tree)
            return
        record = FILES[head].read(head, tree, self.findings)
        if record is not None and head in record.values:
            self._records[head].append(record)
        else:
            self.findings.lose(_stem(name))

    def _headless(self, tree: MappingNode) -> None:
        """Note that nobody can tell what a file holds, and which word may be misspelt."""
        keys = [*tree.empty, *(name.value for name, _ in tree.entries)]
        self.findings.add("PB010", tree.at, hint=_heading(keys))
        self.findings.lose(_stem(tree.at.file), *keys)
        for _, value in tree.entries:
            self.findings.lose(*inside(value))

    def records(self, head: str) -> list[Record]:
        """Return the files that hold this."""
        return self._records[head]

    def entries(self, head: str, key: str = "") -> Iterator[tuple[Scalar, Value]]:
        """Return the (id, value) pairs of all files of a kind, ids taken once."""
        seen: dict[str, Place] = {}
        for record in self._records[head]:
            for name, value in record.get(key or head, ()):
                if name.value in seen:
                    where = seen[name.value]
                    self.findings.add("PB018", name.at, id=name.value, where=where)
                    continue
                seen[name.value] = name.at
                yield name, value

    def take(self, name: Scalar) -> bool:
        """Take an id that must be unique in the whole library."""
        if not self.free(name):
            return False
        self._taken[name.value] = name.at
        return True

    def free(self, name: Scalar) -> bool:
        """Return whether an id is neither reserved nor taken; otherwise note why it is not."""
        if name.value in RESERVED:
            self.findings.add("PB019", name.at, id=name.value)
        elif name.value in self._taken:
            where = self._taken[name.value]
            self.findings.add("PB018", name.at, id=name.value, where=where)
        else:
            return True
        return False

    def known(self, what: str, names: list[Scalar], there: Mapping[str, Value]) -> tuple[str, ...]:
        """Return the ids that are declared; the others are findings."""
        good = []
        for name in names:
            if name.value in there:
                good.append(name.value)
            else:
                hint = did_you_mean(name.value, there)
                self.findings.add("PB020", name.at, what=what, id=name.value, hint=hint)
        return tuple(good)

    def sources(self, record: Record, inherited: tuple[str, ...], what: str) -> tuple[str, ...]:
        """Return the sources a thing names or inherits; none at all is a finding."""
        declared = {name.value for name, _ in self._all_sources()}
        names = record.get("sources", [])
        self.known("source", names, dict.fromkeys(declared))
        found = tuple(name.value for name in names) or inherited
        if not found and "sources" not in record.faulty:
            self.findings.add("PB030", record.at, what=what)
        return found

    def _all_sources(self) -> Iterator[tuple[Scalar, Value]]:
        for record in self._records["sources"]:
            yield from record.get("sources", ())

    def covers(self, record: Record) -> tuple[str, ...]:
        """Return the rows a thing covers; rows the reference does not have are findings."""
        rows = {name.value: title for r in self._records["rows"] for name, title in r.get("rows")}
        names = record.get("covers", [])
        for name in names:
            self.covered.setdefault(name.value, name.at)
        return self.known("row", names, rows)

    def levels(self, record: Record, key: str) -> Levels | None:
        """Return a level, or levels by country, from a scalar or a map."""
        value = record.get(key)
        if not isinstance(value, list):
            return None if value is None else Levels(LEVELS[value.value])
        by_country = {name.value: LEVELS[level.value] for name, level in value}
        otherwise = by_country.pop(OTHERWISE, None)
        if otherwise is None and OTHERWISE in self.findings.lost:
            return None
        names = [name for name, _ in value if name.value != OTHERWISE]
        higher = [n for n in names if otherwise is None or by_country[n.value] > otherwise]
        if otherwise is None or higher:
            at = higher[0].at if higher else record.at
            self.findings.add("PB033", at)
            return None
        self.known("country", names, self._countries)
        return Levels(otherwise, tuple(by_country.items()))

    @cached_property
    def _countries(self) -> Mapping[str, None]:
        records = self._records["answers"]
        return {name.value: None for each in records for name, _ in each.get("countries", ())}

    def reviewed(self, record: Record) -> Reviewed:
        """Return the review of a thing; not having one is a finding."""
        found = record.get("reviewed")
        if found is None:
            if not record.has("reviewed"):
                self.findings.add("PB012", record.at, what="This file", key="reviewed")
            return Reviewed("", "")
        return Reviewed(found.line("on"), found.line("by"))


def _stem(file: str) -> str:
    """Return the id a file probably holds: most are named so."""
    return file.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]


def _head(tree: MappingNode) -> str | None:
    """Return what a file holds: the head it has and most of whose other keys it has."""
    keys = {name.value for name, _ in tree.entries}
    return next((h for h in FILES if h in keys and 2 * len(keys & _KEYS[h]) >= len(keys)), None)


def _heading(keys: list[str]) -> str:
    """Return how such a file should probably begin."""
    near = (nearest(key, FILES) for key in keys if key not in ("format", *FILES))
    if meant := next((word for word in near if word), ""):
        return f"Did you mean `{meant}:`?"
    likely = max(FILES, key=lambda head: len(_KEYS[head].intersection(keys)))
    fits = len(_KEYS[likely].intersection(keys)) > 2  # noqa: PLR2004 - more than format and one
    return f"It looks like {FILES[likely].what}: add `{likely}:` with its id." if fits else BEGIN


_KEYS: Final = {head: {key.name for key in shape.keys} for head, shape in FILES.items()}

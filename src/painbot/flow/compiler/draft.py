"""A library in the making: what the files hold, whose ids are taken, what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from painbot.flow.findings import Findings, did_you_mean
from painbot.flow.kinds import Record, Value
from painbot.flow.levels import LEVELS, OTHERWISE, Levels
from painbot.flow.model import NONE, UNSURE, Reviewed
from painbot.flow.reader import Mapping as MappingNode
from painbot.flow.reader import Scalar, read
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
            self.findings.add("PB010", tree.at)
            return
        record = FILES[head].read(head, tree, self.findings)
        if record is not None and head in record.values:
            self._records[head].append(record)

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
        if name.value in RESERVED:
            self.findings.add("PB019", name.at, id=name.value)
            return False
        if name.value in self._taken:
            where = self._taken[name.value]
            self.findings.add("PB018", name.at, id=name.value, where=where)
            return False
        self._taken[name.value] = name.at
        return True

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
        own = self.known("source", record.get("sources", []), dict.fromkeys(declared))
        found = own or inherited
        if not found and "sources" not in record.values:
            self.findings.add("PB030", record.at, what=what)
        return found

    def _all_sources(self) -> Iterator[tuple[Scalar, Value]]:
        for record in self._records["sources"]:
            yield from record.get("sources", ())

    def covers(self, record: Record) -> tuple[str, ...]:
        """Return the rows a thing covers; rows the reference does not have are findings."""
        rows = {name.value: title for r in self._records["rows"] for name, title in r.get("rows")}
        found = self.known("row", record.get("covers", []), rows)
        for row in found:
            self.covered.setdefault(row, record.at)
        return found

    def levels(self, key: str, value: Value) -> Levels | None:
        """Return a level, or levels by country, from a scalar or a map."""
        if value is None:
            return None
        if isinstance(value, Scalar):
            return Levels(LEVELS[value.value])
        by_country = {name.value: LEVELS[level.value] for name, level in value}
        at = value[0][0].at if value else NOWHERE
        otherwise = by_country.pop(OTHERWISE, None)
        if otherwise is None or any(level > otherwise for level in by_country.values()):
            self.findings.add("PB033", at, key=key)
            return None
        countries = {
            name.value for r in self._records["answers"] for name, _ in r.get("countries", ())
        }
        self.known(
            "country", [n for n, _ in value if n.value != OTHERWISE], dict.fromkeys(countries)
        )
        return Levels(otherwise, tuple(by_country.items()))

    def one_level(self, key: str, value: Value) -> Levels | None:
        """Return a level where no map by country is possible."""
        if isinstance(value, list):
            self.findings.add("PB055", value[0][0].at if value else NOWHERE, key=key)
            return None
        return self.levels(key, value)

    def reviewed(self, record: Record) -> Reviewed:
        """Return the review of a thing; not having one is a finding."""
        found = record.get("reviewed")
        if found is None:
            if "reviewed" not in record.values:
                self.findings.add("PB012", record.at, what="This file", key="reviewed")
            return Reviewed("", "")
        return Reviewed(found.line("on"), found.line("by"))


def _head(tree: MappingNode) -> str | None:
    keys = [name.value for name, _ in tree.entries]
    if not keys or "format" not in keys:
        return None
    return next((key for key in keys if key in FILES), None)

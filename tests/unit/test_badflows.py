"""Every finding has its bad example, and is found there at the place an operator would mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

import pytest

from painbot.flow.catalogue import CATALOGUE, proof
from painbot.flow.compiler import compile_library
from painbot.flow.findings import Finding, Findings
from painbot.flow.model import Library
from painbot.proof.chats import play_chats
from painbot.proof.explore.terrain import Terrain
from painbot.proof.proving import explored, report
from painbot.proof.vignettes import play_vignettes
from painbot.proof.wording import check_wording

ROOT: Final = Path(__file__).parents[2]
BAD: Final = ROOT / "tests" / "badflows"
GOOD: Final = BAD / "good"
EXAMPLES: Final = sorted(path for path in BAD.iterdir() if path.name.startswith("PB"))
TODAY: Final = date(2026, 11, 22)  # when the reviews of good/ are from
PROOF_CODES: Final = frozenset(proof.KINDS)
# Faults of painbot itself, and what takes an hour to prove: tests/unit/test_proving.py has these.
WITHOUT_EXAMPLE: Final = {
    "PB074": "a file that cannot be proved has thousands of lines",
    "PB077": "no file makes painbot forget a level that was given",
    "PB078": "no file makes painbot pass a screen that could give more",
}
# Above the text of an example: where its findings are, which good file it stands for, and words
# that one of the findings must say. `#   ^ PB023` marks the column in the line above it.
_EXPECTS: Final = re.compile(r"(PB\d{3}) (?:(\S+):)?(\d+):(\d+)")
_HEAD: Final = re.compile(r"# (expects|instead of|says): (.+)")
_CARET: Final = re.compile(r"# *\^ (PB\d{3})")

Mark = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """What an example is made of, and what must be found in it."""

    files: Mapping[str, bytes]
    codes: frozenset[str]
    marks: frozenset[Mark]
    says: tuple[str, ...]

    @property
    def proof(self) -> bool:
        return not self.codes.isdisjoint(PROOF_CODES)

    @property
    def chat(self) -> bool:
        return any(name.endswith(".chat") for name in self.files)

    @property
    def story(self) -> bool:
        return any(b"\nvignettes:" in data for data in self.files.values())


@cache
def good_files() -> Mapping[str, bytes]:
    files = {path.name: path.read_bytes() for path in GOOD.glob("*.yaml")}
    phrases = ROOT / "flows" / "phrases.yaml"
    return {**files, "phrases.yaml": phrases.read_bytes()}


@cache
def good_library() -> Library:
    library, findings = compile_library(good_files())
    assert library is not None
    check_wording(library, TODAY, findings)
    prove(library, findings)
    assert not list(map(str, findings))
    return library


def example(path: Path) -> Example:
    files: dict[str, bytes] = {}
    marks: set[Mark] = set()
    says: list[str] = []
    for each in sorted(path.iterdir()) if path.is_dir() else [path]:
        data = each.read_bytes()
        lines = data.decode().splitlines()
        heads = [match.groups() for line in lines if (match := _HEAD.match(line))]
        name = next((words for key, words in heads if key == "instead of"), each.name)
        files[name] = data
        says += [words for key, words in heads if key == "says"]
        marks.update(_expected(name, [words for key, words in heads if key == "expects"]))
        marks.update(_carets(name, lines))
    return Example(files, _codes(path), frozenset(marks), tuple(says))


def _codes(path: Path) -> frozenset[str]:
    return frozenset(re.findall(r"PB\d{3}", path.name))


def _expected(name: str, heads: list[str]) -> set[Mark]:
    found = (match.groups() for head in heads for match in _EXPECTS.finditer(head))
    return {(code, file or name, int(line), int(column)) for code, file, line, column in found}


def _carets(name: str, lines: list[str]) -> set[Mark]:
    marks, above = set(), 0
    for number, line in enumerate(lines, 1):
        if match := _CARET.match(line):
            marks.add((match[1], name, above, line.index("^") + 1))
        else:
            above = number
    return marks


def findings_of(example: Example) -> list[Finding]:
    if example.chat:
        findings = Findings()
        play_chats(good_library(), example.files, findings)
        return list(findings)
    if example.story:
        findings = Findings()
        play_vignettes(good_library(), example.files, findings)
        return list(findings)
    library, findings = compile_library({**good_files(), **example.files})
    assert (library is None) == findings.errors
    if library is not None:
        check_wording(library, TODAY, findings)
        if example.proof:
            prove(library, findings)
    return list(findings)


def prove(library: Library, findings: Findings) -> None:
    """Prove in this process, as `painbot check` does in several."""
    report(library, [explored(Terrain(library), [flow]) for flow in library.flows], findings)


def test_the_good_library_has_no_finding() -> None:
    assert set(good_library().flows) == {"leg"}


def test_every_code_has_an_example() -> None:
    shown = frozenset[str]().union(*(_codes(path) for path in EXAMPLES))
    assert shown | WITHOUT_EXAMPLE.keys() == CATALOGUE.keys()
    assert shown.isdisjoint(WITHOUT_EXAMPLE)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_yields_its_code_where_the_fault_is_and_nothing_else(path: Path) -> None:
    bad = example(path)
    found = findings_of(bad)
    marks = {(each.code, each.at.file, each.at.line, each.at.column) for each in found}
    assert marks == bad.marks, "\n".join(str(each) for each in found)
    assert {code for code, *_ in marks} == bad.codes


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_finding_is_a_plain_sentence_and_says_the_fix(path: Path) -> None:
    bad = example(path)
    said = [f"{each.message} {each.remedy}" for each in findings_of(bad)]
    for sentence in said:
        assert "{" not in re.sub(r"`[^`]*`|\{ \}", "", sentence)
        assert "None" not in sentence
        assert not re.search(r"\bpainbot\.|\bLevel\.|<class|'str'", sentence)
    for words in bad.says:
        assert any(words in sentence for sentence in said), "\n".join(said)


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_catalogue_speaks_in_whole_sentences(code: str) -> None:
    kind = CATALOGUE[code]
    begins = kind.message[0]
    assert begins.isupper() or begins in '`"{' or kind.message.startswith("painbot ")
    assert kind.message.endswith(".")
    assert kind.remedy == "{hint}" or (kind.remedy[0].isupper() and kind.remedy.endswith("."))
    for text in (kind.message, kind.remedy):
        assert all(name != "" for _, name, _, _ in Formatter().parse(text))


def test_all_findings_of_all_files_come_in_one_run() -> None:
    several = [path for path in EXAMPLES if path.name[:5] in ("PB006", "PB014", "PB017", "PB042")]
    files = {path.name: path.read_bytes() for path in several}
    _, findings = compile_library({**good_files(), **files})
    assert {each.at.file for each in findings} >= files.keys()


@pytest.mark.parametrize("name", sorted(good_files()))
def test_one_broken_file_is_one_finding(name: str) -> None:
    """What only the broken file declares is not missed in ten other places as well."""
    broken = good_files()[name] + b'\n"'
    library, findings = compile_library({**good_files(), name: broken})
    assert library is None
    assert [each.code for each in findings] == ["PB002"], "\n".join(map(str, findings))


def test_a_key_without_a_name_hides_no_other_finding() -> None:
    texts = {**good_files(), "more.yaml": b"?\nformat: 1\ntips: {Bad Id: Rest.}\n"}
    library, findings = compile_library(texts)
    assert library is None
    assert {"PB008", "PB014"} <= {each.code for each in findings}


@pytest.mark.parametrize("name", sorted(good_files()))
def test_a_file_left_out_is_missed_but_never_raises(name: str) -> None:
    files = {other: data for other, data in good_files().items() if other != name}
    _, findings = compile_library(files)
    assert all(str(each) for each in findings)


def test_the_order_of_files_changes_nothing() -> None:
    files = good_files()
    turned = dict(reversed(list(files.items())))
    assert list(compile_library(turned)[1]) == []
    example_files = example(BAD / "PB022-a-name-is-unknown.yaml").files
    one = compile_library({**files, **example_files})[1]
    other = compile_library({**example_files, **turned})[1]
    assert list(map(str, one)) == list(map(str, other))

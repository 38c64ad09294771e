"""Files are read as positioned text: nothing is resolved, nothing is swallowed, nothing raises."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest
import yaml

from painbot.flow import reader
from painbot.flow.decoding import MAX_BYTES
from painbot.flow.findings import Findings
from painbot.flow.reader import Mapping, Node, Scalar, Sequence, read
from painbot.flow.text import Place

FLOWS = Path(__file__).parents[2] / "flows"
PARSERS = [yaml.Loader, *([yaml.CLoader] if yaml.__with_libyaml__ else [])]
Plain = str | list["Plain"] | dict[str, "Plain"]


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with either parser of PyYAML: machines without the C one must say the same."""
    monkeypatch.setattr(reader, "_Loader", request.param)


both_parsers = pytest.mark.usefixtures("_parser")


def plain(node: Node) -> Plain:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.entries}


def tree(text: str | bytes) -> tuple[Mapping | None, list[str]]:
    findings = Findings()
    data = text if isinstance(text, bytes) else text.encode()
    found = read("f", data, findings)
    return found, [f"{each.code} {each.at.line}:{each.at.column}" for each in findings]


def found_in(text: str | bytes) -> list[str]:
    return tree(text)[1]


def texts(text: str) -> Plain:
    found, findings = tree(text)
    assert not findings
    assert found is not None
    return plain(found)


# What was typed stays what was typed


LOOKS_LIKE_MORE = "yes no on off y true 012 0x1F 12:30 1e3 ~ null 1_000 .inf 2026-11-22 5.0 +1 = -1"


@both_parsers
@pytest.mark.parametrize("typed", [*LOOKS_LIKE_MORE.split(), "1/2", "👍", "شكرا", "a b"])
def test_a_value_is_the_text_as_typed(typed: str) -> None:
    assert texts(f"key: {typed}\n") == {"key": typed}


@both_parsers
def test_quotes_folds_and_lines_make_the_text_a_reader_expects() -> None:
    quoted = "a: 'it''s'\nb: \"say \\\"ah\\\"\"\n"
    folded = "c: one\n  two\nd: |\n  one\n  two\ne: >-\n  one\n  two\n"
    assert texts(quoted + folded) == {
        "a": "it's",
        "b": 'say "ah"',
        "c": "one two",
        "d": "one\ntwo\n",
        "e": "one two",
    }


@both_parsers
def test_a_quoted_empty_text_is_a_value() -> None:
    assert texts("by: \"\"\nto: ''\n") == {"by": "", "to": ""}


@both_parsers
def test_every_node_knows_where_it_stands() -> None:
    found, _ = tree("a: x\nlist:\n  - one\n  - {k: ü, l: two}\n")
    assert found is not None
    (a, x), (_, items) = found.entries
    assert (a.at, x.at) == (Place("f", 1, 1), Place("f", 1, 4))
    assert isinstance(items, Sequence)
    one, inner = items.items
    assert one.at == Place("f", 3, 5)
    assert isinstance(inner, Mapping)
    assert [value.at.column for _, value in inner.entries] == [9, 15]


@both_parsers
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system_count_the_same(end: str) -> None:
    found, findings = tree(f"a: x{end}b:{end}  c: y{end}")
    assert not findings
    assert found is not None
    assert plain(found) == {"a": "x", "b": {"c": "y"}}
    assert found.entries[1][1].at == Place("f", 3, 3)


@both_parsers
def test_the_mark_at_the_beginning_of_a_windows_file_is_no_text() -> None:
    found, findings = tree(b"\xef\xbb\xbfformat: 1\n")
    assert not findings
    assert found is not None
    assert plain(found) == {"format": "1"}
    assert found.entries[0][0].at == Place("f", 1, 1)


# What YAML would swallow silently


@both_parsers
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: x\nb: y\na: z\n", ["PB003 3:1"]),
        ("a: {k: x, k: y}\n", ["PB003 1:11"]),
        ("a: x\n'a': y\n", ["PB003 2:1"]),
        ("a: &x text\n", ["PB004 1:4"]),
        ("a: &x text\nb: *x\n", ["PB004 1:4", "PB004 2:4"]),
        ("a: *unknown\n", ["PB004 1:4"]),
        ("a: *bold* text\n", ["PB004 1:4"]),
        ("a: & more\n", ["PB004 1:4"]),
        ("&x a: text\n", ["PB004 1:1"]),
        ("a: !!int 12\n", ["PB005 1:4"]),
        ("a: !!python/object:os.system x\n", ["PB005 1:4"]),
        ("a: ! x\n", ["PB005 1:4"]),
        ("a:\n  <<: x\n", ["PB005 2:3"]),
        ("a: Room #2\n", ["PB006 1:4"]),
        ("a: [Room #2\n  ]\n", ["PB006 1:5"]),
        ("a: #2\nb: x\n", ["PB006 1:3"]),
        ("- x\n", ["PB010 1:1"]),
        ("a: {say: Calf, or shin}\n", ["PB007 1:16"]),
        ("a:\nb: x\n", ["PB008 1:1"]),
        ("a:\n  - x\n  -\n", ["PB008 3:4"]),
        ("? [a, b]\n: c\n", ["PB013 1:3"]),
    ],
)
def test_what_yaml_would_swallow_is_a_finding_at_its_place(text: str, expected: list[str]) -> None:
    assert found_in(text) == expected


@both_parsers
@pytest.mark.parametrize(
    "text",
    [
        "a: x # a comment\n",
        "a: x #\n",
        "a: x ## much\n",
        "a: x#2\n",
        "a: 'Room #2'\n",
        "a: http://x.org/#part\n",
        "# Room #2\na: x\n",
        "a: >\n  Room #2\n",
        "a: {say: 'Calf, or shin'}\n",
    ],
)
def test_what_is_harmless_is_no_finding(text: str) -> None:
    assert found_in(text) == []


@both_parsers
def test_a_text_cut_by_a_comment_names_what_is_lost() -> None:
    findings = Findings()
    read("f", b"a: Lift to height #2 today\n", findings)
    assert "`#2 today` is lost" in next(iter(findings)).message


# What cannot be read


@both_parsers
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["PB010 1:1"]),
        ("# nothing\n", ["PB010 1:1"]),
        ("just words\n", ["PB010 1:1"]),
        ("a: x\n---\nb: y\n", ["PB002 2:1"]),
        ("a: x\n...\nb: y\n", ["PB002 3:1"]),
        ("a: [x\nb: y\n", ["PB002 1:4"]),
        ("a: {x: y\nb: c\n", ["PB002 1:4"]),
        ('a: "x\nb: y\n', ["PB002 1:4"]),
        ("a: b: c\n", ["PB002 1:5"]),
        ("a: x\nfoo\nb: y\n", ["PB002 2:1"]),
        ("a:\n\tb: x\n", ["PB002 2:1"]),
        ("a:\n  b: x\n\tc: y\n", ["PB002 3:1"]),
        ("a:\n  b: x\n c: y\n", ["PB002 3:2"]),
        ("a: @x\n", ["PB002 1:4"]),
        ("a: %x\n", ["PB002 1:4"]),
        ("a: |x\n", ["PB002 1:5"]),
        ("a: - x\n", ["PB002 1:4"]),
        ("a: 'it's'\n", ["PB002 1:8"]),
        ("%YAML 3.0\n---\na: x\n", ["PB002 1:1"]),
        ("a: x\x00y\n", ["PB001 1:5"]),
        ("a: x\nb: y\x07\n", ["PB001 2:5"]),
        (b"a: x\nb: caf\xe9\n", ["PB001 2:1"]),
        ("a: x\n".encode("utf-16"), ["PB001 1:1"]),
        (b"\x80\x03}q\x00.", ["PB001 1:1"]),
    ],
)
def test_what_cannot_be_read_is_one_finding_where_it_went_wrong(
    text: str | bytes, expected: list[str]
) -> None:
    found, findings = tree(text)
    assert found is None
    assert findings == expected


@pytest.mark.parametrize("text", ["a: {b: Is it?, c: d}\n", "a: [Is it?, d]\n"])
def test_the_pure_parser_says_that_a_question_mark_in_brackets_needs_quotes(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_Loader", yaml.Loader)
    findings = Findings()
    assert read("f", text.encode(), findings) is None
    assert "holds a `?`" in next(iter(findings)).message


@both_parsers
@pytest.mark.parametrize(
    "text", ["a: [x\n", 'a: "x\n', "a: b: c\n", "a:\n\tb: c\n", "a: x\nfoo\nb: y\n", "a: @x\n"]
)
def test_an_unreadable_file_is_explained_without_the_parsers_own_words(text: str) -> None:
    findings = Findings()
    read("f", text.encode(), findings)
    said = str(next(iter(findings)))
    for jargon in ("token", "scalar", "mapping", "expected", "parsing", "block", "context"):
        assert jargon not in said


def test_a_bomb_of_aliases_is_refused_at_its_first_alias() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    names = "abcdefgh"
    lines += [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise(names)
    ]
    assert found_in("\n".join(lines)) == ["PB004 1:4", "PB004 2:4", "PB004 2:8"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_endless_nesting_is_refused_early(opening: str) -> None:
    depth = (MAX_BYTES - 10) // len(opening)
    findings = found_in("a:\n " + opening * depth)
    assert [each.split()[0] for each in findings] == ["PB009"]


def test_a_file_of_ten_megabytes_is_refused_unread() -> None:
    assert found_in(b"a: " + b"x" * 10_000_000) == ["PB001 1:1"]


def test_a_hundred_thousand_nodes_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    text = "a: [" + "x, " * 100_000 + "x]\n"
    begin = perf_counter()
    found, findings = tree(text)
    took = perf_counter() - begin
    assert not findings
    assert found is not None
    items = found.entries[0][1]
    assert isinstance(items, Sequence)
    assert len(items.items) == 100_001
    with capsys.disabled():
        print(f"\n100,001 nodes read in {took:.2f} s ", end="")  # noqa: T201 - told, not judged


# The shipped files


def shipped() -> Iterator[tuple[str, bytes]]:
    for path in sorted(FLOWS.rglob("*.yaml")):
        yield str(path.relative_to(FLOWS)), path.read_bytes()


@pytest.mark.skipif(len(PARSERS) < 2, reason="this PyYAML has no C parser")
def test_both_parsers_read_the_shipped_files_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, data in shipped():
        trees = []
        for parser in PARSERS:
            monkeypatch.setattr(reader, "_Loader", parser)
            findings = Findings()
            trees.append(read(name, data, findings))
            assert not list(findings)
        assert trees[0] == trees[1]

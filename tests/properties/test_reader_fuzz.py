"""Whatever stands in flow files: a library or findings at real places, and never a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from painbot.flow import reader
from painbot.flow.compiler import compile_library
from painbot.flow.findings import Findings
from painbot.flow.reader import read

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "flows"
SMALL = ROOT / "tests" / "badflows" / "good"
BITS = (
    "\t", "\n", "  ", ": ", " #x", "- ", "&a ", "*a", "!x ", "<<: ", "{", "}", "[", "]", '"', "'",
    ",", "|", ">", "?", "---\n", "\x00", "\ufeff", "\u2028", "👍", "é", "no", "not ", "(", ")",
    "is", "0", "-1", "if: ", "go to: leg\n", "was: x\n", "otherwise", "level", "none", "unsure",
)  # fmt: skip


@cache
def files(folder: Path) -> Mapping[str, bytes]:
    found = {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.yaml"))}
    return {**found, "phrases.yaml": (SHIPPED / "phrases.yaml").read_bytes()}


def check(texts: Mapping[str, bytes]) -> None:
    library, findings = compile_library(texts)
    assert (library is None) == findings.errors
    for each in findings:
        assert str(each)
        lines = texts.get(each.at.file, b"").decode(errors="replace").splitlines()
        assert 1 <= each.at.line <= len(lines) + 1
        there = lines[each.at.line - 1] if each.at.line <= len(lines) else ""
        assert 1 <= each.at.column <= len(there) + 1


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@example(b"\xff\xfe")
@example(b"a: \xf0\x9f")
@example("a: x\u2028b: [\n".encode())
def test_any_bytes_are_a_tree_or_findings(data: bytes) -> None:
    findings = Findings()
    tree = read("f", data, findings)
    assert tree is not None or findings.errors
    check({**files(SMALL), "more.yaml": data})


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML has the pure parser only")
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.text(st.sampled_from("ab:-?[]{}#&*!|>'\" \n\t\u2028\x85"), max_size=60))
def test_the_pure_parser_never_raises_either(monkeypatch: pytest.MonkeyPatch, data: str) -> None:
    monkeypatch.setattr(reader, "_Loader", yaml.Loader)
    findings = Findings()
    tree = read("f", data.encode(), findings)
    assert tree is not None or findings.errors


def slipped(draw: st.DrawFn, lines: list[str], at: int) -> str:
    """Return what a slip of a hand makes of a line."""
    line = lines[at]
    column = draw(st.integers(0, len(line)))
    before, after = line[:column], line[column:]
    slips = [
        before + draw(st.sampled_from(BITS)) + after,
        f"{before}\n",
        "",
        line + line,
        f"  {line}",
        line.removeprefix("  "),
        draw(st.sampled_from(lines)),
        line.swapcase(),
        before + after[1:],
    ]
    return draw(st.sampled_from(slips))


@st.composite
def mutated(draw: st.DrawFn, folder: Path) -> Mapping[str, bytes]:
    """Return the files of a folder after a few slips of a hand in them."""
    texts = dict(files(folder))
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(texts)))
        if lines := texts[name].decode().splitlines(keepends=True):
            at = draw(st.integers(0, len(lines) - 1))
            lines[at] = slipped(draw, lines, at)
        texts[name] = "".join(lines).encode()
    return texts


@settings(max_examples=400, deadline=None)
@given(mutated(SMALL))
def test_slips_in_a_small_library_are_findings(texts: Mapping[str, bytes]) -> None:
    check(texts)


@settings(max_examples=50, deadline=None)
@given(mutated(SHIPPED))
def test_slips_in_the_shipped_flows_are_findings(texts: Mapping[str, bytes]) -> None:
    check(texts)

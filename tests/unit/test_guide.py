"""The operator's guide: whoever follows it gets what it says, at every step."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from painbot.app import load_library
from painbot.cli import main
from painbot.flow.findings import Findings
from painbot.flow.model import Library
from painbot.flow.schema import schema
from painbot.proof.chats import play_chats
from tests.guide import TEXT, Block, Folder, blocks
from tests.tiny import FLOWS

PART_1, PART_2 = TEXT.split("\n# Part 2")
WORDS_A_MINUTE = 200
COUNTS = re.compile(r"(?<![:\dB])[0-9]+(?= )")  # how much there is changes every day


@dataclass(frozen=True)
class Walked:
    """What came of following the guide from the first line to the last."""

    flows: Path
    library: Library
    findings: list[str]
    broken: list[Block]
    said: list[tuple[str, str]]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    folder = Folder(tmp_path_factory.mktemp("guide"))
    broken, said = [], []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder.flows.parent)
        for block in blocks():
            folder.enter(block)
            if block.kind == "console":
                said.append((block.text, _run(block)))
            elif block.kind != "text":
                folder.write(block)
                if PART_1.count(block.text) and not _loads(folder, block):
                    broken.append(block)
    library, findings = load_library(folder.flows)
    assert library is not None, [str(each) for each in findings]
    return Walked(folder.flows, library, [str(each) for each in findings], broken, said)


def _loads(folder: Folder, block: Block) -> bool:
    return block.only_to_try or load_library(folder.flows)[0] is not None


def _run(block: Block) -> str:
    """Run the one command of a block; return it with what it printed."""
    command = block.text.splitlines()[0].removeprefix("$ painbot ")
    done = CliRunner().invoke(main, command.split())
    return f"$ painbot {command}\n{done.output}"


def test_after_every_step_of_the_first_part_the_library_loads(walked: Walked) -> None:
    assert walked.broken == []


def test_what_the_whole_guide_makes_has_no_finding(walked: Walked) -> None:
    assert walked.findings == []
    assert {"heel-pain", "knee-pain"} <= {*walked.library.flows}


def test_commands_print_what_the_guide_says(walked: Walked) -> None:
    assert len(walked.said) > 2
    for expected, said in walked.said:
        assert COUNTS.sub("", said) == COUNTS.sub("", expected)


def test_every_chat_goes_as_written(walked: Walked) -> None:
    chats = {f"{n}.chat": each.text.encode() for n, each in enumerate(_of_kind("chat"))}
    findings = Findings()
    played = play_chats(walked.library, chats, findings)
    assert [str(each) for each in findings] == []
    assert played
    assert all(each.result for each in played)


def test_there_is_no_block_that_nobody_runs() -> None:
    assert {block.kind for block in blocks()} == {"yaml", "diff", "chat", "console", "text"}
    talks = {block.heading for block in _of_kind("text")}
    assert all(re.match(r"[123]\. |Three edits", heading) for heading in talks), "test_guide_edits"


def test_every_condition_of_the_table_can_be_written(walked: Walked, tmp_path: Path) -> None:
    table = PART_1.split("## Conditions")[1].split("## Promises")[0]
    cells = [row.split(" | ")[0] for row in table.splitlines() if row.startswith("| `")]
    found = [each for cell in cells for each in re.findall(r"`([^`]*[ <>][^`]*)`", cell)]
    assert len(found) > 12
    lines = [f"  p{n}: {{if: '{each}', can happen: self-care}}" for n, each in enumerate(found)]
    flows = Path(shutil.copytree(walked.flows, tmp_path / "flows"))
    topic = flows / "heel-pain.yaml"
    topic.write_text(topic.read_text() + "\n".join(lines))
    library, findings = load_library(flows)
    assert library is not None, [str(each) for each in findings]


def test_every_key_there_is_stands_in_the_guide() -> None:
    keys = sorted(_keys(schema()))
    missing = [key for key in keys if not re.search(rf"(?<![\w-]){key}[`:]", TEXT)]
    assert missing == []


def _keys(part: object) -> set[str]:
    if isinstance(part, list):
        return {key for each in part for key in _keys(each)}
    if not isinstance(part, dict):
        return set()
    own = (
        {*part["properties"]} if "additionalProperties" in part and "properties" in part else set()
    )
    return own.union(*(_keys(each) for each in part.values()))


def test_every_file_it_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert links
    assert [link for link in links if not (FLOWS / link).exists()] == []


def test_the_first_part_takes_ten_minutes() -> None:
    words = [each for each in PART_1.split() if re.search("[a-z]", each) and "```" not in each]
    assert len(words) / WORDS_A_MINUTE <= 10


def _of_kind(kind: str) -> list[Block]:
    return [block for block in blocks() if block.kind == kind]

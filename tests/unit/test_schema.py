import json
import subprocess
import sys
from pathlib import Path

from painbot.flow.schema import schema
from painbot.flow.shapes import FILES

PUBLISHED = Path(__file__).parents[2] / "flows" / "flow.schema.json"


def test_the_published_schema_is_the_one_the_shapes_make() -> None:
    assert json.loads(PUBLISHED.read_text()) == schema(), "run `make schema`"


def test_the_command_prints_it() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "painbot", "schema"], capture_output=True, check=True
    )
    assert json.loads(run.stdout) == schema()


def test_every_kind_of_file_is_described_and_refuses_other_keys() -> None:
    kinds = schema()["oneOf"]
    assert len(kinds) == len(FILES)
    assert all(kind["additionalProperties"] is False for kind in kinds)
    assert all("format" in kind["required"] for kind in kinds)

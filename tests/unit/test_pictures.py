"""`painbot graph --svg` and `--png`: every word is there, and what goes wrong is said plainly."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from painbot.cli import main
from painbot.pictures import DRAW
from painbot.proof.graph import Arrow, Box, Look, Picture, Way, mermaid, picture_of
from painbot.proof.graph.style import LEGEND
from tests import shipped
from tests.library_fixture import lay_out

NASTY = 'Is it "so"; #1 <b>&amp;</b> `x` [y] {z} |p| *q* _r_ \\N \\l %d é — ñ?'


def saying(text: str) -> Picture:
    boxes = Box("a", Look.START, (), (text,)), Box("b", Look.FOLLOW_UP, (), (text,))
    return Picture(text, boxes, (Arrow("a", "b", Way.ON, text),))


def test_svg_shows_every_word() -> None:
    for flow in shipped.library().flows:
        picture = picture_of(shipped.library(), flow)
        lines = [line for box in picture.boxes for line in (*box.lines, *box.only_if)]
        lines += [arrow.label for arrow in picture.arrows]
        shown = {word.strip(":") for word in words(DRAW["svg"](picture))}
        assert {word.strip(":") for line in lines for word in line.split()} <= shown


def test_svg_shows_odd_letters_as_they_are() -> None:
    assert words(DRAW["svg"](saying(NASTY))) == {"•", *NASTY.split(), *" ".join(LEGEND).split()}


def test_a_long_flow_is_drawn_in_a_blink() -> None:
    names = [f"q{n}" for n in range(200)]
    boxes = (*(Box(n, Look.QUESTION, (n,), (n,)) for n in names), Box("end", Look.RESULT, (), ()))
    on = (Arrow(name, then.id, Way.ON) for name, then in zip(names, boxes[1:], strict=True))
    past = (Arrow(name, "end", Way.PAST) for name in names[:-1])
    drawn = DRAW["svg"](Picture("Long", boxes, (*on, *past)))
    assert set(names) <= words(drawn)
    assert drawn.count(b'stroke-dasharray="1,5"') >= len(names) - 1


def words(svg: bytes) -> set[str]:
    texts = ET.fromstring(svg.decode()).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - ours
    return {word for text in texts for word in (text.text or "").split()}


def test_png_has_its_letters_on_every_computer() -> None:
    one, other = (DRAW["png"](saying(text)) for text in ("bad", "dab"))
    assert one.startswith(b"\x89PNG")
    assert one != other


def graph(*arguments: str, flows: Path = shipped.FLOWS) -> Result:
    return CliRunner().invoke(main, ["graph", *arguments], env={"PAINBOT_FLOWS": str(flows)})


def test_the_command_prints_mermaid() -> None:
    assert graph("start").output == mermaid(picture_of(shipped.library(), "start"))


def test_the_command_draws_into_files(tmp_path: Path) -> None:
    svg, png = tmp_path / "a.svg", tmp_path / "a.png"
    done = graph("start", "--svg", str(svg), "--png", str(png))
    assert done.output == f"{svg} is written.\n{png} is written.\n"
    assert svg.read_bytes().startswith(b"<?xml")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_drawn_is_said_plainly(tmp_path: Path) -> None:
    unknown = graph("leg-pain-at-nite")
    assert unknown.output == (
        "There is no flow called `leg-pain-at-nite`. Did you mean `leg-pain-at-night`?\n"
    )
    nowhere = graph("start", "--svg", str(tmp_path / "none" / "a.svg"))
    assert nowhere.output.endswith("a.svg cannot be written: no such file or directory.\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "resvg_py", None)
        missing = graph("start", "--png", str(tmp_path / "a.png"))
    assert "pip install 'painbot[pictures]'" in missing.output
    assert [unknown.exit_code, nowhere.exit_code, missing.exit_code] == [1, 1, 1]
    assert not list(tmp_path.iterdir())


def test_flows_with_errors_have_no_picture(tmp_path: Path) -> None:
    flows = lay_out(tmp_path / "flows")
    (flows / "broken.yaml").write_text("format: 1\nflow: broken\n")
    done = graph("broken", flows=flows)
    assert "broken.yaml:" in done.output
    assert done.output.endswith("There is no picture before these errors are mended.\n")
    assert done.exit_code == 1

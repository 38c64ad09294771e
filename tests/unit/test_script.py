"""How a chat file is read."""

from __future__ import annotations

import pytest

from painbot.flow.findings import Findings
from painbot.proof.script import Chat, read_chat


def read(text: str | bytes) -> tuple[Chat | None, list[str]]:
    findings = Findings()
    data = text.encode() if isinstance(text, str) else text
    return read_chat("a.chat", data, findings), [f"{f.at.line} {f.code}" for f in findings]


def chat(text: str) -> Chat:
    found, findings = read(text)
    assert found is not None, findings
    return found


def test_the_lines_of_a_chat_in_order() -> None:
    found = chat("# why\n\nflow: night\nat: 03:00\ntap: me\nbot: where\nme: my calf\nend: today\n")
    assert (found.flow, found.hour) == ("night", 3)
    assert [line.key for line in found.lines] == ["tap", "bot", "me", "end"]
    assert [line.at.line for line in found.lines] == [5, 6, 7, 8]


def test_a_chat_begins_at_the_start_at_noon_with_nothing_given() -> None:
    found = chat("tap: me\n")
    assert (found.flow, found.hour, found.given) == ("start", 12, ())


def test_what_is_given() -> None:
    found = chat(
        "given: who = me, clot = swollen and hot-skin, other screens = none\ngiven: age = 16-39\n"
    )
    given = {each.key: each.ids for each in found.given}
    assert given == {
        "who": ("me",),
        "clot": ("swollen", "hot-skin"),
        "other screens": (),
        "age": ("16-39",),
    }
    assert found.given[-1].at.line == 2


def test_words_are_parted_by_commas_and_none_is_no_word() -> None:
    found = chat("tips: a, b\ncauses: none\nresume:\n")
    assert [line.words for line in found.lines] == [("a", "b"), (), ()]


def test_a_text_may_hold_a_colon_and_a_comment_ends_it() -> None:
    found = chat("me: note: it hurts, badly # said in tears\n")
    assert found.lines[0].value == "note: it hurts, badly"


def test_windows_line_ends_and_a_mark_of_utf_8_are_read() -> None:
    found, _ = read(b"\xef\xbb\xbftap: me\r\nend: today\r\n")
    assert found is not None
    assert [line.value for line in found.lines] == ["me", "today"]


def test_a_line_separator_within_a_text_is_no_new_line() -> None:
    found = chat("me: one\u2028two\n")
    assert found.lines[0].value == "one\u2028two"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tap: me\nhello\n", ["2 PB060"]),
        ("bott: where\n", ["1 PB060"]),
        ("tap:me\n", ["1 PB060"]),
        ("at: 25:00\n", ["1 PB060"]),
        ("given: age\n", ["1 PB060"]),
        ("given: age = 16-39, what\ntapp: x\n", ["1 PB060", "2 PB060"]),
        (b"me: \xff\n", ["1 PB001"]),
    ],
)
def test_what_cannot_be_read_is_a_finding_at_its_line(text: str | bytes, wanted: list[str]) -> None:
    found, findings = read(text)
    assert found is None
    assert findings == wanted


def test_a_mistyped_key_is_met_with_the_right_one() -> None:
    findings = Findings()
    read_chat("a.chat", b"becuase: x\n", findings)
    assert "because" in "".join(map(str, findings))

"""What `painbot check` says of texts that do not fit, are hard to read, old, or never used."""

from __future__ import annotations

from datetime import date

import pytest

from painbot.dialogue.replies import Result
from painbot.flow.findings import Findings
from painbot.flow.text import Place
from painbot.proof.player import Player
from painbot.proof.wording import Limits, Said, Use, check_language, check_wording, texts
from painbot.proof.wording.limits import SLACK, TELEGRAM, units
from painbot.proof.wording.messages import asked, results
from painbot.proof.wording.reading import reading, syllables
from tests import shipped, tiny

TODAY = date(2026, 11, 23)
HERE = Place("knee.yaml", 3, 5)
LINES = ("PB084", "PB085")


def found(today: date = TODAY, **more: str) -> list[str]:
    findings = Findings()
    check_wording(tiny.library(**more), today, findings)
    return [str(each) for each in findings]


def check(said: Said, language: str = "en", platforms: tuple[Limits, ...] = (SLACK,)) -> list[str]:
    findings = Findings()
    check_language([said], language, findings, platforms)
    return [str(each) for each in findings]


# What painbot ships


def test_every_shipped_text_fits_every_platform_and_nothing_is_old_or_unused() -> None:
    findings = Findings()
    check_wording(shipped.library(), TODAY, findings)
    assert not [str(each) for each in findings if each.code not in LINES]


def test_few_shipped_texts_are_hard_to_read() -> None:
    findings = Findings()
    check_wording(shipped.library(), TODAY, findings)
    assert sum(each.code == "PB084" for each in findings) < 5
    grades = [r.grade for said in texts(shipped.library()) if (r := reading(said.text))]
    assert len(grades) > 300
    assert sum(grades) / len(grades) < 6


def test_every_text_has_a_place_in_a_file() -> None:
    assert all(said.at.file.endswith(".yaml") for said in texts(shipped.library()))


def test_no_shipped_result_is_longer_than_the_bound() -> None:
    library = shipped.library()
    most = {m.what: m.size for m in results(library)}
    player = Player(library, "leg-pain-at-night", 12)
    while player.result is None:
        offered = [each for each in player.offered() if each not in ("none", "unsure")]
        calm = "pregnancy-signs" in player.here() or "emergency" in player.here()
        player.answer(() if calm else tuple(offered[:1]))
    assert _size(player.result) < most["The result of the flow `leg-pain-at-night`"]


def _size(result: Result) -> int:
    points = (point for section in result.sections for point in section.points)
    lines = (line for point in points for line in (point.text, *point.details))
    return sum(map(units, (result.headline, *result.contact_lines, *lines)))


# Lengths


@pytest.mark.parametrize(("length", "fits"), [(75, True), (76, False)])
def test_a_button_holds_75_letters_on_slack(length: int, fits: bool) -> None:  # noqa: FBT001
    assert bool(check(Said(HERE, "The answer `calf`", "a" * length, Use.BUTTON))) != fits


def test_a_picture_of_a_letter_counts_double() -> None:
    assert check(Said(HERE, "The answer `calf`", "🦵" * 37, Use.BUTTON)) == []
    (line,) = check(Said(HERE, "The answer `calf`", "🦵" * 38, Use.BUTTON))
    assert line.startswith("knee.yaml:3:5 PB080 The answer `calf` is 76 characters long; Slack")


def test_the_strictest_platform_is_named_once() -> None:
    said = Said(HERE, "`why`", "It hurts. " * 500, Use.LINE)
    (line,) = check(said, "xx", (TELEGRAM, SLACK))
    assert "Slack shows 3000 in one piece" in line


def test_another_language_is_measured_but_not_graded() -> None:
    hard = (
        "Muskuloskelettale Überanstrengung verursacht überwiegend generalisierte Beschwerden. " * 3
    )
    assert check(Said(HERE, "`what`", hard, Use.LINE), "de") == []
    assert "PB080" in check(Said(HERE, "Die Antwort", hard, Use.BUTTON), "de")[0]


def test_the_wording_for_someone_else_is_measured_too() -> None:
    ask = "{say: Where?, them: " + "Where does it hurt them. " * 200 + "}"
    flow = f"flow: leg\ntitle: Leg\nabout: A leg\n{tiny.HEAD}causes: {{otherwise: ache}}\n"
    flow += f"questions:\n  where: {{ask: {ask}, answers: yes-no}}\n"
    assert any("PB080 `ask` of the question `where`" in line for line in found(flow=flow))


def test_lists_shown_together_count_as_one_message() -> None:
    sizes = {m.what: (m.lines, m.choices) for m in asked(shipped.library())}
    assert sizes["The lists `injury` and `infection`"] == (10, 12)


# Reading


def test_a_long_sentence_with_long_words_is_hard_and_says_why() -> None:
    text = "Physiological abnormalities necessitate comprehensive multidisciplinary investigation"
    (line,) = check(Said(HERE, "`why`", f"{text} of the bone and of the muscle.", Use.LINE))
    assert "PB084 `why` reads at grade" in line
    assert "`multidisciplinary`" in line
    assert "longest sentence has 13 words" in line


@pytest.mark.parametrize(
    "text",
    [
        "Emergency department",
        "Rest it. Move it often, and keep the leg warm.",
        "Phone Healthdirect Australia or the Northern Ireland Musculoskeletal Service if it hurts.",
        "Phone the maternity unit or go to an emergency department if the leg is cold and pale.",
    ],
)
def test_names_and_short_texts_are_not_hard(text: str) -> None:
    assert check(Said(HERE, "`why`", text, Use.LINE)) == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("leg", 1), ("over", 2), ("any", 2), ("knee", 1), ("muscle", 2), ("medicine", 3),
     ("swollen", 2), ("numb", 1), ("eased", 1), ("clinician", 3), ("physiotherapist", 5)],
)  # fmt: skip
def test_syllables_are_counted_as_people_say_them(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_text_is_named_once_however_many_inherit_it() -> None:
    hard = "Physiological abnormalities necessitate comprehensive multidisciplinary investigation"
    screen = f"screen: red\ntitle: Red\n{tiny.HEAD}level: today\nunsure counts as: 'yes'\n"
    screen += f"because: {hard} of the bone, the muscle and the skin.\nask: Any?\n"
    screen += "ticks: {one: One, two: Two, three: Three}\n"
    flow = f"flow: leg\ntitle: Leg\nabout: A leg\n{tiny.HEAD}screens: [red]\n"
    lines = found(red=screen, flow=f"{flow}causes: {{otherwise: ache}}\n")
    assert sum("PB084" in line for line in lines) == 1


# Reviews


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2026, 11, 22), ""),
        (date(2027, 9, 22), ""),
        (date(2027, 9, 23), "PB087"),
        (date(2027, 11, 22), "PB087"),
        (date(2027, 11, 23), "PB086"),
    ],
)
def test_a_review_is_good_for_a_year_and_warns_60_days_before(today: date, code: str) -> None:
    lines = [line for line in found(today) if "PB086" in line or "PB087" in line]
    assert [line.split()[1] for line in lines] == ([code] if code else [])
    assert all("The cause `ache`" in line for line in lines)

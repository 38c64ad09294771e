"""Whole conversations on Telegram, beside what the engine says: by taps, and by typed words."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from painbot.flow.model import NONE, UNSURE
from tests.e2e.serving import SECRET, Bot
from tests.e2e.twins import Picks, Twin
from tests.library_fixture import ROOT, compiled
from tests.standins.telegram import BotApi

if TYPE_CHECKING:
    from painbot.flow.model import Library

ADULT: Picks = {"age": ("40-54",)}
WEEKS: Picks = {"pregnancy": ("pregnant",), "age": ("25-39",)}
# A deep link's payload, and what is answered where it is not the first answer or none.
CONVERSATIONS: dict[str, tuple[str, Picks]] = {
    "start-to-side-sleeping": ("", {**ADULT, "trouble": ("side",), "pattern": ("lying",)}),
    "start-to-leg-at-night": ("", {**ADULT, "trouble": ("night-leg",), "feel": ("knot", "ache")}),
    "start-to-pregnancy": ("", {**WEEKS, "trouble": ("pregnancy-hip",), "where": ("front",)}),
    "start-to-something-else": ("", {**ADULT, "trouble": ("something-else",), "feel": ("toes",)}),
    "start-to-a-child": ("", {"who": ("child",), "age": ("10-15",)}),
    "start-to-an-emergency": ("", {"emergency": ("breath", "stroke")}),
    "start-to-a-hospital": ("", {**ADULT, "injury": ("hip-hurt", "dark-urine")}),
    "side-sleeping": ("side-sleeping", {**ADULT, "pattern": ("outer", "constant")}),
    "leg-pain-at-night": ("leg-pain-at-night", {"who": ("adult",), **ADULT, "feel": ("urge",)}),
    "hip-pain-in-pregnancy": ("hip-pain-in-pregnancy", {**WEEKS, "where": ("groin", "calf")}),
    "child-leg-pain": ("child-leg-pain", {"who": ("child",)}),
}


@pytest.fixture(scope="module")
def library() -> Library:
    return compiled(ROOT / "flows")


@pytest.fixture(scope="module", params=["polling", "webhook"])
def either(request: pytest.FixtureRequest) -> Iterator[Bot]:
    """Return a bot that asks for messages, and then one that is called."""
    called = {
        "TELEGRAM_WEBHOOK_URL": "http://127.0.0.1:{port}/telegram",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    with tempfile.TemporaryDirectory(prefix="painbot-") as home, BotApi() as api:
        settings = called if request.param == "webhook" else {}
        bot = Bot(api, Path(home), ROOT / "flows", **settings).serve()
        yield bot
        bot.close()


@pytest.fixture
def twin(either: Bot, library: Library) -> Iterator[Twin]:
    """Return somebody new; in the end nothing may be left or have gone wrong."""
    twin = Twin(either, library)
    yield twin
    twin.ends()
    either.in_order()


@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize("typing", [False, True], ids=["tapped", "typed"])
def test_a_conversation_comes_to_the_engines_result(twin: Twin, name: str, typing: bool) -> None:  # noqa: FBT001
    flow, picks = CONVERSATIONS[name]
    twin.begins(f"/start {flow}".strip(), flow)
    result = twin.goes_on(picks, typing=typing)
    last = twin.person.heard()[-1]
    assert last.text.splitlines()[0].endswith(result.headline)
    assert "not yet reviewed by a clinician" in last.text
    assert [edited for edited in twin.person.heard() if edited.buttons] == [last]


def test_a_tapped_question_shows_the_answer_and_loses_its_buttons(twin: Twin) -> None:
    twin.begins()
    question = twin.person.question()
    twin.taps_on("adult")
    assert twin.trace(question) == "Another adult"
    assert question.text.splitlines()[0] in twin.person.heard()[1].text


def test_ticks_toggle_in_place_and_done_sends_them(twin: Twin) -> None:
    twin.begins("/start leg-pain-at-night", "leg-pain-at-night")
    while "emergency" not in twin.player.here():
        twin.answers(("me",) if "who" in twin.player.here() else ("40-54",))
    before, question = len(twin.person.heard()), twin.person.question()
    for tick, boxes in (("breath", 1), ("stroke", 2), ("breath", 1)):
        twin.taps_on(tick)
        assert sum(label.startswith("☑") for label in twin.person.question().labels) == boxes
    assert len(twin.person.heard()) == before
    assert NONE not in twin.player.offered()  # no more "none of these" beside a tick
    twin.taps_on("done")
    assert twin.player.result is not None
    assert twin.trace(question) == "One side weak, speech slurred"


def test_not_sure_walks_a_list_one_tick_at_a_time(twin: Twin) -> None:
    twin.begins()
    twin.answers(("me",))
    twin.taps_on(UNSURE)
    for choice in ("no", UNSURE, "no", "no", "no"):
        assert twin.person.question().labels == ["Yes", "No", "Not sure"]
        twin.taps_on(choice)
    twin.types("no")
    twin.calls("/back", "back")
    for choice in ("no", "no", "no"):
        twin.taps_on(choice)
    assert "emergency" not in twin.player.here()


ASIDES: dict[str, Callable[[Twin], None]] = {
    "back": lambda twin: twin.calls("/back", "back"),
    "back-in-words": lambda twin: twin.types("back"),
    "why": lambda twin: twin.calls("/why", "why"),
    "help": lambda twin: twin.calls("/help", "help"),
    "help-of-the-bot": lambda twin: twin.calls("/HELP@PainBot_Test_Bot", "help"),
    "help-of-another": lambda twin: twin.types("/help@other_bot"),
    "unknown": lambda twin: twin.calls("/fly_me_to_the_moon", "help"),
    "language": lambda twin: twin.calls("/language", "language"),
    "change": lambda twin: twin.calls("/Change", "change"),
    "start": lambda twin: twin.calls("/START", "start"),
    "restart": lambda twin: twin.calls("/restart", "restart"),
    "restart-elsewhere": lambda twin: twin.calls(
        "/restart side-sleeping", "restart", "side-sleeping"
    ),
    "start-elsewhere": lambda twin: twin.calls("/start side-sleeping", "start", "side-sleeping"),
    "start-nowhere": lambda twin: twin.calls("/start canaryword", "start", "canaryword"),
    "start-nonsense": lambda twin: twin.calls("/start ../../etc", "start", "../../etc"),
    "mydata": lambda twin: twin.calls("/mydata", "mydata"),
    "second": lambda twin: twin.types("the second one"),
    "two": lambda twin: twin.types("2"),
    "nonsense": lambda twin: twin.types("Quetzal <b>&amp; {0} %s Zanzibar"),
}


@pytest.mark.parametrize("aside", ASIDES)
def test_what_can_be_said_at_any_time(twin: Twin, aside: str) -> None:
    picks = CONVERSATIONS["start-to-leg-at-night"][1]
    twin.begins()
    for ids in (("me",), (), ()):
        twin.answers(ids)
    ASIDES[aside](twin)
    twin.goes_on(picks)


@pytest.mark.parametrize("payload", ["hello", "no-such-flow", "my leg hurts"])
def test_a_link_to_nowhere_loses_no_answer(twin: Twin, payload: str) -> None:
    twin.begins()
    twin.answers(("me",))
    twin.calls(f"/start {payload}", "start", payload)
    assert "emergency" in twin.player.here()


def test_stop_ends_it_and_anything_begins_anew(twin: Twin) -> None:
    twin.begins()
    twin.answers(("me",))
    twin.calls("/stop", "stop")
    assert twin.bot.session(twin.person) is None
    twin.begins("Quetzal")
    twin.goes_on({"emergency": ("breath",)})


def test_after_a_stop_nothing_can_be_tapped_any_more(twin: Twin) -> None:
    twin.begins()
    twin.calls("/stop", "stop")
    twin.bot.settled()
    assert [each for each in twin.person.heard() if each.buttons] == []


def test_an_answer_can_be_changed_by_taps(twin: Twin) -> None:
    twin.begins()
    for ids in (("me",), (), (), (), (), ("40-54",)):
        twin.answers(ids)
    twin.types("change")
    twin.taps_on("age")
    twin.taps_on("25-39")
    twin.calls("/mydata", "mydata")
    session = twin.bot.session(twin.person)
    assert session is not None
    assert [each.picks for each in session.answers if "age" in each.key] == [("25-39",)]


@pytest.mark.parametrize(
    ("said", "choice"), [("I can't breathe", "yes"), ("CHEST PAIN!!", "yes"), ("I fainted", "no")]
)
def test_emergency_words_are_confirmed_with_one_tap(twin: Twin, said: str, choice: str) -> None:
    twin.begins()
    twin.answers(("me",))
    twin.types(said)
    assert twin.person.question().labels == ["Yes", "No"]
    twin.taps_on(choice)
    assert (twin.player.result is not None) == (choice == "yes")


def test_lengths_of_time_in_words(twin: Twin) -> None:
    twin.begins("/start side-sleeping", "side-sleeping")
    picks = {**ADULT, "pattern": ("lying",)}
    while "how-long" not in twin.player.here():
        twin.answers(twin._choose(picks))
    question = twin.person.question()
    twin.types("about a month")
    assert twin.trace(question) == "2 weeks to 6 weeks"
    assert twin.goes_on(picks, typing=True).causes


def test_what_stands_below_a_result_works(twin: Twin) -> None:
    twin.begins()
    twin.goes_on({"emergency": ("breath",)})
    twin.types("thank you")
    for choice in ("why-result", "change"):
        if choice in twin.player.offered():
            twin.taps_on(choice)
    twin.calls("/start", "start")
    twin.calls("/restart", "restart")
    assert "who" in twin.player.here()

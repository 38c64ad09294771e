"""What is kept of people: shown in words, gone on demand, never for ever, never readable."""

from __future__ import annotations

import secrets
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from painbot.flow.model import UNSURE
from tests.e2e.serving import Bot, say, wait
from tests.e2e.twins import Twin
from tests.library_fixture import ROOT, compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standins.telegram import Person

DAY = 24 * 3600
LIBRARY = compiled(ROOT / "flows")
PHRASES = LIBRARY.phrases


@pytest.fixture
def twin(bot: Bot) -> Iterator[Twin]:
    twin = Twin(bot, LIBRARY)
    yield twin
    twin.ends()


def kinds(bot: Bot, person: Person) -> set[str]:
    """Return of which kind everything is that is kept of somebody."""
    return {name.split(":")[2] for name in bot.store.of(bot.key(person))}


def last_said(person: Person, start: str) -> str:
    return next(each.text for each in reversed(person.heard()) if each.text.startswith(start))


def test_mydata_shows_all_that_is_kept_in_words(twin: Twin) -> None:
    twin.begins()
    twin.goes_on({"injury": ("runner",), "clot": ("swollen",), "age": ("40-54",)})
    twin.calls("/mydata", "mydata")
    session = twin.bot.session(twin.person)
    assert session is not None
    shown = last_said(twin.person, PHRASES["mydata"])
    for each in session.answers:
        if each.key in LIBRARY.lists:
            said = {tick.id: tick.say.say for tick in LIBRARY.lists[each.key].ticks}
        else:
            said = {one.id: one.say.say for one in LIBRARY.questions[each.key].answers}
        for pick in each.picks:
            assert said[pick] in shown
    assert "swollen" in {pick for each in session.answers for pick in each.picks}
    assert PHRASES["mydata-told"] in shown


def test_mydata_shows_ticks_that_were_not_sent_and_words_that_wait(twin: Twin) -> None:
    twin.begins()
    twin.answers(("me",))
    twin.taps_on("stroke")
    twin.calls("/mydata", "mydata")
    twin.types("chest pain")
    twin.calls("/mydata", "mydata")
    shown = last_said(twin.person, PHRASES["mydata"])
    session = twin.bot.session(twin.person)
    assert session is not None
    assert (session.toggled, len(session.pending)) == (("stroke",), 1)
    assert "Suddenly weak or numb in the face" in shown
    assert {alarm.id: alarm.because.say for alarm in LIBRARY.words.alarms}[
        session.pending[0]
    ] in shown


def test_who_never_talked_has_nothing_kept(bot: Bot) -> None:
    person = bot.person()
    person.says("/mydata")
    person.wait(lambda each: bool(each.heard()))
    bot.settled()
    assert [each.text for each in person.heard()] == [PHRASES["mydata-none"]]
    assert kinds(bot, person) == {"seen"}


@pytest.mark.parametrize("word", ["/forget", "forget me", "/stop"])
def test_what_is_forgotten_is_gone_and_old_messages_do_not_bring_it_back(
    bot: Bot, word: str
) -> None:
    person = bot.person()
    first = person.says("/start")
    person.wait(lambda each: len(each.heard()) == 2)
    tapped = person.taps("Me")
    person.wait(lambda each: len(each.heard()) == 3)
    bot.settled()
    assert kinds(bot, person) >= {"session", "seen", "shown"}
    last = person.says(word)
    person.wait(lambda each: len(each.heard()) == 4)
    bot.settled()
    assert kinds(bot, person) == {"seen"}
    seen = bot.process.happened("repeated")
    for each in (first, tapped, last):
        bot.api.again(each)
    wait(lambda: bot.process.happened("repeated") == seen + 3)
    bot.settled()
    assert kinds(bot, person) == {"seen"}
    assert len(person.heard()) == 4
    assert bot.store.lifetime("seen", bot.key(person)) <= 25 * 3600


def test_what_is_forgotten_cannot_be_tapped_any_more(twin: Twin) -> None:
    twin.begins()
    twin.calls("/forget", "forget")
    twin.bot.settled()
    assert [each for each in twin.person.heard() if each.buttons] == []


def test_everything_lapses_at_every_moment(twin: Twin) -> None:
    def lapses() -> bool:
        return twin.bot.store.immortal() == set()

    twin.begins()
    for act in (
        lambda: twin.answers(("me",)),
        lambda: twin.taps_on("breath"),
        lambda: twin.taps_on("breath"),
        lambda: twin.taps_on(UNSURE),
        lambda: twin.types("chest pain"),
        lambda: twin.taps_on("no"),
        lambda: twin.calls("/mydata", "mydata"),
        lambda: twin.calls("/restart", "restart"),
        lambda: twin.goes_on({"emergency": ("breath",)}),
        lambda: twin.calls("/forget", "forget"),
    ):
        act()
        assert lapses()


@pytest.mark.parametrize("days", ["3", "7"])
def test_it_says_for_how_long_it_keeps_and_does_so(own: Bot, days: str) -> None:
    own.serve(PAINBOT_KEEP_DAYS=days)
    person = own.person()
    person.says("/start")
    person.wait(lambda each: len(each.heard()) == 2)
    own.settled()
    assert f"I keep your answers for {days} days" in person.heard()[0].text
    lifetimes = {own.store.lifetime(kind, own.key(person)) for kind in ("session", "shown")}
    assert all(int(days) * DAY - 60 < each <= int(days) * DAY for each in lifetimes)


def talk(bot: Bot) -> Person:
    """Talk up to a result, with words that nobody should ever find again."""
    person = bot.person()
    say(person, "/start", "me", "none", "Quetzal canaryword", "none", "34", "calf", "3")
    person.says("chest pain Zanzibar")
    person.wait(lambda each: each.heard()[-1].labels == ["Yes", "No"])
    person.taps("No")
    bot.settled()
    return person


def on_disk(folder: Path) -> bytes:
    """Return all that the private server has written down."""
    return b"\n".join(path.read_bytes() for path in folder.rglob("*.aof"))


FREE_TEXT = [b"Quetzal", b"canaryword", b"Zanzibar", b"chest pain"]
ANSWERS = [b"start.where", b"calf", b"ache", b"alarm-signs", b"A hard knot"]


def test_with_keys_nothing_on_the_disk_can_be_read(own: Bot) -> None:
    own.serve(PAINBOT_KEYS=b64encode(secrets.token_bytes(32)).decode())
    person = talk(own)
    written = on_disk(own.home / "store")
    assert b":session:" in written
    ids = [str(person.chat_id).encode(), str(person.user["first_name"]).encode()]
    assert [each for each in (*FREE_TEXT, *ANSWERS, *ids) if each in written] == []


def test_without_keys_ids_of_answers_are_on_the_disk_and_nothing_that_was_typed(own: Bot) -> None:
    own.serve()
    person = talk(own)
    written = on_disk(own.home / "store")
    assert b"calf" in written
    unwanted = [*FREE_TEXT[:3], str(person.user["first_name"]).encode()]
    assert [each for each in unwanted if each in written] == []

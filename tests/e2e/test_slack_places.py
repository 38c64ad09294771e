"""Where people meet painbot in Slack: channels that see nothing, its own page, other messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.serving import wait
from tests.e2e.slacks import App
from tests.library_fixture import ROOT, compiled

if TYPE_CHECKING:
    from tests.standins.slack import Channel, Person

LIBRARY = compiled(ROOT / "flows")
PHRASES = LIBRARY.phrases
QUESTION = "Who is this for?"
HEALTH = "my leg hurts Quetzal, chest pain"


def asked(person: Person, text: str = QUESTION) -> None:
    """Wait until somebody is asked this."""
    person.wait(lambda each: bool(each.heard()) and text in each.heard()[-1].text)
    person.wait(lambda each: bool(each.heard()[-1].buttons))


def begun(app: App) -> Person:
    """Return somebody new who was asked the first question."""
    person = app.person()
    person.says("hello")
    asked(person)
    return person


def told(person: Person, phrase: str) -> None:
    """Wait until they are told this, and asked again below."""
    person.wait(lambda each: any(PHRASES[phrase] in one.text for one in each.heard()))
    person.wait(lambda each: bool(each.heard()[-1].buttons))


# Whatever somebody can do in a channel, and whether that begins a talk in private.
ENTRIES: dict[str, tuple[Callable[[Channel, Person], object], bool]] = {
    "named": (lambda room, person: room.mentions(person, HEALTH), False),
    "named in a thread": (lambda room, person: room.mentions(person, HEALTH, thread="1.2"), False),
    "command": (lambda room, person: person.commands("", room), True),
    "command with words": (lambda room, person: person.commands(HEALTH, room), True),
    "command with a topic": (lambda room, person: person.commands("side-sleeping", room), True),
    "help": (lambda room, person: person.commands("help", room), True),
    "mydata": (lambda room, person: person.commands("mydata", room), True),
    "forget": (lambda room, person: person.commands("forget", room), True),
    "shortcut": (lambda room, person: (room.says(person, HEALTH), person.chooses(room)), True),
    "not named": (lambda room, person: room.says(person, HEALTH), False),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_nobody_in_a_channel_ever_sees_anything(app: App, entry: str) -> None:
    act, begins = ENTRIES[entry]
    room, person, other = app.channel(), app.person(), app.person()
    act(room, person)
    if begins:
        person.wait(lambda each: bool(each.heard()))
    if entry != "not named":
        wait(lambda: bool(room.seen_by(person)))
    app.settled()
    assert room.seen_by_all() == []
    assert room.seen_by(other) == other.heard() == []
    said = "".join(each.text + each.fallback for each in room.seen_by(person))
    lines = {PHRASES["elsewhere"], PHRASES["private"]}
    assert said.replace(PHRASES["elsewhere"], "").replace(PHRASES["private"], "") == ""
    assert bool(said) == (entry != "not named")
    assert any(line in said for line in lines) == bool(said)
    if not begins:
        assert person.heard() == []


def test_no_result_ever_goes_to_a_channel(app: App) -> None:
    room, person = app.channel(), app.person()
    person.commands("my mum cannot breathe", room)
    person.wait(lambda each: bool(each.heard()) and each.heard()[-1].labels == ["Yes", "No"])
    person.taps("Yes")
    person.wait(lambda each: bool(each.heard()[-1].seen.headers))
    app.settled()
    posts = app.api.calls_of("chat.postMessage")
    assert {call.params["channel"] for call in posts} <= {each.user_id for each in app.people}
    assert room.seen_by_all() == []


def test_a_line_in_a_channel_opens_the_private_talk(app: App) -> None:
    room, person = app.channel(), app.person()
    room.mentions(person, HEALTH)
    wait(lambda: bool(room.seen_by(person)))
    ((button,),) = room.seen_by(person)[0].buttons
    assert button.text == PHRASES["open-private"]
    assert button.url == f"slack://app?team={app.api.team.team_id}&id=A0PAINBOT&tab=messages"
    person.taps_line(room, PHRASES["open-private"])
    asked(person)


def test_pressing_the_line_of_a_talk_that_was_begun_begins_no_other(app: App) -> None:
    room, person = app.channel(), app.person()
    person.commands("", room)
    asked(person)
    wait(lambda: bool(room.seen_by(person)))
    person.taps_line(room, PHRASES["open-private"])
    app.settled()
    assert len(person.heard()) == 2


def on_page(person: Person) -> list[str]:
    """Return the buttons of the app's own page."""
    return person.home.shown().labels if person.home else []


def test_the_own_page_begins_topics_goes_on_and_forgets(app: App) -> None:
    person = app.person()
    person.opens_home()
    person.wait(lambda each: each.home is not None)
    assert person.home is not None
    page = person.home.shown()
    assert PHRASES["home-where"] in page.text
    assert [
        flow.title.say for flow in LIBRARY.flows.values() if flow.title.say not in page.text
    ] == []
    assert PHRASES["home-resume"] not in page.labels
    person.taps_home(PHRASES["home-begin"], "side-sleeping")
    asked(person)
    person.wait(
        lambda each: PHRASES["home-resume"] in (each.home.shown().labels if each.home else [])
    )
    person.taps_home(PHRASES["home-resume"])
    person.wait(lambda each: len(each.heard()) > 2)
    person.taps_home(PHRASES["home-mydata"])
    person.wait(lambda each: any(PHRASES["mydata"] in one.text for one in each.heard()))
    person.taps_home(PHRASES["home-forget"])
    person.wait(lambda each: PHRASES["home-resume"] not in on_page(each))
    app.settled()
    assert app.session(person) is None


def test_looking_at_the_messages_publishes_no_page(app: App) -> None:
    person = app.person()
    person.opens_home("messages")
    app.settled()
    assert person.home is None


@pytest.mark.parametrize("words", ["", "my knee"])
def test_files_are_answered_kindly_and_their_words_count(app: App, words: str) -> None:
    person = begun(app)
    person.sends_file(words and "me")
    if words:
        asked(person, "First, the most urgent signs")
    else:
        told(person, "not-text")


@pytest.mark.parametrize("thread", ["", "1700000000.000001"])
@pytest.mark.parametrize("subtype", ["", "me_message", "thread_broadcast"])
def test_words_count_wherever_in_the_private_chat_they_stand(
    app: App, thread: str, subtype: str
) -> None:
    person = begun(app)
    person.says("me", thread=thread, subtype=subtype)
    asked(person, "First, the most urgent signs")


def test_an_edited_message_is_no_answer_but_emergency_words_count(app: App) -> None:
    person = begun(app)
    person.says("canaryword")
    person.wait(lambda each: len(each.heard()) == 4)
    person.edits("me")
    told(person, "edited")
    person.edits("chest pain")
    person.wait(lambda each: each.heard()[-1].labels == ["Yes", "No"])


SILENT: dict[str, dict[str, Any]] = {
    "the bot's own": {"bot_id": "B1", "text": "Zanzibar", "ts": "1.000001"},
    "another bot's": {"subtype": "bot_message", "bot_id": "B2", "text": "Zanzibar", "ts": "1.1"},
    "a huddle": {"subtype": "huddle_thread", "user": "USLACKBOT", "ts": "1.000001", "text": "x"},
    "a deletion": {"subtype": "message_deleted", "ts": "1.000001", "deleted_ts": "1.000000"},
    "a topic": {"subtype": "channel_topic", "user": "U1", "text": "Zanzibar", "ts": "1.000001"},
    "an own edit": {
        "subtype": "message_changed",
        "message": {"bot_id": "B1", "text": "Zanzibar", "ts": "1.000001", "user": "U1"},
        "previous_message": {"bot_id": "B1", "text": "Quetzal", "ts": "1.000001"},
    },
}


@pytest.mark.parametrize("kind", SILENT)
def test_what_nobody_wrote_is_answered_by_nobody(app: App, kind: str) -> None:
    calls = len(app.api.calls)
    event = {"type": "message", "channel_type": "im", "channel": "D1", **SILENT[kind]}
    team = app.api.team.team_id
    app.api.inject({"type": "event_callback", "team_id": team, "event_id": kind, "event": event})
    app.settled()
    assert app.api.deliveries[-1].status == 200
    assert len(app.api.calls) == calls


def test_a_number_is_typed_into_its_field(app: App) -> None:
    person = app.person()
    person.commands("side-sleeping")
    asked(person)
    person.taps("Me")
    asked(person, "How old are you?")
    question = person.question()
    assert question.text.count("Type a number") == 1
    person.enters("45")
    person.wait(lambda each: each.heard()[-1].message_id > question.message_id)
    (answered,) = (each for each in person.heard() if each.message_id == question.message_id)
    assert "✓ 40 to 54" in answered.text


@pytest.mark.parametrize("said", ["", "-1", "1e400", "45.5", "canaryword"])
def test_a_number_that_is_none_is_asked_for_again(app: App, said: str) -> None:
    person = app.person()
    person.commands("side-sleeping")
    asked(person)
    person.taps("Me")
    asked(person, "How old are you?")
    before = len(person.heard())
    person.enters(said)
    person.wait(lambda each: len(each.heard()) > before and bool(each.heard()[-1].buttons))
    app.settled()

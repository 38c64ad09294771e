"""What leaves for Slack: long results, pictures, and no faster than Slack takes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.serving import wait
from tests.e2e.slacks import App
from tests.e2e.test_serve_sending import png
from tests.e2e.test_slack_places import asked
from tests.standins.slack import Call, Fault

if TYPE_CHECKING:
    from tests.standins.slack import Person

TO_WHERE = ("hello", "me", "none", "none", "34")
TO_THE_END = (*TO_WHERE, "calf", "a hard knot", "3 weeks")
WRITING = ("chat.postMessage", "chat.update")


def say(person: Person, *texts: str) -> None:
    """Say one thing after the other, each once something new is asked."""
    for text in texts:
        before = len(person.heard())
        person.says(text)
        person.wait(
            lambda each, old=before: len(each.heard()) > old and bool(each.heard()[-1].buttons)  # type: ignore[misc]
        )


def edit(app: App, name: str, old: str, new: str) -> None:
    assert app.place.flows is not None
    file = app.place.flows / name
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))


def sent_to(app: App, person: Person) -> list[Call]:
    """Return the calls that were tried to write to somebody, in order."""
    names = (person.user_id, person.chat_id)
    calls = (call for call in tuple(app.api.calls) if call.method in WRITING)
    return [call for call in calls if call.params.get("channel") in names]


def test_a_long_result_is_cut_into_blocks_with_buttons_at_the_end(own_app: App) -> None:
    words = " ".join(f"step{number}; 😀" for number in range(900))
    edit(own_app, "tips.yaml", "say: Walk a little.", f"say: Walk. {words}.")
    edit(own_app, "tips.yaml", "say: Stretch the calf.", f"say: Stretch. {words}.")
    person = own_app.serve().person()
    say(person, *TO_THE_END)
    own_app.settled()
    mine = max(each.message_id for each in person.screen() if each.mine)
    parts = [each for each in person.heard() if each.message_id > mine]
    text = "\n".join(each.text for each in parts)
    places = [text.find(each) for each in ("Book a visit", "Stretch.", "Walk.", "The test book")]
    assert -1 not in places
    assert [text.count(f"step{number};") for number in range(900)] == [2] * 900
    assert [each for each in person.heard() if each.buttons] == parts[-1:]


@pytest.fixture
def pictured(own_app: App) -> App:
    """Return an app whose first topic question has a picture."""
    assert own_app.place.flows is not None
    (own_app.place.flows / "pictures").mkdir()
    (own_app.place.flows / "pictures" / "spot.png").write_bytes(png(320, 200))
    edit(
        own_app,
        "knee.yaml",
        "    ask: Where is it?\n",
        "    ask: Where is it?\n    picture: spot\n",
    )
    own_app.api.team.scopes = (*own_app.api.team.scopes, "files:write")
    return own_app


def test_a_picture_is_uploaded_once_and_says_what_it_is_for(pictured: App) -> None:
    pictured.serve()
    for _ in range(2):
        person = pictured.person()
        say(person, *TO_WHERE)
        assert person.question().photo
        assert person.question().seen.images[0].alt.startswith("Where is it?")
    assert len(pictured.api.calls_of("files.completeUploadExternal")) == 1


@pytest.mark.parametrize("way", ["refused", "unusable", "hanging"])
def test_without_its_picture_a_question_is_asked_all_the_same(pictured: App, way: str) -> None:
    def ask(call: Call) -> Fault | None:
        if way == "refused" and call.method == "files.getUploadURLExternal":
            return Fault.said("storage_limit_reached")
        if way == "hanging" and call.method == "files.completeUploadExternal":
            return Fault.hang(6.0)
        pictures = [block["type"] for block in call.params.get("blocks", ())]
        return Fault.said("invalid_blocks") if way == "unusable" and "image" in pictures else None

    pictured.api.faults = ask
    person = pictured.serve().person()
    say(person, *TO_WHERE)
    assert person.question().text.startswith("Where is it?")
    assert not person.question().photo


def test_no_faster_than_one_message_a_second_with_a_short_burst(own_app: App) -> None:
    person = own_app.serve(SLACK_PER_CHAT="1").person()
    say(person, *TO_WHERE)
    own_app.settled()
    new = [call.at for call in sent_to(own_app, person) if call.method == "chat.postMessage"]
    for first, fifth in zip(new, new[4:], strict=False):
        assert fifth - first > 0.9  # three at once, then one a second


def test_slack_is_left_alone_for_as_long_as_it_wants(own_app: App) -> None:
    left = [2]

    def ask(call: Call) -> Fault | None:
        if call.method != "chat.postMessage" or not left[0]:
            return None
        left[0] -= 1
        return Fault.too_many(1)

    own_app.api.faults = ask
    person = own_app.serve().person()
    person.says("hello")
    asked(person, "Who is it for?")
    tries = sent_to(own_app, person)
    refused = [call for call in tries if call.status == 429]
    assert len(refused) == 2
    assert all(
        after.at - before.at >= 1.0 for before, after in zip(refused, tries[1:], strict=False)
    )
    assert len(person.heard()) == 2


GONE = ["account_inactive", "channel_not_found", "user_not_found"]


@pytest.mark.parametrize("word", GONE)
def test_who_cannot_be_written_to_any_more_is_forgotten(own_app: App, word: str) -> None:
    person = own_app.serve().person()
    say(person, "hello", "me")
    own_app.settled()
    person.blocks(word)
    person.says("canaryword")
    wait(lambda: own_app.session(person) is None)
    own_app.settled()
    assert {name.split(":")[2] for name in own_app.store.of(own_app.key(person))} == {"seen"}
    tried = [call for call in sent_to(own_app, person) if call.description == word]
    assert 1 <= len(tried) <= 2


@pytest.mark.parametrize(
    "word", ["invalid_auth", "internal_error", "service_unavailable", "messages_tab_disabled"]
)
def test_what_may_pass_is_tried_again(own_app: App, word: str) -> None:
    left = [3]

    def ask(call: Call) -> Fault | None:
        if call.method != "chat.postMessage" or not left[0]:
            return None
        left[0] -= 1
        return Fault.said(word)

    own_app.api.faults = ask
    person = own_app.serve().person()
    person.says("hello")
    asked(person, "Who is it for?")
    assert len(person.heard()) == 2


def test_where_slack_takes_no_field_for_a_number_its_words_are_there(own_app: App) -> None:
    def ask(call: Call) -> Fault | None:
        kinds = [block["type"] for block in call.params.get("blocks", ())]
        return Fault.said("invalid_blocks") if "input" in kinds else None

    own_app.api.faults = ask
    own_app.serve()
    for refused in (1, 0):
        person = own_app.person()
        before = len(own_app.api.calls_of("chat.postMessage"))
        say(person, "hello", "me", "none", "none")
        assert person.question().text.startswith("How old?")
        assert "Type a number" in person.question().text
        assert person.question().seen.fields == ()
        tried = [call for call in own_app.api.calls_of("chat.postMessage")[before:] if not call.ok]
        assert len(tried) == refused  # it is learnt
        say(person, "34")
        asked(person, "Where is it?")


def test_a_message_that_slack_refuses_for_good_holds_nobody_up(own_app: App) -> None:
    left = [1]

    def ask(call: Call) -> Fault | None:
        if call.method != "chat.postMessage" or not left[0]:
            return None
        left[0] -= 1
        return Fault.said("restricted_action_read_only_channel")

    own_app.api.faults = ask
    person = own_app.serve().person()
    person.says("hello")
    asked(person, "Who is it for?")


def test_slack_that_is_away_is_waited_for(own_app: App, tmp_path: Path) -> None:
    del tmp_path
    own_app.serve()
    person = own_app.person()
    person.says("hello")
    asked(person, "Who is it for?")
    own_app.api.go_away()
    person.says("me")
    wait(lambda: not own_app.api.waiting())
    own_app.api.come_back()
    asked(person, "Any of these now?")
    own_app.settled()

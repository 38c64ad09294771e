"""What a person notices of the engine, on a library small enough to read."""

from __future__ import annotations

from datetime import datetime

import pytest

from painbot.dialogue.events import Tapped, Typed
from painbot.flow.levels import Level
from painbot.flow.model import Library
from tests.tiny import HEAD, NOON, Talk, flow, library

QUESTIONS = flow(
    "screens: [alarm-signs, nerves]\n"
    "questions:\n"
    "  where: {ask: Where?, short: where, choose: any, answers: {calf: Calf, foot: Foot}}\n"
    "  feel: {if: where has calf, ask: How?, short: how, answers: {knot: A knot, ache: An ache}}\n"
    "  hang: {ask: Eased by hanging?, short: it eases when it hangs, answers: yes-no-unsure,"
    " unsure counts as: yes}\n"
    "  long: {ask: How long?, short: how long, duration: [2 days, 2 weeks, 6 weeks]}\n"
    "rules:\n"
    "  hanging: {if: hang is yes, at least: today, because: Too little blood.}\n"
    "  weeks: {if: long >= 6 weeks, at least: routine, because: It has gone on.}\n"
    "check again: {self-care: Check in 2 weeks.}\n",
    causes="  cramp: {fits: feel is knot}\n  ache: {may fit: where has foot}\n  otherwise: ache\n",
)
CRAMP = f"cause: cramp\nname: Cramp\nwhat: It cramps.\ntips: [stretch]\n{HEAD}"
TIPS = "tips: {stretch: {say: Stretch it., hide if: nerves is positive}}\n"
SIGNS = (
    f"screen: alarm-signs\ntitle: Alarm\nask: Any of these?\nlevel: emergency\n{HEAD}"
    "unsure counts as: today\nbecause: It is urgent.\n"
    "ticks: {breath: Short of breath, stroke: {say: Face drops, unsure counts as: yes}}\n"
    "meanwhile: {door: Unlock the door.}\n"
)
NERVES = (
    f"screen: nerves\ntitle: Nerves\nask: Any of these too?\nlevel: hospital\n{HEAD}"
    "unsure counts as: no\nbecause: Nerves are squeezed.\n"
    "ticks: {numb: Numb, weak: {say: Weak, level: {gb: today, otherwise: hospital}}, "
    "tired: {say: Tired legs, level: soon}}\n"
    "then: {more: {ask: And these?, ticks: {walk: Cannot walk}}}\n"
    "rules:\n  both: {if: numb and more has walk, at least: emergency, because: Call now.}\n"
    "  old: {if: tired and age >= 65, at least: today, because: At your age.}\n"
)


@pytest.fixture(scope="module")
def small() -> Library:
    return library(start=QUESTIONS, cramp=CRAMP, tips=TIPS, signs=SIGNS, nerves=NERVES)


@pytest.fixture
def talk(small: Library) -> Talk:
    return Talk(small)


def test_the_first_message_greets_says_what_is_kept_and_asks(talk: Talk) -> None:
    assert talk.says("welcome")
    assert "I keep your answers for 7 days so" in talk.told
    assert talk.asking.text == "Who is it for?"
    assert [choice.label for choice in talk.asking.choices] == ["Me", "Another adult"]


def test_a_calm_conversation_ends_in_self_care_with_cause_and_tip(talk: Talk) -> None:
    talk.tap("me", "none", "none", "calf", "done", "knot", "no", "2-days")
    assert talk.result.level is Level.SELF_CARE
    assert talk.result.causes == ("cramp",)
    assert talk.result.tips == ("stretch",)
    ids = [section.id for section in talk.result.sections]
    assert ids[-3:] == ["sources", "reviewed", "disclaimer"]
    texts = [point.text for section in talk.result.sections for point in section.points]
    assert "not yet reviewed by a clinician (2026-11-22)" in texts
    assert "Check in 2 weeks." in texts


def test_a_question_whose_condition_fails_is_not_asked(talk: Talk) -> None:
    talk.tap("me", "none", "none", "foot", "done")
    assert talk.asking.text == "Eased by hanging?"


def test_ticks_toggle_in_place_and_done_sends_them(talk: Talk) -> None:
    talk.tap("me", "none", "none", "foot")
    assert talk.asking.redraw
    assert [choice.id for choice in talk.asking.choices if choice.picked] == ["foot"]
    assert [choice.id for choice in talk.asking.more] == ["done"]
    talk.tap("calf", "foot", "done")
    assert talk.asking.text == "How?"


def test_an_emergency_ends_the_questions_at_once(talk: Talk) -> None:
    talk.tap("me", "breath", "done")
    assert talk.result.level is Level.EMERGENCY
    assert talk.result.reasons == ("alarm-signs.breath",)
    assert talk.result.causes == talk.result.tips == ()
    assert talk.result.meanwhile == ("door",)


def test_a_hospital_is_told_before_what_could_still_be_an_emergency_is_asked(talk: Talk) -> None:
    talk.tap("me", "none", "numb", "done")
    assert talk.stop == "screen:nerves.more"
    assert "Level hospital" in talk.told
    talk.tap("none")
    assert talk.result.level is Level.HOSPITAL
    assert talk.told == ""


def test_a_follow_up_list_is_asked_only_if_it_could_raise(talk: Talk) -> None:
    talk.tap("me", "none", "tired", "done")
    assert talk.stop == "fact:age:nerves"


def test_a_fact_is_asked_only_where_the_level_hangs_on_it(small: Library) -> None:
    young = Talk(small).tap("me", "none", "tired", "done", "16-64")
    assert young.stop == "question:where"
    old = Talk(small).tap("me", "none", "tired", "done", "65-plus")
    assert old.result.level is Level.TODAY
    silent = Talk(small).tap("me", "none", "tired", "done", "unsure")
    assert silent.result.level is Level.TODAY


def test_a_level_by_country_asks_the_country_and_tells_nothing_worse_meanwhile(
    small: Library,
) -> None:
    asked = Talk(small).tap("me", "none", "weak", "done")
    assert asked.stop.startswith("fact:country")
    assert "hospital" not in asked.told
    assert asked.tap("gb").result.level is Level.TODAY
    assert "Phone 111." in asked.result.contact_lines
    away = Talk(small).tap("me", "none", "weak", "done", "other")
    assert away.result.level is Level.HOSPITAL


def test_from_today_up_topic_questions_end(talk: Talk) -> None:
    talk.tap("me", "none", "none", "foot", "done", "yes")
    assert talk.result.level is Level.TODAY
    assert talk.result.reasons == ("hanging",)


def test_not_sure_counts_as_the_question_says(talk: Talk) -> None:
    talk.tap("me", "none", "none", "foot", "done", "unsure")
    assert talk.result.level is Level.TODAY
    because = next(s for s in talk.result.sections if s.id == "because")
    assert "Not sure" in because.points[0].details[0]


def test_not_sure_about_a_list_walks_it_one_tick_at_a_time(talk: Talk) -> None:
    talk.tap("me", "unsure")
    assert talk.asking.text.endswith("Short of breath")
    talk.tap("unsure")
    assert talk.asking.text.endswith("Face drops")
    talk.tap("no")
    talk.tap("none")
    assert talk.result.level is Level.TODAY


def test_a_yes_to_an_emergency_ends_the_walk(talk: Talk) -> None:
    talk.tap("me", "unsure", "yes")
    assert talk.result.level is Level.EMERGENCY


def test_not_sure_may_count_as_the_tick_itself_or_as_nothing(small: Library) -> None:
    assert Talk(small).tap("me", "unsure", "no", "unsure").result.level is Level.EMERGENCY
    nothing = Talk(small).tap("me", "none", "unsure", "unsure", "no", "no")
    assert nothing.stop == "question:where"


def test_the_night_wording_is_used_at_night(small: Library) -> None:
    night = Talk(small, at=datetime(2026, 11, 22, 3))  # noqa: DTZ001
    night.tap("me", "breath", "done")
    assert night.result.headline == "Night emergency"
    assert Talk(small).tap("me", "breath", "done").result.headline == "Level emergency"


def test_back_takes_back_one_answer_after_another(talk: Talk) -> None:
    talk.tap("me", "none", "none", "calf", "done", "knot")
    assert talk.say("back").asking.text == "How?"
    assert talk.say("back").asking.text == "Where?"
    assert talk.say("go back").stop == "screen:nerves"
    talk.say("back", "back")
    assert talk.asking.text == "Who is it for?"
    assert talk.say("back").says("nothing-to-undo")


def test_back_from_a_told_hospital_is_never_silent(talk: Talk) -> None:
    talk.tap("me", "none", "numb", "done")
    talk.call("back")
    assert talk.says("lowered")
    talk.tap("none", "foot", "done", "no", "2-days")
    assert talk.result.sections[0].id == "lowered"
    assert "Level hospital" in talk.result.sections[0].points[0].details


def test_changing_an_answer_keeps_the_others(talk: Talk) -> None:
    talk.tap("me", "none", "none", "calf", "done", "knot", "no", "2-days")
    talk.call("change")
    assert "where: Calf" in [choice.label for choice in talk.asking.choices]
    talk.tap("start.where")
    assert talk.asking.text == "Where?"
    talk.tap("foot", "done")
    assert talk.result.causes == ("ache",)


def test_an_earlier_answer_can_be_changed_by_typing(talk: Talk) -> None:
    talk.tap("me", "none", "none", "foot", "done", "no")
    talk.say("change", "it eases when it hangs: No")
    assert talk.asking.text == "Eased by hanging?"


def test_an_old_button_is_answered_with_the_present_question(talk: Talk) -> None:
    session = talk.session
    assert session is not None
    talk.tap("me")
    talk.send(Tapped(session.id, session.number, "adult", NOON, "x"))
    assert talk.says("stale-tap")
    assert talk.stop == "screen:alarm-signs"


def test_no_two_questions_of_a_chat_have_one_number_also_after_beginning_again(talk: Talk) -> None:
    talk.tap("me", "none")
    before = talk.asking.number
    talk.call("restart")
    assert talk.asking.number == before + 1


def test_a_box_pressed_twice_is_ticked_where_the_button_says_so(talk: Talk) -> None:
    talk.tap("me")
    for ticks in (True, True):
        _press(talk, "breath", ticks=ticks)
    assert [choice.id for choice in talk.asking.choices if choice.picked] == ["breath"]
    for ticks in (False, False):
        _press(talk, "breath", ticks=ticks)
    assert not any(choice.picked for choice in talk.asking.choices)


def _press(talk: Talk, choice: str, *, ticks: bool) -> None:
    session = talk.session
    assert session is not None
    talk.send(Tapped(session.id, session.number, choice, NOON, "x", ticks=ticks))


@pytest.mark.parametrize("choice", ["nonsense", "", "yes", "📎" * 300])
def test_a_forged_button_changes_nothing(talk: Talk, choice: str) -> None:
    talk.tap("me")
    before = talk.session
    talk.tap(choice)
    assert talk.session == before


def test_what_is_not_understood_is_asked_again_the_second_time_with_examples(talk: Talk) -> None:
    talk.tap("me", "none", "none")
    assert talk.say("purple elephants").says("unclear")
    assert talk.say("purple elephants").says("unclear-again")
    assert "Calf" in talk.told
    assert talk.asking.text == "Where?"


@pytest.mark.parametrize(
    "text", ["", " ", "\0\0", "👍🏽🦵", "مرحبا بك", "x" * 100_000, "\ud800", "calf\u202efoot"]
)
def test_odd_messages_get_a_kind_question_again(talk: Talk, text: str) -> None:
    talk.tap("me", "none", "none")
    before = talk.session
    talk.say(text)
    assert talk.asking.text == "Where?"
    assert talk.told
    assert talk.session is not None
    assert before is not None
    assert talk.session.answers == before.answers


def test_emergency_words_ask_once_and_a_yes_raises(talk: Talk) -> None:
    talk.say("my calf hurts and I have chest pain")
    assert [choice.id for choice in talk.asking.choices] == ["yes", "no"]
    assert talk.say("yes").result.level is Level.EMERGENCY


def test_emergency_words_denied_go_on_where_we_were(talk: Talk) -> None:
    talk.tap("me", "none").say("chest pain")
    talk.say("no")
    assert talk.stop == "screen:nerves"
    assert talk.asking.text == "Any of these too?"


def test_denied_words_raise_nothing(talk: Talk) -> None:
    talk.say("me, and I don't have chest pain")
    assert talk.session is not None
    assert talk.session.pending == ()


def test_emergency_words_in_the_very_first_message_are_heard(small: Library) -> None:
    talk = Talk(small)
    talk.session = None
    talk.say("I can't breathe and my leg is swollen")
    assert talk.tap("yes").result.level is Level.EMERGENCY


def test_why_says_why_it_is_asked_and_asks_again(talk: Talk) -> None:
    talk.tap("me").say("why")
    assert "Alarm" in talk.told
    assert talk.asking.text == "Any of these?"


def test_help_language_and_stop(talk: Talk) -> None:
    assert talk.say("help").says("help")
    assert talk.call("language").says("language")
    talk.say("stop")
    assert talk.session is None
    assert talk.says("stopped")


def test_start_again_begins_a_new_conversation(talk: Talk) -> None:
    talk.tap("me", "none").say("start again")
    assert talk.session is not None
    assert talk.session.answers == ()
    assert talk.asking.text == "Who is it for?"


def test_coming_back_goes_on_at_the_same_question(talk: Talk) -> None:
    talk.tap("me", "none").call("start")
    assert talk.says("resumed")
    assert talk.stop == "screen:nerves"


def test_after_the_result_coming_back_shows_it_again(talk: Talk) -> None:
    first = talk.tap("me", "breath", "done").result
    assert talk.call("start").result.headline == first.headline
    assert "urgent" in talk.say("why").told


def test_someone_else_is_asked_for_in_other_words(small: Library) -> None:
    talk = Talk(small).tap("adult")
    assert talk.session is not None
    assert talk.session.answers[0].picks == ("adult",)


def test_changing_who_it_is_for_clears_everything(talk: Talk) -> None:
    talk.tap("me", "none", "none", "calf", "done")
    talk.call("change", "who").tap("adult")
    assert talk.stop == "screen:alarm-signs"


def test_a_yes_takes_the_one_answer_that_was_close(talk: Talk) -> None:
    talk.tap("me", "none", "none", "calf", "done")
    assert talk.say("ankle knot").asking.text == "How?"
    assert talk.say("yes").asking.text == "Eased by hanging?"


def test_words_typed_to_an_older_question_are_no_answer(talk: Talk) -> None:
    talk.tap("me", "none")
    before = talk.session
    talk.send(Typed("none", NOON, "new", seen=1))
    assert talk.says("stale-tap")
    assert talk.session == before

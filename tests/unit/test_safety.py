"""Nothing worse is skipped, nothing newer is overridden, nothing is lowered silently."""

from __future__ import annotations

import msgspec
import pytest

from painbot.dialogue.engine import step
from painbot.dialogue.events import Called, Event, Tapped, Typed
from painbot.dialogue.session import Answered, Session
from painbot.flow.levels import Level
from painbot.flow.model import Library
from tests.tiny import NOON, Talk, flow, library, screen

TWO = "level: today\nticks:\n  a: Sign a\n  b: {say: Sign b, level: hospital}\n"
START = flow("screens: [signs]\n")
PAGE = {"signs.page-2": "b"}
BOTH = ", because: Both., sources: [book]}\n"


def signs(body: str, start: str = START, **more: str) -> Library:
    """Return a library around one screen called signs; more screens as bodies by name."""
    others = {name: screen(text, name) for name, text in more.items()}
    return library(signs=screen(body), start=start, **others)


def ended(talk: Talk, **given: str) -> list[str]:
    """Return the keys asked up to the result; `__` in a name stands for a dot."""
    return talk.through({"who": "me", **{k.replace("__", "."): v for k, v in given.items()}})


def lowered(talk: Talk) -> bool:
    return "lowered" in [section.id for section in talk.result.sections]


# Nothing is skipped on a level that is only provisional


def test_a_second_page_is_not_skipped_on_a_level_that_the_country_may_lower() -> None:
    made = signs(
        "level: emergency\nticks:\n  a: {say: A, level: {gb: today, otherwise: emergency}}\n"
        "  b: {say: B, page: 2}\n"
    )
    talk = Talk(made)
    assert "signs.page-2" in ended(talk, signs="a", country="gb", **PAGE)
    assert talk.result.level is Level.EMERGENCY


def test_a_second_page_is_not_skipped_on_a_rule_that_a_fact_may_undo() -> None:
    made = signs(
        "level: emergency\nticks:\n  a: {say: A, level: today}\n  b: {say: B, page: 2}\n"
        "rules:\n  r: {if: a and age >= 65, at least: emergency" + BOTH
    )
    talk = Talk(made)
    assert "signs.page-2" in ended(talk, signs="a", age="16-64", **PAGE)
    assert talk.result.level is Level.EMERGENCY


def test_a_follow_up_is_not_skipped_on_a_level_that_the_country_may_lower() -> None:
    made = signs(
        "level: emergency\nticks:\n  a: {say: A, level: {gb: today, otherwise: emergency}}\n"
        "then: {risk: {ask: Risks?, ticks: {x: Risk x}}}\n"
        "rules:\n  r: {if: a and x, at least: emergency" + BOTH
    )
    talk = Talk(made)
    assert "signs.risk" in ended(talk, signs="a", country="gb", signs__risk="x")
    assert talk.result.level is Level.EMERGENCY


def test_a_follow_up_of_lists_shown_together_is_not_skipped_either() -> None:
    made = signs(
        "level: today\nticks: {a: A}\nthen: {risk: {ask: Risks?, ticks: {x: Risk x}}}\n"
        "rules:\n  r: {if: a and x, at least: emergency" + BOTH,
        flow("screens:\n  - together: [signs, other]\n"),
        other="level: {gb: today, otherwise: emergency}\nticks: {c: C}\n",
    )
    talk = Talk(made)
    assert "signs.risk" in ended(talk, signs="a", other="c", country="gb", signs__risk="x")
    assert talk.result.level is Level.EMERGENCY


def test_a_later_screen_is_not_skipped_on_a_level_that_the_country_may_lower() -> None:
    made = signs(
        "level: {gb: today, otherwise: emergency}\nticks: {a: A}\n",
        flow("screens: [signs, other]\n"),
        other="level: emergency\nticks: {c: C}\n",
    )
    talk = Talk(made)
    assert "other" in ended(talk, signs="a", country="gb", other="c")
    assert talk.result.level is Level.EMERGENCY


# Rules over several lists


def test_a_rule_over_two_follow_up_lists_can_fire() -> None:
    made = signs(
        "level: today\nticks: {a: A}\n"
        "then:\n  one: {ask: One?, ticks: {x: X}}\n  two: {ask: Two?, ticks: {y: Y}}\n"
        "rules:\n  r: {if: x and y, at least: emergency" + BOTH
    )
    talk = Talk(made)
    assert ended(talk, signs="a", signs__one="x", signs__two="y")[-2:] == [
        "signs.one",
        "signs.two",
    ]
    assert talk.result.level is Level.EMERGENCY


def test_the_second_follow_up_list_is_not_asked_once_the_first_rules_its_rule_out() -> None:
    made = signs(
        "level: today\nticks: {a: A}\n"
        "then:\n  one: {ask: One?, ticks: {x: X}}\n  two: {ask: Two?, ticks: {y: Y}}\n"
        "rules:\n  r: {if: x and y, at least: emergency" + BOTH
    )
    assert ended(Talk(made), signs="a") == ["who", "signs", "signs.one"]


def test_a_rule_of_the_flow_that_reads_a_follow_up_list_makes_it_asked() -> None:
    made = signs(
        "level: soon\nticks: {a: A}\nthen: {more: {ask: More?, ticks: {x: X}}}\n"
        "rules:\n  r: {if: x and a, at least: soon" + BOTH,
        flow("screens: [signs]\nrules:\n  f: {if: signs has x, at least: hospital" + BOTH),
    )
    talk = Talk(made)
    assert "signs.more" in ended(talk, signs="a", signs__more="x")
    assert talk.result.level is Level.HOSPITAL


OTHER = "level: soon\nticks: {c: C}\n"


def test_a_rule_of_a_screen_counts_when_its_own_screen_is_no_longer_asked() -> None:
    made = signs(
        "level: soon\nticks: {a: A}\nrules:\n  r: {if: other has c, at least: emergency" + BOTH,
        flow("screens: [other, signs]\n"),
        other=OTHER,
    )
    talk = Talk(made)
    assert ended(talk, other="c") == ["who", "other"]
    assert talk.result.level is Level.EMERGENCY


def test_a_rule_of_a_screen_counts_when_its_own_screen_is_not_for_this_person() -> None:
    made = signs(
        "if: age < 16\nlevel: soon\nticks: {a: A}\n"
        "rules:\n  r: {if: other has c, at least: emergency" + BOTH,
        flow("screens: [signs, other]\n"),
        other=OTHER,
    )
    talk = Talk(made)
    assert "signs" not in ended(talk, age="65-plus", other="c")
    assert talk.result.level is Level.EMERGENCY


@pytest.mark.parametrize("order", ["signs, other", "other, signs"])
@pytest.mark.parametrize(("age", "level"), [("16-64", "SOON"), ("65-plus", "EMERGENCY")])
def test_a_fact_is_asked_where_a_rule_over_another_screen_hangs_on_it(
    order: str, age: str, level: str
) -> None:
    made = signs(
        "level: soon\nticks: {a: A}\n"
        "rules:\n  r: {if: other has c and age >= 65, at least: emergency" + BOTH,
        flow(f"screens: [{order}]\n"),
        other=OTHER,
    )
    talk = Talk(made)
    assert "age" in ended(talk, other="c", age=age)
    assert talk.result.level is Level[level]


@pytest.mark.parametrize("order", ["signs, other", "other, signs"])
def test_a_rule_over_ticks_of_two_screens_makes_both_asked(order: str) -> None:
    made = signs(
        "level: soon\nticks: {a: A}\n"
        "rules:\n  r: {if: other has c and a, at least: emergency" + BOTH,
        flow(f"screens: [{order}]\n"),
        other="level: today\nticks: {c: C}\n",
    )
    talk = Talk(made)
    ended(talk, signs="a", other="c")
    assert talk.result.level is Level.EMERGENCY


# Found by the oracle of tests/properties/test_oracle.py: a rule that reads only a follow-up list
# lifts what the list before it can lead to

DEEP = (
    "level: soon\nticks: {a: A}\nthen: {risk: {ask: Risks?, ticks: {x: Risk x}}}\n"
    "rules:\n  r: {if: x, at least: emergency" + BOTH
)


def test_a_list_is_asked_for_the_sake_of_its_follow_up_list() -> None:
    talk = Talk(signs(DEEP, flow("screens: [other, signs]\n"), other=OTHER))
    assert ended(talk, other="c", signs="a", signs__risk="x")[2:] == ["signs", "signs.risk"]
    assert talk.result.level is Level.EMERGENCY


def test_a_second_page_is_asked_for_the_sake_of_a_follow_up_list() -> None:
    paged = DEEP.replace("{a: A}", "{n: N, a: {say: A, page: 2}}")
    talk = Talk(signs(paged, flow("screens: [other, signs]\n"), other=OTHER))
    ended(talk, **{"other": "c", "signs.page-2": "a", "signs.risk": "x"})
    assert talk.result.level is Level.EMERGENCY


def test_a_list_is_asked_for_a_rule_of_the_flow_over_its_follow_up_list() -> None:
    rule = "rules:\n  f: {if: signs has x, at least: emergency" + BOTH
    talk = Talk(
        signs(
            DEEP.replace("at least: emergency", "at least: soon"),
            flow("screens: [other, signs]\n" + rule),
            other=OTHER,
        )
    )
    ended(talk, other="c", signs="a", signs__risk="x")
    assert talk.result.level is Level.EMERGENCY


# A question that only leads somewhere


WORST = screen("level: emergency\nticks: {e: E}\n", "worst")
AWAY = flow("screens: [worst]\n", "away")


def leading(*lines: str) -> Library:
    """Return a library whose questions lead to a flow with a worse screen."""
    start = flow("screens: [signs]\nquestions:\n" + "".join(f"  {line}\n" for line in lines))
    return library(signs=screen(TODAY), start=start, worst=WORST, away=AWAY)


TODAY = "level: today\nticks: {a: A}\n"


@pytest.mark.parametrize(
    "lines",
    [
        ("one: {ask: One?, answers: yes-no}", "turn: {if: one is yes, go to: away}"),
        ("one: {ask: One?, answers: {yes: {say: 'Yes', go to: away}, no: 'No'}}",),
        (
            "one: {ask: One?, answers: yes-no}",
            "two: {if: one is yes, ask: Two?, answers: yes-no}",
            "turn: {if: two is yes, go to: away}",
        ),
        (
            "one: {ask: One?, answers: yes-no}",
            "turn: {if: one is yes or age >= 65, go to: away}",
        ),
    ],
)
def test_from_today_up_a_question_that_leads_to_a_worse_screen_is_still_asked(
    lines: tuple[str, ...],
) -> None:
    talk = Talk(leading(*lines))
    asked = ended(talk, signs="a", start__one="yes", start__two="yes", worst="e", age="16-64")
    assert asked[-1] == "worst"
    assert talk.result.level is Level.EMERGENCY


def test_from_today_up_a_question_in_a_group_that_leads_to_a_worse_screen_is_still_asked() -> None:
    talk = Talk(
        leading(
            "one: {ask: One?, answers: yes-no}",
            "more:\n    if: one is yes\n    questions:\n"
            "      two: {ask: Two?, answers: yes-no}\n"
            "      turn: {if: two is yes, go to: away}",
        )
    )
    ended(talk, signs="a", start__one="yes", start__two="yes", worst="e")
    assert talk.result.level is Level.EMERGENCY


def test_from_today_up_a_question_that_leads_nowhere_worse_is_not_asked() -> None:
    lines = ("one: {ask: One?, answers: yes-no}", "turn: {if: one is yes, go to: away}")
    mild = library(
        signs=screen(TODAY),
        start=flow("screens: [signs]\nquestions:\n" + "".join(f"  {x}\n" for x in lines)),
        worst=WORST.replace("emergency", "today"),
        away=AWAY,
    )
    assert ended(Talk(mild), signs="a") == ["who", "signs"]


# What was answered last counts

BRANCH = flow(
    "questions:\n  one: {ask: One?, answers: {a: Red, b: Blue}}\n"
    "  two: {if: one is a, ask: Two?, answers: {x: Up, y: Down}}\n"
    "  three: {ask: Three?, answers: {u: Here, v: There}}\n"
    "  four: {ask: Four?, answers: {u: Near, v: Far}}\n"
)


def given(talk: Talk) -> dict[str, tuple[str, ...]]:
    assert talk.session is not None
    return {each.key: each.picks for each in talk.session.answers}


def test_an_answer_comes_back_when_its_question_does() -> None:
    talk = Talk(library(start=BRANCH)).tap("me", "a", "x", "u")
    talk.call("change", "start.one").tap("b").call("change", "start.one").tap("a")
    assert talk.stop == "question:four"
    assert given(talk)["start.two"] == ("x",)


def test_an_answer_that_was_changed_never_comes_back() -> None:
    talk = Talk(library(start=BRANCH)).tap("me", "a", "x", "u")
    talk.call("change", "start.two").tap("y")
    talk.call("change", "start.one").tap("b")
    talk.call("change", "start.one").tap("a")
    assert given(talk)["start.two"] == ("y",)


def test_an_answer_given_again_after_a_change_is_not_overtaken_by_the_first() -> None:
    talk = Talk(library(start=BRANCH)).tap("me", "a", "x")
    talk.call("back").call("change", "start.one").tap("b", "u")
    talk.call("change", "start.three").tap("v").call("change", "start.one").tap("a")
    assert talk.asking.text == "Two?" or given(talk)["start.two"] == ("x",)
    if talk.asking.text == "Two?":
        talk.tap("y")
    assert given(talk)["start.three"] == ("v",)


def test_a_list_that_grew_and_was_answered_anew_does_not_fall_back_to_none() -> None:
    made = signs(
        "level: today\nticks:\n  x: X\n  extra: {say: Extra, if: age >= 65}\n",
        flow("screens: [signs, other]\n"),
        other="level: hospital\nticks: {c: C}\n",
    )
    talk = Talk(made).tap("me", "16-64", "none").call("change", "age").tap("65-plus", "x", "done")
    assert given(talk)["signs"] == ("x",)
    talk.call("change", "age").tap("16-64")
    assert talk.stop == "screen:signs" or given(talk)["signs"] == ("x",)
    if talk.stop == "screen:signs":
        talk.tap("x", "done")
    assert talk.tap("none").result.level is Level.TODAY


# Sessions that can be read but do not fit


GOOD = Talk(signs(TWO, flow("screens: [signs]\n"), other=OTHER)).tap("me")
UNFIT: dict[str, dict[str, object]] = {
    "a stop that is gone": {"stop": "screen:gone"},
    "a stop of no kind": {"stop": ""},
    "the start": {"stop": "start"},
    "a result before its time": {"stop": "result"},
    "a flow that is gone": {"path": ("gone",)},
    "a path that begins elsewhere": {"path": ("start", "gone")},
    "a flow twice": {"path": ("start", "start")},
    "a beginning that is gone": {"began": "gone"},
    "a level that is none": {"told": 99},
    "a level below all": {"told": -1},
    "a tick that is gone": {"toggled": ("zz",)},
    "a walked tick of no name": {"walked": ("",)},
    "a walked tick that is gone": {"walked": ("+zz",)},
    "a walked tick without a mark": {"walked": ("a",)},
    "more walked than there is": {"walked": ("-a", "-b", "-c")},
    "walked to the end": {"walked": ("-a", "-b")},
    "no answers": {"answers": ()},
    "an answer to nothing": {"answers": (Answered("gone", ("a",)),)},
    "an answer that is gone": {"answers": (Answered("who", ("gone",)),)},
    "an empty answer": {"answers": (Answered("who", ()),)},
    "several answers to one": {"answers": (Answered("who", ("me", "adult")),)},
    "an answer twice": {"answers": (Answered("who", ("me",)), Answered("who", ("adult",)))},
    "ticks that are gone": {"answers": (Answered("who", ("me",)), Answered("signs", ("zz",)))},
    "kept for nothing": {"kept": (Answered("gone", ("a",)),)},
    "kept of no use": {"kept": (Answered("signs", ("zz",), ("yy",)),)},
    "an alarm to confirm that is gone": {"pending": ("gone",)},
    "an alarm that is gone": {"alarms": ("gone",)},
    "another language": {"language": "xx"},
    "odd numbers": {"number": -(2**62), "unclear": 99},
    "change with nothing to change": {"changing": True, "answers": ()},
    "change of what is gone": {"changing": True, "answers": (Answered("gone", ()),)},
}
COMMANDS = ("start", "restart", "back", "change", "why", "help", "stop", "language", "nonsense")


def _events(session: Session) -> list[Event]:
    choices = ("none", "a", "done", "unsure", "yes", "no", "me", "who", "start-again", "zz")
    return [
        *(Called(command, NOON, "new") for command in COMMANDS),
        Called("change", NOON, "new", "gone"),
        Called("change", NOON, "new", "who"),
        *(Typed(text, NOON, "new") for text in ("hello", "none", "chest pain", "1", "", "yes")),
        *(Tapped(session.id, session.number, choice, NOON, "new") for choice in choices),
    ]


@pytest.mark.parametrize("name", UNFIT)
@pytest.mark.parametrize("digest", ["old", "same"])
def test_a_session_that_does_not_fit_is_asked_again_or_begun_anew(name: str, digest: str) -> None:
    assert GOOD.session is not None
    stale = {"digest": "other"} if digest == "old" else {}
    bad = msgspec.structs.replace(GOOD.session, **stale, **UNFIT[name])
    for event in _events(bad):
        outcome = step(GOOD.library, Session.from_bytes(bad.to_bytes()), event)
        assert outcome.replies
        for each in _events(outcome.session) if outcome.session else ():
            assert step(GOOD.library, outcome.session, each).replies


# An edit, or a person, lowers a level


def test_a_result_that_an_edit_lowers_says_so() -> None:
    talk = Talk(signs(TWO)).tap("me", "b", "done")
    talk.library = signs(TWO.replace("level: hospital", "level: soon"))
    talk.call("start")
    assert talk.result.level is Level.SOON
    assert lowered(talk)


@pytest.mark.parametrize("command", ["start", "help", "why", "language"])
def test_a_result_that_an_edit_raises_is_told_whatever_is_sent(command: str) -> None:
    talk = Talk(signs(TWO.replace("level: hospital", "level: soon"))).tap("me", "b", "done")
    talk.library = signs(TWO)
    talk.call(command)
    shown = [reply.level for reply in talk.outcome.replies if hasattr(reply, "level")]
    assert Level.HOSPITAL in shown
    assert talk.session is not None
    assert talk.session.told == Level.HOSPITAL


def test_a_tap_after_an_edit_that_raised_the_result_tells_it() -> None:
    talk = Talk(signs(TWO.replace("level: hospital", "level: soon"))).tap("me", "b", "done")
    talk.library = signs(TWO)
    assert talk.tap("why").result.level is Level.HOSPITAL


@pytest.mark.parametrize("tick", ["today", "soon", "routine"])
def test_any_level_that_was_told_and_is_lowered_is_said_so(tick: str) -> None:
    talk = Talk(signs(f"level: {tick}\nticks: {{a: A}}\n")).tap("me", "a", "done")
    talk.call("back").tap("none")
    assert talk.result.level is Level.SELF_CARE
    assert lowered(talk)


def test_a_result_that_was_not_lowered_says_nothing_of_it() -> None:
    talk = Talk(signs(TWO)).tap("me", "a", "done").call("back").tap("b", "done")
    assert talk.result.level is Level.HOSPITAL
    assert not lowered(talk)


def test_taking_back_is_said_once_and_not_with_every_answer_after_it() -> None:
    start = flow(
        "screens: [signs]\nquestions:\n  one: {ask: One?, answers: {a: Red, b: Blue}}\n"
        "  two: {ask: Two?, answers: {a: Up, b: Down}}\n"
    )
    talk = Talk(signs(TWO, start)).tap("me", "a", "done").call("back")
    assert talk.says("lowered")
    assert not talk.tap("none").says("lowered")
    assert not talk.tap("a").says("lowered")
    assert lowered(talk.tap("a"))


# What is ticked but not sent


def test_ticks_survive_an_edit_that_keeps_their_list() -> None:
    talk = Talk(signs(TWO)).tap("me", "b")
    later = "screens: [signs]\nquestions:\n  one: {ask: One?, answers: {a: Red, b: Blue}}\n"
    talk.library = signs(TWO, flow(later))
    talk.call("start")
    assert [choice.id for choice in talk.asking.choices if choice.picked] == ["b"]
    assert talk.tap("done").result.level is Level.HOSPITAL


def test_a_tap_right_after_an_edit_that_keeps_the_list_adds_to_what_is_ticked() -> None:
    talk = Talk(signs(TWO)).tap("me", "b")
    talk.library = signs(
        TWO, flow("screens: [signs]\nquestions:\n  one: {ask: One?, answers: yes-no}\n")
    )
    talk.tap("a")
    assert [choice.id for choice in talk.asking.choices if choice.picked] == ["a", "b"]


def test_a_tick_that_an_edit_removed_is_not_sent() -> None:
    talk = Talk(signs(TWO)).tap("me", "a", "b")
    talk.library = signs("level: today\nticks:\n  a: Sign a\n  c: Sign c\n")
    talk.call("start")
    assert [choice.id for choice in talk.asking.choices if choice.picked] == ["a"]
    assert talk.tap("done").result.level is Level.TODAY


@pytest.mark.parametrize("typed", ["start", "no", "yes", "back"])
def test_a_walked_list_whose_last_ticks_an_edit_removed_is_asked_on(typed: str) -> None:
    more = TWO + "  c: Sign c\n"
    talk = Talk(signs(more)).tap("me", "unsure", "no", "no")
    talk.library = signs(TWO)
    assert talk.say(typed).outcome.replies
    assert talk.session is not None


def test_not_sure_among_several_answers_keeps_what_was_ticked() -> None:
    made = library(
        start=flow(
            "questions:\n  what:\n    ask: Which?\n    short: what\n    choose: any\n"
            "    answers: {can: Cancer, dia: Diabetes}\n    unsure: Not sure\n"
            "    unsure counts as: yes\n"
            "rules:\n  r: {if: what has can, at least: today, because: C., sources: [book]}\n"
        )
    )
    talk = Talk(made).tap("me", "can", "unsure")
    assert set(given(talk)["start.what"]) == {"can", "unsure"}
    assert talk.result.level is Level.TODAY


# Commands while "change" is open


@pytest.mark.parametrize("command", ["help", "why", "language", "start", "back", "nonsense"])
@pytest.mark.parametrize("done", [False, True])
def test_a_command_while_change_is_open_leaves_no_dead_buttons(command: str, *, done: bool) -> None:
    for place in range(3):
        talk = Talk(signs(TWO)).tap("me", *(["none"] if done else [])).call("change")
        talk.call(command)
        last = talk.last
        offered = [choice.id for choice in getattr(last, "choices", ())]
        assert offered
        talk.tap(offered[place % len(offered)])
        assert not talk.says("stale-tap")

"""What each way to write a condition holds for: answers, "not sure", skipped and not yet known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import pytest

from painbot.flow.conditions import Scope, TickTarget, compile_condition
from painbot.flow.conditions.names import ListTarget, QuestionTarget, Target
from painbot.flow.conditions.syntax import MAX_LENGTH, parse
from painbot.flow.findings import Findings
from painbot.flow.levels import Level, Levels
from painbot.flow.model import Answer, Question, Tick
from painbot.flow.reader import Scalar, read
from painbot.flow.text import Condition, Place, Text

AT: Final = Place("f", 1, 1)
SAY: Final = Text("x", "x")
BORDERS: Final = {"under-16": (0, 16), "16-64": (16, 65), "65-plus": (65, 121)}
LENGTHS: Final = {"under-2-days": (0, 2), "2-days": (2, 42), "6-weeks": (42, None)}


@dataclass(frozen=True, slots=True)
class View:
    """Answers, as a conversation holds them."""

    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    level: int = 0


def question(name: str, *answers: str, kind: str = "one", unsure: str = "") -> Question:
    said = tuple(Answer(answer, SAY) for answer in answers)
    return Question(name, name, kind, SAY, SAY, None, None, said, AT, unsure_as=unsure)


def amounts(name: str, kind: str, bands: Mapping[str, tuple[int, int | None]]) -> Question:
    said = tuple(Answer(band, SAY, low=low, high=high) for band, (low, high) in bands.items())
    return replace(question(name, kind=kind), answers=(*said, Answer("unsure", SAY)))


def tick(name: str, unsure: str) -> TickTarget:
    level = Levels(Level.TODAY)
    return TickTarget("clot", Tick(name, SAY, SAY, (), level, SAY, "any", (), (), unsure, AT))


WHO = replace(question("who", "me", "adult", "child", "unsure"), fact=True)
AGE = replace(amounts("age", "number", BORDERS), fact=True)
HABITS = replace(question("habits", "runs", "sits", kind="any"), fact=True)
CLOT = {"swollen": tick("swollen", "yes"), "stays": tick("stays", "no")}
NAMES: Final[dict[str, Target]] = {
    "who": QuestionTarget(WHO),
    "age": QuestionTarget(AGE),
    "habits": QuestionTarget(HABITS),
    "limp": QuestionTarget(question("limp", "yes", "no", "unsure")),
    "limp-yes": QuestionTarget(question("limp-yes", "yes", "no", "unsure", unsure="yes")),
    "limp-no": QuestionTarget(question("limp-no", "yes", "no", "unsure", unsure="no")),
    "where": QuestionTarget(question("where", "calf", "foot", "hip", kind="any")),
    "where-yes": QuestionTarget(
        question("where-yes", "calf", "foot", "unsure", kind="any", unsure="yes")
    ),
    "how-long": QuestionTarget(amounts("how-long", "duration", LENGTHS)),
    "clot": ListTarget(("clot",), CLOT),
    **CLOT,
}
PREGNANT = replace(
    question("pregnant", "yes", "no", "unsure"),
    fact=True,
    condition=compile_condition(Scalar("age >= 16", AT), Scope(NAMES), Findings()),
)
SCOPE: Final = Scope(
    {**NAMES, "pregnant": QuestionTarget(PREGNANT)}, promises=True, all_lists=("clot", "fever")
)
CAUTIOUS: Final = replace(SCOPE, cautious=True)


def condition(text: str, scope: Scope = SCOPE) -> Condition:
    findings = Findings()
    compiled = compile_condition(Scalar(text, AT), scope, findings)
    assert compiled is not None, [str(each) for each in findings]
    return compiled


def truth(text: str, view: View, scope: Scope = SCOPE) -> str:
    """Return `yes`, `no`, or `perhaps`: it may hold and is not known to."""
    compiled = condition(text, scope)
    may, must = compiled.may(view), compiled.must(view)
    assert may or not must
    return "yes" if must else "perhaps" if may else "no"


def picked(**given: str) -> View:
    """Return a view with answers: `limp="no"`, `where="calf foot"`, `where=""` for none."""
    return View({name.replace("_", "-"): tuple(ids.split()) for name, ids in given.items()})


# A question with one answer


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        #                        yes        no        unsure     skipped
        ("limp is yes", ("yes", "no", "no", "no")),
        ("limp is not yes", ("no", "yes", "no", "no")),
        ("limp in [yes, no]", ("yes", "yes", "no", "no")),
        ("limp is unsure", ("no", "no", "yes", "no")),
        ("limp is not unsure", ("yes", "yes", "no", "no")),
        ("not (limp is yes)", ("no", "yes", "yes", "yes")),
        ("not not limp is yes", ("yes", "no", "no", "no")),
        ("limp-yes is yes", ("yes", "no", "perhaps", "no")),
        ("limp-yes is not yes", ("no", "yes", "perhaps", "no")),
        ("not (limp-yes is yes)", ("no", "yes", "perhaps", "yes")),
        ("limp-no is yes", ("yes", "no", "no", "no")),
        ("not (limp-no is yes)", ("no", "yes", "yes", "yes")),
    ],
)
def test_a_question_with_one_answer(text: str, answers: tuple[str, ...]) -> None:
    name = text.replace("not ", "").replace("(", "").split()[0].replace("-", "_")
    states = [picked(**{name: given}) for given in ("yes", "no", "unsure")]
    assert tuple(truth(text, state) for state in (*states, View())) == answers


@pytest.mark.parametrize("name", ["limp", "limp-yes", "limp-no"])
def test_causes_and_tips_never_take_not_sure_for_a_no(name: str) -> None:
    """A tip that needs "no blood thinner" stays away when the answer was "not sure"."""
    unsure = picked(**{name.replace("-", "_"): "unsure"})
    for text in (f"{name} is yes", f"{name} is no", f"{name} is not yes", f"not ({name} is yes)"):
        assert truth(text, unsure, CAUTIOUS) == "perhaps"


def test_causes_and_tips_take_a_doubtful_tick_for_unknown() -> None:
    doubt = View({"clot": ()}, {"clot": ("stays",)})
    assert truth("clot has stays", doubt) == "no"
    assert truth("clot has stays", doubt, CAUTIOUS) == "perhaps"
    assert truth("not (clot is positive)", doubt, CAUTIOUS) == "perhaps"


# Facts: what was not said could be anything


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        #                           me         child      unsure     not asked yet
        ("who is child", ("no", "yes", "perhaps", "perhaps")),
        ("who is not child", ("yes", "no", "perhaps", "perhaps")),
        ("who in [me, adult]", ("yes", "no", "perhaps", "perhaps")),
        ("not (who is child)", ("yes", "no", "perhaps", "perhaps")),
        ("not (who is not child)", ("no", "yes", "perhaps", "perhaps")),
    ],
)
def test_a_fact(text: str, answers: tuple[str, ...]) -> None:
    states = [picked(who=given) for given in ("me", "child", "unsure")]
    assert tuple(truth(text, state) for state in (*states, View())) == answers


@pytest.mark.parametrize(
    ("age", "expected"),
    [("under-16", "no"), ("65-plus", "perhaps"), ("unsure", "perhaps"), ("", "perhaps")],
)
def test_a_fact_that_is_skipped_is_no_secret(age: str, expected: str) -> None:
    """Nobody asks a child about pregnancy, so there it is known not to hold."""
    view = picked(age=age) if age else View()
    assert truth("pregnant is yes", view) == expected
    assert condition("pregnant is yes").reads == {"pregnant", "age"}


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        #                        runs       none       not asked yet
        ("habits has runs", ("yes", "no", "perhaps")),
        ("habits has any", ("yes", "no", "perhaps")),
        ("habits has none", ("no", "yes", "perhaps")),
        ("not (habits has runs)", ("no", "yes", "perhaps")),
    ],
)
def test_a_fact_with_several_answers(text: str, answers: tuple[str, ...]) -> None:
    states = (picked(habits="runs"), picked(habits=""), View())
    assert tuple(truth(text, state) for state in states) == answers


# A question with several answers


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        #                                  calf       calf+foot  none       skipped
        ("where has calf", ("yes", "yes", "no", "no")),
        ("where has foot", ("no", "yes", "no", "no")),
        ("where has any", ("yes", "yes", "no", "no")),
        ("where has any [foot, hip]", ("no", "yes", "no", "no")),
        ("where has none", ("no", "no", "yes", "no")),
        ("not (where has calf)", ("no", "no", "yes", "yes")),
        ("where has calf and not (where has foot)", ("yes", "no", "no", "no")),
    ],
)
def test_a_question_with_several_answers(text: str, answers: tuple[str, ...]) -> None:
    states = (picked(where="calf"), picked(where="calf foot"), picked(where=""), View())
    assert tuple(truth(text, state) for state in states) == answers


@pytest.mark.parametrize("text", ["where-yes has calf", "where-yes has any", "where-yes has none"])
def test_not_sure_of_several_answers_may_be_any_of_them(text: str) -> None:
    assert truth(text, picked(where_yes="unsure")) == "perhaps"
    assert truth(f"not ({text})", picked(where_yes="unsure")) == "perhaps"


# Numbers and lengths of time


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("age >= 16", ("no", "yes", "yes")),
        ("age < 16", ("yes", "no", "no")),
        ("age > 15", ("no", "yes", "yes")),
        ("age <= 64", ("yes", "yes", "no")),
        ("age >= 65", ("no", "no", "yes")),
        ("age >= 16 and age < 65", ("no", "yes", "no")),
        ("how-long >= 2 days", ("no", "yes", "yes")),
        ("how-long < 6 weeks", ("yes", "yes", "no")),
        ("how-long >= 42 days", ("no", "no", "yes")),
    ],
)
def test_comparisons_with_a_border(text: str, bands: tuple[str, ...]) -> None:
    name = text.split(maxsplit=1)[0]
    ids = BORDERS if name == "age" else LENGTHS
    states = [View({name: (band,)}) for band in ids]
    assert tuple(truth(text, state) for state in states) == bands


@pytest.mark.parametrize("text", ["age >= 16", "age < 16", "age <= 64", "not (age > 64)"])
def test_an_age_nobody_said_may_be_any(text: str) -> None:
    assert truth(text, View()) == "perhaps"
    assert truth(text, picked(age="unsure")) == "perhaps"


def test_a_length_that_was_not_asked_or_not_known_is_not_long() -> None:
    assert truth("how-long >= 6 weeks", View()) == "no"
    assert truth("how-long >= 6 weeks", picked(how_long="unsure")) == "no"
    assert truth("how-long < 6 weeks", picked(how_long="unsure"), CAUTIOUS) == "perhaps"


# Tick lists


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        #                                      swollen  none  swollen?   stays?   not asked
        ("clot has swollen", ("yes", "no", "perhaps", "no", "no")),
        ("clot has stays", ("no", "no", "no", "no", "no")),
        ("clot has any [swollen, stays]", ("yes", "no", "perhaps", "no", "no")),
        ("clot has any", ("yes", "no", "perhaps", "no", "no")),
        ("clot is positive", ("yes", "no", "perhaps", "no", "no")),
        ("clot is doubtful", ("no", "no", "yes", "yes", "no")),
        ("swollen", ("yes", "no", "perhaps", "no", "no")),
        ("not swollen", ("no", "yes", "perhaps", "yes", "yes")),
        ("swollen or stays", ("yes", "no", "perhaps", "no", "no")),
        ("any screen is positive", ("yes", "no", "no", "no", "no")),
        ("no screen is positive", ("no", "yes", "yes", "yes", "yes")),
    ],
)
def test_a_tick_list(text: str, answers: tuple[str, ...]) -> None:
    states = (
        View({"clot": ("swollen",)}),
        View({"clot": ()}),
        View({"clot": ()}, {"clot": ("swollen",)}),
        View({"clot": ()}, {"clot": ("stays",)}),
        View(),
    )
    assert tuple(truth(text, state) for state in states) == answers


def test_a_list_that_is_still_open_may_hold_anything() -> None:
    view = View(open=frozenset({"clot"}))
    assert truth("clot has stays", view) == "perhaps"
    assert truth("clot is doubtful", view) == "no"


# Joining


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("not limp is yes or who is me", "(not (limp is yes)) or (who is me)"),
        ("not limp is yes and who is me", "(not (limp is yes)) and (who is me)"),
        ("swollen or stays and who is me", "swollen or (stays and who is me)"),
        ("swollen and stays or who is me", "(swollen and stays) or who is me"),
        ("not not swollen", "not (not (swollen))"),
        ("2 of (swollen, stays or limp is yes)", "2 of ((swollen), ((stays) or (limp is yes)))"),
        ("swollen\n  and   stays", "swollen and stays"),
        ("how-long >= 6 weeks", "how-long>=6weeks"),
    ],
)
def test_precedence_is_that_of_spoken_language(text: str, same: str) -> None:
    assert parse(text) == parse(same)
    assert condition(text).shape == condition(same).shape


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("swollen who", "yes"),
        ("swollen stays who", "yes"),
        ("swollen", "perhaps"),
        ("stays who", "no"),
        ("", "no"),
    ],
)
def test_two_of_three(given: str, expected: str) -> None:
    ticks = tuple(name for name in ("swollen", "stays") if name in given)
    picks = {"clot": ticks, "limp": ("yes",) if "who" in given else ("no",)}
    text = "2 of (swollen, limp is yes, who is child)"
    view = View({**picks, "who": ("me",)} if "who" in given or not given else picks)
    assert truth(text, view) == expected


@pytest.mark.parametrize("level", Level)
def test_levels_are_compared_in_promises(level: Level) -> None:
    view = View(level=level)
    assert truth("level >= today", view) == ("yes" if level >= Level.TODAY else "no")
    assert truth("level is soon", view) == ("yes" if level == Level.SOON else "no")
    assert truth("level is not soon", view) == ("no" if level == Level.SOON else "yes")


# Evidence: what is quoted as "because you said"


@pytest.mark.parametrize(
    ("text", "view", "evidence"),
    [
        ("limp is yes", picked(limp="yes"), [("limp", ("yes",))]),
        ("limp is yes", picked(limp="no"), []),
        ("limp-yes is yes", picked(limp_yes="unsure"), [("limp-yes", ("unsure",))]),
        ("where has any [calf, hip]", picked(where="calf foot"), [("where", ("calf",))]),
        ("where has none", picked(where=""), [("where", ())]),
        ("where has none", picked(where="calf"), []),
        ("clot is positive", View({"clot": ("stays",)}), [("clot", ("stays",))]),
        ("swollen", View({"clot": ()}, {"clot": ("swollen",)}), [("clot", ("swollen",))]),
        ("limp is yes and age >= 65", picked(limp="yes", age="65-plus"), None),
        ("limp is yes or who is me", picked(limp="no", who="me"), [("who", ("me",))]),
        ("not (limp is yes)", picked(limp="no"), []),
        ("who is child", View(), []),
    ],
)
def test_evidence_is_what_was_said_and_speaks_for_it(
    text: str, view: View, evidence: list[tuple[str, tuple[str, ...]]] | None
) -> None:
    expected = [("limp", ("yes",)), ("age", ("65-plus",))] if evidence is None else evidence
    assert list(condition(text).evidence(view)) == expected


# What is wrong is said at its column, with the fix


@pytest.mark.parametrize(
    ("text", "code", "column", "says"),
    [
        ("limp is yse", "PB023", 9, "Did you mean `yes`?"),
        ("limp in [yes, noo]", "PB023", 15, "Did you mean `no`?"),
        ("lmp is yes", "PB022", 1, "Did you mean `limp`?"),
        ("who is me and lmp is yes", "PB022", 15, "Did you mean `limp`?"),
        ("where has claf", "PB023", 11, "Did you mean `calf`?"),
        ("where has any [calf, foto]", "PB023", 22, "Did you mean `foot`?"),
        ("where has any [calf, none]", "PB023", 22, "not an answer"),
        ("clot has swolen", "PB023", 10, "Did you mean `swollen`?"),
        ("where is calf", "PB024", 1, "write `where has ...`"),
        ("limp has yes", "PB024", 1, "write `limp is ...`"),
        ("limp", "PB024", 1, "write `limp is ...`"),
        ("swollen is yes", "PB024", 1, "write just `swollen`"),
        ("clot is swollen", "PB024", 1, "write `clot has TICK`"),
        ("clot", "PB024", 1, "write `clot has TICK`"),
        ("limp >= yes", "PB024", 9, "write `limp is ...`"),
        ("age >= 6 weeks", "PB024", 8, "Compare it with a number."),
        ("how-long >= 6", "PB024", 13, "such as `2 weeks`"),
        ("how-long >= 6 hours", "PB024", 13, "such as `2 weeks`"),
        ("age >= 18", "PB025", 8, "one of: 16, 65."),
        ("age > 16", "PB025", 7, "one of: 16, 65."),
        ("how-long < 1 week", "PB025", 12, "one of: 2 days, 6 weeks."),
        ("age >= 130", "PB059", 8, "never true"),
        ("age >= 0", "PB059", 8, "always true"),
        ("0 of (swollen, stays)", "PB029", 1, "always holds"),
        ("swollen and 3 of (swollen, stays)", "PB029", 13, "can never hold"),
        ("level in [today]", "PB024", 1, "level is today"),
        ("level is todya", "PB023", 10, "Did you mean `today`?"),
        ("", "PB021", 1, "at its end"),
        ("limp is", "PB021", 8, "at its end"),
        ("limp is yes or", "PB021", 15, "at its end"),
        ("limp = yes", "PB021", 6, "Write `is`"),
        ("limp != yes", "PB021", 6, "Write `is`"),
        ("limp is Yes", "PB021", 9, "small letters"),
        ('limp is "yes"', "PB021", 9, "Leave the quotes out"),
        ("swollen && stays", "PB021", 9, "Write `and`"),
        ("limp is yes orstays", "PB021", 13, "`orstays`"),
        ("(swollen", "PB021", 9, "at its end"),
        ("swollen stays", "PB021", 9, "`stays`"),
        ("{{ 7 * 7 }}", "PB021", 1, "joined by"),
        ("__import__('os')", "PB021", 1, "joined by"),
        ("swollen " * 200, "PB028", 1, str(MAX_LENGTH)),
    ],
)
def test_a_mistake_is_named_at_its_column(text: str, code: str, column: int, says: str) -> None:
    findings = Findings()
    assert compile_condition(Scalar(text, AT), SCOPE, findings) is None
    (finding,) = findings
    assert (finding.code, finding.at.column) == (code, column)
    assert says in f"{finding.message} {finding.remedy}"


def test_every_mistake_of_a_condition_is_found_at_once() -> None:
    findings = Findings()
    text = "lmp is yes and limp is yse or 2 of (clot has x, age >= 18)"
    compile_condition(Scalar(text, AT), SCOPE, findings)
    assert [each.code for each in findings] == ["PB022", "PB023", "PB023", "PB025"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("if: limp is yes and lmp is yes\n", (1, 21)),
        ('if: "limp is yes and lmp is yes"\n', (1, 22)),
        ("if: 'limp is yes and lmp is yes'\n", (1, 22)),
        ("if: limp is yes\n  and lmp is yes\n", (2, 7)),
        ("if: >-\n  limp is yes\n  and lmp is yes\n", (3, 7)),
        ("if: |\n  limp is yes\n\n  and\n  lmp is yes\n", (5, 3)),
        ('if: "limp is yes\n  and\n  lmp is yes"\n', (3, 3)),
    ],
)
def test_a_condition_over_several_lines_is_pointed_into(text: str, place: tuple[int, int]) -> None:
    findings = Findings()
    tree = read("f", text.encode(), findings)
    assert tree is not None
    scalar = tree.entries[0][1]
    assert isinstance(scalar, Scalar)
    compile_condition(scalar, SCOPE, findings)
    (finding,) = findings
    assert (finding.at.line, finding.at.column) == place


def test_names_that_begin_like_keywords_are_names() -> None:
    names = ("order", "android", "nothing", "island", "office", "anyone", "nose", "has-fallen")
    targets: dict[str, Target] = {name: QuestionTarget(question(name, "yes")) for name in names}
    text = " and ".join(f"{name} is yes" for name in names)
    assert condition(text, Scope(targets)).reads == set(names)


def test_what_is_outside_promises_is_refused_there() -> None:
    for text in ("level is today", "no screen is positive", "any screen is positive"):
        findings = Findings()
        scope = replace(SCOPE, promises=False)
        assert compile_condition(Scalar(text, AT), scope, findings) is None
        assert [each.code for each in findings] == ["PB027"]


def test_a_deeply_nested_condition_is_compiled() -> None:
    nots = "not " * 240
    assert truth(f"{nots}swollen", View({"clot": ("swollen",)})) == "yes"
    braces = "(" * 400 + "swollen" + ")" * 400
    assert truth(braces, View()) == "no"

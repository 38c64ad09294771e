"""The shapes of the parts that flow files are made of: questions, ticks, rules, promises."""

from __future__ import annotations

from typing import Final

from painbot.flow.kinds import (
    Date,
    Either,
    Id,
    Key,
    Line,
    ListOf,
    MapOf,
    OneOf,
    Shape,
    Which,
    Whole,
    Wording,
    WordingOr,
)
from painbot.flow.levels import LEVELS

LEVEL: Final = OneOf(tuple(LEVELS), "a level of care")
LEVEL_MAP: Final = Either(LEVEL, MapOf(LEVEL, expected="levels by country"))
CONDITION: Final = Line("a condition")
IDS: Final = ListOf(Id(), "a list of ids")
LINES: Final = ListOf(Line(), "a list of texts")
TEXT: Final = Wording()
YES_NO: Final = OneOf(("yes", "no"))

SAY: Final = (Key("say", Line(), required=True), Key("them", Line()))
NIGHT_TEXT: Final = WordingOr(Shape("a text", (*SAY, Key("at night", TEXT))))

REVIEWED: Final = Key(
    "reviewed",
    Shape(
        "`reviewed`",
        (Key("on", Date(), required=True), Key("by", Line(empty=True), required=True)),
    ),
    help='When this was last reviewed and by whom; by: "" until a clinician signs.',
)
LOWERED: Final = Key(
    "lowered",
    MapOf(Line(), Date()),
    help="Levels made lower on purpose: the day of the edit and the reason, for painbot diff.",
)
SOURCES: Final = Key("sources", IDS, help="Ids from the sources file.")
COVERS: Final = Key("covers", LINES, help="Rows of the clinical reference this handles.")
WAS: Final = Key("was", Id(), help="The old id, after a rename.")

ANSWER: Final = Shape(
    "an answer",
    (
        *SAY,
        Key("also", LINES, help="Words people type for it."),
        Key("if", CONDITION),
        Key("go to", Id(), help="The flow that goes on from here."),
        WAS,
    ),
)
ANSWERS: Final = MapOf(WordingOr(ANSWER))
QUESTION: Final = Shape(
    "a question",
    (
        Key("if", CONDITION, help="Asked only when this holds."),
        Key("ask", TEXT, required=True),
        Key("short", TEXT, help="A few words for the summary."),
        Key("why", TEXT, help="Why it is asked."),
        Key("help", TEXT, help="More words, shown on help and when an answer was not understood."),
        Key("picture", Id()),
        Key("choose", OneOf(("one", "any")), help="any: several answers."),
        Key("answers", Either(Id("the name of a set of answers"), ANSWERS)),
        Key(
            "number",
            Shape(
                "`number`",
                (
                    Key("from", Whole(), required=True),
                    Key("to", Whole(), required=True),
                    Key("borders", ListOf(Whole())),
                    Key("unit", Line()),
                ),
            ),
        ),
        Key("duration", LINES, help="The borders, such as 2 days, 2 weeks."),
        Key("unsure", TEXT, help='The words of the "not sure" button.'),
        Key("unsure counts as", YES_NO, help="How a raising rule reads it."),
        WAS,
    ),
)
TOGETHER: Final = Shape("`together`", (Key("together", IDS, required=True),))
SIGNPOST: Final = Shape("a signpost", (Key("if", CONDITION), Key("go to", Id(), required=True)))

USE: Final = OneOf(("shared", "fact"), "`shared`, `fact`, or a question")
LEAF: Final = Which(USE, (("go to", SIGNPOST),), QUESTION)
GROUP: Final = Shape(
    "a group",
    (Key("if", CONDITION, required=True), Key("questions", MapOf(LEAF), required=True)),
)
ITEM: Final = Which(USE, (("questions", GROUP), ("go to", SIGNPOST)), QUESTION)

RULE: Final = Shape(
    "a rule",
    (
        Key("if", CONDITION, required=True),
        Key("at least", LEVEL_MAP, required=True),
        Key("because", TEXT, required=True),
        Key("contact", Id()),
        SOURCES,
        COVERS,
        WAS,
    ),
)
COUNTS: Final = OneOf(("yes", "no", *LEVELS), "yes, no or a level of care")
TICK: Final = Shape(
    "a tick",
    (
        Key("page", Whole()),
        Key("if", CONDITION),
        Key("button", TEXT, help="Short, for phones."),
        *SAY,
        Key("also", LINES),
        Key("level", LEVEL_MAP),
        Key("because", TEXT),
        Key("contact", Id()),
        Key("unsure counts as", COUNTS),
        SOURCES,
        COVERS,
        WAS,
    ),
)
FOLLOW_UP_TICK: Final = Shape(
    "a tick of a follow-up list",
    (
        Key("button", TEXT),
        *SAY,
        Key("also", LINES),
        Key("unsure counts as", YES_NO),
        WAS,
    ),
)
FOLLOW_UP: Final = Shape(
    "a follow-up list",
    (
        Key("ask", TEXT, required=True),
        Key("ticks", MapOf(WordingOr(FOLLOW_UP_TICK)), required=True),
    ),
)
CAUSE_FIT: Final = Shape(
    "a cause of a flow",
    (Key("fits", CONDITION), Key("may fit", CONDITION), Key("but not if", CONDITION)),
)
URGENT_SIGNS: Final = MapOf(WordingOr(Shape("an urgent sign", (*SAY, Key("if", CONDITION)))))
PROMISE: Final = Shape(
    "a promise",
    (
        Key("if", CONDITION),
        Key("always", Line("at least LEVEL, at most LEVEL or at most N questions")),
        Key("never", Line("cause X, cause X first, or tip X")),
        Key("can happen", Line("a level, cause X, tip X, joined by and")),
        COVERS,
        WAS,
    ),
)
PROMISES: Final = MapOf(PROMISE)
FORMAT: Final = Key("format", OneOf(("1",), "1"), required=True)

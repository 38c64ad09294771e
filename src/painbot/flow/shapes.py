"""The shape of every kind of flow file: which keys it has and what each may hold."""

from __future__ import annotations

from typing import Final

from painbot.flow.kinds import (
    Either,
    Id,
    Key,
    Kind,
    Line,
    ListOf,
    MapOf,
    OneOf,
    Shape,
    Which,
    Whole,
    WordingOr,
)
from painbot.flow.levels import LEVELS
from painbot.flow.parts import (
    ANSWERS,
    CAUSE_FIT,
    CONDITION,
    COUNTS,
    COVERS,
    FOLLOW_UP,
    FORMAT,
    IDS,
    ITEM,
    LEVEL,
    LEVEL_MAP,
    LINES,
    LOWERED,
    NIGHT_TEXT,
    PROMISES,
    QUESTION,
    REVIEWED,
    RULE,
    SAY,
    SOURCES,
    TEXT,
    TICK,
    TOGETHER,
    URGENT_SIGNS,
    WAS,
)

FLOW: Final = Shape(
    "a flow",
    (
        FORMAT,
        Key("flow", Id(), required=True),
        Key("title", TEXT, required=True),
        Key("about", TEXT, required=True),
        Key("for", CONDITION, help="Whom this flow is for."),
        Key("otherwise go to", Id(), help="The flow for everybody else."),
        Key("leaves out", MapOf(Line(), Line()), help="Rows not covered, each with a reason."),
        Key("screens", ListOf(Which(Id("a screen"), (), TOGETHER))),
        Key("questions", MapOf(ITEM)),
        Key("rules", MapOf(RULE)),
        Key("causes", MapOf(Either(Id("a cause"), CAUSE_FIT)), required=True),
        Key("tips", IDS),
        Key("check again", MapOf(TEXT, OneOf(tuple(LEVELS)))),
        Key("urgent signs", URGENT_SIGNS),
        Key("promises", PROMISES),
        LOWERED,
        REVIEWED,
        SOURCES,
    ),
)
SCREEN: Final = Shape(
    "a screen",
    (
        FORMAT,
        Key("screen", Id(), required=True),
        Key("title", TEXT, required=True),
        Key("why", TEXT),
        Key("if", CONDITION),
        Key("ask", TEXT, required=True),
        Key("level", LEVEL_MAP),
        Key("contact", Id()),
        Key("because", TEXT),
        Key("unsure counts as", COUNTS),
        Key("meanwhile", MapOf(TEXT)),
        Key("ticks", MapOf(WordingOr(TICK)), required=True),
        Key("then", MapOf(FOLLOW_UP)),
        Key("rules", MapOf(RULE)),
        LOWERED,
        COVERS,
        REVIEWED,
        SOURCES,
    ),
)
CAUSE: Final = Shape(
    "a cause",
    (
        FORMAT,
        Key("cause", Id(), required=True),
        Key("name", TEXT, required=True),
        Key("also called", LINES),
        Key("what", TEXT, required=True),
        Key("tips", IDS),
        Key(
            "care",
            MapOf(
                Shape(
                    "a care line",
                    (
                        Key("level", LEVEL, required=True),
                        *SAY,
                    ),
                )
            ),
        ),
        COVERS,
        REVIEWED,
        SOURCES,
        WAS,
    ),
)
TIP: Final = Shape(
    "a tip",
    (
        *SAY,
        Key("only if", CONDITION),
        Key("hide if", CONDITION),
        SOURCES,
        COVERS,
        WAS,
    ),
)
SOURCE: Final = Shape(
    "a source",
    (
        Key("title", Line(), required=True),
        Key("by", Line(), required=True),
        Key("on", Line()),
        Key("url", Line()),
    ),
)
LEVEL_CARD: Final = Shape(
    "a level",
    (
        Key("headline", TEXT, required=True),
        Key("at night", TEXT),
        Key("because", TEXT),
        Key("meanwhile", MapOf(TEXT), help="What to do until one is seen, from `today` up."),
        Key("check again", TEXT, help="When to look again; a flow may say another time."),
    ),
)
BY_LEVEL: Final = tuple(Key(level, NIGHT_TEXT) for level in LEVELS)
CONTACT: Final = Shape("a contact", (Key("only if", CONDITION), *BY_LEVEL))
COUNTRY: Final = Shape(
    "a country",
    (
        *SAY,
        Key("also", LINES),
        *(Key(level, TEXT) for level in ("emergency", "hospital", "today")),
    ),
)
ALARM: Final = Shape(
    "an alarm",
    (
        Key("words", LINES, required=True),
        Key("ask", TEXT, required=True),
        Key("level", LEVEL, required=True),
        Key("contact", Id()),
        Key("because", TEXT, required=True),
        SOURCES,
        COVERS,
    ),
)
WORDS: Final = Shape(
    "the words of a language",
    (
        FORMAT,
        Key("words", Id(), required=True),
        *(Key(name, LINES, required=True) for name in ("yes", "no", "unsure", "none", "done")),
        *(Key(name, LINES, required=True) for name in ("fillers", "negations", "breaks")),
        Key("numbers", MapOf(Whole(), Line()), required=True),
        Key("ordinals", MapOf(Line(), Line()), required=True),
        Key("units", MapOf(Line(), Line()), required=True),
        Key("moments", MapOf(Line(), Line())),
        Key("less", LINES),
        Key("weekdays", MapOf(Whole(), Line()), required=True),
        Key("months", MapOf(Whole(), Line())),
        Key("commands", MapOf(LINES), required=True),
        Key("alarms", MapOf(ALARM), required=True),
    ),
)


def _only(head: str, kind: Kind, *more: Key) -> Shape:
    """Return the shape of a file that holds one thing under `head`."""
    return Shape(f"a file of {head}", (FORMAT, Key(head, kind, required=True), *more))


FILES: Final[dict[str, Shape]] = {
    "flow": FLOW,
    "screen": SCREEN,
    "cause": CAUSE,
    "facts": _only("facts", MapOf(QUESTION)),
    "questions": _only("questions", MapOf(QUESTION)),
    "tips": _only("tips", MapOf(WordingOr(TIP))),
    "sources": _only("sources", MapOf(SOURCE)),
    "levels": _only(
        "levels",
        Shape("`levels`", tuple(Key(level, LEVEL_CARD, required=True) for level in LEVELS)),
        Key("contacts", MapOf(CONTACT), required=True),
        Key("urgent signs", URGENT_SIGNS, required=True),
    ),
    "answers": _only("answers", MapOf(ANSWERS), Key("countries", MapOf(COUNTRY), required=True)),
    "words": WORDS,
    "phrases": _only("phrases", Id(), Key("lines", MapOf(TEXT), required=True)),
    "rows": _only("rows", MapOf(Line(), Line())),
    "promises": _only("promises", PROMISES),
}

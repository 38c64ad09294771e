"""What a library is made of: frozen data, compiled from flow files.

It refuses to know how files are read, how a conversation is walked and how anything looks.
"""

from painbot.flow.model.cards import Care, Cause, CauseFit, Reviewed, Source, Tip
from painbot.flow.model.library import Flow, Library, Promise
from painbot.flow.model.questions import (
    COUNTRY,
    NONE,
    UNSURE,
    WHO,
    Answer,
    Group,
    Item,
    Question,
    Signpost,
    Use,
)
from painbot.flow.model.screens import Rule, Screen, Tick, TickList

__all__ = [
    "COUNTRY",
    "NONE",
    "UNSURE",
    "WHO",
    "Answer",
    "Care",
    "Cause",
    "CauseFit",
    "Flow",
    "Group",
    "Item",
    "Library",
    "Promise",
    "Question",
    "Reviewed",
    "Rule",
    "Screen",
    "Signpost",
    "Source",
    "Tick",
    "TickList",
    "Tip",
    "Use",
]

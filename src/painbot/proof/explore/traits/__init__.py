"""Traits of finished conversations, for searches to look for."""

from painbot.proof.explore.traits.base import NOTHING, BaseTrait
from painbot.proof.explore.traits.levels import (
    AtLeast,
    Below,
    Decides,
    Fires,
    OneMoreYes,
    TicksGive,
    gave,
)
from painbot.proof.explore.traits.said import (
    EndsIn,
    Longer,
    Possible,
    Said,
    Tested,
    Ticked,
    reachable,
)
from painbot.proof.explore.traits.shown import Advises, NoTip, Shows, sees_fit, tips_of

__all__ = [
    "NOTHING",
    "Advises",
    "AtLeast",
    "BaseTrait",
    "Below",
    "Decides",
    "EndsIn",
    "Fires",
    "Longer",
    "NoTip",
    "OneMoreYes",
    "Possible",
    "Said",
    "Shows",
    "Tested",
    "Ticked",
    "TicksGive",
    "gave",
    "reachable",
    "sees_fit",
    "tips_of",
]

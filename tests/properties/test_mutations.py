"""Whatever rule or tick is deleted or weakened, `painbot check` shows a conversation it harms.

A mutant is killed by an error that carries such a conversation: a vignette that ends too low, or
a promise that breaks. Names that are no longer there play no part, as mutants are made in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests import shipped
from tests.mutation_score import KILLED, SURVIVED
from tests.properties.killing import killed, replays
from tests.properties.mutants import Mutant, mutants

GROUPS = 8


@cache
def every() -> tuple[Mutant, ...]:
    return tuple(mutants(shipped.library()))


@pytest.mark.timeout(240)
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_mutant_is_killed_by_a_conversation(
    group: int, record_property: Callable[[str, object], None]
) -> None:
    ours = every()[group::GROUPS]
    chats = {mutant.id: killed(mutant) for mutant in ours}
    survivors = [name for name, chat in chats.items() if not chat]
    record_property(KILLED, len(ours) - len(survivors))
    record_property(SURVIVED, "\n".join(survivors))
    assert not survivors, "nothing shows what these do:\n" + "\n".join(survivors)
    wrong = [m.id for m in ours if not replays(m.made(), chats[m.id])]
    assert not wrong, "the conversation cannot be replayed:\n" + "\n".join(wrong)


def test_the_mutants_are_all_there() -> None:
    """One or more for every tick, those of follow-up lists too, and for every rule."""
    library = shipped.library()
    ticks = {
        f"tick {part.key if part.follow_up else part.screen}.{tick.id}"
        for part in library.lists.values()
        for tick in part.ticks
    }
    owned = {each.id: each.rules for each in library.screens.values()}
    owned |= {each.id: each.rules for each in library.flows.values()}
    rules = {f"rule {owner}.{rule.id}" for owner, there in owned.items() for rule in there}
    assert {each.what for each in every() if each.how == "deleted"} == ticks | rules
    assert len({each.id for each in every()}) == len(every()) > 250

"""The merged exploration says what every single conversation says, on small random libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, note, settings

from painbot.flow.compiler import compile_library
from painbot.flow.model import Library, Tick
from painbot.flow.text import Sight
from painbot.proof.explore import alive, choices, terrain, traits
from painbot.proof.explore.ahead import Ahead
from painbot.proof.explore.map import Map
from painbot.proof.explore.search import End
from tests.properties.brute import Brute, TooMany
from tests.properties.comparing import differences
from tests.properties.random_libraries import libraries
from tests.tiny import files, flow, library, screen

MOST = 300  # conversations of one library
EXAMPLES = settings().max_examples * 2 // 5
UNSURE = "unsure counts as"


def brute_force(compiled: Library) -> Brute:
    try:
        return Brute(compiled, MOST)
    except TooMany:
        assume(False)  # noqa: FBT003 - hypothesis draws another library
        raise


@given(libraries())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_merged_conversations_are_as_all_of_them_are_one_by_one(texts: dict[str, str]) -> None:
    note("".join(f"--- {name}.yaml\n{text}" for name, text in texts.items()))
    compiled, findings = compile_library(files(**texts))
    assert compiled is not None, [str(finding) for finding in findings]
    assert not list(differences(brute_force(compiled)))


# What random libraries found once

AGE_TWICE = {  # asked now, while the same fact could be asked again only for what matters no more
    "x": screen(
        "level: soon\nticks: {x0: T}\n"
        "rules: {old: {if: age >= 65, at least: routine, because: B.}}\n",
        "x",
    ),
    "start": flow(
        "screens: [x]\nrules:\n  who-else: {if: who is adult, at least: routine, because: B.}\n"
        "  old-too: {if: age >= 65, at least: soon, because: B.}\n"
    ),
}
ABROAD = {  # what is asked next hangs on the country by its level alone
    "x": screen("level: {gb: routine, otherwise: soon}\nticks: {x0: T}\n", "x"),
    "y": screen("level: soon\nticks: {y0: T}\n", "y"),
    "start": flow("screens: [x, y]\n"),
}
ABROAD_BY_RULE = {
    "x": screen(
        "level: routine\nticks: {x0: T}\nrules:\n"
        "  r: {if: x0, at least: {gb: routine, otherwise: today}, because: B.}\n",
        "x",
    ),
    "start": flow("screens: [x]\nquestions:\n  q: {ask: Q?, answers: yes-no}\n"),
}
KNOWN_ABROAD = {  # the country is known already when a list that gives levels by it is asked
    "x": screen("level: {gb: today, otherwise: hospital}\nticks: {x0: T, x1: T}\n", "x"),
    "y": screen("level: hospital\nticks: {y0: T}\n", "y"),
    "start": flow(
        "questions:\n  country: fact\n  q: {ask: Q?, answers: {a: {say: A, go to: b}, b: B}}\n"
    ),
    "b": flow("screens: [x, y]\n", "b"),
}
NO_TIP = {  # a cause that fits takes the place, and the tips, of the one there is otherwise
    "tips": "tips:\n  t1: {say: T, sources: [book], hide if: who is adult}\n"
    "  t2: {say: U, sources: [book]}\n",
    "shown": "cause: shown\nname: N\nwhat: W.\nsources: [book]\n"
    'reviewed: {on: 2026-11-22, by: ""}\ntips: [t2]\n',
    "start": flow(
        "questions: {q: {ask: Q?, answers: yes-no}}\ntips: [t1]\n",
        causes="  ache: {fits: q is no}\n  otherwise: shown\n",
    ),
}
FALLS = {  # the level that a rule gives while a question is open is not there any more after it
    "x": screen("level: routine\nticks: {x0: T}\n", "x"),
    "start": flow(
        "screens: [x]\nquestions: {q: {ask: Q?, answers: yes-no}}\nrules:\n"
        "  r: {if: who is adult and not (q is yes), at least: routine, because: B.}\n"
    ),
}
FOLLOWED = {  # the second follow-up list looks whether the first, passed over, is answered
    "x": screen(
        "level: routine\nticks: {x0: T}\nthen:\n  one: {ask: F?, ticks: {f1: T}}\n"
        "  two: {ask: F?, ticks: {f2: T}}\nrules:\n"
        "  low: {if: f1 and x0, at least: routine, because: B.}\n"
        "  high: {if: f2 and x0, at least: soon, because: B.}\n",
        "x",
    ),
    "y": screen("level: soon\nticks: {y0: T}\n", "y"),
    "start": flow("screens: [x, y]\n"),
}
FALLS_UNSEEN = {  # the same, where the answer that keeps the level comes first
    "y": screen("level: soon\nticks: {y0: T}\n", "y"),
    "start": flow(
        "questions:\n  q: {ask: Q?, answers: {b: B, a: A}}\n"
        "  turn: {if: who is me, go to: second}\n"
        "rules:\n  r: {if: not (q is a), at least: soon, because: B.}\n"
    ),
    "second": flow("screens: [y]\npromises:\n  p: {always: at least soon}\n", "second"),
}
FALLS_LAST = {  # the same by the last answer of all, where no level is waited for any more
    "x": screen("level: routine\nticks: {x0: T}\n", "x"),
    "start": flow(
        "screens: [x]\nquestions:\n  q: {ask: Q?, answers: {b: B, a: A}}\n"
        "  p: {ask: P?, answers: yes-no}\n"
        "rules:\n  r: {if: not (q is a), at least: routine, because: B.}\n"
    ),
}
UNKNOWN_FOR_GOOD = {  # a rule hangs on a fact that this flow does not ask, so only "surely" counts
    "facts": "facts:\n  who: {ask: W?, answers: {me: Me, adult: Another}}\n"
    "  preg: {ask: P?, answers: yes-no-unsure}\n  country: {ask: C?, answers: countries}\n",
    "x": screen("level: soon\nticks: {x0: T}\n", "x"),
    "y": screen("level: today\nticks: {y0: T}\n", "y"),
    "start": flow(
        "questions:\n  turn: {if: who is adult, go to: second}\nrules:\n"
        '  r: {if: "x is positive and 1 of (preg is yes, who is adult)", at least: today,'
        " because: B.}\n"
    ),
    "second": flow("screens: [x, y]\n", "second"),
}
FALLS_FOR_SOME = {  # a rule is undone, and only some have a tick that gives its level as well
    "x": screen(
        "level: soon\nticks:\n  x0: {say: T, page: 2, level: soon}\n"
        "  x1: {say: T, page: 1, level: routine}\nthen:\n  more: {ask: F?, ticks: {f: T}}\n"
        "rules:\n  high: {if: f and not (age >= 65), at least: today, because: B.}\n"
        "  r: {if: not f, at least: soon, because: B.}\n",
        "x",
    ),
    "start": flow("screens: [x]\n"),
}
FOUND_ONCE = {
    "falls for some": FALLS_FOR_SOME,
    "unknown for good": UNKNOWN_FOR_GOOD,
    "falls last": FALLS_LAST,
    "falls unseen": FALLS_UNSEEN,
    "followed": FOLLOWED,
    "age twice": AGE_TWICE,
    "abroad": ABROAD,
    "abroad by rule": ABROAD_BY_RULE,
    "known abroad": KNOWN_ABROAD,
    "no tip": NO_TIP,
    "falls": FALLS,
}


@pytest.mark.parametrize("name", FOUND_ONCE)
def test_what_was_merged_wrongly_once_is_told_apart(name: str) -> None:
    assert not list(differences(Brute(library(**FOUND_ONCE[name]), MOST)))


# The comparison itself notices when the exploration is wrong

SMALL = {
    "x": screen(
        f"ticks:\n  x0: {{say: T, level: soon, {UNSURE}: no}}\n  x1: {{say: U, level: routine}}\n"
        "rules:\n  both: {if: x0 and x1, at least: today, because: B.}\n"
        "  unclear: {if: x is doubtful, at least: hospital, because: B.}\n",
        "x",
    ),
    "start": flow(
        "screens: [x]\nquestions:\n"
        "  q: {ask: Q?, if: x has x1, answers: {a: A, b: B}}\n  p: {ask: P?, answers: yes-no}\n"
        "rules:\n  by-p: {if: p is yes, at least: soon, because: B.}\n",
        causes="  ache: {fits: p is yes}\n  otherwise: ache\n",
    ),
}


def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what decides whether a question is asked."""

    def living(there: Map, ahead: Ahead, *bits: int) -> alive.Alive:
        found = alive.alive(there, ahead, *bits)
        return replace(found, sights=(), common=found.askable)

    monkeypatch.setattr(terrain, "alive", living)


def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never answer "not sure" to a tick."""
    real = choices._with_tick

    def with_tick(
        partlies: Iterable[choices._Partly], number: int, tick: Tick, country: str | None
    ) -> Iterator[choices._Partly]:
        return (each for each in real(partlies, number, tick, country) if not each.doubtful)

    monkeypatch.setattr(choices, "_with_tick", with_tick)


def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take one conversation that is too high for all that go the same way."""

    def why_not(_below: traits.Below, _end: End) -> frozenset[Sight]:
        return frozenset()

    monkeypatch.setattr(traits.Below, "why_not", why_not)


def test_the_library_for_mutants_is_explored_rightly() -> None:
    assert not list(differences(Brute(library(**SMALL), MOST)))


@pytest.mark.parametrize("mutant", [blind, sure, hasty])
def test_an_unsound_exploration_is_noticed(
    mutant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    brute = Brute(library(**SMALL), MOST)
    mutant(monkeypatch)
    assert list(differences(brute))

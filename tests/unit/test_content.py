"""The content that painbot ships: what every conversation with it must end with.

The conversations are walked at random, with fixed seeds, through the real step.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random

import pytest

from painbot.dialogue.replies import Asking, Result
from painbot.flow.levels import Level
from painbot.flow.model import NONE, UNSURE, Library, Promise
from painbot.flow.text import Text
from painbot.proof.coverage import everything
from painbot.proof.player import Player
from tests import shipped

WALKS = 3_000
DOUBTS = 500
A_WORD_OF_ALARM = 0.003
ARTICLE = re.compile(r"[ABC]\.[CTS]\d")
DOSE = re.compile(
    r"\d\s*(mg|mcg|µg|micrograms?|milligrams?|grams?|g|ml|drops|tablets?|pills?|capsules?)\b"
    r"|\b(one|two|three|four) (tablets?|pills?|capsules?)\b|\d times a day",
    re.IGNORECASE,
)
RUBS_OR_STRETCHES = frozenset(
    {"rub-legs", "cramp-stretch", "calf-stretches", "bedtime-stretch", "regular-exercise",
     "pregnancy-exercise", "walk-rest-walk", "warmth"}
)  # fmt: skip
MOST_QUESTIONS = 18
MOST_TIPS, MOST_CAUSES = 6, 3


# The article


def test_every_line_of_the_article_is_covered_and_reached_in_a_chat() -> None:
    reached: set[str] = set()
    shown = frozenset[str]().union(*(chat.shows for chat in shipped.played()[0]))
    for name, rows in _covering(shipped.library()):
        reached.update(rows if name in shown else ())
    lines = {row for row in shipped.library().rows if ARTICLE.match(row)}
    assert len(lines) == 35
    assert lines - reached == set()


def _covering(library: Library) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the person meets, by its name in chats, and the rows it covers."""
    for screen in library.screens.values():
        for tick in (tick for part in screen.lists for tick in part.ticks):
            yield f"tick {screen.id}.{tick.id}", tick.covers
        for rule in screen.rules:
            yield f"rule {screen.id}.{rule.id}", rule.covers
    for flow in library.flows.values():
        for rule in flow.rules:
            yield f"rule {flow.id}.{rule.id}", rule.covers
    for cause in library.causes.values():
        yield f"cause {cause.id}", cause.covers
    for tip in library.tips.values():
        yield f"tip {tip.id}", tip.covers


# Conversations at random


@dataclass(slots=True)
class Walked:
    """One conversation: what was told on the way, and how it ended."""

    player: Player
    result: Result
    floors: list[int] = field(default_factory=list)


@cache
def walks() -> tuple[Walked, ...]:
    return (
        *(_walk(Random(seed), _as_people_do) for seed in range(WALKS)),  # noqa: S311 - no secrets
        *(_walk(Random(seed), _in_doubt_of_a_clot) for seed in range(DOUBTS)),  # noqa: S311
    )


def _walk(random: Random, choose: Callable[[Player, Random], tuple[str, ...]]) -> Walked:
    flows = ["start", "start", *shipped.library().flows]
    player = Player(shipped.library(), random.choice(flows), random.randrange(24))
    floors = []
    while player.result is None:
        assert player.answers <= MOST_QUESTIONS
        if random.random() < A_WORD_OF_ALARM:
            player.type(random.choice(_alarm_words()))
        else:
            missing = player.answer(choose(player, random))
            assert not missing
        floors.append(player.walk.view.floor)
    return Walked(player, player.result, floors)


@cache
def _alarm_words() -> tuple[str, ...]:
    alarms = shipped.library().words.alarms
    return tuple(word.replace("*", "") for alarm in alarms for word in alarm.words)


def _as_people_do(player: Player, random: Random) -> tuple[str, ...]:
    """Mostly no sign, now and then one or two, sometimes not sure."""
    shown = _shown(player)
    ids, unsure = [choice.id for choice in shown.choices], _offers_unsure(shown)
    signs = unsure and shown.kind == "any"
    if shown.kind == "any" and random.random() < (0.88 if signs else 0.2):
        return (NONE,)
    if unsure and random.random() < (0.3 if signs else 0.08):
        return (UNSURE,)
    if ids[:2] == ["yes", "no"]:
        return (random.choice(["yes", ids[-1], *["no"] * 6]),)
    count = random.choice((1, 1, 2, 3)) if shown.kind == "any" else 1
    return tuple(random.sample(ids, min(count, len(ids))))


def _in_doubt_of_a_clot(player: Player, random: Random) -> tuple[str, ...]:
    """No sign at all, but not sure about a calf that hurts or a vein that is hard."""
    shown, here = _shown(player), player.here()
    if {"stays", "hard-vein"} & here:
        return (random.choice([UNSURE, UNSURE, "no"]),)
    if player.session is not None and player.session.walked is not None:
        return ("no",)
    if shown.kind == "any" and _offers_unsure(shown):
        return (UNSURE,) if "clot" in here else (NONE,)
    return _as_people_do(player, random)


def _shown(player: Player) -> Asking:
    shown = player.replies[-1]
    assert isinstance(shown, Asking)
    return shown


def _offers_unsure(shown: Asking) -> bool:
    return UNSURE in {choice.id for choice in (*shown.choices, *shown.more)}


def test_the_walks_reach_nearly_everything() -> None:
    """Weak walks would make the other tests worth little."""
    library = shipped.library()
    found = {f"cause {c}" for w in walks() for c in w.result.causes}
    found |= {f"tip {t}" for w in walks() for t in w.result.tips}
    wanted = {name for name in everything(library) if name.startswith(("cause ", "tip "))}
    assert len(wanted - found) < 5, wanted - found  # the rarest; all of them are in chats
    assert {w.result.level for w in walks()} == set(Level)
    assert sum(_doubtful_clot(w) and w.result.level < Level.TODAY for w in walks()) > 100


def test_every_result_says_what_to_do_why_and_what_to_watch_for() -> None:
    for walked in walks():
        result = walked.result
        parts = {section.id: section.points for section in result.sections}
        assert result.headline
        assert result.contact_lines
        assert all(result.contact_lines)
        assert {"because", "urgent", "sources", "reviewed", "disclaimer"} <= set(parts)
        assert all(point.text.strip() for points in parts.values() for point in points)
        assert "not yet reviewed by a clinician" in parts["reviewed"][0].text
        assert result.reasons or result.level is Level.SELF_CARE
        assert len(set(result.reasons)) == len(result.reasons)


def test_below_today_there_are_causes_and_tips_and_from_today_up_neither() -> None:
    for walked in walks():
        result, calm = walked.result, walked.result.level < Level.TODAY
        assert (0 < len(result.causes) <= MOST_CAUSES) is calm
        assert (0 < len(result.tips) <= MOST_TIPS) is calm
        assert not (calm and result.meanwhile)


def test_a_calm_result_says_when_to_check_again() -> None:
    for walked in walks():
        if walked.result.level <= Level.TODAY:
            assert "check-again" in {section.id for section in walked.result.sections}


def test_nothing_ever_names_a_dose() -> None:
    for walked in walks():
        assert not DOSE.search(walked.player.told())


def test_the_level_never_falls_on_the_way() -> None:
    for walked in walks():
        assert walked.floors == sorted(walked.floors)
        assert walked.result.level >= walked.floors[-1]


def test_under_16_no_cause_is_guessed_and_a_clinician_sees_it() -> None:
    young = [w for w in walks() if _young(w)]
    assert len(young) > 300
    for walked in young:
        assert walked.result.level >= Level.SOON
        assert set(walked.result.causes) <= {"childs-pain"}
        assert set(walked.result.tips) <= {"no-sport-yet", "note-the-pain"}


def _young(walked: Walked) -> bool:
    picks = walked.player.walk.picks
    return picks.get("who") == ("child",) or picks.get("age") in (("under-10",), ("10-15",))


def test_a_possible_clot_is_never_a_plain_ache_nor_rubbed() -> None:
    for walked in walks():
        if _doubtful_clot(walked):
            assert walked.result.level >= Level.SOON
            assert not {"general-leg-ache", "general-hip-ache"} & set(walked.result.causes)
            assert not RUBS_OR_STRETCHES & set(walked.result.tips)


def _doubtful_clot(walked: Walked) -> bool:
    walk = walked.player.walk
    return bool(walk.picks.get("clot") or walk.doubts.get("clot"))


def test_in_pregnancy_nobody_is_told_to_sleep_on_the_back() -> None:
    for walked in walks():
        if walked.player.walk.picks.get("pregnancy") in (("pregnant",), ("unsure",)):
            assert "back-sleeping" not in walked.result.tips


def test_no_walk_breaks_a_promise() -> None:
    """A sample only: promises are proved elsewhere. Emergency words may always raise the level."""
    broken: dict[str, list[str]] = {}
    for walked in walks():
        view = walked.player.walk.view
        for flow in view.path:
            for promise in shipped.library().flows[flow].promises:
                holds = promise.condition is None or promise.condition.must(view)
                if holds and not _kept(promise, walked):
                    broken.setdefault(f"{flow}.{promise.id}", []).append(str(view.picks))
    assert broken == {}


def _kept(promise: Promise, walked: Walked) -> bool:
    result = walked.result
    target = promise.targets[0][1] if promise.targets else ""
    level = promise.level or Level.SELF_CARE
    return {
        "at least": result.level >= level,
        "at most": result.level <= level or bool(walked.player.walk.alarms),
        "questions": walked.player.answers <= promise.number,
        "never cause": target not in result.causes,
        "never cause first": result.causes[:1] != (target,),
        "never tip": target not in result.tips,
        "can happen": True,
    }[promise.kind]


# The words


def _texts(library: Library) -> Iterator[tuple[str, Text]]:
    for part in library.lists.values():
        for tick in part.ticks:
            yield f"button {part.key}.{tick.id}", tick.button
            yield f"tick {part.key}.{tick.id}", tick.say
            yield f"because {part.key}.{tick.id}", tick.because
    for question in library.questions.values():
        yield f"ask {question.key}", question.ask
        yield from ((f"label {question.key}.{a.id}", a.say) for a in question.answers)
    for cause in library.causes.values():
        yield f"name {cause.id}", cause.name
        yield f"what {cause.id}", cause.what
        yield from ((f"care {cause.id}.{care.id}", care.say) for care in cause.care)
    yield from ((f"tip {tip.id}", tip.say) for tip in library.tips.values())


@pytest.mark.parametrize(
    ("kind", "most"), [("button", 30), ("label", 60), ("tick", 150), ("ask", 110)]
)
def test_what_is_shown_is_short_enough_for_a_phone(kind: str, most: int) -> None:
    texts = [(n, t) for n, text in _texts(shipped.library()) for t in (text.say, text.them)
             if n.startswith(f"{kind} ")]  # fmt: skip
    assert texts
    assert [(name, text) for name, text in texts if len(text) > most] == []


def test_no_text_names_a_dose() -> None:
    texts = _texts(shipped.library())
    assert [name for name, text in texts if DOSE.search(text.say + text.them)] == []


def test_no_text_for_someone_else_speaks_to_the_one_who_hurts() -> None:
    """Where a text says "your leg", there is another one that does not."""
    yours = re.compile(r"\b(your|yours|yourself) (leg|hip|side|knees|calf|midwife|foot)\b")
    wrong = [name for name, text in _texts(shipped.library()) if yours.search(text.them)]
    assert wrong == []


def test_care_lines_say_whom_to_see() -> None:
    """A care line stands alone on the card: it must be an advice, not a state of things."""
    begins = ("See ", "Get help ", "Go to ", "Call ", "Phone ", "Tell ", "Have ", "If ")
    care = [(n, t) for n, t in _texts(shipped.library()) if n.startswith("care ")]
    assert [name for name, text in care if not text.say.startswith(begins)] == []


def test_every_source_is_used() -> None:
    library = shipped.library()
    texts = [p.read_text() for p in shipped.FLOWS.rglob("*.yaml") if p.name != "sources.yaml"]
    used = set(re.findall(r"[a-z0-9-]+", "\n".join(texts)))
    assert [name for name in library.sources if name not in used] == []


def test_the_sources_are_in_order_so_that_one_is_found() -> None:
    names = list(shipped.library().sources)
    assert names == sorted(names)

"""The content that painbot ships: what every conversation with it must end with.

The conversations are walked at random, with fixed seeds, through the real step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random

import pytest

from painbot.dialogue.asking import DONE
from painbot.dialogue.replies import Asking, Result
from painbot.flow.levels import Level
from painbot.flow.model import NONE, UNSURE, Library
from painbot.flow.text import Text
from painbot.proof.coverage import everything
from painbot.proof.player import Player
from tests import shipped

WALKS = 4_000
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
    assert len(lines) == 36
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
    return tuple(_walk(Random(seed)) for seed in range(WALKS))  # noqa: S311 - not for secrets


def _walk(random: Random) -> Walked:
    flows = ["start", "start", *shipped.library().flows]
    player = Player(shipped.library(), random.choice(flows), random.randrange(24))
    floors = []
    while player.result is None:
        assert player.answers <= MOST_QUESTIONS
        if random.random() < 0.003:
            player.type(random.choice(_alarm_words()))
        else:
            player.answer(_choice(player, random))
        floors.append(player.walk.view.floor)
    return Walked(player, player.result, floors)


@cache
def _alarm_words() -> tuple[str, ...]:
    alarms = shipped.library().words.alarms
    return tuple(word.replace("*", "") for alarm in alarms for word in alarm.words)


def _choice(player: Player, random: Random) -> tuple[str, ...]:
    """Answer as people do: mostly no sign, now and then one or two, sometimes not sure."""
    shown = player.replies[-1]
    assert isinstance(shown, Asking)
    ids = [choice.id for choice in shown.choices]
    more = {choice.id for choice in shown.more} - {DONE}
    red_flags = UNSURE in more and shown.kind == "any"
    calm = 0.82 if red_flags else 0.2
    if shown.kind == "any" and random.random() < calm:
        return (NONE,)
    if UNSURE in more and random.random() < (0.3 if red_flags else 0.08):
        return (UNSURE,)
    if ids in (["yes", "no", UNSURE], ["yes", "no"]):
        return (random.choice(["yes", "no", "no", "no", "no", "no", "no", ids[-1]]),)
    count = random.choice((1, 1, 2, 3)) if shown.kind == "any" else 1
    return tuple(random.sample(ids, min(count, len(ids))))


def test_the_walks_reach_nearly_everything() -> None:
    """Weak walks would make the other tests worth little."""
    library = shipped.library()
    found = {f"cause {c}" for w in walks() for c in w.result.causes}
    found |= {f"tip {t}" for w in walks() for t in w.result.tips}
    wanted = {name for name in everything(library) if name.startswith(("cause ", "tip "))}
    assert wanted - found == set()
    assert {w.result.level for w in walks()} == set(Level)
    assert sum(_doubtful_clot(w) and w.result.level < Level.TODAY for w in walks()) > 10


def test_every_result_says_what_to_do_why_and_what_to_watch_for() -> None:
    for walked in walks():
        result = walked.result
        parts = {section.id: section.points for section in result.sections}
        assert result.headline
        assert result.contact_lines
        assert all(result.contact_lines)
        assert {"because", "urgent", "you-told-me", "sources", "reviewed", "disclaimer"} <= set(
            parts
        )
        assert all(point.text.strip() for points in parts.values() for point in points)
        assert "not yet reviewed by a clinician" in parts["reviewed"][0].text
        assert result.reasons or result.level is Level.SELF_CARE


def test_below_today_there_are_causes_and_tips_and_from_today_up_neither() -> None:
    for walked in walks():
        result, calm = walked.result, walked.result.level < Level.TODAY
        child = "childs-pain" in result.causes
        assert (0 < len(result.causes) <= MOST_CAUSES) is calm
        assert (0 < len(result.tips) <= MOST_TIPS) is (calm and not child)
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
        assert walked.result.tips == ()


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

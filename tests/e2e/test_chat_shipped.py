"""`painbot chat` with the flows that painbot ships, as a newcomer would try it."""

from __future__ import annotations

import pytest

from tests.e2e.painbots import Place
from tests.library_fixture import ROOT, compiled

WELCOME = "welcome"
MOST_ANSWERS = 20
# What somebody answers to a question with these words in it; to all others "none" or the first.
ANSWERS = {
    "Who is this for": "me",
    "How old": "34",
    "troubles you most": "cramps at night",
    "How long": "since Tuesday",
    "pregnant": "no",
    "country": "2",
}


def answer(question: str) -> str:
    known = (said for words, said in ANSWERS.items() if words in question)
    return next(known, "none of these" if "None of these" in question else "1")


def last_question(said: str) -> str:
    return said.rsplit("\n\n", 1)[-1]


def test_a_newcomer_who_leaves_after_every_answer_comes_to_a_result(shipped: Place) -> None:
    said = shipped.chat()
    for _ in range(MOST_ANSWERS):
        if "Level of care: " in said:
            break
        said = shipped.chat(answer(last_question(said)))
    assert "Level of care: self-care" in said
    assert "Night cramp" in said or "cramp" in said
    assert "not yet reviewed by a clinician" in said


@pytest.mark.parametrize("words", ["I can't breathe", "chest pain!!", "my leg hurts and i fainted"])
def test_emergency_words_in_the_first_line_need_one_more(shipped: Place, words: str) -> None:
    said = shipped.chat(words, "yes")
    assert "Level of care: emergency" in said


def test_the_repository_flows_are_used_without_settings(home: Place, shipped: Place) -> None:
    del home
    place = Place(shipped.home)
    welcome = compiled(ROOT / "flows").phrases[WELCOME]
    assert place.run("chat", where=ROOT).stdout.startswith(welcome)
    assert place.run("chat", "--fresh", where=shipped.home).stdout.startswith(welcome)

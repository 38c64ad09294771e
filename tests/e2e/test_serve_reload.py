"""Flows edited while somebody talks on Telegram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.serving import Bot, say, wait
from tests.library_fixture import compiled

if TYPE_CHECKING:
    from tests.standins.telegram import Person


def edit(bot: Bot, old: str, new: str) -> None:
    assert bot.place.flows is not None
    file = bot.place.flows / "knee.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


@pytest.fixture
def person(own: Bot) -> Person:
    """Return somebody who is asked where it is."""
    own.serve()
    person = own.person()
    say(person, "/start", "me", "none", "none", "34")
    assert person.question().text.startswith("Where is it?")
    own.settled()
    return person


def reloaded(bot: Bot, result: str, number: int = 1) -> None:
    series = f'painbot_reloads_total{{result="{result}"}}'
    wait(lambda: bot.process.number(series) == number, lambda: bot.process.said)


def test_new_wording_is_seen_at_the_next_question(own: Bot, person: Person) -> None:
    edit(own, "How does it feel?", "What is it like?")
    reloaded(own, "reloaded")
    person.taps("Calf")
    person.wait(lambda each: each.heard()[-1].text.startswith("What is it like?"))
    assert "the new version is in use" in own.process.said


def test_a_new_question_is_asked_and_the_old_answers_are_kept(own: Bot, person: Person) -> None:
    assert own.place.flows is not None
    changed = compiled(own.place.flows).phrases["flow-changed"]
    edit(
        own,
        "  where:\n",
        "  side:\n    ask: Which side?\n    answers: {left: Left, right: Right}\n  where:\n",
    )
    reloaded(own, "reloaded")
    person.taps("Calf")
    person.wait(lambda each: each.heard()[-1].text.startswith("Which side?"))
    assert changed in [each.text for each in person.heard()]
    person.taps("Left")
    person.wait(lambda each: each.heard()[-1].text.startswith("Where is it?"))


def test_a_broken_edit_reaches_nobody_until_it_is_mended(own: Bot, person: Person) -> None:
    edit(own, "if: how-long >= 2 weeks", "if: how-lnog >= 2 weeks")
    reloaded(own, "refused")
    assert "knee.yaml" in own.process.said
    person.taps("Calf")
    person.wait(lambda each: each.heard()[-1].text.startswith("How does it feel?"))
    edit(own, "if: how-lnog >= 2 weeks", "if: how-long >= 2 weeks")
    reloaded(own, "reloaded")
    person.taps("None of these")
    person.wait(lambda each: each.heard()[-1].text.startswith("Since when?"))

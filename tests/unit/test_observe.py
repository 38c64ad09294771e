"""The numbers for Prometheus, and names for people in logs."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from painbot import __version__
from painbot.observe import Check, Metrics, Names, Watcher
from painbot.ports import ConversationKey, Observer, Turned

ANN = ConversationKey("telegram", "", "77", "4711")


def shown(metrics: Metrics) -> dict[str, float]:
    body, kind = metrics.render()
    assert kind.startswith("text/plain")
    rows = (line.rsplit(" ", 1) for line in body.decode().splitlines() if line[0] != "#")
    return {name: float(value) for name, value in rows}


def test_turns_calls_and_events_are_counted() -> None:
    metrics = Metrics()
    metrics.turned(Turned("telegram", 0.003, asked="leg/where", answered="leg/age", level="today"))
    metrics.turned(Turned("telegram", 7.0, asked="leg/where"))
    metrics.sent("telegram", "sent", 0.2)
    metrics.happened("raced", "telegram", ANN)
    metrics.happened("reclaimed")
    metrics.outbox(3, 12.5)
    metrics.reloaded("refused")
    found = shown(metrics)
    assert found['painbot_turns_total{platform="telegram"}'] == 2
    assert found['painbot_turn_seconds_bucket{le="0.005"}'] == 1
    assert found["painbot_turn_seconds_count"] == 2
    assert found['painbot_levels_total{level="today"}'] == 1
    assert found['painbot_questions_asked_total{question="leg/where"}'] == 2
    assert found['painbot_questions_answered_total{question="leg/age"}'] == 1
    assert found['painbot_calls_total{how="sent",platform="telegram"}'] == 1
    assert found['painbot_call_seconds_count{platform="telegram"}'] == 1
    assert found['painbot_events_total{platform="telegram",what="raced"}'] == 1
    assert found['painbot_events_total{platform="",what="reclaimed"}'] == 1
    assert found["painbot_outbox_waiting"] == 3
    assert found["painbot_outbox_oldest_seconds"] == 12.5
    assert found['painbot_reloads_total{result="refused"}'] == 1
    assert found[f'painbot_info{{version="{__version__}"}}'] == 1
    assert not any("_created" in name or "4711" in name for name in found)


@pytest.mark.parametrize("what", ["It hurts", "a" * 41, "ß", "x\n", "<b>"])
def test_what_is_no_fixed_word_becomes_other(what: str) -> None:
    metrics = Metrics()
    metrics.happened(what, "telegram")
    metrics.happened(f"{what}!", "telegram")
    assert shown(metrics)['painbot_events_total{platform="telegram",what="other"}'] == 2


def test_labels_come_to_an_end() -> None:
    metrics = Metrics()
    for number in range(3_100):
        metrics.turned(Turned("telegram", 0.1, asked=f"leg/q{number}"))
    found = [name for name in shown(metrics) if name.startswith("painbot_questions_asked")]
    assert len(found) == 3_001


@pytest.mark.parametrize("stop", ["fact:who", "screen:clot+cold-leg.foot-more", "question:where"])
def test_a_question_is_counted_by_the_name_its_flow_gives_it(stop: str) -> None:
    metrics = Metrics()
    metrics.turned(Turned("telegram", 0.1, asked=f"leg-pain/{stop}"))
    assert shown(metrics)[f'painbot_questions_asked_total{{question="leg-pain/{stop}"}}'] == 1


def test_two_of_them_do_not_mix() -> None:
    first, second = Metrics(), Metrics()
    first.happened("raced")
    assert "painbot_events_total" not in " ".join(shown(second))


def test_a_name_is_lasting_and_hides_who_it_is() -> None:
    names = Names(b"a secret")
    name = names.of(ANN)
    assert len(name) == 8
    assert int(name, 16) >= 0
    assert Names(b"a secret").of(ANN) == name
    assert Names(b"another one").of(ANN) != name
    assert names.of(ConversationKey("telegram", "", "77", "4712")) != name
    assert names.of(ConversationKey("slack", "", "77", "4711")) != name


def test_without_a_secret_names_cannot_be_worked_out() -> None:
    names = Names(b"")
    assert names.of(ANN) == names.of(ANN)
    assert names.of(ANN) != Names(b"").of(ANN)


def test_a_watcher_counts_and_notes_to_whom_it_happened(caplog: pytest.LogCaptureFixture) -> None:
    metrics, names = Metrics(), Names(b"a secret")
    watcher: Observer = Watcher(metrics, names)
    with caplog.at_level(logging.DEBUG, logger="painbot"):
        watcher.turned(Turned("telegram", 0.003, asked="leg/where"))
        watcher.sent("telegram", "later", 0.01)
        watcher.happened("undeliverable", "telegram", ANN)
        watcher.happened("raced")
        watcher.outbox(1, 2.0)
    assert f"undeliverable platform=telegram who={names.of(ANN)}" in caplog.messages
    assert "leg/where" not in caplog.text
    assert "4711" not in caplog.text
    found = shown(metrics)
    assert found['painbot_events_total{platform="telegram",what="undeliverable"}'] == 1
    assert found["painbot_outbox_oldest_seconds"] == 2


def test_a_check_says_how_it_went_and_what_to_do() -> None:
    assert str(Check(ok=True, text="it answers")) == "✓ it answers"
    assert str(Check(ok=None, text="it may")) == "! it may"
    assert str(Check(ok=False, text="it does not", fix="Start it.")) == "✗ it does not\n  Start it."


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, painbot.observe;print({'structlog', 'prometheus_client'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"set()\n"
